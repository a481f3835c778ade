"""When an agreement is in force, when it warns, and what is lost when it ends."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from indicators.domain.sharing.agreements import Agreement, Agreements

LAST = date(2027, 3, 31)
GIVEN = {
    "code": "one",
    "name": "Agreement",
    "parties": ["UHCW", "CCC"],
    "purpose": "Meetings",
    "approver": "Lead",
    "from": date(2026, 4, 1),
    "until": LAST,
}


def make(**changes) -> Agreement:
    return Agreement.model_validate(GIVEN | changes)


@pytest.mark.parametrize(("left", "warns"), [(61, False), (60, True), (14, True), (0, True)])
def test_an_agreement_warns_from_60_days_before_its_last_day(left, warns):
    day = LAST - timedelta(days=left)
    assert make().find_warning(day) == (left if warns else None)


def test_an_agreement_that_has_ended_does_not_warn():
    assert make().find_warning(LAST + timedelta(days=1)) is None


def test_the_first_to_end_comes_first():
    later = make(code="later", until=LAST + timedelta(days=9))
    held = Agreements([later, make()])
    assert [a.code for a in held.list_ending(LAST - timedelta(days=3))] == ["one", "later"]


def test_a_party_with_a_following_agreement_loses_nothing():
    following = make(code="next", parties=["UHCW"], until=date(2028, 3, 31))
    held = Agreements([make(), following])
    assert [party for party, _ in held.list_lost(make())] == ["CCC"]


def test_a_following_agreement_about_less_leaves_something_to_lose():
    following = make(code="next", indicators=["smoking"], until=date(2028, 3, 31))
    assert len(Agreements([make(), following]).list_lost(make())) == 2
    narrow = make(indicators=["smoking"])
    assert Agreements([narrow, following]).list_lost(narrow) == []


def test_an_agreement_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="ends on 2026-03-01 before it starts"):
        make(until=date(2026, 3, 1))
