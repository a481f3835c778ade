"""The search finds places and indicators by part of their words."""

import pytest

from indicators.domain.core import LocalityKind
from indicators.reports.overview.search import KINDS, search
from tests.support.builders import catalogue, indicator, places

PLACES = places({"tile-hill": ["tile-hill-centre", "canley"], "hillfields": ["st-augustines"]})
CATALOGUE = catalogue(
    indicator("smoking", name="Smoking at delivery", question="How many smoke?"),
    indicator("mmr", name="MMR by 5", counts="Children immunised against measles"),
)
EVERY = [place for kind in KINDS for place in PLACES.list_by_kind(kind)]


def find(text):
    found = search(EVERY, CATALOGUE.dashboard, text)
    return [place.code for place in found.places], [i.code for i in found.indicators]


def test_places_are_found_by_part_of_a_name_teams_first():
    assert find("hill") == (["tile-hill", "hillfields", "tile-hill-centre"], [])


@pytest.mark.parametrize("text", ["smok", "SMOKING", "delivery smoking", "how many smoke"])
def test_an_indicator_is_found_by_its_name_and_question_in_any_order(text):
    assert find(text) == ([], ["smoking"])


def test_an_indicator_is_found_by_what_it_counts():
    assert find("measles") == ([], ["mmr"])


@pytest.mark.parametrize("text", ["st augustines", "St Augustine’s", "AUGUSTINE"])
def test_punctuation_and_case_do_not_matter(text):
    assert find(text) == (["st-augustines"], [])


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_nothing_is_found_for_nothing(text):
    assert find(text) == ([], [])
    assert len(search(EVERY, CATALOGUE.dashboard, text)) == 0


def test_every_word_has_to_be_found():
    assert find("smoking measles") == ([], [])


def test_the_city_is_found_like_any_place():
    assert search(EVERY, CATALOGUE.dashboard, "city").places[0].kind is LocalityKind.CITY
