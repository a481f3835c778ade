"""The months that limits are fixed on: read from the council's file, and whose they are."""

import pytest

from indicators.configuration.events_reader import read_events
from indicators.domain.errors import ConfigurationError
from indicators.domain.events import Events
from tests.support.two_years import CATALOGUE, PLACES

YEAR = '[[baseline]]\nindicator = "visits"\nfrom = "2024-04"\nuntil = "2025-03"\nreason = "{}"\n'


def write_events(folder, text: str) -> Events:
    (folder / "events.toml").write_text(text, encoding="utf-8")
    return read_events(folder, CATALOGUE, PLACES)


def find_reasons(events: Events, place: str, indicator: str = "visits") -> list[str]:
    return [b.reason for b in events.find_baselines(indicator, place, PLACES)]


def test_a_place_s_own_baseline_is_used_before_its_team_s_and_that_before_one_for_all(tmp_path):
    events = write_events(
        tmp_path,
        YEAR.format("all")
        + YEAR.format("team")
        + 'place = "north"\n'
        + YEAR.format("own")
        + 'place = "a"\n',
    )
    assert find_reasons(events, "a") == ["own"]
    assert find_reasons(events, "b") == find_reasons(events, "north") == ["team"]
    assert find_reasons(events, "city") == ["all"]
    assert find_reasons(events, "a", "smoking") == []


REBASE = '[[event]]\nmonth = "{}"\nwhat = "New clinic"\nrebase = true\n'


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (YEAR.format("x") + 'place = "z"\n', "baseline 1 (2024-04), key place", "no place “z”"),
        (
            YEAR.format("x").replace("visits", "y"),
            "baseline 1 (2024-04), key indicator",
            "no indicator “y”",
        ),
        (
            YEAR.format("x") + YEAR.format("y").replace("2024-04", "2024-05"),
            "baseline 2 (2024-05), key from",
            "fixed on 2024-04 to 2025-03 already",
        ),
        (
            YEAR.format("x") + REBASE.format("2025-03"),
            "baseline 1 (2024-04), key from",
            "The limits restart in 2025-03, within these months.",
        ),
        (YEAR.format("x").replace("2025-03", "2024-03"), "key baseline.1", "ends in 2024-03"),
        (YEAR.format(""), "key baseline.1.reason", ""),
    ],
)
def test_what_cannot_be_a_baseline_is_told_with_its_place_in_the_file(tmp_path, text, where, what):
    with pytest.raises(ConfigurationError) as told:
        write_events(tmp_path, text)
    (fault,) = told.value.faults
    assert (fault.where, what in fault.what) == (f"events.toml, {where}", True)


@pytest.mark.parametrize("month", ["2024-04", "2025-04"])
def test_limits_may_restart_where_a_baseline_begins_and_after_it_ends(tmp_path, month):
    events = write_events(tmp_path, YEAR.format("x") + REBASE.format(month))
    assert find_reasons(events, "a") == ["x"]


def test_a_second_baseline_may_follow_where_limits_restart_between(tmp_path):
    later = YEAR.format("y").replace("2025-03", "2026-03").replace("2024-04", "2025-06")
    events = write_events(tmp_path, YEAR.format("x") + later + REBASE.format("2025-06"))
    assert find_reasons(events, "a") == ["x", "y"]
