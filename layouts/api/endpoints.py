"""The lists of the read API: the parameters, the rows and the report behind each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from indicators.access.permissions import Permission, Viewer
from indicators.domain.periods import Month
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.feedback.feedback_book import FeedbackBook
from indicators.reports.loading.observation_page import page_observations
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.surveys.survey_book import SurveyBook
from indicators.reports.verdict_rows import calculate_verdict_rows
from layouts.api.action_resource import ActionRow
from layouts.api.action_serializer import serialize_action
from layouts.api.base_rows import ApiRow
from layouts.api.escalation_list_api import (
    EscalatedRow,
    EscalationPage,
    EscalationParams,
    serialize_escalation,
)
from layouts.api.feedback_resource import (
    FeedbackApiRow,
    FeedbackPage,
    serialize_feedback,
)
from layouts.api.indicator_rows import IndicatorRow
from layouts.api.meeting_list_api import MeetingPage, MeetingParams, MeetingRow, serialize_meeting
from layouts.api.params import (
    ActionParams,
    CommentParams,
    IndicatorParams,
    ListParams,
    ObservationParams,
    PlaceParams,
    RecordParams,
    RefusalParams,
    TeamParams,
    VerdictParams,
)
from layouts.api.records.record_resource import RecordKindRow, RecordValueRow
from layouts.api.records.record_serializer import find_kinds, find_values
from layouts.api.resources import (
    ActionPage,
    CommentPage,
    CommentRow,
    IndicatorPage,
    ObservationPage,
    ObservationRow,
    Page,
    PlacePage,
    PlaceRow,
    RecordKindPage,
    RecordValuePage,
    RefusalPage,
    RefusalRow,
    VerdictPage,
    VerdictRow,
)
from layouts.api.serializers import (
    serialize_comment,
    serialize_indicator,
    serialize_observation,
    serialize_place,
    serialize_refusal,
    serialize_verdict,
)
from layouts.api.survey_resource import SurveyPage, SurveyResultRow, serialize_survey

RowsFound = tuple[int, list[Any]]
"""How many rows there are in all, and those of one page."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One list: its parameters, the types of its rows and pages, and what finds the rows."""

    name: str
    summary: str
    params: type[ListParams]
    row: type[ApiRow]
    page: type[Page[Any]]
    find_rows: Callable[[Any, Reports, Viewer], RowsFound]
    needs: Permission = Permission.VIEW_FIGURES

    @property
    def operation(self) -> str:
        """Its name in programs and files: letters, digits and _ only."""
        return re.sub(r"\W+", "_", self.name).strip("_")


def _find_indicators(params: IndicatorParams, reports: Reports, _viewer: Viewer) -> RowsFound:
    codes = params.select_indicators(reports)
    return len(codes), [serialize_indicator(reports, code) for code in codes[params.rows]]


def _find_places(params: PlaceParams, reports: Reports, _viewer: Viewer) -> RowsFound:
    places = params.select_places(reports)
    return len(places), [serialize_place(reports, place) for place in places[params.rows]]


def _find_refusals(params: RefusalParams, reports: Reports, viewer: Viewer) -> RowsFound:
    total, rows = reports.page_refusals(
        params.load, limit=params.per_page, offset=params.offset, viewer=viewer
    )
    return total, [serialize_refusal(load, refusal) for load, refusal in rows]


def _find_observations(params: ObservationParams, reports: Reports, viewer: Viewer) -> RowsFound:
    months = reports.find_months()
    span = params.choose_span(months.latest if months else None)
    if span is None:
        return 0, []
    total, rows = page_observations(
        reports,
        params.select_indicators(reports),
        [place.code for place in params.select_places(reports)],
        *span,
        limit=params.per_page,
        offset=params.offset,
        viewer=viewer,
    )
    return total, [serialize_observation(row) for row in rows]


def _find_comments(params: CommentParams, reports: Reports, viewer: Viewer) -> RowsFound:
    places = [place.code for place in params.select_places(reports)]
    found = reports.list_comments(params.select_indicators(reports), places, viewer)
    return len(found), [serialize_comment(comment) for comment in found[params.rows]]


def _find_actions(params: ActionParams, reports: Reports, viewer: Viewer) -> RowsFound:
    every = ActionBook(reports, viewer).list_actions(teams=params.team or None)
    found = [each for each in every if not params.indicator or each.indicator in params.indicator]
    today = datetime.now(UTC).date()
    rows = build_board_rows(reports, found[params.rows], every, today, viewer)
    return len(found), [serialize_action(row) for row in rows]


def _find_feedback(params: TeamParams, reports: Reports, viewer: Viewer) -> RowsFound:
    every = FeedbackBook(reports, viewer).list_feedback()
    found = [each for each in every if not params.team or each.team in params.team]
    return len(found), [serialize_feedback(each) for each in found[params.rows]]


def _find_escalations(params: EscalationParams, reports: Reports, viewer: Viewer) -> RowsFound:
    found = [
        each
        for each in EscalationBook(reports, viewer).list_escalations(params.team or None)
        if (not params.indicator or each.indicator in params.indicator)
        and params.state in (None, each.state)
    ]
    return len(found), [serialize_escalation(reports, each) for each in found[params.rows]]


def _find_meetings(params: MeetingParams, reports: Reports, viewer: Viewer) -> RowsFound:
    found = MeetingBook(reports, viewer).list_all(params.team or None)
    return len(found), [serialize_meeting(each) for each in found[params.rows]]


def _find_surveys(params: ListParams, reports: Reports, viewer: Viewer) -> RowsFound:
    found = [
        (results.survey, row)
        for results in SurveyBook(reports, viewer).list_results()
        for row in (*results.rows, *results.totals)
    ]
    return len(found), [serialize_survey(survey, row) for survey, row in found[params.rows]]


def _find_verdicts(params: VerdictParams, reports: Reports, viewer: Viewer) -> RowsFound:
    """Find rows by their position, without listing all: there may be millions."""
    known = reports.find_months()
    span = params.choose_span(known.latest if known else None)
    if known is None or span is None:
        return 0, []
    months = [month for month in known.available if span[0] <= month <= span[1]]
    indicators, places = params.select_indicators(reports), params.select_places(reports)

    def find_key(position: int) -> tuple[str, str, Month]:
        rest, month = divmod(position, len(months))
        indicator, place = divmod(rest, len(places))
        return places[place].code, indicators[indicator], months[month]

    total = len(indicators) * len(places) * len(months)
    keys = [find_key(position) for position in range(total)[params.rows]]
    return total, [
        serialize_verdict(each)
        for each in calculate_verdict_rows(reports, keys, viewer, icons=True)
    ]


RESOURCES = (
    Resource(
        "indicators",
        "The indicators",
        IndicatorParams,
        IndicatorRow,
        IndicatorPage,
        _find_indicators,
    ),
    Resource("places", "The places of every kind", PlaceParams, PlaceRow, PlacePage, _find_places),
    Resource(
        "observations",
        "The rows of the indicator table, by indicator, month and place",
        ObservationParams,
        ObservationRow,
        ObservationPage,
        _find_observations,
    ),
    Resource(
        "verdicts",
        "The 12 months to each month that has data, judged; by indicator, place and month",
        VerdictParams,
        VerdictRow,
        VerdictPage,
        _find_verdicts,
    ),
    Resource(
        "comments",
        "The comments on figures, oldest first",
        CommentParams,
        CommentRow,
        CommentPage,
        _find_comments,
    ),
    Resource(
        "actions",
        "The teams' actions that are not removed, oldest first, each with its result",
        ActionParams,
        ActionRow,
        ActionPage,
        _find_actions,
    ),
    Resource(
        "feedback",
        "The feedback of parents that is not removed, oldest first",
        TeamParams,
        FeedbackApiRow,
        FeedbackPage,
        _find_feedback,
    ),
    Resource(
        "escalations",
        "What teams escalated to the heads of service, oldest first, each with its replies",
        EscalationParams,
        EscalatedRow,
        EscalationPage,
        _find_escalations,
    ),
    Resource(
        "meetings",
        "The meetings of the teams, newest first, each with its items and their outcomes",
        MeetingParams,
        MeetingRow,
        MeetingPage,
        _find_meetings,
    ),
    Resource(
        "records",
        "The kinds of record that teams keep besides the figures",
        ListParams,
        RecordKindRow,
        RecordKindPage,
        find_kinds,
    ),
    Resource(
        "records/<kind>",
        "What teams entered in one kind of record, by team, period and field",
        RecordParams,
        RecordValueRow,
        RecordValuePage,
        find_values,
    ),
    Resource(
        "surveys",
        "The results of the staff surveys, the newest first, by profession and question",
        ListParams,
        SurveyResultRow,
        SurveyPage,
        _find_surveys,
    ),
    Resource(
        "refusals",
        "The rows refused when the rest of a file was loaded, newest load first",
        RefusalParams,
        RefusalRow,
        RefusalPage,
        _find_refusals,
        Permission.VIEW_LOAD_HISTORY,
    ),
)
