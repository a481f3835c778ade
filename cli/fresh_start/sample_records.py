"""Keeps what the teams of the sample entered in their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime

from indicators.domain.core import LocalityKind
from indicators.domain.places import Places
from indicators.records.record_definition import RecordDefinition
from indicators.records.record_values import CellChange, EnteredValue, RecordCell
from indicators.store.records.record_store import RecordStore
from sample.records.team_records import generate_entries
from sample.sample_action import CHAMPION


def keep_sample_records(
    store: RecordStore, definitions: Iterable[RecordDefinition], places: Places, today: date
) -> None:
    """Keep the records of the sample if there are none."""
    if store.get_version():
        return
    teams = [team.code for team in places.list_by_kind(LocalityKind.TEAM)]
    for definition in definitions:
        batches: dict[str, list[CellChange]] = defaultdict(list)
        for each in generate_entries(definition, teams, today):
            if each.field in definition.fields:
                cell = RecordCell(each.team, each.period, each.field)
                entered = EnteredValue(each.value, each.evidence)
                name = f"sample {definition.code} {each.team} {each.period}"
                batches[name].append(CellChange(cell, 0, entered))
        store.save_batches(definition.code, batches, who=CHAMPION, now=datetime.now(UTC))
