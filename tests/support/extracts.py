"""Small extracts just as the three services send them, and what to read them by."""

import csv
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.core import LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.places import Places
from loaders.parsing.extract import ParsedExtract, read_extract
from loaders.profiles.profile_files import read_profiles
from loaders.profiles.profile_schema import Profile
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared" / "data"
MIDWIFERY = [
    "Children's centre",
    "Month",
    "Bookings",
    "Booked by 12+6",
    "Deliveries",
    "Smoking status known",
    "Smokers at delivery",
    "Breast milk within 48h",
    "Asked for consent",
    "Consented",
    "Appointments",
    "Did not attend",
]
REVIEWS = {
    "New birth visit": ("Due", "Seen by 14 days", "%"),
    "6-8 week review": ("Due", "Seen by 8 weeks", "%"),
    "12 month review": ("Due", "Seen by 12 months", "%"),
    "2.5 year review": ("Due", "Seen by 2.5 years", "%"),
    "Breastfeeding at 6-8 weeks": ("Due", "Status known", "Totally", "Partially", "%"),
    "6-in-1 by 2 years": ("Eligible", "Vaccinated", "%"),
    "MMR by 5 years": ("Eligible", "Vaccinated", "%"),
    "Appointments": ("Offered", "Did not attend", "%"),
}
FEEDING = slice(12, 17)
"""Where the breastfeeding cells lie in `REVIEWED`."""
REVIEWED = [24, 23, 95.8, 22, 22, 100.0, 25, 24, 96, 21, 19, 90.5, 22, 22, 9, 4, 59.1]
REVIEWED += [23, 22, 95.7, 26, 24, 92.3, 150, 12, 8.0]


@dataclass(frozen=True)
class Council:
    """One data folder, read."""

    folder: Path

    @property
    def parts(self):
        folder = self.folder
        return read_profiles(folder / "profiles"), read_catalogue(folder), read_places(folder)

    def read(self, path, today=None) -> ParsedExtract:
        return read_extract(path, *self.parts, today=today)


COVENTRY = Council(ROOT / "data")
COVER = Council(ROOT / "tests" / "councils" / "cover")
WEST_SUSSEX = Council(ROOT / "tests" / "councils" / "west_sussex")


def write_csv(path, rows, encoding="utf-8", delimiter=","):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def midwifery(folder, *rows, name="UHCW_maternity_2026-10.csv", header=MIDWIFERY):
    return write_csv(folder / name, [header, *rows])


def mothers(area="Hillfields", month="2026-10", **changed):
    """One row of the midwifery file; `changed` by heading with spaces as underscores."""
    cells = [area, month, 24, 20, 23, 22, 3, 18, 24, 23, 210, 15]
    for heading, cell in changed.items():
        cells[MIDWIFERY.index(heading.replace("_", " "))] = cell
    return cells


def hidden_midwifery(folder, *rows, name="UHCW_maternity_2026-09.xlsx"):
    """The midwifery file as a workbook with its first row of figures hidden, and a hidden sheet."""
    book = Workbook()
    book.active.title = "Data"
    for row in (MIDWIFERY, *rows):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Old").append(["x"])
    book["Old"].sheet_state = "hidden"
    book.save(folder / name)
    return folder / name


def reviews(folder, *rows, month="October 2026", name="CWPT_health_visiting_2026-10.xlsx"):
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = month
    sheet.cell(1, 1, "Coventry and Warwickshire Partnership NHS Trust: health visiting")
    sheet.cell(2, 1, f"Month: {month}")
    sheet.cell(4, 1, "Reach area")
    sheet.merge_cells("A4:A5")
    column = 2
    for group, headings in REVIEWS.items():
        sheet.cell(4, column, group)
        sheet.merge_cells(
            start_row=4, end_row=4, start_column=column, end_column=column + len(headings) - 1
        )
        for offset, text in enumerate(headings):
            sheet.cell(5, column + offset, text)
        column += len(headings)
    for at, row in enumerate(rows, 6):
        for column, cell in enumerate(row, 1):
            sheet.cell(at, column, cell)
    sheet.cell(7 + len(rows), 1, "% is of children due, eligible or offered.")
    workbook.save(folder / name)
    return folder / name


def centres(folder, *, months=("Apr-26", "May-26"), counts=None, attendance=None):
    """The council's workbook; `counts` are rows for the sheet Child protection."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    plain = [["Hillfields", *[7] * len(months)], ["Tile Hill", *["*"] * len(months)]]
    plain.append(["Total", *[9] * len(months)])
    for name in ("Child protection", "CAF", "Looked after"):
        sheet = workbook.create_sheet(name)
        rows = counts if counts is not None and name == "Child protection" else plain
        head = [[name], ["2026/27, April on"], [], ["Centre", *months]]
        for row in [*head, *rows, ["* hidden: a count of 1 to 5"]]:
            sheet.append(row)
    sheet = workbook.create_sheet("Attendance")
    across = [cell for month in months for cell in (month, None)]
    head = [["Booked places"], ["2026/27"], [], ["Centre", *across]]
    head.append([None, *["Booked", "Missed"] * len(months)])
    rows = attendance or [
        ["Hillfields", *[200, 15] * len(months)],
        ["Total", *[900, 70] * len(months)],
    ]
    for row in [*head, *rows, ["* hidden: a count of 1 to 5"]]:
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    for at in range(len(months)):
        sheet.merge_cells(start_row=4, end_row=4, start_column=2 + 2 * at, end_column=3 + 2 * at)
    workbook.save(folder / "CCC_childrens_centres_2026-27_to_2026-05.xlsx")
    return folder / "CCC_childrens_centres_2026-27_to_2026-05.xlsx"


def indicator(code, every="month", unit="percent", since="2010-04", per=1000):
    definition = {"code": "as-ever", "from": since, "numerator": "n", "denominator": "d"}
    return Indicator.model_validate(
        {
            "code": code,
            "name": code,
            "service": "any",
            "order": 1,
            "question": "?",
            "counts": "people",
            "unit": unit,
            "per": per,
            "better": "higher",
            "every": every,
            "small_number_threshold": 5,
            "definition": [definition | {"source": "a test"}],
        }
    )


def catalogue(*indicators):
    service = {"code": "any", "name": "Any", "agency": "A", "agency_name": "A", "due_day": 10}
    programme = {"name": "P", "council": "C", "service": [service]}
    return Catalogue(Programme.model_validate(programme), indicators or [indicator("one")])


PLACES = Places(
    [
        Locality(code="town", kind=LocalityKind.CITY, name="Town"),
        Locality(code="north", kind=LocalityKind.AREA, name="North End", spellings=("N1",)),
        Locality(code="south", kind=LocalityKind.AREA, name="South End", spellings=("S1",)),
        Locality(code="docks", kind=LocalityKind.HUB, name="Docks"),
    ]
)


def profile(table=None, *, measure=None, **whole):
    """A profile of one table with the columns Area, Month, Seen, Due unless told otherwise."""
    shape = {"header": ["Area"], "area": "Area", "period": {"column": "Month"}}
    shape |= {"measure": [{"indicator": "one", "numerator": "Seen", "denominator": "Due"}]}
    shape |= table or {}
    if measure:
        shape["measure"] = [{"indicator": "one"} | measure]
    return Profile.model_validate({"code": "any", "service": "any", "table": [shape]} | whole)


def read_rows(folder, rows, table=None, *, known=None, today=None, name="any.csv", **more):
    """Read rows of text through a profile of one table."""
    path = write_csv(folder / name, rows)
    return read_extract(path, [profile(table, **more)], known or catalogue(), PLACES, today=today)


def figures(reading):
    """Place, last month, numerator, denominator, value, status of every observation."""
    columns = ["place", "ended", "numerator", "denominator", "value", "status"]
    rows = reading.observations[columns].astype(object).values.tolist()
    return [
        tuple(None if cell is None or cell != cell else cell for cell in plain(row)) for row in rows
    ]


def plain(row):
    return [None if type(cell).__name__ == "NAType" else cell for cell in row]


def adds_up(reading):
    return reading.rows_read == reading.rows_loaded + reading.rows_refused + reading.rows_blank
