"""Downloads of the outcomes and birth cohort pages as CSV, with the same parameters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable

import flask

from indicators.access.permissions import Viewer
from indicators.figures.figure import Figure
from indicators.stats.rules import round_change
from layouts.exports.csv_export import escape_formula
from layouts.exports.file_response import build_download
from layouts.pages.cohort.cohort_choices import read_cohort_request
from layouts.pages.outcomes.outcome_choices import read_comparison
from layouts.site.site import Site
from layouts.text import labels, outcome_labels

COMPARED, PATH = "/outcomes/compared.csv", "/cohort/path.csv"
_FIGURE = ("figure", "numerator", "denominator", "months", "months_of", "status")


def create_blueprint(site: Site, viewer: Callable[[], Viewer]) -> flask.Blueprint:
    """Return the addresses of the two files, which take the parameters of their pages."""
    files = flask.Blueprint("outcome_files", __name__)

    @files.get(COMPARED)
    def download_comparison() -> flask.Response:
        report = read_comparison(site.parse_request("/outcomes", flask.request.args, viewer()))
        head = [f"{name}_{which}" for which in ("earlier", "later") for name in _FIGURE]
        rows = [
            [
                *(row.indicator.code, row.indicator.name),
                *(report.earlier.name, *_list_figure_cells(row.earlier)),
                *(report.later.name, *_list_figure_cells(row.later)),
                str(round_change(row.change.points)) if row.change else "",
                row.change.direction if row.change else "",
                ", ".join(area.name for area in report.areas),
            ]
            for row in report.rows
        ]
        half = len(_FIGURE)
        columns = ["indicator", "name", "earlier", *head[:half], "later", *head[half:]]
        return build_csv("two-years-compared", [*columns, "difference", "direction", "areas"], rows)

    @files.get(PATH)
    def download_cohort() -> flask.Response:
        report = read_cohort_request(site.parse_request("/cohort", flask.request.args, viewer()))
        rows = [
            [
                *(step.indicator.code, step.indicator.name, step.cohort.months),
                *(step.span.start, step.span.ended, step.reached),
                *_list_figure_cells(step.figure),
                labels.format_target(step.figure.target, step.indicator),
                step.figure.verdict or "",
                *_list_figure_cells(step.city),
            ]
            for step in (report.steps if report else ())
        ]
        place = report.place.code if report else "none"
        born = outcome_labels.describe_births(report.births) if report else ""
        columns = ["indicator", "name", "months_after_birth", "from", "to", "reached"]
        columns += [*_FIGURE, "target", "verdict", *(f"{name}_city" for name in _FIGURE)]
        return build_csv(f"cohort-{place}", [*columns, "born"], [[*row, born] for row in rows])

    def build_csv(
        name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]
    ) -> flask.Response:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([_format_cell(value) for value in row] for row in rows)
        mark = "-synthetic" if site.reports.has_synthetic() else ""
        return build_download(text.getvalue().encode(), f"{name}{mark}.csv", "text/csv")

    return files


def _format_cell(value: object) -> str:
    return escape_formula(value) if isinstance(value, str) and not _is_number(value) else str(value)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _list_figure_cells(figure: Figure) -> list[object]:
    """Return the cells of a figure as its page prints it, empty where there is none."""
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
