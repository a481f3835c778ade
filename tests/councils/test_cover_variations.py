"""COVER quarters as they may be: other headings and sheets, no column of the quarter."""

import pytest

from loaders.parsing.extract import parse_grid
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet
from tests.support.extracts import COVER, figures

COUNTS = {
    "24m_DTaPIPVHib3_Prim_Num": 900,
    "24m_DTaPIPVHib3_Prim_Denom": 950,
    "5y_MMR2_Boo_Num": 800,
    "5y_MMR2_Boo_Denom": 990,
}
READ = [("coventry", 202003, 900, 950, None, "ok"), ("coventry", 202003, 800, 990, None, "ok")]
NAME = "2019_2020_Q4.ods"


def read(file, sheets):
    grid = Grid(file, {name: Sheet.from_rows(rows) for name, rows in sheets.items()}, tuple(sheets))
    return parse_grid(grid, *COVER.parts, today=None)


def counts(area="Upper Tier Local Authority Name", quarter="Financial Year Quarter"):
    head = ["Country", area, *([quarter] if quarter else []), *COUNTS]
    said = ["FY2019_20_Q4"] if quarter else []
    return [head, ["England", "Coventry", *said, *COUNTS.values()],
            ["England", "Derby", *said, 1, 2, 3, 4]]  # fmt: skip


@pytest.mark.parametrize("sheet", ["Table10", "Table_10", "Table 10", "Data_file", "DATA FILE"])
@pytest.mark.parametrize("quarter", ["Financial Year Quarter", "financial_year_quarter", ""])
def test_counts_are_read_from_their_sheet_with_the_quarter_in_a_column_or_the_files_name(
    sheet, quarter
):
    reading = read(NAME, {"Contents": [["Contents"]], sheet: counts(quarter=quarter)})
    assert (figures(reading), reading.refusals) == (READ, ())


COUNCILS = [
    (("LA-24m", "LA-5y"), "LA Name", "No. Children", "DTaP/IPV/Hib%", "MMR2%"),
    (
        ("24m-LA", "5y-LA"),
        "ONS Upper Tier LA Name",
        "Number of children",
        "24m DTaP/IPV/Hib (%)",
        "5y_MMR2 (%)",
    ),
    (
        ("24M UT-LA", "5Y UT-LA"),
        "Upper-tier LA name",
        "No Children",
        "24m_DTaP/IPV/Hib3 %",
        "5y MMR 2 (%) [1]",
    ),
    (
        ("24m_UTLA_GOR", "5y UTLA GOR"),
        "Local Authority Name*",
        "No.\nChildren",
        "24m DTaPIPVHib3 (%)",
        "MMR2 per cent",
    ),
]


@pytest.mark.parametrize(("sheets", "name", "children", "dpt", "mmr"), COUNCILS)
def test_percentages_by_council_are_read_under_other_headings(sheets, name, children, dpt, mmr):
    reading = read("2014_2015_Q2.xlsx", {
        sheets[0]: [[name, children, dpt], ["Coventry", 1100, 95.5], ["Derby", 900, 94]],
        sheets[1]: [[name, children, mmr], ["Coventry", 1200, 91.25], ["Derby", 900, 94]],
    })  # fmt: skip
    read_as = [("coventry", 201409, None, 1100, "95.5", "ok"),
               ("coventry", 201409, None, 1200, "91.25", "ok")]  # fmt: skip
    assert (figures(reading), reading.refusals) == (read_as, ())


def test_a_second_quarter_of_trusts_alone_is_read_as_the_first():
    trusts = {
        "24m_AT": [
            ["PCT Name", "No. Children", "24m DTaP/IPV/Hib%"],
            ["COVENTRY TEACHING PCT", 1100, 95.5],
        ],
        "5y_AT": [["PCT Name", "No. Children", "5y MMR2%"], ["COVENTRY TEACHING PCT", 1200, 91.25]],
    }
    reading = read("2013_2014_Q2.xls", trusts)
    assert [row[1:5] for row in figures(reading)] == [
        (201309, None, 1100, "95.5"),
        (201309, None, 1200, "91.25"),
    ]
