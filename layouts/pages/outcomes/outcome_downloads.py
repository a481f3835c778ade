"""What the outcomes and birth cohort pages show, as CSV, asked for in the same way."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

import flask

from indicators.access.permissions import Viewer
from indicators.figures.figure import Figure
from indicators.stats.rules import round_half_away
from layouts.exports.csv_export import escape_formula
from layouts.exports.download_routes import build_download
from layouts.pages.cohort import cohort_page
from layouts.pages.outcomes import outcomes_page
from layouts.site.site import Site
from layouts.text import labels, outcome_labels

COMPARED, PATH = "/outcomes/compared.csv", "/cohort/path.csv"
_FIGURE = ("figure", "numerator", "denominator", "months", "months_of", "status")


def create_blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """The addresses of the two files, which take what their pages take."""
    files = flask.Blueprint("outcome_files", __name__)

    @files.get(COMPARED)
    def compared() -> flask.Response:
        report = outcomes_page.read_comparison(
            site.parse_request("/outcomes", flask.request.args, viewer())
        )
        head = [f"{name}_{which}" for which in ("earlier", "later") for name in _FIGURE]
        rows = [
            [
                *(row.indicator.code, row.indicator.name),
                *(report.earlier.name, *_figure(row.earlier)),
                *(report.later.name, *_figure(row.later)),
                str(round_half_away(row.change.points, 1) + 0) if row.change else "",
                row.change.direction if row.change else "",
                ", ".join(area.name for area in report.areas),
            ]
            for row in report.rows
        ]
        half = len(_FIGURE)
        columns = ["indicator", "name", "earlier", *head[:half], "later", *head[half:]]
        return _csv("two-years-compared", [*columns, "difference", "direction", "areas"], rows)

    @files.get(PATH)
    def path() -> flask.Response:
        report = cohort_page.read_cohort_request(
            site.parse_request("/cohort", flask.request.args, viewer())
        )
        rows = [
            [
                *(step.indicator.code, step.indicator.name, step.cohort.months),
                *(step.span.start, step.span.ended, step.reached),
                *_figure(step.figure),
                labels.format_target(step.figure.target, step.indicator),
                step.figure.verdict or "",
                *_figure(step.city),
            ]
            for step in (report.steps if report else ())
        ]
        place = report.place.code if report else "none"
        born = outcome_labels.describe_births(report.births) if report else ""
        columns = ["indicator", "name", "months_after_birth", "from", "to", "reached"]
        columns += [*_FIGURE, "target", "verdict", *(f"{name}_city" for name in _FIGURE)]
        return _csv(f"cohort-{place}", [*columns, "born"], [[*row, born] for row in rows])

    def _csv(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> flask.Response:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)
        made_up = "-made-up" if site.reports.has_synthetic() else ""
        return build_download(text.getvalue().encode(), f"{name}{made_up}.csv", "text/csv")

    return files


def _cell(value: object) -> str:
    return escape_formula(value) if isinstance(value, str) and not _is_number(value) else str(value)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _figure(figure: Figure) -> list[object]:
    """A figure as its page prints it, with what is behind it; empty cells where there is none."""
    added, known = figure.sum, figure.value is not None
    counted = known and added.counted
    return [
        figure.shown if known else "",
        added.numerator if counted else "",
        added.denominator if counted else "",
        added.months_with,
        added.months_of,
        figure.status,
    ]
