"""The board of actions, the page of one action, and what was tried for each indicator."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.actions.action import UnknownActionError
from indicators.actions.action_fields import STATUS_NAMES
from indicators.domain.core import LocalityKind
from indicators.reports.actions.action_board import build_action_board
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.board_models import NONE_NAMED, ActionState
from indicators.reports.actions.place_actions import find_team
from indicators.reports.escalations.escalation_book import EscalationBook
from layouts.pages.actions.action_form import fill_form, start_form
from layouts.pages.actions.action_history_table import build_action_history
from layouts.pages.actions.action_table import BOARD, build_board_table, read_filter
from layouts.pages.actions.action_view import (
    NEW_ACTION,
    FormState,
    render_action,
    render_new_action,
)
from layouts.pages.actions.tried_table import TRIED, build_tried_table, group_by_indicator
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import action_text, escalation_text
from layouts.text.workflow.history_table import HISTORY

FILTERS = ("team", "indicator", "agency", "owner", "state", "sort")


def register(site: Site) -> None:
    """Add the pages. They have forms, so they are not cached."""

    def show_board(request: PageRequest) -> PageView:
        chosen = read_filter(request)
        board = build_action_board(request.reports, chosen, request.today, request.viewer)
        return site.frame.render_page(
            "actions.html",
            request,
            title="Actions",
            shown=None,
            board=board,
            chosen=chosen,
            states=ActionState,
            sorts=action_text.SORT_NAMES,
            sorted_by=f"{'-' if chosen.is_descending else ''}{chosen.sort}",
            none_named=NONE_NAMED,
            statuses=STATUS_NAMES,
            escalated=EscalationBook(request.reports, request.viewer).map_actions(),
            escalation_text=escalation_text,
            text=action_text,
            messages=read_messages(),
            csrf_token=generate_csrf(),
        )

    def show_new(request: PageRequest) -> PageView:
        book = ActionBook(request.reports, request.viewer)
        team, area = _find_place(request)
        state = FormState(start_form(request.query, team or _find_only_team(book), area))
        return render_new_action(site.frame, request, book, state)

    def show_action(request: PageRequest, number: int) -> PageView:
        book = ActionBook(request.reports, request.viewer)
        try:
            action = book.find(number)
        except UnknownActionError as error:
            return site.messages.show(
                request, error.what, error.remedy, links=[("All actions", "/actions")], status=404
            )
        state = FormState(fill_form(action.fields, action.version), read_messages())
        return render_action(site.frame, request, book, action, state)

    def show_evidence(request: PageRequest) -> PageView:
        groups = group_by_indicator(request)
        is_one = "indicator" in request.query and groups
        return site.frame.render_page(
            "evidence.html",
            request,
            title=f"What was tried: {groups[0][0].name}" if is_one else "What was tried",
            shown=None,
            groups=groups,
            text=action_text,
        )

    seen, edited = Permission.VIEW_FIGURES, Permission.EDIT_ACTIONS
    tables = {BOARD: build_board_table}
    site.add("/actions", show_board, needs=seen, asks=FILTERS, cached=False, tables=tables)
    asked = ("place", "team", "area", "indicator", "what", "why", "agency")
    site.add(NEW_ACTION, show_new, needs=edited, asks=asked, cached=False)
    kept = {HISTORY: build_action_history}
    site.add("/actions/<int:number>", show_action, needs=seen, cached=False, tables=kept)
    tried = {TRIED: build_tried_table}
    one = ("indicator",)
    site.add("/actions/evidence", show_evidence, needs=seen, asks=one, cached=False, tables=tried)


def _find_only_team(book: ActionBook) -> str:
    """Return the team of someone who sees one alone, whose areas can then be chosen, or ""."""
    teams = book.list_teams()
    return teams[0].code if len(teams) == 1 else ""


def _find_place(request: PageRequest) -> tuple[str, str]:
    """Return the codes of the team and the area of the place that an address names."""
    places, code = request.reports.places, request.query.get("place", "")
    if code not in places.localities:
        return "", ""
    months = request.reports.find_months()
    team = find_team(request.reports, places[code], months.latest if months else None)
    return team, code if team and places[code].kind is LocalityKind.AREA else ""
