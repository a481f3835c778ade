"""The council's yearly table of outcomes, all years so far sent again each September.

Development, obesity and birth weight are of the city and of each area, the rest of the city alone.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    for at, row in enumerate(sorted(rows, key=lambda row: _ORDER.index(str(row[1]))), start=5):
        sample_files.write_line(sheet, at, row)
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


def _write_year(chance: Chance, ended: Month) -> Iterator[Row]:
    development, obese, small, looked_after, protection = _ORDER
    year = ended.financial_year.name

    def share(outcome: str, people: str, measure: Measure) -> Iterator[Row]:
        due = chance.draw_people(ended, CITY, people, 11)
        some = chance.draw_count(due, ended, CITY, measure)
        by_area = chance.divide_among_areas(due, ended, people)
        among = chance.divide_some(some, by_area, ended, outcome)
        names = (area.name for area in AREAS)
        for name, part, of in zip(
            (CITY.name, *names), (some, *among), (due, *by_area), strict=True
        ):
            yield [name, outcome, year, part, of, round_pct(part, of)]

    births = chance.draw_people(ended, CITY, "births of the year", 12)
    babies = chance.draw_count(births, ended, CITY, city.SMALL_AT_BIRTH)
    plans = [
        chance.count_open_cases(ended, a, "child protection", a.child_protection, 0.11)
        for a in AREAS
    ]
    placed = [
        chance.count_open_cases(ended, a, "looked after", a.looked_after, 0.07) for a in AREAS
    ]
    if ended in storylines.NOT_ASSESSED:
        yield [CITY.name, development, year, storylines.NOT_ASSESSED[ended]]
    else:
        yield from share(development, "assessed in reception", city.DEVELOPMENT)
    yield from share(obese, "measured in reception", city.OBESE)
    if ended in storylines.SMALL_MISSING:
        yield [CITY.name, small, year, storylines.SMALL_MISSING[ended]]
    else:
        yield [CITY.name, small, year, babies]
        divided = chance.divide_among_areas(babies, ended, small)
        for area, some in zip(AREAS, divided, strict=True):
            yield [area.name, small, year, some]
    yield [CITY.name, looked_after, year, sum(placed)]
    yield [CITY.name, protection, year, sum(plans)]
