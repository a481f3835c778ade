"""The indicator page: its chart's data, sentences, table and files tell the same figures."""

import csv
import json
import re
from decimal import Decimal
from functools import cache
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from cli.context import Context
from indicators.access.permissions import PARTNER
from indicators.domain.chart_entries.limit_baseline import LimitBaseline
from indicators.domain.events import Event, Events
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.indicator_report import build_indicator_report
from indicators.store.observations import IndicatorTable
from layouts.exports.indicator_workbook import write_indicator_csv
from layouts.pages.indicator.small_multiples import HEIGHT, MARGIN, build_small_charts
from layouts.pages.indicator.variation_layout import build_layout
from layouts.site.site import Site
from layouts.text import captions
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.sample_site import NOW, sample_server, sample_settings
from tests.support.two_years import CATALOGUE, MARCH, PLACES

PAGE = "/indicator/early_booking?place=radford&month=2026-10"


@cache
def client() -> Any:
    return give_reason(sample_server().test_client())


def chart_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])


def test_the_question_is_the_title_and_the_chart_has_a_sentence_and_a_table() -> None:
    page = client().get(PAGE).text
    assert '<h1 tabindex="-1">How many women book by 12 weeks + 6 days?</h1>' in page
    assert 'aria-label="Chart of Early booking, Radford, by month, November 2021 to' in page
    assert 'href="#figures"' in page
    assert 'id="figures"' in page
    assert page.count('<tr><th scope="row">') == 60


def test_what_is_pointed_at_on_the_chart_is_in_the_table() -> None:
    page = client().get(PAGE).text
    reported = [text for trace in chart_in(page)["data"] for text in trace.get("text", [])]
    assert len(reported) == 60
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>.*?class="figure">(.*?)</span>', page, re.S)
    assert {f"{period}: {figure}" for period, figure in rows} == {
        re.split(r" \(|<br>", text)[0] for text in reported
    }


@pytest.mark.parametrize(("by", "points"), [("month", 60), ("quarter", 20), ("year-rolling", 60)])
def test_the_period_is_kept_in_every_link(by: str, points: int) -> None:
    page = unescape(client().get(f"{PAGE}&by={by}").text)
    assert page.count('<tr><th scope="row">') == points
    assert f"by={by}" in page.split('rel="prev"')[0].rsplit("href=", 1)[1]
    assert f'data-address="/indicator/early_booking?month=2026-10&place=radford&by={by}"' in page
    assert (
        f"/sheets/indicator.csv?month=2026-10&indicator=early_booking&place=radford&by={by}" in page
    )
    assert (captions.ROLLING in page) == (by == "year-rolling")
    assert ("The icons above describe single months." in page) == (by != "month")


def test_small_charts_say_what_their_points_are_whatever_the_large_one_shows() -> None:
    page = unescape(client().get(f"{PAGE}&by=quarter").text)
    assert 'aria-label="Hillfields, months to October 2026: between' in page


def test_every_area_is_drawn_small_and_leads_to_its_own_chart() -> None:
    page = unescape(client().get(PAGE).text)
    assert page.count('<svg class="small-chart"') == 17
    assert 'href="/indicator/early_booking?month=2026-10&place=hillfields"' in page
    main = page.partition("<main")[2]
    assert re.findall(r'<a [^>]*aria-current="true">([^<]*)</a>', main) == ["Radford"]


@pytest.mark.parametrize(
    ("code", "part"), [("early_booking", "Midwifery"), ("obesity_4_5", "Outcomes")]
)
def test_it_is_in_the_menu_s_part_of_its_service(code: str, part: str) -> None:
    menu = client().get(f"/indicator/{code}?place=coventry").text.partition("<main")[0]
    assert re.findall(r'<a [^>]*aria-current="true">([^<]*)</a>', menu) == [part]


def test_the_title_is_the_same_with_and_without_scripts() -> None:
    page = client().get(f"{PAGE}&by=quarter").text
    with_scripts = re.search(r'data-title="([^"]*)"', page)
    without = re.search(r"<title>([^<]*)</title>", page)
    assert with_scripts is not None
    assert without is not None
    assert with_scripts[1] == without[1]
    assert without[1].startswith("Early booking, Radford, by quarter, October 2026 – ")


def test_each_small_chart_has_its_own_area_s_target(tmp_path) -> None:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", p, MARCH - at, 80, 100) for p in "ab" for at in range(12)])
    held = [target("90"), target("70", place="a")]
    reports = Reports(table, catalogue(indicator("visits", target=held)), PLACES)
    report = build_indicator_report(reports, "visits", "a", "", None, PARTNER)
    assert report is not None
    small = {each.other.place.code: each for each in build_small_charts(report)}
    assert small["a"].target == HEIGHT - MARGIN  # 70, the lowest of all that is drawn
    assert small["b"].target == MARGIN  # 90, the highest


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/indicator/nothing", "There is no indicator “nothing”."),
        ("/indicator/early_booking?place=nowhere", "There is no place “nowhere”."),
        ("/indicator/early_booking?by=week", "It can be shown by: month, quarter, year-rolling."),
        ("/indicator/early_booking?month=2031-04", "no figures for April 2031"),
    ],
)
def test_what_is_not_there_is_shown(address: str, says: str) -> None:
    response = client().get(address)
    assert response.status_code == 404
    assert says in unescape(response.text)


def test_dashboard_rows_and_matrix_cells_lead_to_it() -> None:
    team = unescape(client().get("/area/radford?month=2026-10").text)
    assert 'href="/indicator/early_booking?month=2026-10&place=radford"' in team
    service = unescape(client().get("/service/midwifery?month=2026-10").text)
    assert 'href="/indicator/early_booking?month=2026-10&place=radford"' in service


def test_csv_and_workbook_say_what_they_are_and_have_the_page_s_figures() -> None:
    query = "indicator=early_booking&place=radford&month=2026-10"
    text = client().get(f"/sheets/indicator.csv?{query}").data.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))
    about = {line[0]: line[1] for line in lines[: lines.index([])]}
    assert {"Month", "Place", "By", "Definition", "Loads"} <= set(about)
    table = lines[lines.index([]) + 2 :]
    response = client().get(f"/sheets/indicator.xlsx?{query}")
    assert "early-booking-radford-month-2026-10.xlsx" in response.headers["Content-Disposition"]
    figures = list(load_workbook(BytesIO(response.data))["Figures"].values)[1:]
    # A percentage is a proportion in every workbook, with a format that shows it in per cent.
    assert [(r[0], Decimal(r[1]), r[4]) for r in table] == [
        (r[0], round(Decimal(str(r[1])) * 100, 6), r[4]) for r in figures
    ]
    assert len(figures) == 60


def test_words_in_the_files_never_begin_a_formula(tmp_path) -> None:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", MARCH, 9, 10, note="=HYPERLINK(1)")])
    reports = Reports(table, CATALOGUE, PLACES)
    report = build_indicator_report(reports, "visits", "a", "", None, PARTNER)
    assert report is not None
    cells = [
        cell
        for line in csv.reader(StringIO(write_indicator_csv(reports, report, NOW)))
        for cell in line
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def page_over(tmp_path: Any, rows: list[tuple], *events: Event) -> str:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, rows)
    server = create_dash_app(Site(Reports(table, CATALOGUE, PLACES, Events(events)))).server
    return unescape(server.test_client().get("/indicator/visits?place=a").text)


def months(*counts: int | None, last: Month = MARCH) -> list[tuple]:
    first = last - (len(counts) - 1)
    return [
        row("visits", "a", first + at, count, 100) if count is not None
        else row("visits", "a", first + at, status="hidden")
        for at, count in enumerate(counts)
    ]  # fmt: skip


def baseline(first: str, until: str, **keys: str) -> LimitBaseline:
    given = {"indicator": "visits", "from": first, "until": until, "reason": "Before the clinic."}
    return LimitBaseline.model_validate(given | keys)


def fixed_report(tmp_path: Any, *baselines: LimitBaseline, by: str = "") -> tuple[Reports, Any]:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, months(*[50, 52] * 7, *[60, 62] * 5))  # April 2024 to March 2026
    reports = Reports(table, CATALOGUE, PLACES, Events((), baselines))
    return reports, build_indicator_report(reports, "visits", "a", by, None, PARTNER)


def test_fixed_limits_are_shaded_and_told_with_their_reason_on_chart_caption_and_file(
    tmp_path: Any,
) -> None:
    reports, report = fixed_report(tmp_path, baseline("2024-04", "2025-05"))
    said = "April 2024 to May 2025: Before the clinic"
    assert f"Limits are fixed on {said}." in captions.describe_chart(report)
    (segment,) = report.chart.segments
    assert (segment.mean, segment.points, segment.provisional) == (51, 14, False)
    drawn = build_layout(report)
    assert [shape["type"] for shape in drawn["shapes"]] == ["rect"]
    assert "Baseline of the limits" in [each["text"] for each in drawn["annotations"]]
    assert f"Limits fixed on,{said}" in write_indicator_csv(reports, report, NOW)
    assert report.row.signal.baseline == report.baselines[0].baseline
    assert report.row.signal.icon is report.points[-1].icon


def test_a_short_baseline_makes_provisional_limits(tmp_path: Any) -> None:
    _, report = fixed_report(tmp_path, baseline("2024-04", "2024-12"))
    said = "These limits are provisional: they are based on 9 months, fewer than 13."
    assert said in captions.describe_chart(report)


@pytest.mark.parametrize(
    ("first", "until", "why"),
    [
        ("2021-03", "2025-05", "it begins before the five years of this chart."),
        ("2021-04", "2024-04", "fewer than 2 of its months have a figure."),
    ],
)
def test_a_baseline_that_cannot_be_used_is_told(
    tmp_path: Any, first: str, until: str, why: str
) -> None:
    _, report = fixed_report(tmp_path, baseline(first, until))
    sentences = captions.describe_chart(report)
    assert any("Limits are not fixed on the baseline" in s and s.endswith(why) for s in sentences)
    assert report.row.signal.baseline is None
    assert not report.chart.segments[0].fixed


def test_quarters_are_fixed_on_those_that_lie_within_the_baseline(tmp_path: Any) -> None:
    _, report = fixed_report(tmp_path, baseline("2024-05", "2025-05"), by="quarter")
    (found,) = report.baselines
    names = [p.figure.span.name for p in report.points[found.start : found.end]]
    assert names == ["Q2 2024/25", "Q3 2024/25", "Q4 2024/25"]


def planned_report(tmp_path: Any, *counts: int | None, **keys: Any) -> tuple[Reports, Any]:
    plan = {
        "definition": "v1",
        "shape": "linear",
        "reason": "Board, March 2025.",
        "point": [{"month": "2025-03", "value": "80"}, {"month": "2027-03", "value": "92"}],
    }
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, months(*counts))
    made = indicator("visits", trajectory=[plan], target=[target("90")], **keys)
    reports = Reports(table, catalogue(made), PLACES)
    return reports, build_indicator_report(reports, "visits", "a", "", None, PARTNER)


@pytest.mark.parametrize(
    ("last", "keys", "says"),
    [
        (85, {}, "now 85.0%, 1.0 points behind plan (March 2026)"),
        (86, {}, "now 86.0%, as planned (March 2026)"),
        (87, {}, "now 87.0%, 1.0 points ahead of plan (March 2026)"),
        (87, {"better": "lower"}, "now 87.0%, 1.0 points behind plan (March 2026)"),
        (None, {}, "March 2026 has no figure"),
    ],
)
def test_the_caption_says_how_far_the_last_month_is_from_its_plan(
    tmp_path: Any, last: int | None, keys: dict[str, str], says: str
) -> None:
    _, report = planned_report(tmp_path, 84, 85, last, **keys)
    assert f"Planned: 92% by March 2027; {says}." in captions.describe_chart(report)
    reason = "Reason for the plan: Board, March 2025. The verdict is against the target."
    assert reason in captions.describe_chart(report)


def test_a_plan_is_a_line_a_column_and_in_the_files(tmp_path: Any) -> None:
    reports, report = planned_report(tmp_path, 84, 85, 90)
    server = give_reason(create_dash_app(Site(reports)).server.test_client())
    page = unescape(server.get("/indicator/visits?place=a").text)
    (line,) = [t for t in chart_in(page)["data"] if t.get("name") == "Planned"]
    assert line["y"] == [85, 85.5, 86]
    row_of_march = page.split('<tr><th scope="row">March 2026</th>')[1].split("</tr>")[0]
    assert '<td class="n">90%</td><td class="n">86.0%</td>' in row_of_march
    *_, last = csv.DictReader(
        StringIO(write_indicator_csv(reports, report, NOW).split("\r\n\r\n")[1])
    )
    assert (last["Target"], last["Planned"]) == ("90", "86.0")
    (row_of_api,) = server.get("/api/v1/indicators").json["data"]
    assert row_of_api["trajectories"][0]["points"][1] == {"month": "2027-03", "value": "92"}


def test_without_a_plan_there_is_no_column_for_it(tmp_path: Any) -> None:
    page = page_over(tmp_path, months(84, 85))
    assert ">Planned<" not in page


def test_the_page_lists_every_target_with_its_dates_source_and_reason(tmp_path: Any) -> None:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, months(84, 85))
    targets = [
        target("80", until="2025-03"),
        target("90", since="2025-04", reason="Raised by the board"),
        target("70", place="a"),
        target("60", place="b"),
    ]
    reports = Reports(table, catalogue(indicator("visits", target=targets)), PLACES)
    server = create_dash_app(Site(reports)).server
    page = unescape(server.test_client().get("/indicator/visits?place=a").text)
    listed = re.findall(r"<dt>Target</dt><dd>(.*?)</dd>", page.split("Definition, source")[1], re.S)
    assert [re.sub(r"<[^>]+>", " ", text).split("  ")[0].strip() for text in listed] == [
        "80% from April 2010 to March 2025",
        "90% from April 2025",
        "70% from April 2010 (only A)",
    ]
    assert "Reason: Raised by the board" in listed[1]


def test_the_table_says_every_rule_that_a_month_breaks(tmp_path: Any) -> None:
    steady = [50, 51, 50, 49, 50, 51, 49, 50, 51, 50, 49, 50]
    page = page_over(tmp_path, months(*steady, 51, 52, 53, 54, 55, 56, 80))
    row_of_march = page.split('<tr><th scope="row">March 2026</th>')[1].split("</tr>")[0]
    assert (
        "above the limits and one of 7 or more months rising in a row and one of 2 out of 3 months "
        "near the upper limit"
    ) in row_of_march


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([90], "Only one month has a figure since the limits started"),
        ([90, 90, 90], "All 3 months are 90.0%, so there is no variation."),
        ([90, 91, 89, 90], "provisional: they are based on 4 months, fewer than 13."),
        ([90, None, 91, 88], "1 month without a figure is skipped."),
        ([None, None], "No month up to March 2026 has a figure."),
        (
            [50, 51] * 7,
            "so every month is expected to miss it (met in 0 of the last 14 months).",
        ),
    ],
)
def test_corner_cases_are_shown_in_words(tmp_path, counts, says) -> None:
    assert says in page_over(tmp_path, months(*counts))


def test_a_rebase_is_shown_with_its_reason(tmp_path) -> None:
    start = Event(month=MARCH - 3, what="A new clinic", place="a", rebase=True)
    page = page_over(tmp_path, months(50, 51, 50, 52, 90, 91, 90, 92), start)
    assert "Limits restart in December 2025: A new clinic." in page
    assert "Limits restart here." in page


def test_hidden_and_missing_months_keep_their_marks(tmp_path) -> None:
    page = page_over(tmp_path, months(90, None, 91))
    assert '<span aria-hidden="true">[c]</span>' in page


def test_with_no_figures_at_all_the_page_says_what_to_do(tmp_path) -> None:
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    server = create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server
    assert "Nothing has been loaded yet" in server.test_client().get("/indicator/visits").text


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])  # no tick of the axis, and a tick
def test_a_place_without_figures_has_a_chart_without_points(month: str) -> None:
    page = client().get(f"/indicator/looked_after_under_5?place=england&month={month}")
    assert page.status_code == 200
    assert "No month up to" in page.text


@pytest.mark.parametrize(
    ("place", "name"), [("england", "England"), ("mosaic", "Mosaic"), ("coventry", "Coventry")]
)
def test_the_list_of_places_has_the_place_that_is_shown_as_chosen(place: str, name: str) -> None:
    page = client().get(f"/indicator/looked_after_under_5?place={place}&month=2026-10").text
    listed = re.search(r'<select id="place".*?</select>', page, re.S)[0]
    assert re.findall(r'<option value="([^"]+)" selected>([^<]+)', listed) == [(place, name)]


def test_looking_back_is_kept_by_its_links_and_files() -> None:
    page = unescape(client().get(f"{PAGE}&as_at=2026-11-23").text)
    links = re.findall(r'href="(/(?:indicator|sheets)/[^"]*)"', page)
    now = [link for link in links if "as_at=2026-11-23" not in link]
    assert len(links) > 20
    assert now == [re.search(r'href="([^"]*)">Show current figures', page)[1]]


def test_every_indicator_of_every_kind_of_place_can_be_shown() -> None:
    catalogue = Context.open(sample_settings()).catalogue
    for code in catalogue.indicators:
        assert client().get(f"/indicator/{code}?place=mosaic&month=2026-09").status_code == 200
    for each in catalogue.dashboard:
        assert client().get(f"/indicator/{each.code}?by=quarter").status_code == 200


def test_the_axis_stops_at_0_and_100_per_cent_and_the_limits_are_not_clipped(tmp_path) -> None:
    for counts, edge, says in (
        ([0, 4] * 7, 0, "cannot go below 0%"),
        ([100, 96] * 7, 1, "cannot go above 100%"),
    ):
        (folder := tmp_path / str(edge)).mkdir()
        table = IndicatorTable.open(create_sqlite(folder / "test.db"))
        take_in(table, months(*counts))
        reports = Reports(table, CATALOGUE, PLACES)
        report = build_indicator_report(reports, "visits", "a", "", None, PARTNER)
        assert report is not None
        assert report.chart is not None
        (limits,) = report.chart.segments
        assert limits.lower is not None
        assert limits.upper is not None
        assert limits.lower < 0 or limits.upper > 100
        assert build_layout(report)["yaxis"]["range"][edge] == (0, 100)[edge]
        assert says in captions.describe_chart(report)[0]
        table.engine.dispose()
