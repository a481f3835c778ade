"""The question and the answer of the page that asks for a reason."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from layouts.exports.gate.export_reasons import LONGEST_REASON
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.safe_redirect import find_own_path


def render_question(
    frame: PageFrame, request: PageRequest, address: str, back: str, problem: str = ""
) -> PageView:
    """Return the form that asks why the file at an address is needed."""
    return frame.render_page(
        "export_reason.html",
        request,
        title="Why do you need the exact numbers?",
        shown=None,
        file=address,
        back=find_own_path(back),
        problem=problem,
        can_publish=Permission.PREVIEW_RELEASE in request.viewer.permissions,
        longest=LONGEST_REASON,
        csrf_token=generate_csrf(),
    )
