"""Small kinds of record, and what teams entered in them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from indicators.records.record_definition import RecordDefinition
from indicators.records.record_values import CellChange, EnteredValue, RecordCell
from indicators.store.records.record_store import RecordStore

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def scored(code: str = "matrix", *fields: str, **keys) -> RecordDefinition:
    """A record of scores from 0 to 5, mature from 4, in two bands."""
    bands = [{"name": "2 or more", "from": 2, "to": 9}, {"name": "Under 2", "from": 0, "to": 1}]
    needed = {
        "code": code,
        "name": code.capitalize(),
        "description": "How the team works",
        "source": "us",
        "per": "quarter",
        "from": "2026-01",
        "scores": {"lowest": 0, "highest": 5, "mature_from": 4},
        "field": _name_fields(fields or ("first", "second", "third")),
        "band": bands,
    }
    return RecordDefinition.model_validate(needed | keys)


def counted(code: str = "cases", *fields: str, **keys) -> RecordDefinition:
    """A record of weekly counts of midwifery, entered by anyone of the team."""
    needed = {
        "code": code,
        "name": code.capitalize(),
        "description": "What was counted",
        "source": "us",
        "per": "week",
        "from": "2026-01",
        "entered_by": "team_member",
        "counts": {"service": "midwifery", "small_number_threshold": 5},
        "field": _name_fields(fields or ("discussed", "referred")),
        "rate": [
            {
                "code": "share",
                "name": "Referred of discussed",
                "numerator": "referred",
                "denominator": "discussed",
            }
        ],
    }
    return RecordDefinition.model_validate(needed | keys)


def _name_fields(codes: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"code": code, "name": code.capitalize()} for code in codes]


def change(
    team: str, period: str, field: str, value: int | None, evidence: str = "", base: int = 0
) -> CellChange:
    return CellChange(RecordCell(team, period, field), base, EnteredValue(value, evidence))


def keep(
    store: RecordStore,
    record: str,
    team: str,
    period: str,
    values: Mapping[str, int],
    *,
    evidence: str = "",
    batch: str = "",
    who: str = "Ann",
) -> None:
    """Keep the values of a team in a period that holds none yet."""
    changes = [change(team, period, field, value, evidence) for field, value in values.items()]
    store.save(record, batch or f"{team} {period}", changes, who=who, now=NOW)
