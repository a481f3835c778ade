"""The events of the audit log as CSV, a line at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from indicators.domain.audit.audit_event import NumberedEvent
from layouts.exports.csv_export import escape_formula
from layouts.text.workflow.audit_text import COLUMNS, describe_actor

_LINES_AT_ONCE = 500


def write_audit_csv(events: Iterable[NumberedEvent], names: Mapping[int, str]) -> Iterator[bytes]:
    """Yield the file in pieces, in UTF-8 with a line of headings."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow(COLUMNS)
    for at, each in enumerate(events, 1):
        writer.writerow(_list_cells(each, names))
        if at % _LINES_AT_ONCE == 0:
            yield _take(text)
    yield _take(text)


def _list_cells(numbered: NumberedEvent, names: Mapping[int, str]) -> list[str]:
    event, actor = numbered.event, numbered.event.actor
    words = [
        actor.who,
        describe_actor(actor.who, names),
        event.kind.value,
        event.what,
        event.reason,
        actor.where,
        actor.request,
    ]
    return [str(numbered.number), f"{event.at:%Y-%m-%d %H:%M:%S}", *map(escape_formula, words)]


def _take(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece
