"""Every table of a page as CSV and workbook: the page's rows, figures and words, all in one way."""

import csv
import re
from datetime import UTC, datetime
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.domain.core import Unit
from indicators.domain.periods import Period, format_day
from indicators.reports.place_report import build_place_report
from layouts.exports.table_files import write_table_csv, write_table_workbook
from layouts.text import icon_labels, labels
from layouts.text.page_table import PageTable, TableSource
from tests.support.export_reason import give_reason
from tests.support.sample_site import LAST, NOW, sample_server, sample_settings

TEAM = "foleshill-stoke-heath"
PAGES = (
    "/",
    "/?by=hub",
    f"/team/{TEAM}",
    "/area/radford",
    "/service/health-visiting",
    "/service/health-visiting?by=team",
    "/compare",
    "/compare?view=order",
    "/compare?view=funnel",
    "/compare?view=map",
    "/compare?view=change",
    "/side-by-side",
    "/changes",
    "/cohort",
    "/outcomes",
)


def list_links(page: str) -> list[str]:
    found = re.findall(
        r'href="(/tables/[^"]+)"', give_reason(sample_server().test_client()).get(page).text
    )
    return [unescape(link) for link in found]


def fetch(link: str) -> Any:
    answer = give_reason(sample_server().test_client()).get(link)
    assert answer.status_code == 200, answer.text
    return answer


def read_csv(link: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The lines about the table by name, and its rows."""
    lines = list(csv.reader(StringIO(fetch(link).data.decode("utf-8-sig"))))
    blank = lines.index([])
    heads, *rows = lines[blank + 1 :]
    assert len(set(heads)) == len(heads)
    return dict(line for line in lines[:blank] if line), [
        dict(zip(heads, row, strict=True)) for row in rows
    ]


def read_sheet(link: str) -> tuple[Worksheet, list[list[Any]]]:
    sheet = load_workbook(BytesIO(fetch(link).data)).worksheets[0]
    first = int(str(sheet.auto_filter.ref).partition(":")[0].lstrip("A"))
    return sheet, [list(row) for row in sheet.iter_rows(min_row=first)]


def print_cell(cell: Any) -> str:
    """A cell of the workbook as the CSV has it."""
    if cell.value is None:
        return ""
    if not isinstance(cell.value, int | float):
        # A table that prints on one page has the symbol of a verdict without its word.
        said = {"✓": "Tick", "✗": "Cross"}.get(cell.value, str(cell.value))
        return said.removeprefix("✓ ").removeprefix("✗ ")
    percent = cell.number_format.endswith("%")
    decimals = re.match(r"[#,0]+(?:\.(0+))?", cell.number_format)
    assert decimals
    number = cell.value * 100 if percent else cell.value
    return f"{number:.{len(decimals[1] or '')}f}"


def test_the_figures_and_verdicts_of_the_matrix_print_on_one_page() -> None:
    sheet, cells = read_sheet("/tables/xlsx/matrix/compare?month=2026-10")
    heads = [cell.value for cell in cells[0]]
    first = next(at for at, head in enumerate(heads) if head.endswith(": variation"))
    assert sheet.print_area.endswith(f"${get_column_letter(first)}${sheet.max_row}")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    widths = [sheet.column_dimensions[get_column_letter(at)].width for at in range(1, first + 1)]
    assert sum(widths) < 230  # letters: below half size nobody can read them


def test_a_team_s_table_prints_one_page_wide_with_its_headings_on_each_page() -> None:
    sheet, cells = read_sheet("/tables/xlsx/rows/team/hillfields-team?month=2026-10")
    heading = cells[0][0].row
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${heading}:${heading}"
    widths = [
        sheet.column_dimensions[get_column_letter(at + 1)].width for at in range(len(cells[0]))
    ]
    assert sum(widths) <= 260  # letters: A4 at more than half size


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_each_table_is_a_csv_and_a_workbook_with_the_same_cells(page: str) -> None:
    links = list_links(page)
    assert links
    for link in links:
        if "/csv/" not in link:
            continue
        about, rows = read_csv(link)
        assert about["Source"] == "Acting Early, Coventry City Council"
        assert about["Synthetic data"] == labels.SYNTHETIC
        assert {"Period", "Loads", "Created"} <= set(about)
        sheet, cells = read_sheet(link.replace("/csv/", "/xlsx/"))
        assert [print_cell(cell) for cell in cells[0]] == list(rows[0])
        for written, row in zip(cells[1:], rows, strict=True):
            assert [print_cell(cell) for cell in written] == [
                value.removeprefix("'") for value in row.values()
            ]
        assert sheet["A1"].value == about["Table"]


def test_the_rows_of_a_place_are_those_of_its_page() -> None:
    reports = Context.open(sample_settings()).reports
    report = build_place_report(reports, TEAM, LAST, PARTNER)
    assert report
    _, rows = read_csv(f"/tables/csv/rows/team/{TEAM}?month={LAST}")
    for row, sent in zip(report.rows, rows, strict=True):
        indicator, rolling = row.indicator, row.rolling
        assert sent["Indicator"] == indicator.name
        shown = f"{rolling.shown}" if rolling.shown is not None else labels.MARKS[rolling.status]
        assert sent["12 months"] == shown
        assert sent["Verdict"] == labels.label_verdict(rolling)
        assert sent["Change since last year"] == labels.format_change(row.change, indicator)
        assert sent["Is the change real?"] == labels.explain_change_test(row.change)
        assert sent["Needed"] == labels.describe_next_verdict(rolling, indicator)
        assert sent["Variation"] == icon_labels.label_variation(row.signal, LAST)


def test_a_percentage_is_a_number_in_the_format_of_the_other_workbooks() -> None:
    _, rows = read_sheet(f"/tables/xlsx/rows/team/{TEAM}?month={LAST}")
    at = [cell.value for cell in rows[0]].index("12 months")
    cell = rows[1][at]
    assert isinstance(cell.value, float)
    assert cell.number_format == "0.0%"
    query = f"indicator=early_booking&place={TEAM}&month={LAST}"
    workbook = load_workbook(BytesIO(fetch(f"/sheets/indicator.xlsx?{query}").data))
    figure = [row[1] for row in workbook["Figures"].iter_rows(min_row=2)][-1]
    assert (type(figure.value), figure.number_format) == (float, "0.0%")


def test_all_of_worse_and_worsening_is_in_its_file_in_the_order_of_the_page() -> None:
    client = give_reason(sample_server().test_client())
    page = client.get(f"/compare?month={LAST}").text
    section = page[page.index('id="worse"') :]
    shown = re.findall(r'<tr><th scope="row">([^<]*)</th><td[^>]*><a[^>]*>([^<]*)<', section)
    _, rows = read_csv(f"/tables/csv/worse-and-worsening/compare?month={LAST}")
    assert [(unescape(a), unescape(b)) for a, b in shown] == [
        (row["Centre area"], row["Indicator"]) for row in rows
    ]
    assert rows


def test_a_file_as_at_a_past_day_and_by_todays_areas_says_so() -> None:
    day = datetime.now(UTC).date()
    about, _ = read_csv(f"/tables/csv/rows/area/radford?as_at={day}&areas=today")
    assert about["As at"] == format_day(day)
    assert about["Areas"].startswith(labels.TODAYS_AREAS)
    answer = fetch(f"/tables/xlsx/rows/area/radford?as_at={day}&areas=today")
    name = answer.headers["Content-Disposition"]
    assert f"todays-areas-as-at-{day}-synthetic.xlsx" in name
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert f"As at {format_day(day)}" in sheet["A2"].value
    assert labels.TODAYS_AREAS in sheet["A2"].value


@pytest.mark.parametrize(
    ("link", "status"),
    [
        ("/tables/csv/nothing/compare", 400),
        ("/tables/csv/rows/nowhere", 400),
        ("/tables/csv/rows/team/nowhere", 400),
        ("/tables/pdf/rows/team/hillfields", 404),
        ("/tables/csv/rows/team/hillfields?month=2031-04", 400),
        ("/tables/xlsx/matrix/compare?sort=sideways", 400),
    ],
)
def test_a_table_that_is_not_there_is_refused_in_words(link: str, status: int) -> None:
    answer = give_reason(sample_server().test_client()).get(link)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    reports = Context.open(sample_settings()).reports
    (indicator,) = [i for i in reports.catalogue.dashboard if i.code == "early_booking"]
    assert indicator.unit is Unit.PERCENT
    table = PageTable(
        title="=SUM(A1)",
        name="formula",
        period="+1",
        headings=("@heading", "Figure"),
        rows=(("=HYPERLINK(1)", "-1+1"),),
        source=TableSource([TEAM], [indicator], Period(LAST, 12)),
        notes=("=1+1",),
    )
    workbook = load_workbook(BytesIO(write_table_workbook(reports, table, NOW)))
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    for line in csv.reader(StringIO(write_table_csv(reports, table, NOW))):
        assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@"))]
