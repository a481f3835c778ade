"""The reports over one indicator table, now or on a past day.

A page's own question has a module of its own, with a function that takes `Reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from indicators.access.permissions import PARTNER, Permission, Viewer, require
from indicators.domain.catalogue import Catalogue
from indicators.domain.chart_entries.figure_comment import FigureComment
from indicators.domain.core import AreaBasis, LocalityKind
from indicators.domain.events import Events
from indicators.domain.loads import DataState, Load
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period
from indicators.domain.places import Places
from indicators.domain.refusals import Refusal
from indicators.domain.settings.settings_key import FILES_ONLY, SettingsKey
from indicators.domain.settings.settings_source import SettingsSource
from indicators.figures.figure import ReleasedFigures
from indicators.figures.kept_reads import KeptReads, KeptVersion
from indicators.figures.month_choice import MonthChoice
from indicators.figures.series import MonthWindow
from indicators.records.record_definition import RecordDefinition
from indicators.reports.models import ServiceArrival
from indicators.reports.scope.viewer_scope import NotPublishedError, ViewerScope, require_published
from indicators.reports.series_reader import SeriesReader
from indicators.store.accounts.user_table import UserTable
from indicators.store.actions.notes_version import read_notes_version
from indicators.store.actions.workflow_version import read_workflow_version
from indicators.store.audit_log import AuditLog
from indicators.store.figure_comments import FigureComments
from indicators.store.observations import IndicatorTable
from indicators.store.page_reads.data_state import read_data_state
from indicators.store.pdf_jobs import PdfJobs
from indicators.store.releases.release_ledger import ReleaseLedger


class Reports(SeriesReader):
    """One table read with one catalogue and one list of places.

    `seen_on` is the past day on which the table is read, at its end, or None for now. What people
    recorded in the browser over the council's files is then as it was on that day; the files are
    always as they are now. What is listed is what the `viewer` is shown.
    """

    def __init__(
        self,
        table: IndicatorTable,
        catalogue: Catalogue,
        places: Places,
        events: Events | None = None,
        *,
        records: Mapping[str, RecordDefinition] | None = None,
        seen_on: date | None = None,
        area_basis: AreaBasis = AreaBasis.AS_IT_WAS,
        viewer: Viewer = PARTNER,
        settings: SettingsSource | None = None,
        settings_key: SettingsKey = FILES_ONLY,
        kept: KeptVersion | None = None,
    ) -> None:
        self.settings, self.settings_key = settings, settings_key
        self.scope = ViewerScope(viewer, catalogue, places)
        super().__init__(table, self.scope.catalogue, places, events, area_basis=area_basis)
        self.table, self.kept = table, kept
        self.records = records or {}
        self.seen_on = seen_on

    def as_at(self, day: date | None) -> Reports:
        """Return the reports as they were at the end of a day (UTC); None is now."""
        if day is None:
            return self
        end = datetime.combine(day, time(), UTC) + timedelta(days=1)
        same = self.settings_key
        key = self.settings.get_key(day, same.draft) if self.settings else same
        return self.with_settings(key).after(self.table.as_at(end).get_version(), day)

    def after(self, event: int, day: date | None = None) -> Reports:
        """Return the reports as they were right after an event of the history."""
        return self._replace(table=self.table.after(event), seen_on=day, kept=None)

    def with_kept(self, kept: KeptReads, version: int) -> Reports:
        """Return the reports of the newest data, which is at this version, with what is kept."""
        return self._replace(kept=KeptVersion(kept, version, self.settings_key))

    def read_latest(self) -> Reports:
        """Return the reports with the settings that count now: these, if nothing changed."""
        return self.with_settings(self.settings.get_key()) if self.settings else self

    def with_settings(self, key: SettingsKey) -> Reports:
        """Return the reports with a version of the settings."""
        if self.settings is None or key == self.settings_key:
            return self
        found = self.settings.find(key).configuration
        parts = {"catalogue": found.catalogue, "places": found.places, "events": found.events}
        return self._replace(**parts, settings_key=key, kept=None)

    def find_basis_month(self) -> Month | None:
        """Return the month whose areas all months use: that of a draft which begins later too."""
        found, draft = super().find_basis_month(), self.settings_key.draft
        return max(found, draft.month) if found and draft else found

    def with_area_basis(self, area_basis: AreaBasis) -> Reports:
        """Return the reports with earlier months added up from other areas."""
        return self if area_basis is self.area_basis else self._replace(area_basis=area_basis)

    def _replace(self, **changes: Any) -> Reports:
        same: dict[str, Any] = {
            "table": self.table,
            "catalogue": self.scope.whole,
            "places": self.places,
            "events": self.events,
            "records": self.records,
            "seen_on": self.seen_on,
            "area_basis": self.area_basis,
            "viewer": self.scope.viewer,
            "settings": self.settings,
            "settings_key": self.settings_key,
            "kept": self.kept,
        }
        return Reports(**(same | changes))

    def for_viewer(self, viewer: Viewer) -> Reports:
        """Return the reports that list only what the viewer is shown."""
        return self if viewer.sees_everything else self._replace(viewer=viewer)

    def limit_to(self, viewer: Viewer) -> Reports:
        """Return the reports for a viewer of figures. Raises PermissionDeniedError for others."""
        require(viewer, Permission.VIEW_FIGURES)
        limited = self.for_viewer(viewer)
        limited.scope.require_any()
        return limited

    def list_places(self, kind: LocalityKind, month: Month | None = None) -> list[Locality]:
        """Return the places of a kind that the viewer is shown."""
        return self.scope.choose_places(self.places.list_by_kind(kind, month))

    def list_kinds(
        self, month: Month | None, kinds: Iterable[LocalityKind]
    ) -> tuple[LocalityKind, ...]:
        """Return which of the kinds have a place that the viewer is shown."""
        return tuple(kind for kind in kinds if self.list_places(kind, month))

    def find_months(self, asked: Month | None = None) -> MonthChoice | None:
        """Return the months with data that the viewer is shown, and the one in view.

        Those who see only what was published are shown its months. Raises NotPublishedError for
        what was not published.
        """
        if not self.scope.sees_only_published:
            return super().find_months(asked)
        if self.seen_on or self.area_basis is not AreaBasis.AS_IT_WAS:
            raise NotPublishedError(
                "You see figures that were published for sharing: they are as they were published, "
                "by the areas of each month.",
                remedy="Leave out the past day, and choose areas as they were.",
            )
        published = self.list_published_months()
        require_published(published, asked)
        return MonthChoice(asked or published[-1], published)

    def list_published_months(self) -> tuple[Month, ...]:
        """Return the months that were published for sharing, earliest first."""
        from indicators.reports.sharing.published_release import PublishedFigures

        return PublishedFigures(self.release_ledger, self.scope.whole).list_months()

    @property
    def home_kind(self) -> LocalityKind:
        """What people choose from on the home page: teams, else areas, else only the city."""
        return next(
            k
            for k in (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.CITY)
            if self.places.list_by_kind(k)
        )

    @property
    def audit_log(self) -> AuditLog:
        """The audit log of the same database."""
        return AuditLog(self.table.engine)

    def list_user_names(self) -> Mapping[int, str]:
        """Return the names of the accounts by number."""
        users = UserTable(self.table.engine).list_users()
        return {user.id: user.details.name for user in users}

    @property
    def pdf_jobs(self) -> PdfJobs:
        """The PDFs that are written in the background."""
        return PdfJobs(self.table.engine)

    @property
    def release_ledger(self) -> ReleaseLedger:
        """Everything that was published for sharing."""
        return ReleaseLedger(self.table.engine)

    def find_released_figures(self) -> ReleasedFigures:
        """Return the published figures that people outside the agreements see.

        On a past day they are those published by then. Releases have areas as they were, so by
        today's areas there are none.
        """
        from indicators.reports.sharing.published_release import PublishedFigures

        if self.area_basis is not AreaBasis.AS_IT_WAS:
            return {}
        end = datetime.combine(self.seen_on, time()) + timedelta(days=1) if self.seen_on else None
        return PublishedFigures(self.release_ledger, self.scope.whole).read_newest(end)

    def get_version(self) -> int:
        """Return a number that changes whenever the table does, for cache keys."""
        return self.table.get_version()

    def read_state(self) -> DataState:
        """Return the versions of figures and of what was written about them, as they are now."""
        return read_data_state(self.table.engine)

    def get_released_version(self) -> int:
        """Return a number that changes when what the viewer sees is published, for cache keys."""
        return self.release_ledger.get_version() if self.scope.sees_some_published else 0

    def has_synthetic(self) -> bool:
        """Return whether any figure is synthetic."""
        return self.read_once("synthetic", self.table.history.has_synthetic)

    def has_real(self) -> bool:
        """Return whether any figure is real."""
        return self.read_once("real", self.table.history.has_real)

    def get_notes_version(self) -> int:
        """Return a number that changes whenever a comment or an action does, for cache keys."""
        return read_notes_version(self.table.engine)

    def get_workflow_version(self) -> int:
        """Return a number that changes with all else people enter, for cache keys and ETags."""
        return read_workflow_version(self.table.engine)

    def list_comments(
        self, indicators: Sequence[str], places: Sequence[str], viewer: Viewer
    ) -> list[FigureComment]:
        """Return the comments on figures that are not withdrawn, as at the day of the reports."""
        require(viewer, Permission.VIEW_FIGURES)
        end = datetime.combine(self.seen_on, time()) + timedelta(days=1) if self.seen_on else None
        found = FigureComments(self.table.engine).list_comments(indicators, places)
        # A comment may name a number, so it is for those who see the figure exactly.
        scope = self.for_viewer(viewer).scope
        return [c for c in found if c.is_shown(end) and scope.has_exact_row(c.indicator, c.place)]

    def list_history(self, limit: int, viewer: Viewer) -> list[Load]:
        """Return what was loaded and undone, newest first."""
        require(viewer, Permission.VIEW_LOAD_HISTORY)
        return self.table.history.list_events(limit)

    def page_refusals(
        self, load: int | None, *, limit: int, offset: int, viewer: Viewer
    ) -> tuple[int, list[tuple[int, Refusal]]]:
        """Return how many refused rows are kept, of one load or all, and a page with their load."""
        require(viewer, Permission.VIEW_LOAD_HISTORY)
        return self.table.history.page_refusals(load, limit=limit, offset=offset)

    def find_load(self, event: int, viewer: Viewer) -> Load:
        """Return one event of the history. Raises UserError if there is none with that number."""
        require(viewer, Permission.VIEW_LOAD_HISTORY)
        return self.table.history.find_event(event)

    def list_arrivals(self, month: Month) -> tuple[ServiceArrival, ...]:
        """Return for how many of the areas of a month each service has sent figures."""
        if self.scope.sees_only_published:
            return ()
        codes = [i.code for i in self.catalogue.dashboard]
        asked = codes, month.number, self.places.city.code, self.places.elsewhere
        key = ("arrivals", month, *codes)
        found = self.read_once(key, lambda: self.table.count_arrivals(*asked))
        counts = {service: (areas, bool(whole)) for service, areas, whole in found}
        areas = len(self.places.list_by_kind(LocalityKind.AREA, month))
        return tuple(
            ServiceArrival(s, arrived, areas, whole)
            for s in self.catalogue.dashboard_services
            for arrived, whole in [counts.get(s.code, (0, False))]
        )

    def list_loads_in_span(
        self, codes: Sequence[str], indicators: Sequence[str], span: Period
    ) -> list[Load]:
        """Return the loads with figures of these places or their areas in a span, newest first."""
        if self.scope.sees_only_published:
            return []
        held = self.get_membership(codes, span.start, span.ended).values()
        places = dict.fromkeys([*codes, *(a for each in held for h in each for a in h.areas)])
        months = MonthWindow(span.start, span.ended).numbers
        return self.table.history.list_loads_behind(months, indicators, list(places))
