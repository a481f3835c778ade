"""What could be inferred from a month that was checked, as tables to download."""

from __future__ import annotations

from datetime import UTC, datetime

from indicators.domain.core import Unit
from indicators.domain.errors import UserError
from indicators.reports.base import Reports
from indicators.reports.sharing.inference import Safety
from indicators.reports.sharing.release_preview import (
    ReleasePreview,
    build_preview_key,
    read_preview,
)
from layouts.pages.sharing.sharing_address import INDICATOR
from layouts.site.page_request import PageRequest
from layouts.text.page_table import Cell, PageTable
from layouts.text.workflow import release_text


def find_preview(reports: Reports, request: PageRequest) -> ReleasePreview | None:
    """Return what was worked out for the month in the address; None without a month.

    Raises UserError if it was not worked out, or figures have changed since.
    """
    if request.month is None:
        return None
    key = build_preview_key(reports, request.month)
    job = reports.pdf_jobs.find(key, datetime.now(UTC))
    if job is None or job.content is None:
        raise UserError(
            f"{request.month.name} has not been checked with these figures.",
            remedy="Check the month on the page Sharing, then download its tables.",
        )
    return read_preview(job.content)


def build_checked_table(reports: Reports, preview: ReleasePreview) -> PageTable:
    """Return how many figures of each indicator are hidden, and how many are not safe."""
    known = reports.catalogue.indicators
    return PageTable(
        title="What could be inferred, by indicator",
        name=f"release-check-{preview.month}",
        period=preview.month.name,
        headings=(
            *("Indicator", "Figures", "Small", "Hidden in addition", "Revealed before"),
            "Not safe",
        ),
        rows=tuple(
            (
                known[each.indicator].name,
                each.counts.cells,
                each.counts.small,
                each.counts.additional,
                each.count_cells(Safety.REVEALED),
                each.count_cells(Safety.UNSAFE),
            )
            for each in preview.indicators
        ),
    )


def build_hidden_table(
    reports: Reports, request: PageRequest, preview: ReleasePreview
) -> PageTable | None:
    """Return the hidden figures of one indicator, with the counts that each may have."""
    chosen = preview.choose(request.query.get(INDICATOR, ""))
    if chosen is None:
        return None
    indicator = reports.catalogue.indicators[chosen.indicator]
    has_denominator = indicator.unit is not Unit.COUNT
    places = reports.places.localities
    counted = ("Numerator may be", "Denominator may be") if has_denominator else ("Count may be",)
    rows: list[tuple[Cell, ...]] = []
    for cell in chosen.cells:
        ranges = (cell.numerator, cell.denominator) if has_denominator else (cell.numerator,)
        rows.append(
            (
                places[cell.place].name,
                cell.period.name,
                release_text.describe_reason(is_small=cell.is_small),
                *map(release_text.describe_range, ranges),
                release_text.SAFETY[cell.safety],
            )
        )
    return PageTable(
        title=f"Hidden figures of {indicator.name}",
        name=f"hidden-figures-{indicator.code}-{preview.month}".replace("_", "-"),
        period=preview.month.name,
        headings=("Place", "Period", "Why hidden", *counted, "Safe"),
        rows=tuple(rows),
    )
