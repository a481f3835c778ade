"""Escalations: the list of the heads of service, one escalation, and the form for a new one."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.actions.escalation import EscalationState, UnknownEscalationError
from indicators.domain.periods import format_day
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.escalations.escalation_list import build_escalation_list
from layouts.pages.escalations.escalation_table import (
    ALL,
    LIST,
    build_list_table,
    build_steps_table,
    read_filter,
)
from layouts.pages.escalations.escalation_view import (
    FIELDS,
    NEW_ESCALATION,
    render_escalation,
    render_new_escalation,
)
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import escalation_text
from layouts.text.workflow.history_table import HISTORY


def register(site: Site) -> None:
    """Add the pages. They have forms, so they are not cached."""

    def show_list(request: PageRequest) -> PageView:
        chosen, viewer = read_filter(request), request.viewer
        found = build_escalation_list(request.reports, chosen, request.today, viewer)
        tabs = [(state.value, state) for state in EscalationState]
        return site.frame.render_page(
            "escalations.html",
            request,
            title="Escalations",
            shown=None,
            found=found,
            chosen=chosen,
            tabs=[*tabs, (ALL, None)],
            can_raise=EscalationBook(request.reports, viewer).can_raise,
            text=escalation_text,
            format_day=format_day,
            messages=read_messages(),
        )

    def show_new(request: PageRequest) -> PageView:
        book = EscalationBook(request.reports, request.viewer)
        return render_new_escalation(site.frame, request, book, request.query)

    def show_one(request: PageRequest, number: int) -> PageView:
        book = EscalationBook(request.reports, request.viewer)
        try:
            found = book.find(number)
        except UnknownEscalationError as error:
            links = [("All escalations", "/escalations")]
            return site.messages.show(request, error.what, error.remedy, links=links, status=404)
        return render_escalation(site.frame, request, book, found, read_messages())

    seen, filters = Permission.VIEW_FIGURES, ("team", "service", "state")
    tables = {LIST: build_list_table}
    site.add("/escalations", show_list, needs=seen, asks=filters, cached=False, tables=tables)
    edited = Permission.EDIT_ACTIONS
    site.add(NEW_ESCALATION, show_new, needs=edited, asks=FIELDS, cached=False)
    steps = {HISTORY: build_steps_table}
    site.add("/escalations/<int:number>", show_one, needs=seen, cached=False, tables=steps)
