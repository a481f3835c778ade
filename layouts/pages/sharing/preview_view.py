"""The page that shows what could be inferred from a month before it is published."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.domain.core import Unit
from indicators.reports.sharing.inference import Safety
from indicators.reports.sharing.release_preview import ReleasePreview
from layouts.pages.sharing.sharing_address import INDICATOR, PATH
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text.workflow import release_text


def render_preview(
    frame: PageFrame,
    request: PageRequest,
    preview: ReleasePreview,
    checked: str,
    indicator: str,
) -> PageView:
    """Return the page. `checked` is the key of the preview, and `indicator` the one in detail."""
    reports, viewer, every = request.reports, request.viewer, preview.indicators
    catalogue, chosen = reports.catalogue, preview.choose(indicator)
    unit = catalogue.indicators[chosen.indicator].unit if chosen else Unit.COUNT
    return frame.render_page(
        "sharing_preview.html",
        request,
        title=f"Sharing {preview.month.name}",
        shown=None,
        messages=[],
        preview=preview,
        chosen=chosen,
        has_denominator=unit is not Unit.COUNT,
        unsafe=sum(each.count_cells(Safety.UNSAFE) for each in every),
        revealed=sum(each.count_cells(Safety.REVEALED) for each in every),
        releases=reports.release_ledger.list_releases(),
        names={code: each.name for code, each in catalogue.indicators.items()},
        places={code: each.name for code, each in reports.places.localities.items()},
        may_publish=Permission.PUBLISH_RELEASE in viewer.permissions,
        viewer_name=viewer.name,
        checked=checked,
        release_text=release_text,
        tables=request.link(
            PATH, preview.month, **({INDICATOR: chosen.indicator} if chosen else {})
        ),
        csrf_token=generate_csrf(),
    )
