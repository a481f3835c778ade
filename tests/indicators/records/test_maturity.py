"""Mature features, bands at both sides of each edge, and what moves a team on."""

import pytest

from indicators.records.maturity import count_mature, find_band, find_next_band
from tests.support.records import scored

FIFTEEN = tuple(f"f{at:02}" for at in range(15))
BANDS = [
    {"name": "10 to 15", "from": 10, "to": 15},
    {"name": "5 to 9", "from": 5, "to": 9},
    {"name": "Under 5", "from": 0, "to": 4},
]
MATRIX = scored("matrix", *FIFTEEN, band=BANDS)


def mature(many: int, rest: int = 3) -> dict[str, int]:
    """Scores of which so many are 4 and all others `rest`."""
    return {field: 4 if at < many else rest for at, field in enumerate(FIFTEEN)}


@pytest.mark.parametrize(("score", "counts"), [(3, 0), (4, 15), (5, 15)])
def test_a_feature_is_mature_from_4(score, counts):
    assert count_mature(MATRIX, dict.fromkeys(FIFTEEN, score)) == counts


EDGES = [(0, "Under 5"), (4, "Under 5"), (5, "5 to 9"), (9, "5 to 9"), (10, "10 to 15")]


@pytest.mark.parametrize(("many", "band"), [*EDGES, (15, "10 to 15")])
def test_a_band_holds_both_its_ends(many, band):
    assert find_band(MATRIX, mature(many)).name == band


def test_a_team_without_scores_is_in_no_band():
    assert find_band(MATRIX, {}) is None
    assert find_next_band(MATRIX, {}) is None


def test_the_step_to_the_next_band_names_the_features_nearest_to_mature():
    scores = mature(8, rest=1) | {"f08": 3, "f09": 2, "f10": 2}
    step = find_next_band(MATRIX, scores)
    assert (step.band.name, step.needed) == ("10 to 15", 2)
    # The second nearest is one of two that are as near, so both are named.
    assert [(each.field, each.points) for each in step.nearest] == [
        ("f08", 1),
        ("f09", 2),
        ("f10", 2),
    ]


def test_a_feature_that_was_not_scored_is_not_named_as_near():
    scores = {field: score for field, score in mature(4).items() if field != "f04"}
    step = find_next_band(MATRIX, scores)
    assert step.needed == 1
    assert "f04" not in {each.field for each in step.nearest}


def test_nothing_moves_a_team_beyond_the_best_band():
    assert find_next_band(MATRIX, mature(10)) is None


def test_bands_may_count_points_instead():
    scale = {"lowest": 0, "highest": 5, "mature_from": 4, "band_by": "total"}
    by_points = scored("audit", "a", "b", scores=scale, band=BANDS)
    assert find_band(by_points, {"a": 5, "b": 4}).name == "5 to 9"
    step = find_next_band(by_points, {"a": 5, "b": 4})
    assert (step.needed, step.nearest) == (1, ())
