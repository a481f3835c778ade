"""The council's yearly table of the city's outcomes, all years so far sent again each September."""

from __future__ import annotations

from openpyxl import Workbook

from indicators.domain.periods import Month
from sample import city, sample_files, storylines
from sample.city import AREAS, CITY, SYNTHETIC, Measure
from sample.health_visiting import round_pct
from sample.random_counts import Chance

TITLE = "Coventry City Council: outcomes for children under 5, city"
COLUMNS = ("Area", "Outcome", "Year", "Number", "Out of", "%")
SENT_IN = 9
"""The month in which figures for the year to March arrive: September."""

Row = list[int | float | str]


def name_file(month: Month) -> str:
    """Return the name of the file."""
    year = month.last_financial_year.name.replace("/", "-")
    return f"CCC_outcomes_to_{year}.xlsx"


def write_content(chance: Chance, month: Month) -> bytes:
    """Return the file's bytes: each year from the sample's first to the last complete one."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Outcomes"
    sample_files.write_title(sheet, TITLE, SYNTHETIC)
    for column, text in enumerate(COLUMNS, start=1):
        sample_files.write_heading(sheet, 4, column, text)
    last = month.last_financial_year.ended
    ended = [Month(o) for o in range(city.FIRST.financial_year.ended.ordinal, last.ordinal + 1, 12)]
    rows = [row for year in ended for row in _write_year(chance, year)]
    for at, row in enumerate(sorted(rows, key=lambda row: _ORDER.index(str(row[0]))), start=5):
        sample_files.write_line(sheet, at, [CITY.name, *row])
    sample_files.set_widths(sheet, 12, 14, len(COLUMNS))
    sheet.column_dimensions["B"].width = 52
    return sample_files.save_reproducibly(workbook)


_ORDER = (
    "Good level of development at the end of reception",
    "Obese children (age 4-5 years)",
    "Babies classed as small for gestational age",
    "Looked-after children at period end (under 5s)",
    "Child protection plans at period end (under 5s)",
)


def _write_year(chance: Chance, ended: Month) -> list[Row]:
    development, obese, small, looked_after, protection = _ORDER
    year = ended.financial_year.name

    def share(outcome: str, people: str, measure: Measure) -> Row:
        due = chance.draw_people(ended, CITY, people, 11)
        some = chance.draw_count(due, ended, CITY, measure)
        return [outcome, year, some, due, round_pct(some, due)]

    births = chance.draw_people(ended, CITY, "births of the year", 12)
    babies = chance.draw_count(births, ended, CITY, city.SMALL_AT_BIRTH)
    plans = [
        chance.count_open_cases(ended, a, "child protection", a.child_protection, 0.11)
        for a in AREAS
    ]
    placed = [
        chance.count_open_cases(ended, a, "looked after", a.looked_after, 0.07) for a in AREAS
    ]
    return [
        [development, year, storylines.NOT_ASSESSED[ended]]
        if ended in storylines.NOT_ASSESSED
        else share(development, "assessed in reception", city.DEVELOPMENT),
        share(obese, "measured in reception", city.OBESE),
        [small, year, storylines.SMALL_MISSING.get(ended, babies)],
        [looked_after, year, sum(placed)],
        [protection, year, sum(plans)],
    ]
