"""What changed since the month before: verdicts that turned, and real changes that began."""

import pytest

from indicators.access.permissions import PARTNER, PermissionDeniedError
from indicators.domain.core import LocalityKind, Verdict
from indicators.reports.overview.month_changes import build_month_changes
from indicators.stats.spc import VariationIcon
from layouts.text.change_text import describe_place_change, summarise_changes
from tests.support.two_years import MARCH
from tests.support.viewers import STRANGER

TEAMS = ("team", "teams")


def changes(reports, month=MARCH, by=None, viewer=PARTNER):
    return build_month_changes(reports, month, viewer, by)


def test_a_verdict_that_turned_and_a_deterioration_that_began_are_one_change(reports):
    """South's 12 months fall from 92% to 84.3% when a month of nothing comes.

    North's reach 89% in the same month, where its deterioration is not new.
    """
    found = changes(reports)
    slow, change = found.changes
    assert (slow.place.code, describe_place_change(slow)) == ("north", "N/A to cross")
    assert (change.place.code, change.indicator.code) == ("south", "visits")
    assert (change.was.verdict, change.now.verdict) == (Verdict.TICK, Verdict.CROSS)
    assert change.has_turned
    assert change.is_new_signal
    assert change.signal.icon is VariationIcon.CONCERN_LOW
    assert change.is_for_worse
    assert describe_place_change(change) == "Tick to cross, real deterioration began"
    assert summarise_changes(found, TEAMS) == (
        "2 changes since February 2026 in 2 teams: 2 for the worse, 0 for the better or neither."
    )


def test_what_was_so_before_is_no_change(reports):
    """The month before, every 12 months and every series was as in the month before that."""
    found = changes(reports, MARCH - 1)
    assert [c.indicator.code for c in found.changes if c.place.code == "south"] == []
    assert summarise_changes(changes(reports, MARCH - 2), TEAMS).startswith(("No verdict", "1"))


def test_the_first_month_has_nothing_to_be_compared_with(reports):
    found = changes(reports, MARCH - 23)
    assert (found.before, found.changes) == (None, ())
    assert summarise_changes(found, TEAMS).startswith("This is the first month")


def test_areas_can_be_listed_instead_of_teams(reports):
    found = changes(reports, by=LocalityKind.AREA)
    assert found.kind is LocalityKind.AREA
    assert [change.place.code for change in found.changes] == ["c"]


def test_exact_figures_need_their_permission(reports):
    with pytest.raises(PermissionDeniedError):
        changes(reports, viewer=STRANGER)
