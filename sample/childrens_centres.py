"""The council's file: a workbook of the financial year so far, sent again in full each month."""

from __future__ import annotations

from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.domain.periods import MONTH_NAMES, Month
from sample import city, sample_files, storylines
from sample.city import AREAS, SYNTHETIC, Area
from sample.random_counts import Chance

Count = Callable[[Area, Month], int]
HEADER_ROW = 4
FOOTNOTES = {
    "Child protection": "* hidden: a count of 1 to 5",
    "CAF": "* hidden: a count of 1 to 5. CAF episodes of level 2 or 3",
    "Looked after": "* hidden: a count of 1 to 5. Total for placement addresses is used",
    "Attendance": "* hidden: a count of 1 to 5. Drop-in sessions are not counted",
}
TITLES = {
    "Child protection": "Children under 5 on a child protection plan at the end of the month",
    "CAF": "Children under 5 with an open CAF episode at the end of the month",
    "Looked after": "Looked-after children under 5 at the end of the month, by placement address",
    "Attendance": "Booked places at children's centre sessions",
}


def name_file(month: Month) -> str:
    """Return the name of the file."""
    year = month.financial_year.name.replace("/", "-")
    return f"CCC_childrens_centres_{year}_to_{month}.xlsx"


def write_content(chance: Chance, month: Month) -> bytes:
    """Return the file's bytes: April of the financial year to `month`."""
    start = month.financial_year.start
    months = [start + after for after in range(month.ordinal - start.ordinal + 1)]
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    counts: dict[str, Count] = {
        "Child protection": lambda area, at: chance.count_open_cases(
            at, area, "child protection", area.child_protection, 0.11
        ),
        "CAF": lambda area, at: chance.count_open_cases(at, area, "CAF", area.caf, 0.13),
        "Looked after": lambda area, at: chance.count_open_cases(
            at, area, "looked after", area.looked_after, 0.07
        ),
    }
    for name, count in counts.items():
        _count_sheet(_write_sheet(workbook, name, month), months, count)
    _write_attendance_sheet(_write_sheet(workbook, "Attendance", month), months, chance)
    return sample_files.save_reproducibly(workbook)


def _write_sheet(workbook: Workbook, name: str, month: Month) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(name)
    sample_files.write_title(
        sheet,
        f"Coventry City Council: {TITLES[name]}",
        f"{month.financial_year.name}, April to {month.name}. {SYNTHETIC}",
    )
    return sheet


def shorten_month(month: Month) -> str:
    """Return `Apr-26`, as in the council's column headings."""
    return f"{MONTH_NAMES[month.month - 1][:3]}-{month.year % 100:02}"


def is_hidden(sheet: str, area: Area, month: Month, count: int) -> bool:
    """Return whether the council hides this count; see storylines.py."""
    if not 1 <= count <= 5:
        return False
    if month <= storylines.ALL_SMALL_HIDDEN_UNTIL:
        return True
    return sheet == "Looked after" and area.code in storylines.STILL_HIDDEN


def _count_sheet(sheet: Worksheet, months: list[Month], count: Count) -> None:
    for column, text in enumerate(["Centre", *map(shorten_month, months)], start=1):
        sample_files.write_heading(sheet, HEADER_ROW, column, text)
    counted = {area: [count(area, month) for month in months] for area in AREAS}
    for row, area in enumerate(AREAS, start=HEADER_ROW + 1):
        shown = [
            "*" if is_hidden(sheet.title, area, month, number) else number
            for month, number in zip(months, counted[area], strict=True)
        ]
        name = storylines.spell_area(area, months[-1], "childrens-centres")
        sample_files.write_line(sheet, row, [name, *shown])
    _write_foot(
        sheet, HEADER_ROW + 1, [sum(column) for column in zip(*counted.values(), strict=True)]
    )


def _write_attendance_sheet(sheet: Worksheet, months: list[Month], chance: Chance) -> None:
    sample_files.write_heading(sheet, HEADER_ROW, 1, "Centre", down=2)
    for after, month in enumerate(months):
        sample_files.write_heading(sheet, HEADER_ROW, 2 + 2 * after, shorten_month(month), across=2)
        sample_files.write_heading(sheet, HEADER_ROW + 1, 2 + 2 * after, "Booked")
        sample_files.write_heading(sheet, HEADER_ROW + 1, 3 + 2 * after, "Missed")
    rows = []
    for area in AREAS:
        figures = []
        for month in months:
            booked = chance.draw_people(month, area, "places booked", 11)
            figures += [booked, chance.draw_count(booked, month, area, city.DNA_CENTRES)]
        rows.append(figures)
    for row, (area, figures) in enumerate(zip(AREAS, rows, strict=True), start=HEADER_ROW + 2):
        name = storylines.spell_area(area, months[-1], "childrens-centres")
        sample_files.write_line(sheet, row, [name, *figures])
    _write_foot(sheet, HEADER_ROW + 2, [sum(column) for column in zip(*rows, strict=True)])


def _write_foot(sheet: Worksheet, first_row: int, totals: list[int]) -> None:
    row = first_row + len(AREAS)
    sample_files.write_line(sheet, row, ["Total", *totals], sample_files.BOLD)
    sheet.cell(row + 1, 1, FOOTNOTES[sheet.title]).font = sample_files.NOTE
    sample_files.set_widths(sheet, 20, 9, len(totals) + 1)
    sheet.freeze_panes = f"B{first_row}"
