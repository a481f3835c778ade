"""Makes profiles and records spellings of places, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from indicators.access.permissions import Permission, Viewer, require
from indicators.domain.errors import UserError
from indicators.domain.periods import Month, format_day
from indicators.domain.places import Places
from indicators.domain.settings.configuration import Configuration
from indicators.ports.profile_drafts import DraftResult, ListedProfile, ListedSpelling, ProfileDraft
from indicators.store.declarations import CountsDeclarations
from indicators.store.user_settings import StoredSpelling, UserSettings
from loaders.ingest.pipeline import Loader
from loaders.parsing.match_profile import list_claimants
from loaders.profile_builder.proposal import ProfileProposer
from loaders.profiles import repository
from loaders.profiles.profile_files import check_against, parse_profile, read_profiles
from loaders.profiles.profile_schema import Profile
from loaders.readers.grid import Grid

ReadCells = Callable[[str, datetime], Grid]


@dataclass(frozen=True, slots=True)
class ProfileBuilder:
    """Builds profiles; it implements `indicators.ports.profile_drafts.ProfileBuilderService`.

    `loader(today)` reads files by the profiles and places in use; `read_cells` returns the cells of
    a file that waits; `find_configuration` returns the catalogue and places that count now, and
    `folder` holds the council's profiles.
    """

    loader: Callable[[Month], Loader]
    read_cells: ReadCells
    recorded: UserSettings
    find_configuration: Callable[[], Configuration]
    folder: Path

    def propose(self, sha256: str, sheet: str, now: datetime, viewer: Viewer) -> DraftResult:
        require(viewer, Permission.EDIT_PROFILES)
        grid, proposer = self.read_cells(sha256, now), self._make_proposer(now)
        draft = proposer.propose(grid)
        drafted = proposer.preview_draft(grid, draft, sheet or draft.tables[0].sheet)
        return self._add_declaration(drafted, sha256)

    def preview_draft(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        require(viewer, Permission.EDIT_PROFILES)
        drafted = self._make_proposer(now).preview_draft(self.read_cells(sha256, now), draft, sheet)
        return self._add_declaration(drafted, sha256)

    def change_header(
        self, sha256: str, draft: ProfileDraft, sheet: str, now: datetime, viewer: Viewer
    ) -> DraftResult:
        require(viewer, Permission.EDIT_PROFILES)
        grid, proposer = self.read_cells(sha256, now), self._make_proposer(now)
        tables = (
            proposer.complete_table(grid, each) if each.sheet == sheet else each
            for each in draft.tables
        )
        drafted = proposer.preview_draft(grid, replace(draft, tables=tuple(tables)), sheet)
        return self._add_declaration(drafted, sha256)

    def _add_declaration(self, drafted: DraftResult, sha256: str) -> DraftResult:
        declarations = CountsDeclarations(self.recorded.engine)
        return replace(drafted, declaration=declarations.find(sha256))

    def save(
        self, sha256: str, draft: ProfileDraft, *, who: str, now: datetime, viewer: Viewer
    ) -> None:
        require(viewer, Permission.EDIT_PROFILES)
        grid, loader = self.read_cells(sha256, now), self.loader(Month.of(now.year, now.month))
        preview = self._make_proposer(now).preview(grid, draft)
        if preview.problems:
            raise UserError(" ".join(preview.problems))
        if not preview.figures and not preview.rows_refused:
            raise UserError(
                "This profile finds no figure in the file.",
                remedy="Check the header row and the columns.",
            )
        profile = parse_profile(preview.toml, draft.code)
        others = [each for each in loader.profiles if each.code != profile.code]
        if also := list_claimants(grid, others):
            raise UserError(
                f"The profile {also[0]} reads this file too, and a file can have only one profile.",
                remedy="Make the file name in one of the two more specific.",
            )
        self._save(profile, preview.toml, who, now)

    def list_profiles(self, viewer: Viewer) -> list[ListedProfile]:
        require(viewer, Permission.EDIT_PROFILES)
        return list(
            repository.list_profiles(
                self.folder, self.recorded, self.find_configuration().catalogue
            )
        )

    def read_text(self, code: str, viewer: Viewer) -> str:
        require(viewer, Permission.EDIT_PROFILES)
        for made in self.recorded.list_profiles():
            if made.code == code:
                return made.toml
        raise UserError(
            f"No profile “{code}” made in the browser is in use.",
            remedy="Choose one from the list of profiles.",
        )

    def save_text(self, code: str, toml: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        require(viewer, Permission.EDIT_PROFILES)
        profile = parse_profile(toml, code)
        if profile.code != code:
            raise UserError(
                f"Its code is “{profile.code}”, and this is the profile “{code}”.",
                remedy=f'Write code = "{code}".',
            )
        check_against(profile, self.find_configuration().catalogue)
        self._save(profile, toml, who, now)

    def remove(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        require(viewer, Permission.EDIT_PROFILES)
        self.recorded.remove_profile(code, who=who, now=now)

    def list_removed_profiles(self, viewer: Viewer) -> list[ListedProfile]:
        require(viewer, Permission.EDIT_PROFILES)
        return list(repository.list_removed_profiles(self.recorded))

    def use_again(self, code: str, *, who: str, now: datetime, viewer: Viewer) -> None:
        require(viewer, Permission.EDIT_PROFILES)
        found = next((p for p in self.recorded.list_removed_profiles() if p.code == code), None)
        if found is None:
            raise UserError(
                f"No profile “{code}” was removed.",
                remedy="Check the list of profiles: it may be in use already.",
            )
        self.save_text(code, found.toml, who=who, now=now, viewer=viewer)

    def list_spellings(self, viewer: Viewer) -> list[ListedSpelling]:
        require(viewer, Permission.EDIT_PROFILES)
        places = self.find_configuration().places
        return [_list_spelling(each, places) for each in self.recorded.list_spellings()]

    def record_spelling(
        self, text: str, place: str, *, who: str, now: datetime, viewer: Viewer
    ) -> str:
        require(viewer, Permission.EDIT_PROFILES)
        places = self.find_configuration().places
        self.recorded.record_spelling(text, place, places, who=who, now=now)
        return places[place].name

    def remove_spelling(
        self, number: int, *, who: str, now: datetime, viewer: Viewer
    ) -> ListedSpelling:
        require(viewer, Permission.EDIT_PROFILES)
        removed = self.recorded.remove_spelling(number, who=who, now=now)
        return _list_spelling(removed, self.find_configuration().places)

    def _save(self, profile: Profile, toml: str, who: str, now: datetime) -> None:
        if profile.code in {each.code for each in read_profiles(self.folder)}:
            raise UserError(
                f"There is a file {profile.code}.toml in data/profiles.",
                remedy="Give this profile another name.",
            )
        self.recorded.keep_profile(profile.code, toml, who=who, now=now)

    def _make_proposer(self, now: datetime) -> ProfileProposer:
        today = Month.of(now.year, now.month)
        loader = self.loader(today)
        patterns = tuple(pattern for each in loader.profiles for pattern in each.files)
        return ProfileProposer(loader.catalogue, loader.places, today, patterns)


def _list_spelling(each: StoredSpelling, places: Places) -> ListedSpelling:
    place = places.localities.get(each.place)
    name = place.name if place else each.place
    return ListedSpelling(each.id, each.spelling, name, each.who, format_day(each.made_at))
