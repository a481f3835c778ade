"""Two councils side by side: the form that takes the other one, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_wtf.csrf import generate_csrf

from indicators.configuration.two_councils.council_comparison import ComparedLine
from indicators.domain.catalogue import Catalogue
from layouts.site.flash_messages import Message
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView

PATH = "/settings/councils"


def render_comparison(
    frame: PageFrame,
    request: PageRequest,
    messages: Iterable[Message],
    other: Catalogue | None = None,
    lines: Sequence[ComparedLine] = (),
    compared: int = 0,
    month: str = "",
) -> PageView:
    """Return the page; with the `other` council, the lines of `compared` ones that are shown.

    `month` is what was typed.
    """
    return frame.render_page(
        "councils.html",
        request,
        title="Compare with another council",
        shown=None,
        messages=list(messages),
        ours=request.reports.scope.whole.programme.council,
        other=other.programme.council if other else "",
        lines=lines,
        different=sum(line.differs for line in lines),
        compared=compared,
        first_month=month,
        csrf_token=generate_csrf(),
    )
