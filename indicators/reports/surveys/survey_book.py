"""The staff surveys that a viewer may see, add and remove."""

from __future__ import annotations

from datetime import datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.reports.base import Reports
from indicators.reports.surveys.survey_results import SurveyResults, build_results
from indicators.store.surveys.survey_store import SurveyStore
from indicators.surveys.survey import NewSurvey, Survey, UnknownSurveyError


class SurveyBook:
    """Every survey that one viewer may see. Raises PermissionDeniedError without that right.

    Surveys are about the staff of all partners, so they are for those who see exact figures of
    any; others see no survey. Only those who load files add and remove them.
    """

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        require(viewer, Permission.VIEW_FIGURES)
        self._viewer = viewer
        self._store = SurveyStore(reports.table.engine)

    @property
    def can_load(self) -> bool:
        return Permission.LOAD_DATA in self._viewer.permissions

    @property
    def is_seen(self) -> bool:
        return bool(self._viewer.scopes and self._viewer.exact)

    def list_surveys(self) -> list[Survey]:
        """Return the surveys, the newest first; those that were removed only for who loads them."""
        return self._store.list_surveys(removed=self.can_load) if self.is_seen else []

    def find_results(self, number: int) -> SurveyResults:
        """Return the results of a survey. Raises UnknownSurveyError, also for a removed one."""
        if not self.is_seen:
            raise UnknownSurveyError(number)
        survey = self._store.find(number)
        if survey.is_removed:
            raise UnknownSurveyError(number)
        return build_results(survey, self._store.list_scores([number])[number])

    def list_results(self) -> list[SurveyResults]:
        """Return the results of every survey that is shown, the newest first."""
        shown = [each for each in self.list_surveys() if not each.is_removed]
        scores = self._store.list_scores([each.id for each in shown])
        return [build_results(each, scores[each.id]) for each in shown]

    def add(self, new: NewSurvey, *, now: datetime) -> int:
        """Keep a survey and return its number. Raises UserError if something is missing."""
        require(self._viewer, Permission.LOAD_DATA)
        return self._store.add(new, who=self._viewer.name, now=now)

    def set_removed(self, number: int, removed: bool, *, now: datetime) -> None:
        """Remove a survey from every page, or take it back."""
        require(self._viewer, Permission.UNDO_LOAD)
        self._store.set_removed(number, removed, who=self._viewer.name, now=now)
