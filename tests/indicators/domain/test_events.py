"""What a council says happened: read from its file, and of which places and indicators it is."""

import pytest

from indicators.configuration.events_reader import read_events
from indicators.domain.errors import ConfigurationError
from indicators.domain.events import Event, Events
from indicators.domain.periods import Month
from tests.support.two_years import CATALOGUE, PLACES


def written(folder, text: str) -> Events:
    (folder / "events.toml").write_text(text, encoding="utf-8")
    return read_events(folder, CATALOGUE, PLACES)


def test_a_council_need_not_say_anything(tmp_path):
    assert read_events(tmp_path, CATALOGUE, PLACES).every == ()


@pytest.mark.parametrize(
    ("keys", "held"),
    [
        ("", {"a", "b", "c", "north", "hub", "city"}),
        ('place = "a"', {"a"}),
        ('place = "north"', {"a", "b", "north"}),
        ('place = "city"', {"a", "b", "c", "city"}),
    ],
)
def test_an_event_is_of_its_place_and_the_areas_in_it(tmp_path, keys, held):
    events = written(tmp_path, f'[[event]]\nmonth = "2025-09"\nwhat = "Clinic"\n{keys}\n')
    codes = ["a", "b", "c", "north", "hub", "city"]
    assert {code for code in codes if events.of("visits", code, PLACES)} == held


def test_an_event_is_of_the_indicators_it_names_or_of_all(tmp_path):
    events = written(
        tmp_path,
        '[[event]]\nmonth = "2025-09"\nwhat = "New form"\nindicators = ["smoking"]\n'
        '[[event]]\nmonth = "2024-04"\nwhat = "New system"\nrebase = true\n',
    )
    assert [e.what for e in events.of("smoking", "a", PLACES)] == ["New system", "New form"]
    assert [e.what for e in events.of("visits", "a", PLACES)] == ["New system"]
    assert [e.month for e in events.every] == [Month.of(2024, 4), Month.of(2025, 9)]


def test_an_unknown_place_and_indicator_are_told_at_once(tmp_path):
    with pytest.raises(ConfigurationError) as told:
        written(
            tmp_path,
            '[[event]]\nmonth = "2025-09"\nwhat = "x"\nplace = "z"\nindicators = ["y"]\n',
        )
    assert [(f.where, f.what) for f in told.value.faults] == [
        ("events.toml, event 1 (2025-09), key place", "There is no place “z”."),
        ("events.toml, event 1 (2025-09), key indicators", "There is no indicator “y”."),
    ]


def ends(*months):
    return [Month.of(2026, month) for month in months]


@pytest.mark.parametrize(
    ("month", "periods", "position"),
    [
        ("2026-02", ends(1, 2, 3), 1),
        ("2026-03", ends(1, 2, 3), 2),
        ("2026-01", ends(1, 2, 3), None),
        ("2025-12", ends(1, 2, 3), None),
        ("2026-04", ends(1, 2, 3), None),
        ("2026-05", ends(3, 6, 9), 1),
        ("2026-06", ends(3, 6, 9), 1),
        ("2026-02", [], None),
    ],
)
def test_new_limits_start_with_the_first_period_that_ends_in_or_after_the_event(
    month, periods, position
):
    event = Event.model_validate({"month": month, "what": "New clinic", "rebase": True})
    assert event.find_rebase_position(periods) == position
    assert event.model_copy(update={"rebase": False}).find_rebase_position(periods) is None
