"""Two councils side by side: a line for all that may give a figure another verdict."""

import pytest

from indicators.configuration.two_councils.council_comparison import compare_catalogues
from indicators.domain.catalogue import Catalogue
from tests.support.builders import V1, catalogue, indicator

TARGET = {"value": "95", "definition": "v1", "from": "2024-04", "source": "National standard"}


def name(of, council):
    programme = of.programme.model_copy(update={"council": council})
    return Catalogue(programme, of.indicators.values())


def compare(one, two):
    """Return what differs between two targets, each with what it is of."""
    councils = (catalogue(indicator(target=[TARGET | more])) for more in (one, two))
    return {
        line.what: (line.one, line.two) for line in compare_catalogues(*councils) if line.differs
    }


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"value": "90"}, "90, definition v1"),
        ({"until": "2026-03"}, "95 to 2026-03, definition v1"),
        ({"tolerance": "2"}, "95, N/A closer than 2, definition v1"),
        ({"assumed": True}, "95, definition v1, assumed"),
    ],
)
def test_a_target_that_holds_otherwise_is_said_in_full(more, says):
    assert compare({}, more) == {"target from 2024-04": ("95, definition v1", says)}


def test_another_source_is_a_line_of_its_own():
    assert compare({}, {"source": "Agreed locally"}) == {
        "source of target from 2024-04": ("National standard", "Agreed locally")
    }


def test_what_only_one_of_them_has_is_one_line():
    ours = name(catalogue(indicator(target=[TARGET]), indicator("plans", order=2)), "Ours")
    theirs = name(catalogue(indicator(target=[TARGET])), "Theirs")
    found = [
        [(line.subject, line.what, line.one, line.two) for line in lines if line.differs]
        for lines in (compare_catalogues(ours, theirs), compare_catalogues(theirs, ours))
    ]
    only = ("plans", "only in Ours")
    assert found == [[(*only, "Plans", "")], [(*only, "", "Plans")]]


def test_targets_of_two_definitions_that_begin_together_are_both_said():
    later = V1 | {"code": "v2", "from": "2025-04"}
    both = indicator(
        definition=[V1 | {"until": "2025-03"}, later],
        target=[TARGET, TARGET | {"definition": "v2", "value": "80"}],
    )
    lines = {line.what: line.one for line in compare_catalogues(*[catalogue(both)] * 2)}
    assert lines["target from 2024-04"] == "95, definition v1; 80, definition v2"
