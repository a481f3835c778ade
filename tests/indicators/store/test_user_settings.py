"""What is recorded in the browser is kept for every process, and nothing recorded is ever lost."""

from datetime import UTC, datetime

import pytest

from indicators.domain.errors import UserError
from indicators.store.observations import IndicatorTable
from indicators.store.user_settings import UserSettings
from tests.support.builders import places

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
PLACES = places({"east": ["north", "south"]})


@pytest.fixture
def recorded(database_url):
    engine = IndicatorTable.open(database_url).engine
    yield UserSettings(engine)
    engine.dispose()


def record(recorded, text, place):
    recorded.record_spelling(text, place, PLACES, who="ann", now=NOW)


def test_a_recorded_spelling_finds_its_place_in_every_process(recorded):
    record(recorded, "Up  North", "north")
    elsewhere = UserSettings(recorded.engine)
    assert elsewhere.add_to(PLACES).find("up north") == "north"
    assert [(each.spelling, each.who) for each in elsewhere.list_spellings()] == [
        ("Up North", "ann")
    ]
    assert PLACES.find("up north") is None


def test_a_spelling_of_another_area_is_refused_in_a_sentence(recorded):
    record(recorded, "Upper end", "north")
    for taken, owner in [("South", "South"), ("UPPER END", "North")]:
        with pytest.raises(UserError, match=f"“{taken}” is already a spelling of {owner}."):
            record(recorded, taken, "south" if owner == "North" else "north")
    assert len(recorded.list_spellings()) == 1


def test_the_same_spelling_recorded_again_is_kept_once(recorded):
    for text in ("Upper end", "upper END", "North"):
        record(recorded, text, "north")
    assert [each.spelling for each in recorded.list_spellings()] == ["Upper end"]


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("Anything", "east", "East is a team, and figures are sent for centre areas."),
        ("Anything", "nowhere", "There is no place “nowhere”."),
        ("...", "north", "“...” cannot be the name of a place."),
        ("x" * 201, "north", "cannot be the name of a place."),
    ],
)
def test_only_a_name_of_a_place_that_figures_are_sent_for_is_recorded(recorded, text, place, told):
    with pytest.raises(UserError, match=told.replace(".", r"\.")):
        record(recorded, text, place)
    assert recorded.list_spellings() == []


def test_a_spelling_a_team_has_may_be_an_areas_as_well(recorded):
    record(recorded, "East", "north")
    assert recorded.add_to(PLACES).find("east") == "north"


def test_a_spelling_taken_back_can_be_recorded_for_another_area(recorded):
    record(recorded, "Upper end", "north")
    number = recorded.list_spellings()[0].id
    assert recorded.remove_spelling(number, who="bob", now=LATER).spelling == "Upper end"
    assert recorded.add_to(PLACES).find("Upper end") is None
    with pytest.raises(UserError, match="not in use"):
        recorded.remove_spelling(number, who="bob", now=LATER)
    record(recorded, "Upper end", "south")
    assert recorded.add_to(PLACES).find("Upper end") == "south"


def test_the_files_stand_before_what_was_recorded(recorded):
    record(recorded, "Upper end", "north")
    record(recorded, "Lower end", "south")
    since = places({"east": ["north", "upper-end"]})
    found = recorded.add_to(since)
    assert (found.find("Upper end"), found.find("Lower end")) == ("upper-end", None)


def test_its_version_changes_with_whatever_is_recorded_or_taken_back(recorded):
    versions = [recorded.version()]
    for change in (
        lambda: record(recorded, "Upper end", "north"),
        lambda: recorded.remove_spelling(1, who="", now=NOW),
        lambda: recorded.keep_profile("visits", "first", who="", now=NOW),
        lambda: recorded.keep_profile("visits", "second", who="", now=NOW),
        lambda: recorded.remove_profile("visits", who="", now=NOW),
    ):
        change()
        versions.append(recorded.version())
    assert len(set(versions)) == 6
    assert recorded.version() == versions[-1]


def test_a_profile_is_kept_replaced_and_removed_and_all_of_it_stays_as_history(recorded):
    recorded.keep_profile("visits", "first", who="ann", now=NOW)
    recorded.keep_profile("visits", "second", who="bob", now=LATER)
    recorded.keep_profile("other", "its own", who="ann", now=NOW)
    assert [(p.code, p.toml) for p in recorded.list_profiles()] == [
        ("other", "its own"),
        ("visits", "second"),
    ]
    recorded.remove_profile("visits", who="eve", now=LATER)
    assert [p.code for p in UserSettings(recorded.engine).list_profiles()] == ["other"]
    assert [(p.toml, p.who, p.ended_by) for p in recorded.list_profiles("visits")] == [
        ("second", "bob", "eve"),
        ("first", "ann", "bob"),
    ]
    assert recorded.list_profiles("visits")[1].ended_at == LATER.replace(tzinfo=None)
    with pytest.raises(UserError, match="No profile “visits” made in the browser is in use"):
        recorded.remove_profile("visits", who="eve", now=LATER)
