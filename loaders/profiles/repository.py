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
    """The profiles of the files in `folder`, then those made in the browser. A file stands before
    one made under its code; one that can no longer be read is left out, and listed with why.

    Raises ConfigurationError holding every fault of the files.
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
    """Every profile as the list of them shows it, those made in the browser first."""
    files = read_profiles(folder)
    codes = {profile.code for profile in files}
    for made in recorded.list_profiles():
        yield _listed(made, made.code in codes, catalogue)
    for profile in files:
        yield ListedProfile(
            profile.code, profile.about, profile.service, ", ".join(profile.files), made=False
        )


def list_removed_profiles(recorded: UserSettings) -> Iterator[ListedProfile]:
    """The profiles that are used no more, with who removed them and when."""
    for made in recorded.list_removed_profiles():
        read = _read(made)
        about, service, files = _said(read)
        when = format_day(made.ended_at or made.made_at)
        fault = str(read) if isinstance(read, UserError) else ""
        yield ListedProfile(made.code, about, service, files, True, made.ended_by, when, fault)


def _said(read: Profile | UserError) -> tuple[str, str, str]:
    """What a profile is called, by whom its files are sent, and their names."""
    if isinstance(read, UserError):
        return "", "", ""
    return read.about, read.service, ", ".join(read.files)


def _listed(made: StoredProfile, has_file: bool, catalogue: Catalogue) -> ListedProfile:
    read = _read(made)
    fault = str(read) if isinstance(read, UserError) else ""
    if isinstance(read, Profile):
        try:
            check_against(read, catalogue)
        except UserError as error:
            fault = str(error)
    if has_file:
        fault = f"The file {made.code}.toml in data/profiles stands before it. Remove this one."
    about, service, files = _said(read)
    when = format_day(made.made_at)
    return ListedProfile(made.code, about, service, files, True, made.who, when, fault)
