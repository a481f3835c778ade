"""What is published is recorded, and checked against everything that was published before."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER, PermissionDeniedError, Viewer
from indicators.disclosure.attack import attack
from indicators.domain.errors import UserError
from indicators.reports.base import Reports
from indicators.reports.sharing import publication
from indicators.reports.sharing.earlier_releases import read_earlier
from indicators.reports.sharing.publication import prepare_release, publish_release
from indicators.reports.sharing.shared_view import hide_cells
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.two_years import CATALOGUE, MARCH, PLACES

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
FLOW = indicator("plans", unit="count", better="neither")


def publish(reports, month=MARCH):
    prepared, release = publish_release(reports, month, PARTNER, who="Ann", note="", now=NOW)
    return prepared, release


@pytest.fixture
def plans(table):
    """13 months of plans, of which the first and the last are small or hidden beside others."""
    counts = [9, *[20] * 11, 2]
    take_in(
        table,
        [row("plans", a, MARCH - 12 + at, n) for a in "abc" for at, n in enumerate(counts)],
    )
    return Reports(table, catalogue(FLOW), places({"north": ["a", "b"], "south": ["c"]}))


def find_what_is_revealed(reports):
    ledger = reports.release_ledger
    tables = read_earlier(ledger, ledger.get_version())["plans"]
    return [each for each in attack(tables[-1], tables[:-1]) if each.narrowed]


def test_publishing_the_same_figures_again_returns_the_recorded_release(reports):
    first, recorded = publish(reports)
    again, same = publish(reports)
    assert (first.recorded, again.recorded, same) == (None, recorded, recorded)
    assert list(first.view.rows) == list(again.view.rows)
    assert first.view.suppressions == again.view.suppressions
    assert reports.release_ledger.list_releases() == [recorded]


def test_a_release_records_who_when_and_the_version_of_the_figures(reports):
    _, recorded = publish(reports)
    assert (recorded.who, recorded.made_at) == ("Ann", NOW.replace(tzinfo=None))
    assert recorded.draft.event == reports.get_version()
    assert recorded.counts.cells > recorded.counts.hidden > recorded.counts.small > 0


def test_a_restated_figure_makes_another_release(reports, table):
    _, first = publish(reports)
    take_in(table, [row("visits", "a", MARCH, 60, 100)], file="restated")
    _, second = publish(reports)
    assert (second.id > first.id, second.month) == (True, first.month)


def test_another_threshold_makes_another_release(reports, table):
    _, first = publish(reports)
    every = CATALOGUE.indicators.values()
    stricter = catalogue(*(i.model_copy(update={"small_number_threshold": 9}) for i in every))
    _, second = publish(Reports(table, stricter, PLACES))
    assert second.id > first.id


def test_figures_loaded_for_other_indicators_do_not_make_another_release(plans, table):
    _, first = publish(plans)
    take_in(table, [row("elsewhere", "a", MARCH, 60, 100)], file="other")
    assert publish(plans)[1] == first


def test_a_preview_records_nothing(reports):
    prepared = prepare_release(reports, MARCH, PARTNER)
    assert (prepared.recorded, prepared.draft.counts.small > 0) == (None, True)
    assert reports.release_ledger.list_releases() == []


def test_successive_months_do_not_reveal_each_other(plans):
    """Two rolling years differ by the first month of one and the last of the other."""
    for month in (MARCH - 1, MARCH):
        publish(plans, month)
    assert find_what_is_revealed(plans) == []


def test_two_that_publish_at_once_are_both_checked(plans, monkeypatch):
    """While March is prepared, another process publishes February."""
    others = [MARCH - 1]

    def hide_while_another_publishes(collected, earlier):
        if others:
            publish(plans, others.pop())
        return hide_cells(collected, earlier)

    monkeypatch.setattr(publication, "hide_cells", hide_while_another_publishes)
    publish(plans, MARCH)
    assert [each.month for each in plans.release_ledger.list_releases()] == [MARCH - 1, MARCH]
    assert find_what_is_revealed(plans) == []


def test_without_the_ledger_two_months_would_reveal_each_other(plans, monkeypatch):
    monkeypatch.setattr(publication, "read_earlier", lambda *_: {})
    for month in (MARCH - 1, MARCH):
        publish(plans, month)
    assert find_what_is_revealed(plans) != []


def test_a_month_without_figures_is_refused(reports):
    with pytest.raises(UserError, match="no figures for June 2026"):
        prepare_release(reports, MARCH + 3, PARTNER)


def test_only_who_may_publish_does(reports):
    with pytest.raises(PermissionDeniedError):
        publish_release(reports, MARCH, Viewer("anyone"), who="", note="", now=NOW)
    assert reports.release_ledger.list_releases() == []
