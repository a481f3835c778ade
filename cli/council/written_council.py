"""Writes the checked files of a new council, and says what is missing in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.new_council.check_files import check_folder, put_files
from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.missing_parts import list_missing
from indicators.domain.errors import UserError


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, all or none. Raises UserError with every fault in them."""
    from loaders.profiles.profile_files import check_profiles

    with TemporaryDirectory() as tried:
        put_files(Path(tried), files)
        check_folder(Path(tried))
        check_profiles(Path(tried) / "profiles", read_catalogue(Path(tried)))
    try:
        put_files(folder, files)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written: {error.strerror}.", remedy="Choose another folder."
        ) from None


def describe_result(folder: Path, plan: CouncilPlan) -> str:
    """Return what was written and what is still missing."""
    counts = (
        (len(plan.service), "services"),
        (len(plan.area), "areas"),
        (len(set(plan.teams.values())), "teams"),
        (len(plan.indicator), "indicators"),
        (len(plan.profiles), "profiles"),
    )
    written = ", ".join(f"{count} {noun}" for count, noun in counts)
    missing = [f"- {each.what}" for each in list_missing(plan)]
    lines = [f"Written: {folder} ({written})."]
    if missing:
        lines += ["Still missing, to be added in its files:", *missing]
    return "\n".join(lines)
