"""Rehearses a new arrangement of places: load it, look at pages with it, accept or discard it."""

from __future__ import annotations

from datetime import datetime

from indicators.access.permissions import Permission, Viewer, require
from indicators.configuration.file_tables import build_table, make_storable
from indicators.configuration.retention_reader import FILE, parse_retention
from indicators.configuration.toml_files import parse_model
from indicators.domain.boundary_changes import BoundaryChange, apply_to_places
from indicators.domain.errors import UserError
from indicators.domain.operations.retention import RetentionRule
from indicators.domain.places import Places
from indicators.domain.settings.boundary_draft import BoundaryDraft
from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.base import Reports
from indicators.reports.settings.planned_change import ChangeNote
from indicators.reports.settings.settings_book import SettingsBook
from indicators.store.settings.draft_store import DraftStore

LONGEST_ARRANGEMENT = 500_000
"""Characters of an arrangement, at most."""


class DraftBook:
    """The draft of one viewer. Raises PermissionDeniedError for those who may not change places."""

    def __init__(self, reports: Reports, viewer: Viewer) -> None:
        """Open it over `reports` that have the places as they are for everyone."""
        require(viewer, Permission.CHANGE_SETTINGS)
        self._reports, self._viewer = reports, viewer
        self._drafts = DraftStore(reports.table.engine)

    def load(self, name: str, text: str, now: datetime) -> str:
        """Keep an arrangement as a draft, and return its secret. Raises UserError for its faults.

        Nobody else sees it, and nothing is changed.
        """
        if not text.strip():
            raise UserError("There is no arrangement.", remedy="Choose its file, or paste it.")
        if len(text) > LONGEST_ARRANGEMENT:
            raise UserError("The file is too long for an arrangement.", remedy="Check the file.")
        arrangement = parse_model(text, BoundaryChange, name)
        apply_to_places(self._reports.places, arrangement, name)
        content = make_storable(build_table(arrangement))
        return self._drafts.add(name, content, self._viewer.user, now=now)

    def find(self, secret: str) -> BoundaryDraft | None:
        """Return the draft of a browser, or None."""
        return self._drafts.find(secret, self._viewer.user) if secret else None

    def read_rule(self) -> RetentionRule:
        """Return how long a draft is kept. Raises UserError for a faulty file."""
        settings = self._reports.settings
        return parse_retention(settings.read_file(FILE) if settings else "").drafts

    def apply(self, draft: BoundaryDraft) -> Places:
        """Return the places with a draft. Raises ConfigurationError if it does not fit any more."""
        arrangement = BoundaryChange.model_validate(draft.content)
        return apply_to_places(self._reports.places, arrangement, draft.name)

    def accept(self, draft: BoundaryDraft, note: ChangeNote, now: datetime) -> None:
        """Use the arrangement from its month on, for everyone. Raises UserError for its faults."""
        book = SettingsBook(self._reports, self._viewer)
        book.record(book.plan_addition(SettingKind.BOUNDARIES, draft.content), note, now)
        self._drafts.end(draft.key.number, "accepted", now=now)

    def discard(self, draft: BoundaryDraft, now: datetime) -> None:
        """Forget the draft. Nothing was changed by it."""
        self._drafts.end(draft.key.number, "discarded", now=now)
