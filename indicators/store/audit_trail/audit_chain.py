"""The chain of the audit log: each event has a hash of itself and of the hash before it.

A changed, removed, inserted or moved event breaks the chain. Events cut off at the end are missing
from what `audit_head` says; someone who can write to the database could change that too, so the
head is printed for keeping elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indicators.store.audit_trail.audit_tables import audit_event, audit_head

START = "0" * 64
"""The hash before the first event."""
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How many events a chain has, and the hash of the last one."""

    number: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """The end of what is intact, and what is wrong after it: empty if nothing is."""

    head: ChainHead
    fault: str = ""


def hash_row(before: str, row: Mapping[Any, Any]) -> str:
    """Return the hash of a row that follows the hash `before`."""
    content = {name: row[name] for name in audit_event.c.keys() if name != "hash"}  # noqa: SIM118
    content["at"] = content["at"].isoformat(timespec="microseconds")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()


def check_chain(
    connection: sa.Connection, expected: str = "", known: ChainHead | None = None
) -> ChainCheck:
    """Check the chain from its start, or from a `known` good end.

    `expected` is the hash of the last event at an earlier time, which must still be in the chain:
    it is looked for from the start.
    """
    known = known if known and not expected else ChainHead()
    stored = read_head(connection)
    rows = sa.select(audit_event).order_by(audit_event.c.number)
    if known.number:
        kept = sa.select(audit_event.c.hash).where(audit_event.c.number == known.number)
        if connection.scalar(kept) != known.hash:
            known = ChainHead()  # what was checked before has changed: look for where
        rows = rows.where(audit_event.c.number > known.number)
    with connection.execute(rows.execution_options(yield_per=_ROWS_AT_ONCE)) as found:
        checked = _follow(known, found.mappings(), expected)
    if checked.fault:
        return checked
    if checked.head != stored:
        return ChainCheck(
            checked.head,
            f"The log was noted to have {stored.number:,} events and has {checked.head.number:,}. "
            "Events at its end were removed or added by hand.",
        )
    return checked


def _follow(known: ChainHead, rows: Iterable[Mapping[Any, Any]], expected: str) -> ChainCheck:
    """Follow the chain from its known end."""
    head, is_seen = known, expected in ("", known.hash)
    for row in rows:
        checked = follow_row(head, row)
        if checked.fault:
            return checked
        head = checked.head
        is_seen = is_seen or head.hash == expected
    if is_seen:
        return ChainCheck(head)
    return ChainCheck(head, "No event has the expected hash: the log was cut off or replaced.")


def follow_row(head: ChainHead, row: Mapping[Any, Any]) -> ChainCheck:
    """Return the end of the chain after a row, or what is wrong with it after `head`."""
    if row["number"] != head.number + 1:
        return ChainCheck(head, f"Event {head.number + 1:,} is missing.")
    if row["hash"] != hash_row(head.hash, row):
        return ChainCheck(head, f"Event {row['number']:,} was changed, inserted or moved.")
    return ChainCheck(ChainHead(row["number"], row["hash"]))


def read_head(connection: sa.Connection, *, hold: bool = False) -> ChainHead:
    """Return the end of the chain; `hold` lets nobody else append until the transaction ends."""
    wanted = sa.select(audit_head.c.number, audit_head.c.hash)
    if hold:
        wanted = wanted.with_for_update()  # SQLite has no such thing: there only one writes at all
    found = connection.execute(wanted).first()
    return ChainHead(*found) if found else ChainHead()
