"""The page that shows what could be inferred from a month before it is published."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission, Viewer
from indicators.domain.core import Unit
from indicators.reports.sharing.inference import Safety
from indicators.reports.sharing.release_preview import ReleasePreview
from layouts.pages.sharing.sharing_page import PATH
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import release_text


def render_preview(
    site: Site, viewer: Viewer, preview: ReleasePreview, checked: str, indicator: str
) -> PageView:
    """Return the page. `checked` is the key of the preview, and `indicator` the one in detail."""
    catalogue, every = site.reports.catalogue, preview.indicators
    chosen = next((each for each in every if each.indicator == indicator), None)
    if chosen is None:
        chosen = next((each for each in every if each.cells), None)
    unit = catalogue.indicators[chosen.indicator].unit if chosen else Unit.COUNT
    return site.frame.render_page(
        "sharing_preview.html",
        PageRequest(f"{PATH}/preview", None, viewer, site.reports),
        title=f"Sharing {preview.month.name}",
        shown=None,
        messages=[],
        preview=preview,
        chosen=chosen,
        has_denominator=unit is not Unit.COUNT,
        unsafe=sum(each.count_cells(Safety.UNSAFE) for each in every),
        revealed=sum(each.count_cells(Safety.REVEALED) for each in every),
        releases=site.reports.release_ledger.list_releases(),
        names={code: each.name for code, each in catalogue.indicators.items()},
        places={code: each.name for code, each in site.reports.places.localities.items()},
        may_publish=Permission.PUBLISH_RELEASE in viewer.permissions,
        viewer_name=viewer.name,
        checked=checked,
        release_text=release_text,
        csrf_token=generate_csrf(),
    )
