"""The profiles in use: those in the council's files, and those made in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import UserError
from indicators.domain.periods import format_day
from indicators.ports.profile_drafts import ListedProfile
from indicators.store.user_settings import StoredProfile, UserSettings
from loaders.profiles.profile_files import check_against, parse_profile, read_profiles
from loaders.profiles.profile_schema import Profile


def read_profiles_in_use(folder: Path, recorded: UserSettings) -> list[Profile]:
    """Return the profiles of the files in `folder`, then those made in the browser.

    A file takes precedence over a profile with its code. One that can no longer be read is left
    out; the list of profiles says why. Raises ConfigurationError with every fault of the files.
    """
    profiles = read_profiles(folder)
    codes = {profile.code for profile in profiles}
    made = (_read(each) for each in recorded.list_profiles() if each.code not in codes)
    return [*profiles, *(each for each in made if isinstance(each, Profile))]


def _read(made: StoredProfile) -> Profile | UserError:
    try:
        return parse_profile(made.toml, made.code)
    except UserError as error:
        return error


def list_profiles(
    folder: Path, recorded: UserSettings, catalogue: Catalogue
) -> Iterator[ListedProfile]:
    """Yield every profile as the list shows it, those made in the browser first."""
    files = read_profiles(folder)
    codes = {profile.code for profile in files}
    for made in recorded.list_profiles():
        yield _list_made(made, made.code in codes, catalogue)
    for profile in files:
        yield ListedProfile(
            profile.code, profile.about, profile.service, ", ".join(profile.files), made=False
        )


def list_removed_profiles(recorded: UserSettings) -> Iterator[ListedProfile]:
    """Yield the profiles that were removed, with who removed them and when."""
    for made in recorded.list_removed_profiles():
        read = _read(made)
        about, service, files = _describe(read)
        when = format_day(made.ended_at or made.made_at)
        fault = str(read) if isinstance(read, UserError) else ""
        yield ListedProfile(made.code, about, service, files, True, made.ended_by, when, fault)


def _describe(read: Profile | UserError) -> tuple[str, str, str]:
    """Return what a profile is about, its service and the names of its files."""
    if isinstance(read, UserError):
        return "", "", ""
    return read.about, read.service, ", ".join(read.files)


def _list_made(made: StoredProfile, has_file: bool, catalogue: Catalogue) -> ListedProfile:
    read = _read(made)
    fault = str(read) if isinstance(read, UserError) else ""
    if isinstance(read, Profile):
        try:
            check_against(read, catalogue)
        except UserError as error:
            fault = str(error)
    if has_file:
        fault = f"The file {made.code}.toml in data/profiles takes precedence. Remove this one."
    about, service, files = _describe(read)
    when = format_day(made.made_at)
    return ListedProfile(made.code, about, service, files, True, made.who, when, fault)
