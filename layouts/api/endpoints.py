"""The lists of the read API: the parameters, the rows and the report behind each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from indicators.access.permissions import Permission, Viewer
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.actions.action_evidence import build_board_rows
from indicators.reports.base import Reports
from indicators.reports.escalations.escalation_book import EscalationBook
from indicators.reports.feedback.feedback_book import FeedbackBook
from indicators.reports.meetings.meeting_book import MeetingBook
from indicators.reports.surveys.survey_book import SurveyBook
from layouts.api.base_rows import ApiRow
from layouts.api.figure_rows import (
    RowsFound,
    find_indicators,
    find_observations,
    find_places,
    find_refusals,
    find_verdicts,
)
from layouts.api.indicator_rows import IndicatorRow
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
from layouts.api.serializers import serialize_comment
from layouts.api.survey_resource import SurveyPage, SurveyResultRow, serialize_survey
from layouts.api.workflow.action_resource import ActionRow
from layouts.api.workflow.action_serializer import serialize_action
from layouts.api.workflow.digest_resource import (
    DigestPage,
    DigestParams,
    DigestRow,
    serialize_digest,
)
from layouts.api.workflow.escalation_list_api import (
    EscalatedRow,
    EscalationPage,
    EscalationParams,
    serialize_escalation,
)
from layouts.api.workflow.feedback_resource import (
    FeedbackApiRow,
    FeedbackPage,
    serialize_feedback,
)
from layouts.api.workflow.meeting_list_api import (
    MeetingPage,
    MeetingParams,
    MeetingRow,
    serialize_meeting,
)


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


def _find_digests(params: DigestParams, reports: Reports, viewer: Viewer) -> RowsFound:
    from indicators.reports.digests.team_digest import list_digests  # used only here

    found = list_digests(reports, params.team, viewer, datetime.now(UTC).date())
    rows = [serialize_digest(*each, is_latest=at == 0) for at, each in enumerate(found)]
    return len(rows), rows[params.rows]


def _find_surveys(params: ListParams, reports: Reports, viewer: Viewer) -> RowsFound:
    found = [
        (results.survey, row)
        for results in SurveyBook(reports, viewer).list_results()
        for row in (*results.rows, *results.totals)
    ]
    return len(found), [serialize_survey(survey, row) for survey, row in found[params.rows]]


RESOURCES = (
    Resource(
        "indicators",
        "The indicators",
        IndicatorParams,
        IndicatorRow,
        IndicatorPage,
        find_indicators,
    ),
    Resource("places", "The places of every kind", PlaceParams, PlaceRow, PlacePage, find_places),
    Resource(
        "observations",
        "The rows of the indicator table, by indicator, month and place",
        ObservationParams,
        ObservationRow,
        ObservationPage,
        find_observations,
    ),
    Resource(
        "verdicts",
        "The 12 months to each month that has data, judged; by indicator, place and month",
        VerdictParams,
        VerdictRow,
        VerdictPage,
        find_verdicts,
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
        "digests",
        "The digests of a team: the last six complete months, newest first",
        DigestParams,
        DigestRow,
        DigestPage,
        _find_digests,
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
        find_refusals,
        Permission.VIEW_LOAD_HISTORY,
    ),
)
