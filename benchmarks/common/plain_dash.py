"""The team page's table as a Dash developer would plainly write it, from `dash.html` components;
and an indicator's chart, a `dcc.Graph`.

Rows, figures and the chart's traces are those of our own report. The address says which page and
month; a callback builds the page from it. `dash.html` has no SVG elements, so the sparklines are
images."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, quote

from dash import Dash, Input, Output, dcc, html
from flask import Flask

from benchmarks.common.compression import compress
from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.figures.figure import Figure
from indicators.reports.base import Reports
from indicators.reports.chart_models import IndicatorReport
from indicators.reports.indicator_report import build_indicator_report
from indicators.reports.models import DashboardRow, PlaceReport
from indicators.reports.place_report import build_place_report
from layouts.charts.chart_frame import CONFIG
from layouts.charts.sparkline import build_sparkline
from layouts.pages.indicator.variation_chart import build_variation_chart
from layouts.site.rendering import build_place_path
from layouts.text import captions, labels, summaries
from layouts.web.app_factory import ASSETS

MARKS = {"tick": "✔", "na": "N/A", "cross": "✘"}
HEADINGS = ["Mean for", "12 months to", "", "Target", "City", "Change on last year", "To turn it"]


class Kept(dict[str, bytes]):
    """Compressed answers by what was asked, as Flask-Compress wants them kept."""

    set = dict.__setitem__


def build(reports: Reports) -> Flask:
    """The WSGI application, warmed."""
    server = Flask(__name__, static_folder=None)
    # What was compressed is kept, since our site packs its plotly bundle once for all.
    server.config["COMPRESS_CACHE_BACKEND"] = Kept
    server.config["COMPRESS_CACHE_KEY"] = lambda asked: (
        asked.full_path + asked.get_data(as_text=True)
    )
    compress(server)
    app = Dash(
        __name__,
        server=server,
        assets_folder=str(ASSETS),
        assets_ignore="live.js",
        suppress_callback_exceptions=True,
        use_async=False,
    )
    app.layout = html.Div([dcc.Location(id="address"), html.Div(id="page")])
    report_of = lru_cache(256)(
        lambda code, month: build_place_report(reports, code, Month.parse(month), PARTNER)
    )
    chart_of = lru_cache(256)(
        lambda code, place, month: build_indicator_report(
            reports, code, place, "", Month.parse(month), PARTNER
        )
    )

    @app.callback(
        Output("page", "children"), Input("address", "pathname"), Input("address", "search")
    )
    def show(path: str, search: str) -> Any:
        asked = {name: values[0] for name, values in parse_qs(search.lstrip("?")).items()}
        code = path.rsplit("/", 1)[-1]
        if path.startswith("/indicator/"):
            return chart(chart_of(code, asked["place"], asked["month"]))
        return page(report_of(code, asked["month"]))

    server.test_client().get("/")
    return server


def page(report: PlaceReport) -> html.Div:
    months, path = report.months, build_place_path(report.place)
    steps = [("previous", months.previous), ("next", months.following)]
    return html.Div(
        [
            html.H1(report.place.name),
            html.Nav(
                [
                    dcc.Link(month.name, href=f"{path}?month={month}", id=name)
                    for name, month in steps
                    if month
                ],
                className="months",
            ),
            *[html.P(sentence) for sentence in summaries.summarise_place(report)],
            html.Table(
                [html.Caption(f"{report.place.name}: indicators at {months.shown.name}"), head()]
                + [body(service.name, rows) for service, rows in report.blocks if rows],
                className="rows",
            ),
        ],
        className="wide",
    )


def chart(report: IndicatorReport) -> html.Div:
    drawn = build_variation_chart(report, "")
    return html.Div(
        [
            html.H1(report.indicator.question),
            *[html.P(sentence) for sentence in captions.describe_chart(report)],
            dcc.Graph(
                figure={"data": drawn.data, "layout": drawn.layout},
                config=CONFIG,
                style={"height": drawn.height},
            ),
        ],
        className="wide",
    )


def head() -> html.Thead:
    names = ["Indicator", *HEADINGS, "24 months"]
    return html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))


def body(service: str, rows: tuple[DashboardRow, ...]) -> html.Tbody:
    title = html.Tr(html.Th(service, colSpan=9, scope="rowgroup"), className="service")
    return html.Tbody([title, *[line(row) for row in rows]])


def line(row: DashboardRow) -> html.Tr:
    i = row.indicator
    return html.Tr(
        [
            html.Th([i.name, html.Small(i.counts)], scope="row"),
            html.Td(
                [*judged(row, row.last_year), *small(labels.list_coverage_notes(row.last_year))]
            ),
            html.Td(
                [
                    *judged(row, row.rolling),
                    *small(
                        [
                            labels.format_counts(row.rolling, i),
                            *labels.list_coverage_notes(row.rolling),
                        ]
                    ),
                ],
                className="now",
            ),
            html.Td(
                [labels.format_figure(row.month, i), *small([labels.format_counts(row.month, i)])]
            ),
            html.Td(labels.format_target(row.target, i)),
            html.Td(labels.format_figure(row.city, i)),
            html.Td(
                labels.format_change(row.change, i),
                className=row.change.direction if row.change else "",
            ),
            html.Td(labels.describe_people_needed(row.rolling, i)),
            html.Td(drawn(row)),
        ]
    )


def judged(row: DashboardRow, figure: Figure) -> list[Any]:
    said = html.Span(labels.format_figure(figure, row.indicator), className="figure")
    if not figure.verdict:
        return [said]
    mark = html.Span(MARKS[figure.verdict], title=labels.VERDICTS[figure.verdict])
    return [said, " ", mark]


def small(lines: list[str]) -> list[html.Small]:
    return [html.Small(text) for text in lines if text]


def drawn(row: DashboardRow) -> html.Img | str:
    line = build_sparkline(row)
    if line is None:
        return ""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {line.width} {line.height}">'
        f'<path d="{line.target}" fill="none" stroke="#4c6272" stroke-dasharray="3 3"/>'
        f'<path d="{line.line}" fill="none" stroke="#005eb8" stroke-width="1.5"/></svg>'
    )
    source = f"data:image/svg+xml,{quote(svg)}"
    return html.Img(src=source, alt=line.label, width=line.width, height=line.height)
