"""Who is answered, from what is there, in how many questions; and the read API."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.errors import UnknownPlaceError, UserError
from indicators.reports.base import Reports
from indicators.reports.home_report import build_home_report
from indicators.reports.loading.observation_page import page_observations
from indicators.reports.place_report import build_place_report
from indicators.reports.service_report import build_service_report
from indicators.reports.verdict_rows import calculate_verdict_rows
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.two_years import CATALOGUE, MARCH, PLACES, VISITS, row_of
from tests.support.viewers import STRANGER, without


def place(reports, code, month=None):
    return build_place_report(reports, code, month, PARTNER)


# The read API


def test_judged_figures_are_those_of_the_place_page(reports):
    wanted = [(p, "visits", m) for p in ("a", "north", "city") for m in (MARCH, MARCH - 7)]
    for found, (code, _, month) in zip(
        calculate_verdict_rows(reports, wanted, PARTNER), wanted, strict=True
    ):
        shown = row_of(place(reports, code, month), "visits")
        assert (found.place.code, found.month) == (code, month)
        assert (found.figure, found.change) == (shown.rolling, shown.change)


def test_observations_come_a_page_at_a_time(reports):
    asked = ["visits"], ["a", "b"], MARCH - 1, MARCH
    total, found = page_observations(reports, *asked, limit=3, offset=2, viewer=PARTNER)
    assert (total, [tuple(each)[1:3] for each in found]) == (
        4,
        [(MARCH.number, "a"), (MARCH.number, "b")],
    )


# Who may see, what is not there


def questions(reports):
    return {
        "place": lambda viewer: build_place_report(reports, "a", None, viewer),
        "city": lambda viewer: build_place_report(reports, "city", None, viewer),
        "home": lambda viewer: build_home_report(reports, None, viewer),
        "service": lambda viewer: build_service_report(reports, "midwifery", None, viewer),
        "judged": lambda viewer: calculate_verdict_rows(reports, [("a", "visits", MARCH)], viewer),
        "observations": lambda viewer: page_observations(
            reports, ["visits"], ["a"], MARCH, MARCH, limit=1, offset=0, viewer=viewer
        ),
    }


def test_exact_figures_need_their_permission(reports):
    for ask in questions(reports).values():
        for viewer in (STRANGER, without(Permission.VIEW_FIGURES)):
            with pytest.raises(PermissionDeniedError):
                ask(viewer)
        assert ask(PARTNER)
        assert ask(replace(PARTNER, permissions=frozenset({Permission.VIEW_FIGURES})))


def test_the_history_of_loads_needs_its_permission(reports):
    for ask in (reports.list_history, reports.find_load):
        assert ask(1, PARTNER)
        with pytest.raises(PermissionDeniedError):
            ask(1, without(Permission.VIEW_LOAD_HISTORY))


def test_before_anything_is_loaded_there_is_no_report(table):
    reports = Reports(table, CATALOGUE, PLACES)
    assert reports.find_months() is None
    assert place(reports, "a") is None
    assert build_home_report(reports, None, PARTNER) is None
    assert build_service_report(reports, "midwifery", None, PARTNER) is None


def test_what_is_not_known_is_told_before_anything_is_looked_up(reports):
    with pytest.raises(UnknownPlaceError, match="no place “nowhere”"):
        place(reports, "nowhere")
    with pytest.raises(UserError, match="The services are: midwifery, health-visiting"):
        build_service_report(reports, "fire", None, PARTNER)


# How many questions the database is asked


def selects(engine, ask):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        assert ask(PARTNER)
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_a_page_asks_the_database_few_questions_however_many_areas_there_are(table):
    areas = [f"a{at}" for at in range(40)]
    rows = [row("visits", area, MARCH - at, 9, 10) for area in ["a", *areas] for at in range(3)]
    rows += [row("visits1", "a", MARCH, 9, 10)]
    take_in(table, rows)
    few = Reports(table, CATALOGUE, PLACES)
    indicators = [indicator(f"visits{at}", target=[target("90")]) for at in range(30)]
    teams = {"north": ["a", *areas], "south": ["c"]} | {f"t{at}": [f"x{at}"] for at in range(40)}
    many = Reports(table, catalogue(VISITS, *indicators), places(teams))
    for name, ask in questions(few).items():
        asked = selects(table.engine, ask)
        assert asked <= 6, name
        assert selects(table.engine, questions(many)[name]) == asked, name
