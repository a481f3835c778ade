"""The action-plan sheet: it says what the page says, and a champion can fill and print it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.models import DashboardRow
from indicators.reports.place_report import build_place_report
from layouts.exports.action_plan import write_action_plan, write_all_action_plans
from layouts.exports.action_sheets.entry_checks import MEETING_ROW
from layouts.exports.action_sheets.sheet_columns import HEADING_ROW, HEADINGS
from layouts.text import icon_labels, labels, priority_text
from tests.support.sample_site import LAST, NOW, sample_settings

TEAM = "foleshill-stoke-heath"


@pytest.fixture(scope="module")
def reports() -> Reports:
    return Context.open(sample_settings()).reports


def opened(workbook: bytes) -> Workbook:
    return load_workbook(BytesIO(workbook))


def filled_rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    rows = sheet.iter_rows(min_row=HEADING_ROW + 1, values_only=True)
    return [row for row in rows if row[1] and row[0]]


def describe_needed(row: DashboardRow) -> str:
    words = labels.describe_people_needed(row.rolling, row.indicator)
    return f"{words} needed for {labels.label_next_verdict(row.rolling)}" if words else ""


def test_one_row_a_cross_and_an_na_that_got_worse_in_the_page_s_own_words(
    reports: Reports,
) -> None:
    sheet = opened(write_action_plan(reports, TEAM, LAST, PARTNER, NOW)).worksheets[0]
    page = build_place_report(reports, TEAM, LAST, PARTNER)
    assert page is not None
    owed = [
        row
        for row in page.rows
        if row.rolling.verdict is Verdict.CROSS
        or (row.rolling.verdict is Verdict.NA and row.change and row.change.direction == "worse")
    ]
    assert len(owed) > 3
    rows = list(sheet.iter_rows(min_row=HEADING_ROW + 1, max_row=HEADING_ROW + len(owed)))
    for cells, row in zip(rows, owed, strict=True):
        assert row.target
        assert row.rolling.shown is not None
        # Numbers, as proportions with the decimals and the sign of the page.
        assert cells[1].value == pytest.approx(float(row.rolling.shown) / 100)
        assert cells[1].number_format.endswith("%")
        assert cells[3].value == pytest.approx(float(row.target.value) / 100)
        assert cells[2].value in ("✗ Cross", "N/A")
        assert str(cells[2].value).endswith(labels.label_verdict(row.rolling))
    assert [(row[0], *row[4:9]) for row in filled_rows(sheet)] == [
        tuple(
            text or None
            for text in (
                row.indicator.name,
                labels.format_counts(row.rolling, row.indicator),
                labels.format_change(row.change, row.indicator),
                describe_needed(row),
                icon_labels.label_signal(row.signal, LAST),
                priority_text.explain_listing(row),
            )
        )
        for row in owed
    ]


def test_the_header_says_team_month_when_and_from_which_loads(reports: Reports) -> None:
    sheet = opened(write_action_plan(reports, TEAM, LAST, PARTNER, NOW)).worksheets[0]
    header = [str(row[0]) for row in sheet.iter_rows(max_row=HEADING_ROW - 1, values_only=True)]
    assert header[0] == "Action plan: Foleshill and Stoke Heath"
    assert header[1].startswith("Figures for the 12 months to October 2026")
    assert header[3].startswith("Created 23 November 2026 from ")
    assert "CWPT_health_visiting_2026-10.xlsx (load " in header[3]
    assert header[4].startswith("Synthetic data.")
    assert header[5].startswith(
        "Listed are every cross, and every N/A that is worsening: a real change on last year"
    )


def test_the_sheet_checks_what_is_entered_and_prints_on_a4_landscape(reports: Reports) -> None:
    workbook = opened(write_action_plan(reports, TEAM, LAST, PARTNER, NOW))
    sheet, choices, _ = workbook.worksheets
    words = list(choices.iter_cols(values_only=True))
    assert words == [
        ("UHCW", "CWPT", "CCC", None),
        ("Not started", "In progress", "Done", "Stopped"),
    ]
    headings = [cell.value for cell in sheet[HEADING_ROW]]
    assert headings == [name for name, _ in HEADINGS]
    checks = {
        headings[range_.min_col - 1]: check
        for check in sheet.data_validations.dataValidation
        for range_ in check.sqref.ranges
    }
    assert checks["Agency"].formula1 == "Choices!$A$1:$A$3"
    assert checks["Status"].formula1 == "Choices!$B$1:$B$4"
    assert checks["Due"].type == "date"
    first = HEADING_ROW + 1
    assert all(f"{first}" in str(check.sqref) for check in checks.values())
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == Worksheet.PAPERSIZE_A4
    assert sheet.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"


def test_there_is_a_line_for_the_meeting_and_for_each_agency(reports: Reports) -> None:
    sheet = opened(write_action_plan(reports, TEAM, LAST, PARTNER, NOW)).worksheets[0]
    words = [cell.value for cell in sheet[MEETING_ROW] if cell.value]
    assert words == ["Meeting date", "Attended", "UHCW", "CWPT", "CCC"]
    for cell in sheet[MEETING_ROW]:
        if cell.value and cell.value != "Attended":
            assert sheet.cell(MEETING_ROW, cell.column + 1).border.bottom.style == "medium"


def test_each_row_says_why_it_is_listed_and_grows_with_what_is_written(reports: Reports) -> None:
    sheet = opened(write_action_plan(reports, TEAM, LAST, PARTNER, NOW)).worksheets[0]
    reasons = [row[8] for row in filled_rows(sheet)]
    assert reasons
    assert all(str(reason).startswith(("Cross", "N/A, ")) for reason in reasons)
    part = ZipFile(BytesIO(write_action_plan(reports, TEAM, LAST, PARTNER, NOW)))
    markup = part.read("xl/worksheets/sheet1.xml").decode()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', markup))
    # A row with a height that the user chose never changes; the merged lines above need theirs.
    below = [rows[str(at)] for at in range(HEADING_ROW, HEADING_ROW + len(reasons) + 1)]
    assert all("ht=" in each and "customHeight" not in each for each in below)


def test_every_team_has_its_sheet_in_the_one_workbook(reports: Reports) -> None:
    workbook = opened(write_all_action_plans(reports, LAST, PARTNER, NOW))
    titles = [sheet["A1"].value for sheet in workbook.worksheets[:-1]]
    assert titles == [
        f"Action plan: {team.name}" for team in reports.places.list_by_kind(LocalityKind.TEAM)
    ]


def test_libreoffice_opens_both_without_repair(
    reports: Reports, tmp_path: Path, soffice: Callable[..., Path]
) -> None:
    for name, workbook in {
        "one.xlsx": write_action_plan(reports, TEAM, LAST, PARTNER, NOW),
        "all.xlsx": write_all_action_plans(reports, LAST, PARTNER, NOW),
    }.items():
        path = tmp_path / name
        path.write_bytes(workbook)
        assert soffice(path).stat().st_size > 0


def test_only_the_sheet_of_one_team_today_can_be_imported(reports: Reports) -> None:
    area = reports.places.list_by_kind(LocalityKind.AREA)[0].code
    for sheets, has_baseline in (
        (write_action_plan(reports, TEAM, LAST, PARTNER, NOW), True),
        (write_action_plan(reports, area, LAST, PARTNER, NOW), False),
        (write_action_plan(reports.as_at(NOW.date()), TEAM, LAST, PARTNER, NOW), False),
        (write_all_action_plans(reports, LAST, PARTNER, NOW), False),
    ):
        assert ("Baseline" in opened(sheets).sheetnames) is has_baseline


def test_what_is_not_there_is_shown_and_not_written(reports: Reports) -> None:
    with pytest.raises(UnknownPlaceError, match="nowhere"):
        write_action_plan(reports, "nowhere", None, PARTNER, NOW)
    with pytest.raises(UserError, match=r"no figures for April 2031.*October 2026"):
        write_action_plan(reports, TEAM, Month.parse("2031-04"), PARTNER, NOW)


def test_the_same_moment_and_data_give_the_same_cells(reports: Reports) -> None:
    then = datetime(2026, 1, 2, tzinfo=UTC)
    first, again = (
        [
            list(s.values)
            for s in opened(write_action_plan(reports, TEAM, LAST, PARTNER, then)).worksheets
        ]
        for _ in range(2)
    )
    assert first == again


def test_every_row_is_tall_enough_for_its_text_and_for_a_pen(reports: Reports) -> None:
    for sheet in opened(write_all_action_plans(reports, LAST, PARTNER, NOW)).worksheets[:-1]:
        for at, row in enumerate(sheet.iter_rows(min_row=HEADING_ROW + 1), HEADING_ROW + 1):
            longest = max(
                len(str(cell.value or "")) / width
                for cell, (_, width) in zip(row, HEADINGS, strict=True)
            )
            assert sheet.row_dimensions[at].height >= max(36, 13 * longest)


def test_text_that_looks_like_a_formula_stays_text(reports: Reports) -> None:
    places = reports.places
    team = places[TEAM].model_copy(update={"name": "=HYPERLINK(1)"})
    named = type(places)([p if p.code != TEAM else team for p in places.localities.values()])
    asked = type(reports)(reports.table, reports.catalogue, named)
    sheet = opened(write_action_plan(asked, TEAM, LAST, PARTNER, NOW)).worksheets[0]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
