"""Every figure with its verdict in one file: the rows of the read API for all places and months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indicators.access.permissions import Viewer
from indicators.domain.periods import Month
from indicators.figures.figure import Figure
from indicators.reports.base import Reports
from indicators.reports.verdict_rows import calculate_verdict_rows, calculate_verdicts
from layouts.api.resources import VerdictRow
from layouts.api.serializers import serialize_verdict
from layouts.exports.csv_export import write_csv


def write_every_figure(
    reports: Reports, months: Iterable[Month], viewer: Viewer
) -> Iterator[bytes]:
    """Yield a CSV of the 12 months to each month, one piece for each: a header, then its rows.

    Places and indicators that sent nothing in those months have no row.
    """
    is_first = True
    for month in months:
        text = write_csv(VerdictRow, _serialize_month(reports, month, viewer))
        yield (text if is_first else text.partition("\n")[2]).encode()
        is_first = False


def _serialize_month(reports: Reports, month: Month, viewer: Viewer) -> list[VerdictRow]:
    places, indicators = reports.places.localities, reports.catalogue.indicators
    every = [(place, code, month) for code in indicators for place in places]
    found = calculate_verdicts(reports, every, viewer)
    wanted = [key for key in every if _has_any(found[key])]
    judged = calculate_verdict_rows(reports, wanted, viewer, icons=True)
    return [serialize_verdict(each) for each in judged]


def _has_any(figure: Figure) -> bool:
    return bool(figure.sum.months_with or figure.sum.months_hidden or figure.value is not None)
