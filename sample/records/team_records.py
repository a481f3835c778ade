"""What the teams of the sample entered in their records: scores, meetings, audits, parents."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.records.record_definition import RecordDefinition
from indicators.records.record_period import RecordPeriod, list_periods

MATRIX, MEETINGS, AUDIT, PARENTS = "maturity", "case_meetings", "recording_audit", "parent_leaders"
QUARTERS, WEEKS = 8, 60
EVIDENCE = (
    "Agreed at the team meeting",
    "Seen at the joint review",
    "Every profession was there",
    "Two of three do it so far",
    "Planned for the autumn",
)


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """One value that a team of the sample entered."""

    team: str
    period: str
    field: str
    value: int
    evidence: str = ""


def generate_entries(
    definition: RecordDefinition, teams: Sequence[str], today: date
) -> Iterator[SampleEntry]:
    """Yield what the teams entered up to the last whole period; nothing for other records."""
    last = RecordPeriod.find(definition.per, today) - 1
    for rank, team in enumerate(teams):
        chance = random.Random(f"{definition.code} {team}")
        if definition.code == MATRIX and definition.scores:
            yield from _score_team(definition, team, rank, last, chance)
        elif definition.code == MEETINGS:
            periods = list_periods(last - (WEEKS - 1), last)
            yield from _fill(team, periods, (_count_week(chance) for _ in periods))
        elif definition.code == AUDIT:
            periods = list_periods(last - (QUARTERS - 1), last)
            yield from _fill(team, periods, (_audit_quarter(chance) for _ in periods))
        elif definition.code == PARENTS:
            periods = list_periods(last - (QUARTERS - 1), last)
            yield from _fill(team, periods, _count_parents(chance))


def _score_team(
    definition: RecordDefinition, team: str, rank: int, last: RecordPeriod, chance: random.Random
) -> Iterator[SampleEntry]:
    """Yield scores that rise over time; the teams that went live first are ahead."""
    scores = {field: chance.choice((1, 2, 3)) for field in definition.fields}
    for at, period in enumerate(list_periods(last - (QUARTERS - 1), last)):
        for field, score in scores.items():
            if at and chance.random() < 0.36 - 0.025 * rank:
                scores[field] = min(score + 1, 5)
            elif chance.random() < 0.04:
                scores[field] = max(score - 1, 0)
            yield SampleEntry(team, period.code, field, scores[field], chance.choice(EVIDENCE))


def _count_week(chance: random.Random) -> dict[str, int]:
    """Return a week's counts: about one in eleven children is referred, most are assessed."""
    discussed = chance.choice((0, 1, 2, 2, 3, 3, 4, 5))
    referred = sum(chance.random() < 0.09 for _ in range(discussed))
    assessed = sum(chance.random() < 0.8 for _ in range(referred))
    moved = referred - assessed if chance.random() < 0.5 else 0
    returned = referred - assessed - moved
    return {
        "discussed": discussed,
        "referred": referred,
        "assessed": assessed,
        "moved_away": moved,
        "returned": returned,
    }


def _audit_quarter(chance: random.Random) -> dict[str, int]:
    audited = chance.choice((15, 20, 20, 25))
    shares = (("written_in_time", 0.78), ("consent_recorded", 0.93), ("plan_recorded", 0.7))
    found = {field: sum(chance.random() < share for _ in range(audited)) for field, share in shares}
    return {"audited": audited} | found


def _count_parents(chance: random.Random) -> Iterator[dict[str, int]]:
    """Yield the parents of each quarter: one who was trained stays active for about a year."""
    waiting, active = 0, 0
    for _ in range(QUARTERS):
        recruited = chance.choice((0, 0, 1, 2))
        trained = min(waiting + recruited, chance.choice((0, 1, 2)))
        waiting += recruited - trained
        active += trained - sum(chance.random() < 0.22 for _ in range(active))
        yield {"recruited": recruited, "trained": trained, "active": active}


def _fill(
    team: str, periods: Iterable[RecordPeriod], counts: Iterable[dict[str, int]]
) -> Iterator[SampleEntry]:
    for period, found in zip(periods, counts, strict=True):
        for field, value in found.items():
            yield SampleEntry(team, period.code, field, value)
