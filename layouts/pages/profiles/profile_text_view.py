"""The page that edits a profile as text."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from layouts.pages.profiles.draft_form import LIST_PATH
from layouts.site.flash_messages import MessageKind, read_messages
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView


def render_text(
    frame: PageFrame, request: PageRequest, code: str, toml: str, problem: str = ""
) -> PageView:
    """Return the page that edits a profile as text."""
    return frame.render_page(
        "profile_text.html",
        request,
        title=f"Profile {code}",
        shown=None,
        messages=[(MessageKind.WRONG, problem)] if problem else read_messages(),
        code=code,
        toml=toml,
        list_path=LIST_PATH,
        csrf_token=generate_csrf(),
    )
