"""Gives figures that are in the database the definitions that the catalogue has now.

A figure's definition follows from its indicator and period. If a definition is split or its dates
change, figures that were loaded before have the code of another version, and pages would leave them
out without a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from indicators.domain.catalogue import Catalogue
from indicators.domain.periods import Month, Period
from indicators.store.database import open_write_transaction
from indicators.store.derived.derived_tables import update_derived
from indicators.store.schema import observation


class DefinitionChange(NamedTuple):
    """The figures of an indicator that change from one definition to another."""

    indicator: str
    old: str
    new: str


def align_definitions(
    engine: sa.Engine, catalogue: Catalogue, not_areas: Sequence[str]
) -> dict[DefinitionChange, int]:
    """Give every figure the definition of its period, and return how many each change is of.

    Replaced figures change too, so that undoing a load makes them current with the definition of
    their period. Figures that the catalogue has no indicator or no definition for stay as they are,
    and so does one that was loaded again under the new definition: the later figure is kept.
    """
    with engine.connect() as connection:
        if not _list_changes(connection, catalogue):
            return {}
    with open_write_transaction(engine) as connection:
        changes = _list_changes(connection, catalogue)
        counts = {
            change: sum(_update(connection, change, months, ended) for months, ended in each)
            for change, each in changes.items()
        }
        _update_derived(connection, changes, not_areas)
    return {change: count for change, count in counts.items() if count}


def _list_changes(
    connection: sa.Connection, catalogue: Catalogue
) -> dict[DefinitionChange, list[tuple[int, list[int]]]]:
    """Return the changes, each with the lengths of its periods and the months they end in."""
    o = observation.c
    found: dict[tuple[DefinitionChange, int], list[int]] = defaultdict(list)
    for row in connection.execute(
        sa.select(o.indicator, o.definition, o.months, o.ended).distinct()
    ):
        indicator = catalogue.indicators.get(row.indicator)
        ended = Month.from_number(row.ended)
        if indicator is None or indicator.find_definition(ended) is None:
            continue
        new = indicator.get_definition_code(Period(ended, row.months))
        if new != row.definition:
            change = DefinitionChange(row.indicator, row.definition, new)
            found[change, row.months].append(row.ended)
    changes: dict[DefinitionChange, list[tuple[int, list[int]]]] = defaultdict(list)
    for (change, months), periods in found.items():
        changes[change].append((months, periods))
    return changes


def _update(
    connection: sa.Connection, change: DefinitionChange, months: int, ended: Sequence[int]
) -> int:
    """Change the figures of these periods, and return how many of those that are current."""
    o, later = observation.c, observation.alias().c
    loaded_again = sa.exists().where(
        later.indicator == o.indicator,
        later.ended == o.ended,
        later.place == o.place,
        later.months == o.months,
        later.definition == change.new,
        later.replaced_by.is_(None),
    )
    these = [
        o.indicator == change.indicator,
        o.definition == change.old,
        o.months == months,
        o.ended.in_(ended),
    ]
    written = sa.update(observation).values(definition=change.new)
    connection.execute(written.where(*these, o.replaced_by.is_not(None)))
    return connection.execute(
        written.where(*these, o.replaced_by.is_(None), ~loaded_again)
    ).rowcount


def _update_derived(
    connection: sa.Connection,
    changes: Mapping[DefinitionChange, Sequence[tuple[int, Sequence[int]]]],
    not_areas: Sequence[str],
) -> None:
    touched = [
        (change.indicator, month)
        for change, each in changes.items()
        for _, ended in each
        for month in ended
    ]
    update_derived(connection, touched, not_areas)
