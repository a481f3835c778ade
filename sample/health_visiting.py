"""CWPT's file: a workbook a month with two merged header rows and a row for each area."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.periods import Month
from sample import city, sample_files, storylines
from sample.city import AREAS, SYNTHETIC, Area, Measure
from sample.random_counts import Chance

TITLE = (
    "Coventry and Warwickshire Partnership NHS Trust: "
    "health visiting by children's centre reach area"
)
GROUPS = {
    "New birth visit": ("Due", "Seen by 14 days", "%"),
    "6-8 week review": ("Due", "Seen by 8 weeks", "%"),
    "12 month review": ("Due", "Seen by 12 months", "%"),
    "2.5 year review": ("Due", "Seen by 2.5 years", "%"),
    "Breastfeeding at 6-8 weeks": ("Due", "Status known", "Totally", "Partially", "%"),
    "6-in-1 by 2 years": ("Eligible", "Vaccinated", "%"),
    "MMR by 5 years": ("Eligible", "Vaccinated", "%"),
    "Appointments": ("Offered", "Did not attend", "%"),
}
KNOWN_AT_LEAST_PCT = 95
Cells = list[int | float | str]


def name_file(month: Month) -> str:
    """Return the name of the file."""
    return f"CWPT_health_visiting_{month}.xlsx"


def write_content(chance: Chance, month: Month) -> bytes:
    """Return the file's bytes."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = month.name
    sample_files.write_title(sheet, TITLE, f"Month: {month.name}")
    columns = _write_header(sheet)
    for row, area in enumerate(AREAS, start=6):
        name = storylines.spell_area(area, month, "health-visiting")
        sample_files.write_line(sheet, row, [name, *_draw_figures(chance, month, area)])
    note = sheet.cell(
        7 + len(AREAS),
        1,
        f"% is of children due, eligible or offered. Breastfeeding is not for publication where "
        f"status is known for under {KNOWN_AT_LEAST_PCT}%. {SYNTHETIC}",
    )
    note.font = sample_files.NOTE
    sample_files.set_widths(sheet, 22, 11, columns)
    sheet.row_dimensions[5].height = 30
    sheet.freeze_panes = "B6"
    return sample_files.save_reproducibly(workbook)


def _write_header(sheet: Worksheet) -> int:
    """Write the two heading rows and return the number of the last column."""
    sample_files.write_heading(sheet, 4, 1, "Reach area", down=2)
    column = 2
    for group, headings in GROUPS.items():
        sample_files.write_heading(sheet, 4, column, group, across=len(headings))
        for offset, text in enumerate(headings):
            sample_files.write_heading(sheet, 5, column + offset, text)
        column += len(headings)
    return column - 1


def round_pct(numerator: int, denominator: int) -> float | str:
    """Return the percentage to one decimal, half away from zero; “-” if no one was due."""
    if denominator == 0:
        return "-"
    return (2000 * numerator + denominator) // (2 * denominator) / 10


def _draw_figures(chance: Chance, month: Month, area: Area) -> Cells:
    def seen(due: int, measure: Measure) -> Cells:
        done = chance.draw_count(due, month, area, measure)
        return [due, done, round_pct(done, due)]

    def people(name: str, a_birth: float) -> int:
        return chance.draw_people(month, area, name, a_birth)

    due_6_8_weeks = people("due at 6 to 8 weeks", 0.97)
    due_2_5_years = people("due at 2.5 years", 0.95)
    if (area.code, month) in storylines.NOTHING_DUE:
        due_2_5_years = 0
    return [
        *seen(people("turning 30 days", 0.98), city.NEW_BIRTH),
        *seen(due_6_8_weeks, city.REVIEW_6_8_WEEKS),
        *seen(people("due at 12 months", 0.96), city.REVIEW_12_MONTHS),
        *seen(due_2_5_years, city.REVIEW_2_5_YEARS),
        *_draw_feeding(chance, month, area, due_6_8_weeks),
        *seen(people("reaching 2", 0.96), city.DPT),
        *seen(people("reaching 5", 0.97), city.MMR),
        *seen(people("health visiting appointments", 6), city.DNA_HEALTH_VISITING),
    ]


def _draw_feeding(chance: Chance, month: Month, area: Area, due: int) -> Cells:
    unknown = chance.draw_part(due, 0.01, month, area, "feeding not known")
    # Chance alone never takes a month below the level at which it may be published.
    unknown = min(unknown, due * (100 - KNOWN_AT_LEAST_PCT) // 100)
    if (area.code, month) in storylines.FEED_UNKNOWN:
        unknown = due // 8 + 1
    known = due - unknown
    breastfed = min(chance.draw_count(due, month, area, city.BREASTFED), known)
    partially = chance.draw_part(breastfed, 0.35, month, area, "partially breastfed")
    return [due, known, breastfed - partially, partially, round_pct(breastfed, due)]
