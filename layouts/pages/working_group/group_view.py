"""The page of the working group, which its PDF prints too."""

from __future__ import annotations

from indicators.actions.action_fields import ActionField
from indicators.reports.working_group.group_models import GroupReport
from indicators.reports.working_group.group_report import NO_PROGRESS_AFTER
from layouts.site.page_frame import PageFrame
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.text.workflow import action_text, group_text

PAGE = "/working-group"


def render_group(frame: PageFrame, request: PageRequest, report: GroupReport) -> PageView:
    """Return the three questions, each a table."""
    return frame.render_page(
        "working_group.html",
        request,
        title=group_text.TITLE,
        shown=report.months,
        report=report,
        most=[red for red in report.red if red.is_in_most],
        others=[red for red in report.red if not red.is_in_most],
        no_progress_days=NO_PROGRESS_AFTER.days,
        fields=ActionField,
        text=group_text,
        action_text=action_text,
    )
