"""The site: all pages by address, each rendered once for each version of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from indicators.access.audience import Need, SignInNeededError, check_need, has_need
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.accounts.access_directory import AccessDirectory
from indicators.domain.catalogue import Programme
from indicators.domain.core import AreaBasis
from indicators.domain.errors import FarMonthError, UserError
from indicators.domain.settings.settings_key import FILES_ONLY, SettingsKey
from indicators.domain.sharing.agreements import Agreements
from indicators.figures.kept_reads import KeptReads
from indicators.ports.action_sheet_reader import ActionSheetReader
from indicators.ports.profile_drafts import ProfileBuilderService
from indicators.ports.record_sheet_reader import RecordSheetReader
from indicators.ports.survey_reader import SurveyReader
from indicators.ports.upload_service import UploadService
from indicators.reports.auditing.audit_recorder import AuditRecorder
from indicators.reports.auditing.small_numbers import watch_figures
from indicators.reports.base import Reports
from indicators.reports.council_setup.setup_book import SetUpBook, SetUpState
from indicators.reports.operations.installation_state import InstallationState, is_away, read_state
from layouts.site.audited_address import describe_address
from layouts.site.message_pages import MessagePages
from layouts.site.page_frame import PageFrame
from layouts.site.page_registry import BuildTable, PageRegistry, RegisteredPage, ShowPage
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.page_warmer import PageWarmer
from layouts.site.request_params import RequestParams, WrongParamError, parse_params
from layouts.site.view_cache import ViewCache
from layouts.site.viewing.current_settings import find_settings_key
from layouts.site.viewing.gone_draft import find_gone_notice
from layouts.site.viewing.request_state import find_state

NOT_SET_UP = {"name": "Locality dashboard", "council": "not set up yet"}
"""What pages show in place of the name of the example's programme and council."""
_CACHE_BYTES = 3 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ViewKey:
    """Everything that can change what a view shows: the key under which it is cached.

    A `day` makes what is due overdue. `notice` is shown above the page. `written` is the version of
    what people wrote, for a page that shows it. `released` is that of what was published, for those
    who see published figures, and `settings` the version of what people set in the browser.
    """

    version: int
    day: date
    path: str
    params: RequestParams
    query: tuple[tuple[str, str], ...]
    viewer: Viewer
    notice: str = ""
    written: int = 0
    released: int = 0
    settings: SettingsKey = FILES_ONLY


def _renew_key(key: ViewKey, version: int) -> ViewKey | None:
    """Return the key of the same view at another version; a past day or a draft has none."""
    return None if key.params.as_at or key.settings.draft else replace(key, version=version)


def _get_written_version(reports: Reports, notes: int, page: RegisteredPage) -> int:
    """Return a number that changes with whatever a page shows of what people wrote."""
    if page.has_entries:
        return notes + reports.get_workflow_version()
    return notes if page.has_notes else 0


class Site:
    """Every page over one set of reports. Each page registers itself with `add`."""

    def __init__(
        self,
        reports: Reports,
        upload_service: UploadService | None = None,
        profile_builder: ProfileBuilderService | None = None,
        sheet_reader: ActionSheetReader | None = None,
        survey_reader: SurveyReader | None = None,
        record_reader: RecordSheetReader | None = None,
        setup_book: SetUpBook | None = None,
        cache_bytes: int = _CACHE_BYTES,
    ) -> None:
        """Build a site over reports.

        Without an `upload_service` it only shows figures. Without a `profile_builder` it has no
        pages on which profiles are made, without a `sheet_reader` no imports of action sheets,
        without a `survey_reader` nobody adds a survey, without a `record_reader` nobody uploads a
        record, and without a `setup_book` nobody sets up a council. Each process keeps rendered
        pages in `cache_bytes`, a third of them for pages as they are sent.
        """
        self._reports = reports
        self.upload_service = upload_service
        self.profile_builder = profile_builder
        self.sheet_reader = sheet_reader
        self.survey_reader = survey_reader
        self.record_reader = record_reader
        self.setup_book = setup_book
        self.registry = PageRegistry()
        self.frame = PageFrame(
            self.find_reports, self._is_open, self.is_set_up_due, self.find_programme
        )
        self.messages = MessagePages(self.frame.render_page, has_uploads=upload_service is not None)
        self.audit = AuditRecorder(reports.audit_log)
        self.directory: AccessDirectory | None = None
        self.compressed_bytes = cache_bytes // 3
        self._views = ViewCache(self._show, cache_bytes - self.compressed_bytes)
        self._kept = KeptReads()
        self._warmer = PageWarmer(self._views, _renew_key)

    @property
    def reports(self) -> Reports:
        """The reports with the settings that count for this request."""
        kept = self._reports.settings
        return self._reports.with_settings(find_settings_key(kept)) if kept else self._reports

    def close_connections(self) -> None:
        """Close the connections to the database; the next request opens others."""
        self._reports.table.engine.dispose()

    def read_state(self) -> InstallationState:
        """Return what is said of the installation now. Works while the database is away."""
        return read_state(self._reports.table.engine, datetime.now(UTC))

    def is_away(self, failure: BaseException | None) -> bool:
        """Return whether a request failed because the database cannot be reached now."""
        return is_away(self._reports.table.engine, failure)

    @property
    def has_settings(self) -> bool:
        """Whether settings are kept, so that people can change them."""
        return self._reports.settings is not None

    def find_reports_for_all(self) -> Reports:
        """Return the reports with the settings that count for everyone, without a draft."""
        return self._reports.read_latest()

    def find_reports(self) -> Reports:
        """Return the reports with the settings that count for this request."""
        return self.reports

    def _is_open(self, path: str, viewer: Viewer) -> bool:
        found = self.registry.find(path)
        return found is not None and has_need(viewer, found[0].needs)

    def find_programme(self) -> Programme:
        """Return what pages call the programme: no council's name before one is set up."""
        programme = self._reports.catalogue.programme
        return programme.model_copy(update=NOT_SET_UP) if self._is_set_up_open() else programme

    def is_set_up_due(self, viewer: Viewer) -> bool:
        """Return whether the viewer can set up the council, and nobody has yet."""
        return Permission.SET_UP_COUNCIL in viewer.permissions and self._is_set_up_open()

    def _is_set_up_open(self) -> bool:
        return self.setup_book is not None and self.setup_book.find_state() is SetUpState.OPEN

    def find_agreements(self) -> Agreements:
        """Return the sharing agreements as they are now; none where nobody signs in."""
        return self.directory.find_agreements() if self.directory else Agreements()

    def add(
        self,
        rule: str,
        show: ShowPage,
        *,
        needs: Need,
        asks: tuple[str, ...] = (),
        cached: bool = True,
        has_notes: bool = False,
        has_entries: bool = False,
        tables: Mapping[str, BuildTable] | None = None,
    ) -> None:
        """Show what `show(request, **parts of the path)` returns at addresses like `rule`.

        The page and its `tables`, which can be downloaded, are for those who have what it `needs`.
        A page that `has_notes` shows comments or actions, and one that `has_entries` also what
        teams enter: meetings, escalations, records and feedback.
        """
        page = RegisteredPage(rule, show, asks, cached, tables or {}, needs, has_notes, has_entries)
        self.registry.add(page)

    def serve_view(self, path: str, query: Mapping[str, str], viewer: Viewer) -> PageView:
        """Return the page at an address for someone who looks at it, which is recorded."""
        notice = find_gone_notice(self._reports.settings)
        view = self.get_view(path, query, viewer, notice)
        if view.has_small_numbers:
            found = self.registry.find(path)
            page = describe_address(path, query, found[0].list_asked(query) if found else ())
            self.audit.record_view(f"{page}, data version {view.version}", view.version)
        return view

    def get_view(
        self,
        path: str,
        query: Mapping[str, str],
        viewer: Viewer,
        notice: str = "",
        settings: SettingsKey | None = None,
    ) -> PageView:
        """Return the page at an address, from the cache if the data has not changed.

        A past day in the future is left out, which the `notice` above the page says. `settings` are
        those of the request that asked for it, where the page is written after its answer.
        """
        try:
            params, wrong = parse_params(query), None
        except WrongParamError as error:
            params, wrong = error.others, error
        if wrong and wrong.is_future:
            rest = {name: value for name, value in query.items() if name != wrong.parameter}
            notice = f"{notice} {wrong.what} These are the current figures.".strip()
            return self.get_view(path, rest, viewer, notice, settings)
        if wrong and wrong.parameter == "as_at":
            now = PageRequest(path, None, viewer, self.reports)
            return self.messages.show_wrong_day(now, wrong)
        key = replace(self._build_key(path, query, viewer, params), notice=notice)
        if settings is not None:
            key = replace(key, settings=settings)
        found = self.registry.find(path)
        if wrong and found:
            return self.messages.show_wrong_month(self._build_request(key), wrong)
        return self._views.get(key) if found and found[0].cached else self._show(key)

    def parse_request(self, path: str, query: Mapping[str, str], viewer: Viewer) -> PageRequest:
        """Return the request for an address whose answer is not a page, such as a file.

        Raises UserError for a wrong month or day.
        """
        return self._build_request(self._build_key(path, query, viewer, parse_params(query)))

    def clear_cache(self) -> None:
        """Read and render everything again from now on."""
        self._kept.clear()
        self._views.clear()

    def _build_key(
        self, path: str, query: Mapping[str, str], viewer: Viewer, params: RequestParams
    ) -> ViewKey:
        found = self.registry.find(path)
        asked = found[0].list_asked(query) if found else ()
        own = tuple((name, query[name]) for name in asked if query.get(name))
        now = self.reports
        state = find_state(now)
        version = state.version
        if params.as_at is None:
            self._warmer.note_version(version)
        else:
            version = now.as_at(params.as_at).get_version()
        written = _get_written_version(now, state.notes, found[0]) if found else 0
        day = datetime.now(UTC).date()
        released = now.for_viewer(viewer).get_released_version()
        key = now.settings_key
        return ViewKey(version, day, path, params, own, viewer, "", written, released, key)

    def _build_request(self, key: ViewKey) -> PageRequest:
        day, reports = key.params.as_at, self._reports.with_settings(key.settings)
        if day:
            reports = reports.as_at(day).after(key.version, day)
        else:
            reports = reports.with_kept(self._kept, key.version)
        areas = AreaBasis.TODAY if key.settings.draft else key.params.areas
        reports = reports.with_area_basis(areas).for_viewer(key.viewer)
        month, query = key.params.month, dict(key.query)
        return PageRequest(key.path, month, key.viewer, reports, query, key.notice, key.day)

    def _show(self, key: ViewKey) -> PageView:
        with watch_figures() as read:
            view = self._build_view(key)
        has_small = read.has_small_numbers and view.status == 200
        return replace(view, has_small_numbers=has_small, version=key.version)

    def _build_view(self, key: ViewKey) -> PageView:
        request, found = self._build_request(key), self.registry.find(key.path)
        if found is None:
            return self.messages.show_no_such_page(request)
        page, parts = found
        try:
            check_need(key.viewer, page.needs)
            return page.show(request, **parts)
        except SignInNeededError as error:
            return self.messages.show_sign_in(request, error)
        except AccessError as error:
            plain = PageRequest(key.path, None, key.viewer, self.reports.for_viewer(key.viewer))
            return self.messages.show_not_permitted(plain, error)
        except FarMonthError as error:
            return self.messages.show_far_month(replace(request, month=None), error)
        except UserError as error:
            return self.messages.show_error(request, error)
