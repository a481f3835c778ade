"""Loads of the indicator table as values: files that wait, events of the history, their results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

STAGED_FOR = timedelta(days=1)
"""How long a file waits for a person."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that waits to be loaded or discarded.

    `sha256` identifies it in addresses. `source` is where it was collected, or empty where `who`
    uploaded it. `staged_at` is UTC. `visitor` is the same for uploads from one address.
    `other_names` are earlier names under which the same bytes came, the latest last.
    """

    sha256: str
    file: str
    size: int
    staged_at: datetime
    who: str
    source: str
    visitor: str = ""
    other_names: tuple[str, ...] = ()

    @property
    def until(self) -> datetime:
        return self.staged_at + STAGED_FOR


@dataclass(frozen=True, slots=True)
class CountsDeclaration:
    """A person's word that a file holds counts, though it looks like a list of people.

    `declared_at` is UTC.
    """

    sha256: str
    who: str
    why: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Load:
    """One event of the history: a file that was loaded or, if it `undoes` a load, that load undone.

    `loaded_at` is UTC. For an undone load, `figures_restated` counts the figures that changed and
    `figures_unchanged` those that a later load had restated. If the file looked like a list of
    people, `declared_by` said that it holds counts, and `declared_why`. `left_out` holds how many
    rows, columns and sheets were left out, each with the code of its reason.
    """

    id: int
    file: str
    sha256: str
    profile: str
    service: str
    loaded_at: datetime
    synthetic: bool
    first_ended: int
    last_ended: int
    rows_read: int
    rows_loaded: int
    rows_refused: int
    rows_blank: int
    figures_new: int
    figures_restated: int
    figures_unchanged: int
    who: str
    why: str
    undoes: int | None
    undone_by: int | None
    left_out: tuple[tuple[str, int], ...]
    declared_by: str
    declared_why: str


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """How many figures of a file are new to the table, differ from it, or are the same."""

    new: int
    restated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class LaterLoad:
    """A load after the one that was undone, and how many of the same figures it sent."""

    load_id: int
    file: str
    figures: int


@dataclass(frozen=True, slots=True)
class RevertResult:
    """What undoing a load did. `event` is its own number in the history.

    `removed` figures have no successor. For `restored` figures an earlier load's figure is current
    again. Later loads had sent the figures of `repeated` unchanged, which stay, and had replaced
    those of `restated`, which stay too.
    """

    event: int
    file: str
    removed: int
    restored: int
    repeated: tuple[LaterLoad, ...]
    restated: tuple[LaterLoad, ...]


class DataState(NamedTuple):
    """The state of a database.

    `version` is the number of the last event, and `notes` changes whenever a comment or an action
    does. `holds_only_sample` is whether synthetic files were loaded and no others, those undone
    since among them. `settings` is the number of the newest change of a setting.
    """

    version: int
    notes: int
    holds_only_sample: bool
    settings: int
