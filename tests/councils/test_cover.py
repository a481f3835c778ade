"""The real COVER quarters, 2013/14 to 2024/25, for Coventry, against cells found by hand.

The cells below were looked up by eye in each workbook. They are read here by other means than the
loaders': openpyxl for xlsx and a few lines of XML for ods; only for xls is there one reader."""

import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from functools import lru_cache

import pytest
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from tests.support.extracts import COVER, SHARED, figures

FOLDER = SHARED / "extracts" / "cover"

# Quarter; cohort and percentage at 24 months; cohort and MMR2 percentage at 5 years.
PERCENTAGES = """
2013_2014_Q1.xls   24m-AT        I76 J76   5y-AT        I76 L76
2013_2014_Q3.xls   LA-24m        H70 I70   LA-5y        H70 K70
2014_2015_Q1.xlsx  24m_UT+LA     J62 K62   5y_UT+LA     J62 M62
2014_2015_Q3.xlsx  24m_UT+LA     I66 J66   5y_UT+LA     I66 L66
2015_2016_Q1.xlsx  24m_UT+LA     I67 J67   5y_UT+LA     I67 L67
2015_2016_Q3.xlsx  24m_UT+LA     H67 I67   5y_UT+LA     H67 K67
2016_2017_Q1.xlsx  24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2016_2017_Q3.xlsx  24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2017_2018_Q1.xlsx  24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2017_2018_Q3.xlsx  24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2018_2019_Q1.xlsx  24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2018_2019_Q3.xlsx  24m_UTLA_GOR  H72 I72   5y_UTLA_GOR  H72 K72
2019_2020_Q1.ods   24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2019_2020_Q3.ods   24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2020_2021_Q1.ods   24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2020_2021_Q3.ods   24m_UTLA_GOR  H71 I71   5y_UTLA_GOR  H71 K71
2021_2022_Q1.ods   24m_UTLA_GOR  H72 I72   5y_UTLA_GOR  H72 K72
2021_2022_Q3.ods   24m_UTLA_GOR  H76 I76   5y_UTLA_GOR  H76 K76
2022_2023_Q1.ods   24m_UTLA_GOR  H76 I76   5y_UTLA_GOR  H76 K76
2022_2023_Q3.ods   24m_UTLA_GOR  H77 I77   5y_UTLA_GOR  H77 K77
2023_2024_Q1.ods   24m_UTLA_GOR  H77 I77   5y_UTLA_GOR  H77 K77
2023_2024_Q3.ods   24m_UTLA_GOR  H77 I77   5y_UTLA_GOR  H77 K77
2024_2025_Q1.ods   24m_UTLA_GOR  G77 H77   5y_UTLA_GOR  G77 J77
2024_2025_Q3.ods   Table6        F139 G139 Table7       F139 I139
"""
# From 2018/19 Q1: the vaccinated and the cohort at 24 months, then at 5 years, on one sheet.
COUNTS = """
2018_2019_Q1.xlsx  Data+file  T120 U120  AM120 AN120
2018_2019_Q3.xlsx  Data+file  T29  U29   AM29  AN29
2019_2020_Q1.ods   Data_file  T29  U29   AM29  AN29
2019_2020_Q3.ods   Data_file  T28  U28   AM28  AN28
2020_2021_Q1.ods   Data_file  V131 W131  AO131 AP131
2020_2021_Q3.ods   Data_file  V131 W131  AO131 AP131
2021_2022_Q1.ods   Data_file  V129 W129  AO129 AP129
2021_2022_Q3.ods   Data_file  V131 W131  AO131 AP131
2022_2023_Q1.ods   Data_file  V131 W131  AO131 AP131
2022_2023_Q3.ods   Data_file  V131 W131  AO131 AP131
2023_2024_Q1.ods   Data_file  V131 W131  AO131 AP131
2023_2024_Q3.ods   Data_file  V132 W132  AO132 AP132
2024_2025_Q1.ods   Data_file  V132 W132  AO132 AP132
2024_2025_Q3.ods   Table10    V18  W18   AO18  AP18
"""
ODF = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value"


def table(text):
    rows = [[cell.replace("+", " ") for cell in line.split()] for line in text.strip().splitlines()]
    return {name: cells for name, *cells in rows}


PERCENTAGE_CELLS, COUNT_CELLS = table(PERCENTAGES), table(COUNTS)


def number(name, sheet, cell):
    """The number in a cell as a decimal, read without the loaders."""
    row, column = coordinate_to_tuple(cell)
    return Decimal(str(cells_of(name, sheet, row)[column - 1]))


@lru_cache(maxsize=3)
def cells_of(name, sheet, row):
    path = FOLDER / name
    if path.suffix == ".ods":
        return _ods(content_of(name), sheet, row)
    if path.suffix == ".xls":
        old = CalamineWorkbook.from_path(path)
        return old.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[row - 1]
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return next(book[sheet].iter_rows(row, row, values_only=True))
    finally:
        book.close()


@lru_cache(maxsize=1)
def content_of(name):
    with zipfile.ZipFile(FOLDER / name) as archive:
        return ET.fromstring(archive.read("content.xml"))


def _ods(content, sheet, row):
    (found,) = [t for t in content.iter(f"{ODF}table") if t.get(f"{ODF}name") == sheet]
    for line in found.iter(f"{ODF}table-row"):
        row -= int(line.get(f"{ODF}number-rows-repeated", 1))
        if row <= 0:
            break
    cells = []
    for cell in line:
        cells += [cell.get(VALUE)] * min(int(cell.get(f"{ODF}number-columns-repeated", 1)), 60)
    return cells


def last_month(name):
    """The quarter that the file's name says: Q1 ends in June, Q3 in December."""
    year, _, quarter = name.partition(".")[0].split("_")
    return int(year) * 100 + {"Q1": 6, "Q3": 12}[quarter]


@pytest.fixture(scope="module", params=PERCENTAGE_CELLS)
def quarter(request):
    """A quarter's file name and what the loaders read in it."""
    path = FOLDER / request.param
    if not path.exists():
        pytest.skip("the shared files are not here")
    return request.param, COVER.read(path)


def test_all_quarters_that_there_are_are_looked_at():
    if not FOLDER.exists():
        pytest.skip("the shared files are not here")
    assert sorted(path.name for path in FOLDER.iterdir()) == list(PERCENTAGE_CELLS)
    assert len(PERCENTAGE_CELLS) == 24


def test_a_quarter_holds_coventrys_two_figures_and_nothing_is_refused(quarter):
    name, reading = quarter
    assert reading.refusals == ()
    assert list(reading.observations.indicator) == ["dpt_at_2", "mmr_at_5"]
    assert set(reading.observations.place) == {"coventry"}
    assert set(reading.observations.ended) == {last_month(name)}
    assert set(reading.observations.months) == {3}
    assert reading.rows_read == reading.rows_loaded + reading.rows_blank > 145


def test_the_figures_are_those_in_the_cells(quarter):
    """Counts where there are counts, else the percentage as it was written and its base."""
    name, reading = quarter
    if name in COUNT_CELLS:
        sheet, *cells = COUNT_CELLS[name]
        expected = [number(name, sheet, cell) for cell in cells]
        assert [n for row in figures(reading) for n in row[2:4]] == expected
        assert [row[4] for row in figures(reading)] == [None, None]
    else:
        sent = [(Decimal(row[3]), Decimal(row[4])) for row in figures(reading)]
        assert sent == published(name)
        assert [row[2] for row in figures(reading)] == [None, None]


def test_counts_give_the_percentages_published_beside_them(quarter):
    name, reading = quarter
    for row, (base, share) in zip(figures(reading), published(name), strict=True):
        assert row[3] == base
        if row[2] is not None:
            assert abs(100 * Decimal(row[2]) / row[3] - share) <= Decimal("0.05")


def published(name):
    """Cohort and percentage at 24 months and at 5 years."""
    at_2, *two, at_5, cohort, percentage = PERCENTAGE_CELLS[name]
    pairs = [(at_2, *two), (at_5, cohort, percentage)]
    return [(number(name, sheet, a), number(name, sheet, b)) for sheet, a, b in pairs]
