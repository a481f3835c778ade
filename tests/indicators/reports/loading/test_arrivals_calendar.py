"""The calendar of what came in: true of each area, told late or missing by the day it was due."""

from datetime import UTC, date, datetime

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.loading.arrivals_calendar import build_calendar
from indicators.reports.loading.calendar_models import ArrivalState
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.viewers import without

MARCH = Month.of(2026, 3)
CATALOGUE = catalogue(
    indicator("visits"),
    indicator("smoking", order=2),
    indicator("plans", service="health-visiting", unit="count"),
)
PLACES = places({"north": ["a", "b"], "south": ["c"]})
AREAS = ("a", "b", "c")
ON_TIME, LATE = datetime(2026, 4, 10), datetime(2026, 4, 11)  # noqa: DTZ001 -- kept as UTC


@pytest.fixture
def load(table):
    """load(indicators, places, month, at): a file with these figures, the same unless `seen` is."""
    sent = []

    def load(codes, where, month=MARCH, at=ON_TIME, *, seen=1, **record):
        sent.append(month)
        rows = [row(code, place, month, seen, 9) for code in codes for place in where]
        return take_in(table, rows, file=f"{len(sent)}.csv", loaded_at=at, **record)[0]

    load(["visits"], ["a"], MARCH - 6, datetime(2026, 1, 1))  # noqa: DTZ001
    return load


@pytest.fixture
def months(table):
    """months(today): midwifery's cells, and those of its areas, by place and month."""

    def months(today=date(2026, 5, 1), viewer=PARTNER):
        service = build_calendar(
            Reports(table, CATALOGUE, PLACES), MARCH + 1, today, viewer
        ).services[0]
        cells = {(None, cell.month): cell for cell in service.cells}
        return cells | {(p.code, cell.month): cell for p, cs in service.areas for cell in cs}

    return months


def told(cell):
    return cell.state, cell.there, cell.of, cell.late, cell.restated


def test_a_month_is_in_when_every_area_has_every_figure(load, months):
    load(["visits", "smoking"], AREAS)
    found = months()
    assert told(found[None, MARCH]) == (ArrivalState.IN, 3, 3, False, False)
    assert told(found["b", MARCH]) == (ArrivalState.IN, 2, 2, False, False)
    assert found["b", MARCH].first == ON_TIME.date()


def test_a_file_of_one_area_is_in_for_that_area_alone(load, months):
    load(["visits", "smoking"], ["b"])
    found = months()
    assert told(found[None, MARCH]) == (ArrivalState.PART, 1, 3, False, False)
    assert [found[code, MARCH].state for code in AREAS] == [
        ArrivalState.MISSING,
        ArrivalState.IN,
        ArrivalState.MISSING,
    ]


def test_an_area_without_a_figure_that_others_have_is_in_in_part(load, months):
    load(["visits"], AREAS)
    load(["smoking"], ["a", "b"])
    found = months()
    assert told(found["c", MARCH]) == (ArrivalState.PART, 1, 2, False, False)
    assert told(found[None, MARCH]) == (ArrivalState.PART, 3, 3, False, False)


def test_what_comes_after_its_day_is_late_and_what_has_not_come_is_due_or_missing(load, months):
    load(["visits"], AREAS, at=LATE)
    found = months(date(2026, 5, 10))
    assert told(found[None, MARCH]) == (ArrivalState.IN, 3, 3, True, False)
    assert (found[None, MARCH + 1].state, found[None, MARCH + 1].due) == (
        ArrivalState.DUE,
        date(2026, 5, 10),
    )
    assert months(date(2026, 5, 11))[None, MARCH + 1].state is ArrivalState.MISSING


def test_before_the_dashboard_held_anything_nothing_is_late_or_missing(load, months):
    found = months()
    assert found[None, MARCH - 6].late is False  # loaded long after, with the backlog
    assert found[None, MARCH - 7].state is ArrivalState.BEFORE
    assert found[None, MARCH - 5].state is ArrivalState.MISSING


def test_a_figure_sent_again_with_another_value_is_restated_until_that_is_undone(
    table, load, months
):
    load(["visits"], AREAS)
    load(["visits"], ["a"], at=LATE)
    assert not months()[None, MARCH].restated  # the same once more
    again = load(["visits"], ["a"], at=LATE, seen=2)
    found = months()
    assert told(found[None, MARCH]) == (ArrivalState.IN, 3, 3, False, True)
    assert [found[code, MARCH].restated for code in AREAS] == [True, False, False]
    undone = table.undo_load(again, now=LATE.replace(tzinfo=UTC), who="", why="", not_areas=[])
    assert not months()[None, MARCH].restated
    back = Reports(table.after(undone.event - 1), CATALOGUE, PLACES)
    cells = build_calendar(back, MARCH, date(2026, 5, 1), PARTNER).services[0].cells
    assert cells[-1].restated


def test_a_figure_for_the_city_alone_counts_as_in(load, months):
    load(["visits"], ["city"])
    assert months()[None, MARCH].state is ArrivalState.IN


def test_an_area_is_not_missed_before_it_began_or_after_it_ended(load, table):
    load(["visits", "smoking"], ["a", "b"])
    changed = places({"north": ["a", "b"], "south": ["c"]})
    changed.localities["c"] = changed["c"].model_copy(update={"until": MARCH - 1})
    found = build_calendar(Reports(table, CATALOGUE, changed), MARCH, date(2026, 5, 1), PARTNER)
    cells = {place.code: each for place, each in found.services[0].areas}["c"]
    assert [cell.state for cell in cells[-2:]] == [ArrivalState.MISSING, ArrivalState.NO_AREA]
    assert told(found.services[0].cells[-1]) == (ArrivalState.IN, 2, 2, False, False)


def test_it_is_for_partners(months):
    with pytest.raises(PermissionDeniedError):
        months(viewer=without(Permission.VIEW_FIGURES))
