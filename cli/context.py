"""The parts of one running dashboard: catalogue, places, database, reports, loader and services."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cli.settings import SHIPPED_DATA, Settings, find_client_secret, find_secret_key
from indicators.access.roles import AccessContext
from indicators.configuration.catalogue_reader import list_catalogue_files
from indicators.configuration.configuration_reader import read_configuration
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.configuration.records_reader import FOLDER as RECORDS_FOLDER
from indicators.configuration.records_reader import read_records
from indicators.configuration.sign_in_reader import read_sign_in_settings
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.boundary_changes import FOLDER
from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.settings.configuration import Configuration
from indicators.records.record_definition import RecordDefinition
from indicators.reports.base import Reports
from indicators.reports.council_setup.council_folder import find_council_folder
from indicators.reports.council_setup.setup_book import SetUpBook
from indicators.reports.settings.council_settings import CouncilSettings
from indicators.store.audit_trail.file_versions import note_files
from indicators.store.definition_alignment import align_definitions
from indicators.store.observations import IndicatorTable
from indicators.store.operations.instances import require_file
from indicators.store.settings.setting_store import SettingStore
from indicators.store.signing_keys import FORMS, get_secret
from indicators.store.user_settings import UserSettings

if TYPE_CHECKING:  # a server that only shows figures never starts the loaders
    from indicators.accounts.accounts import Accounts
    from indicators.accounts.open_id.provider_client import ProviderClient
    from indicators.domain.people.sign_in_settings import OpenIdProvider
    from indicators.domain.settings.settings_key import SettingsKey
    from indicators.domain.sharing.agreements import Agreements
    from indicators.ports.profile_drafts import ProfileBuilderService
    from loaders.action_sheets.action_sheet_file import ActionSheetFiles
    from loaders.ingest.pipeline import Loader
    from loaders.ingest.uploads import Uploads
    from loaders.record_sheets.record_sheet_file import RecordSheetFiles
    from loaders.surveys.survey_file import SurveyFiles

_KEPT_CONTEXTS = 16
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Context:
    """One dashboard over one database. Its catalogue, places and events are those of the start."""

    settings: Settings
    council: CouncilSettings
    started: Configuration
    records: Mapping[str, RecordDefinition]
    table: IndicatorTable
    has_own_files: bool = False

    @classmethod
    def open(cls, settings: Settings, *, align: bool = True) -> Context:
        """Read the council's files and open the database. Raises UserError for every fault.

        Without `align`, stored figures keep the definitions they have: a running server may still
        have the catalogue as it was.
        """
        settings.check_folder()
        own, settings = settings.has_own_files, use_finished_council(settings)
        read = read_configuration(settings.data)
        records = read_records(settings.data, read.catalogue)
        files = replace(read, records=frozenset(records))
        table = IndicatorTable.open(settings.database_url, settings.instance)
        council = CouncilSettings(files, SettingStore(table.engine), settings.data)
        started = council.find(council.get_key()).configuration
        context = cls(settings, council, started, records, table, own)
        changes = (
            align_definitions(table.engine, context.catalogue, context.places.not_areas)
            if align
            else {}
        )
        for (code, old, new), figures in changes.items():
            text = "The catalogue changed. Figures of %s that are of “%s” now, not of “%s”: %d."
            _LOG.warning(text, code, new, old, figures)
        return context

    @property
    def catalogue(self) -> Catalogue:
        return self.started.catalogue

    @property
    def places(self) -> Places:
        return self.started.places

    @property
    def reports(self) -> Reports:
        """The reports with the settings that count now."""
        key = self.council.get_key()
        found = self.council.find(key).configuration
        return Reports(
            self.table,
            found.catalogue,
            found.places,
            found.events,
            records=self.records,
            settings=self.council,
            settings_key=key,
        )

    @property
    def loader(self) -> Loader:
        """A loader that knows the settings, profiles and spellings recorded so far."""
        from loaders.ingest.pipeline import Loader
        from loaders.profiles.repository import read_profiles_in_use

        profiles = read_profiles_in_use(self.profiles, self.user_settings)
        found = self.council.find(self.council.get_key()).configuration
        places = self.user_settings.add_to(found.places)
        return Loader(self.table, found.catalogue, places, profiles, self.settings.today)

    @property
    def profiles(self) -> Path:
        return self.settings.data / "profiles"

    @cached_property
    def setup_book(self) -> SetUpBook | None:
        """The set-up in the browser; None where DATA_FOLDER names the council's files."""
        if self.has_own_files:
            return None
        from loaders.place_tables.place_table_file import PlaceTableFiles

        return SetUpBook(self.table, ShippedFiles(SHIPPED_DATA), PlaceTableFiles())

    @property
    def user_settings(self) -> UserSettings:
        return UserSettings(self.table.engine)

    @property
    def secret(self) -> str:
        """The key that signs forms. Every process over this database has the same one."""
        return find_secret_key() or get_secret(self.table.engine, FORMS)

    @cached_property
    def accounts(self) -> Accounts:
        """Users and how they sign in. Raises UserError for a fault in sign-in.toml."""
        from indicators.accounts.accounts import Accounts
        from layouts.site.viewing.current_settings import find_settings_key
        from layouts.site.viewing.request_state import note_state

        settings = read_sign_in_settings(self.settings.data)
        clients = _connect_providers(settings.provider) if settings.provider else []
        self.council.watch_agreements(self._note_agreements)

        @lru_cache(_KEPT_CONTEXTS)
        def build_context(key: SettingsKey, agreements: Agreements) -> AccessContext:
            found = self.council.find(key).configuration
            return AccessContext(found.places, tuple(found.catalogue.services.values()), agreements)

        def find_context() -> AccessContext:
            key = find_settings_key(self.council)
            return build_context(key, self.council.find(key).configuration.agreements)

        return Accounts(
            self.table.engine, self.secret, find_context, clients, settings.contact, note_state
        )

    def note_files(self) -> None:
        """Record in the audit log if the catalogue, places or agreements were changed."""
        folder, engine = self.settings.data, self.table.engine
        indicators = [*list_catalogue_files(folder), folder / "programme.toml"]
        indicators += (folder / RECORDS_FOLDER).glob("*.toml")
        note_files(engine, AuditKind.TARGET_CHANGED, "catalogue", indicators)
        places = [folder / "places.toml", *(folder / FOLDER).glob("*.toml")]
        note_files(engine, AuditKind.PLACE_CHANGED, "places", places)
        self._note_agreements()

    def _note_agreements(self) -> None:
        files = self.settings.data.glob("agreements.toml")
        note_files(self.table.engine, AuditKind.AGREEMENT_CHANGED, "agreements", files)

    @cached_property
    def upload_service(self) -> Uploads:
        from loaders.ingest.uploads import Uploads

        return Uploads(self._get_loader)

    @property
    def sheet_reader(self) -> ActionSheetFiles:
        from loaders.action_sheets.action_sheet_file import ActionSheetFiles

        return ActionSheetFiles()

    @property
    def record_reader(self) -> RecordSheetFiles:
        from loaders.record_sheets.record_sheet_file import RecordSheetFiles

        return RecordSheetFiles()

    @property
    def survey_reader(self) -> SurveyFiles:
        from loaders.surveys.survey_file import SurveyFiles

        return SurveyFiles()

    @property
    def profile_builder(self) -> ProfileBuilderService:
        from loaders.profile_builder.builder_service import ProfileBuilder

        return ProfileBuilder(
            self._get_loader,
            self.upload_service.read_cells,
            self.user_settings,
            lambda: self.council.find(self.council.get_key()).configuration,
            self.profiles,
        )

    def _get_loader(self, today: Month) -> Loader:
        """Return the loader as of a month, the same one until something recorded changes."""
        return self._loaders((self.user_settings.version(), self.council.get_key()), today)

    @cached_property
    def _loaders(self) -> Callable[[object, Month], Loader]:
        return lru_cache(1)(lambda _, today: replace(self.loader, today=today))


def _connect_providers(providers: Iterable[OpenIdProvider]) -> list[ProviderClient]:
    from indicators.accounts.open_id.provider_client import ProviderClient

    return [ProviderClient(each, find_client_secret(each)) for each in providers]


def use_finished_council(settings: Settings) -> Settings:
    """Return the settings with the files of the council that was set up in the browser, if any.

    Files that DATA_FOLDER names take precedence over it, and it takes precedence over the shipped
    ones. Raises UnexpectedDatabaseError if the expected database is not there.
    """
    if settings.has_own_files:
        return settings
    require_file(settings.database_url, settings.instance, begins=True)
    return replace(settings, data=find_council_folder(settings.database_url, settings.data))


def open_context(
    settings: Settings | None = None, *, align: bool = True, begins: bool = False
) -> Context:
    """Open the dashboard that the settings name: by default those of the environment.

    Raises UnexpectedDatabaseError if there is no database, unless the command `begins` a new one.
    """
    settings = settings or Settings.from_environment()
    require_file(settings.database_url, settings.instance, begins=begins)
    return Context.open(settings, align=align)
