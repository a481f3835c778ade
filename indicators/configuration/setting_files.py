"""Writes the files of a council's folder that would say what the recorded changes say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from indicators.configuration.agreement_rules import FILE as AGREEMENTS
from indicators.configuration.events_reader import FILE as EVENTS
from indicators.configuration.file_tables import build_table, replace_key, replace_tables
from indicators.configuration.organisation_rules import list_parties_left
from indicators.configuration.recorded_settings import PROGRAMME
from indicators.domain.settings.configuration import Configuration


def write_files(
    read: Callable[[str], str], files: Configuration, configuration: Configuration
) -> Mapping[str, str]:
    """Return the text of each file that has to be different, by its path below the folder.

    `files` is what they say now, and `configuration` what they are to say. `read` returns the text
    of a file, or "" for one that is not there.
    """
    return {
        **_write_services(read, files, configuration),
        **_write_indicators(read, files, configuration),
        **_write_events(read, files, configuration),
        **_write_agreements(read, files, configuration),
    }


def _write_services(
    read: Callable[[str], str], files: Configuration, configuration: Configuration
) -> dict[str, str]:
    text: str | None = None
    for code, service in configuration.catalogue.services.items():
        if service.due_day != files.catalogue.services[code].due_day:
            text = replace_key(text or read(PROGRAMME), "service", code, "due_day", service.due_day)
    return {} if text is None else {PROGRAMME: text}


def _write_indicators(
    read: Callable[[str], str], files: Configuration, configuration: Configuration
) -> dict[str, str]:
    written = {}
    for code, indicator in configuration.catalogue.indicators.items():
        old = files.catalogue.indicators[code]
        tables = {
            "target": (old.target, indicator.target),
            "trajectory": (old.trajectory, indicator.trajectory),
        }
        text: str | None = None
        for key, (before, after) in tables.items():
            if before != after:
                listed = [build_table(each) for each in after]
                text = replace_tables(text or read(indicator.where), key, listed)
        if text is not None:
            written[indicator.where] = text
    return written


def _write_events(
    read: Callable[[str], str], files: Configuration, configuration: Configuration
) -> dict[str, str]:
    old, new = files.events, configuration.events
    tables = {"event": (old.every, new.every), "baseline": (old.baselines, new.baselines)}
    text: str | None = None
    for key, (before, after) in tables.items():
        if before != after:
            listed = [build_table(each) for each in after]
            text = replace_tables(text or read(EVENTS), key, listed)
    return {} if text is None else {EVENTS: text}


def _write_agreements(
    read: Callable[[str], str], files: Configuration, configuration: Configuration
) -> dict[str, str]:
    old, new = files.agreements, configuration.agreements
    tables = {
        "organisation": (old.organisations, new.organisations),
        "agreement": (old.agreements, list_parties_left(new)),
    }
    text: str | None = None
    for key, (before, after) in tables.items():
        if list(before) != list(after):
            listed = [build_table(each) for each in after]
            text = replace_tables(read(AGREEMENTS) if text is None else text, key, listed)
    return {} if text is None else {AGREEMENTS: text}
