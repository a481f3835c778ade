"""The arrangement in which two councils are one fits both, whatever they have in common."""

import pytest

from indicators.configuration.toml_files import parse_model
from indicators.configuration.two_councils.merged_places import write_merged_places
from indicators.domain.boundary_changes import BoundaryChange, apply_to_places
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from indicators.domain.places import Places, PlacesFile

APRIL = Month.of(2028, 4)


def council(city, areas, *, hub=""):
    """A council whose areas are each in the team “team”, and in a hub if one is named."""
    above = [{"place": "team", "from": "2010-04"}]
    above += [{"place": hub, "from": "2010-04"}] if hub else []
    of_city = [{"place": city, "from": "2010-04"}]
    listed = [{"code": city, "kind": "city", "name": city.title()}]
    listed.append({"code": "team", "kind": "team", "name": "The team", "parents": of_city})
    if hub:
        listed.append({"code": hub, "kind": "hub", "name": hub.title(), "parents": of_city})
    for code in areas:
        place = {"code": code, "kind": "area", "name": code.title(), "parents": above}
        listed.append(place)
    return Places(PlacesFile.model_validate({"place": listed}).place, {})


def merge(ours, other):
    text = write_merged_places(ours, other, APRIL)
    return apply_to_places(ours, parse_model(text, BoundaryChange, "merged.toml"), "merged.toml")


def hold(places, kind):
    return {
        group.code: [area.code for area in places.list_areas(group.code, APRIL)]
        for group in places.list_by_kind(kind, APRIL)
    }


def test_areas_and_teams_of_both_are_there_from_the_month_and_not_before():
    merged = merge(council("ash", ["oak", "elm"]), council("birch", ["fir"]))
    assert hold(merged, LocalityKind.TEAM) == {"team": ["oak", "elm"], "birch-team": ["fir"]}
    assert not merged["fir"].is_open(APRIL - 1)
    assert merged.city.code == "ash"


def test_what_both_call_the_same_is_told_apart():
    merged = merge(council("ash", ["oak"]), council("birch", ["oak"]))
    assert merged["birch-oak"].name == "Oak (Birch)"
    assert merged["birch-team"].name == "The team (Birch)"
    assert merged.find("Oak") == "oak"


def test_a_code_is_never_given_to_two_places():
    long = "oak" + "k" * 57
    merged = merge(council("ash", ["oak", long]), council("birch", ["oak", "birch-oak", long]))
    assert {merged[code].name for code in merged.localities if "oak" in code} == {
        "Oak",
        "Oak (Birch)",
        "Birch-Oak",
        long.title(),
        f"{long.title()} (Birch)",
    }


@pytest.mark.parametrize(
    ("one", "two", "hubs"),
    [
        ("", "", {}),
        ("west", "", {"west": ["oak"], "birch-hub": ["fir"]}),
        ("", "east", {"ash-hub": ["oak"], "east": ["fir"]}),
        ("west", "east", {"west": ["oak"], "east": ["fir"]}),
    ],
)
def test_a_council_without_hubs_is_one_hub_beside_those_of_the_other(one, two, hubs):
    merged = merge(council("ash", ["oak"], hub=one), council("birch", ["fir"], hub=two))
    assert hold(merged, LocalityKind.HUB) == hubs
