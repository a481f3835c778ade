"""Another spelling of a place: what may be recorded, and that it is found from then on."""

from datetime import UTC, datetime, timedelta

import pytest

from indicators.errors import UnknownPlace, UserError
from indicators.spellings import LONGEST, Spelling, spelling, with_spellings
from tests.making import places

PLACES = places({"north": ["ash", "beech"]})
NOW = datetime(2026, 11, 10, tzinfo=UTC)


def recorded(place: str, text: str, after: int = 0) -> Spelling:
    return Spelling(place, text, NOW + timedelta(days=after), "Jo")


def test_a_recorded_spelling_is_found_whatever_its_case_and_punctuation():
    known = with_spellings(PLACES, [spelling("ash", " Ash  Tree ", NOW, "Jo", PLACES)])
    assert known.find("ASH-TREE") == "ash"
    assert known["ash"].spellings == ("Ash Tree",)
    assert PLACES.find("Ash Tree") is None
    assert known.words == PLACES.words


def test_the_latest_word_on_a_text_stands():
    told = [recorded("beech", "Wood", 2), recorded("ash", "wood!", 1)]
    assert with_spellings(PLACES, told).find("wood") == "beech"


def test_what_the_file_of_places_says_stands_before_what_was_recorded():
    told = [recorded("beech", "Ash"), recorded("gone", "Oak")]
    known = with_spellings(PLACES, told)
    assert known.find("Ash") == "ash"
    assert known.find("Oak") is None


def test_a_team_s_name_may_be_said_to_mean_an_area():
    known = with_spellings(PLACES, [spelling("ash", "North", NOW, "Jo", PLACES)])
    assert known.find("north") == "ash"


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        ("ash", "Beech", "is a spelling of Beech"),
        ("ash", "ASH", "known already as Ash"),
        ("ash", " - ", "a letter or digit"),
        ("ash", "a" * (LONGEST + 1), "no more than"),
        ("north", "Up there", "North is a team"),
    ],
)
def test_what_could_not_be_told_apart_is_refused(place, text, why):
    with pytest.raises(UserError, match=why) as told:
        spelling(place, text, NOW, "Jo", PLACES)
    assert told.value.remedy


def test_a_place_nobody_knows_is_refused():
    with pytest.raises(UnknownPlace):
        spelling("oak", "Oak", NOW, "Jo", PLACES)
