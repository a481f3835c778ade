"""The form that sets the day of a team's next meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import flask
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.domain.errors import UserError
from indicators.reports.meetings.meeting_planner import MeetingPlanner
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.numbers import parse_number
from layouts.site.page_view import PageView
from layouts.site.site import Site


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], _render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return /team/<code>/meetings/next."""
    blueprint = flask.Blueprint("meeting_plans", __name__)

    @blueprint.post("/team/<code>/meetings/next")
    @needs(Permission.EDIT_ACTIONS)
    def plan(code: str) -> Response:
        sent, back = flask.request.form, f"/team/{code}/meetings"
        seen = parse_number(sent.get("seen", "")) or 0
        day, starts = sent.get("day", ""), sent.get("starts", "")
        try:
            planner = MeetingPlanner(site.reports, viewer())
            planner.plan(code, day, starts, seen=seen, now=datetime.now(UTC))
        except UserError as error:
            return answer_form(back, [(MessageKind.WRONG, str(error))])
        text = "The next meeting is planned." if day else "The next meeting is called off."
        return answer_form(back, [(MessageKind.GOOD, text)])

    return blueprint
