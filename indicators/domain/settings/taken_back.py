"""What is planned for a setting, and how its newest change is taken back and the rest stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.domain.settings.setting_change import USES_FILE, SettingChange, SettingState


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a setting is again, and from which day.

    `lapsed` is the day of an earlier plan that one change cannot bring back as well.
    """

    state: SettingState
    effective: date
    lapsed: date | None = None


def take_back(versions: Sequence[SettingChange], today: date) -> TakenBack:
    """Return what counts without the newest of the changes of a setting, which come newest first.

    The change before it counts again from its own day. If the newest would count until then, what
    counts today without it is recorded instead, and that plan lapses.
    """
    earlier = versions[1:]
    if not earlier:
        return TakenBack(USES_FILE, today)
    back = TakenBack(earlier[0].state, max(today, earlier[0].effective))
    turns = {today, *(each.effective for each in versions if each.effective > today)}
    until = [day for day in turns if day < back.effective]
    if all(_find_state(versions, day) == _find_state(earlier, day) for day in until):
        return back
    return TakenBack(_find_state(earlier, today), today, lapsed=back.effective)


def list_planned(versions: Sequence[SettingChange], today: date) -> list[tuple[date, SettingState]]:
    """Return the later days from which a setting is something else, and what it is then."""
    days = sorted({each.effective for each in versions if each.effective > today})
    states = [(day, _find_state(versions, day)) for day in days]
    before = [_find_state(versions, today), *(state for _, state in states)]
    return [each for each, old in zip(states, before, strict=False) if each[1] != old]


def _find_state(changes: Sequence[SettingChange], day: date) -> SettingState:
    return next((each.state for each in changes if each.effective <= day), USES_FILE)
