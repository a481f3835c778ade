"""Undoing loads and looking back, after any files and undoings in any order, on both databases."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.domain.errors import UserError
from indicators.store.observations import IndicatorTable
from tests.indicators.store.test_observations import (
    ALL,
    FIGURES,
    INDICATORS,
    KEYS,
    MARCH,
    OTHERS,
    made,
    totals_of,
)
from tests.support.builders import row, take_in
from tests.support.clear_tables import clear_tables

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
SERVICES = ("midwifery", "health-visiting")
ARRIVALS = [
    (codes, month, "city", elsewhere)
    for codes in (INDICATORS, INDICATORS[:1], INDICATORS[1:])
    for month in ALL[2]
    for elsewhere in ([], ["a", "team"])
]
A, B, C = (row("visits", "a", MARCH, n, 9) for n in (1, 2, 3))


def when(event):
    """The event's own day: one a day."""
    return START + timedelta(days=event)


def send(table, rows, file, **record):
    at = when(table.get_version() + 1).replace(tzinfo=None)
    load_id, _ = take_in(table, rows, file=file, not_areas=OTHERS, loaded_at=at, **record)
    return load_id


def undo(table, load_id, why=""):
    now = when(table.get_version() + 1)
    return table.undo_load(load_id, now=now, who="ann", why=why, not_areas=OTHERS)


def seen(table):
    """All that the table says to whoever asks."""
    months = ALL[2]
    return {
        "version": table.get_version(),
        "observations": [tuple(found) for found in table.read_observations(*ALL)],
        "page": table.read_page({frozenset(ALL[1]): ALL[0]}, *months, limit=7, offset=2),
        "totals": sorted(map(tuple, table.read_city_totals(INDICATORS, months, OTHERS))),
        "months": table.list_months_with_data(INDICATORS),
        "areas in": [sorted(table.count_arrivals(*asked)) for asked in ARRIVALS],
        "arrivals": sorted(map(tuple, table.read_arrivals(INDICATORS, months))),
        "behind": [each.id for each in table.history.list_loads_behind(months, *ALL[:2])],
        "loads": [each.id for each in table.history.list_loads()],
        "history": [each.id for each in table.history.list_events()],
        "made up": (table.history.has_synthetic(), table.history.has_real()),
    }


def standing(table):
    return [tuple(found) for found in table.read_observations(*ALL)]


# Undoing one load


def test_what_an_undone_load_brought_goes_and_what_it_replaced_stands_again(table):
    send(table, [A], "first")
    second = send(table, [B, row("visits", "b", MARCH, 5, 9)], "second")
    done = undo(table, second, "wrong month")
    assert standing(table) == [A]
    assert (done.removed, done.restored, done.repeated, done.restated) == (1, 1, (), ())
    event, undone, _ = table.history.list_events()
    assert (event.id, event.undoes, event.who, event.why) == (3, second, "ann", "wrong month")
    assert event.loaded_at == when(3).replace(tzinfo=None)
    assert undone.undone_by == event.id == done.event == table.get_version()


def test_a_figure_that_a_later_load_restated_stays_and_the_load_is_named(table):
    for file, each in (("first", A), ("second", B), ("third", C)):
        send(table, [each], file)
    done = undo(table, 2)
    assert standing(table) == [C]
    assert (done.removed, done.restored) == (0, 0)
    assert [(each.load_id, each.file, each.figures) for each in done.restated] == [(3, "third", 1)]
    undo(table, 3)
    assert standing(table) == [A]  # and not what the load undone before had said


def test_a_figure_that_a_later_load_sent_again_stands_by_that_load(table):
    send(table, [A], "first")
    send(table, [A, row("visits", "b", MARCH, 5, 9)], "second")
    done = undo(table, 1)
    assert standing(table)[0] == A
    assert [(each.load_id, each.figures) for each in done.repeated] == [(2, 1)]
    assert [each.id for each in table.history.list_loads_behind(ALL[2], *ALL[:2])] == [2]
    undo(table, 2)
    assert standing(table) == []


def test_a_file_can_be_loaded_again_after_it_was_undone(table):
    send(table, [A], "first")
    undo(table, 1)
    assert table.history.find_complete_load("first".rjust(64, "0")) is None
    assert table.history.find_complete_loads(["first".rjust(64, "0")])  # but not by itself
    assert table.history.find_undone_load("first".rjust(64, "0"))
    again = send(table, [A], "first")
    assert standing(table) == [A]
    assert table.history.find_complete_load("first".rjust(64, "0")).id == again
    assert not table.history.find_undone_load("first".rjust(64, "0"))


def test_a_file_undone_and_loaded_again_has_the_last_word(table):
    send(table, [A], "first")
    send(table, [B], "second")
    undo(table, 1)
    send(table, [A], "first")
    assert standing(table) == [A]


def test_a_month_that_only_an_undone_load_reached_has_no_data(table):
    send(table, [A], "first", synthetic=True)
    undo(table, 1)
    assert table.list_months_with_data(INDICATORS) == []
    assert table.count_arrivals(INDICATORS, MARCH.number, "city") == []
    assert table.read_arrivals(INDICATORS, [MARCH.number]) == []
    assert (table.history.has_synthetic(), table.history.has_real()) == (False, False)
    assert table.after(1).history.has_synthetic()


@pytest.mark.parametrize(
    ("load_id", "told"),
    [(9, "There is no load 9"), (1, "has been undone already"), (2, "is no load: it undid load 1")],
)
def test_what_cannot_be_undone_is_said_and_nothing_changes(table, load_id, told):
    send(table, [A], "first")
    undo(table, 1)
    before = seen(table)
    with pytest.raises(UserError, match=told):
        undo(table, load_id)
    assert seen(table) == before


# Any files and undoings in any order

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.integers(0, 3)),
        st.tuples(st.just("load"), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(1, 9)),
    ),
    min_size=1,
    max_size=9,
)
FILES = st.lists(st.dictionaries(KEYS, FIGURES, min_size=1, max_size=10), min_size=4, max_size=4)


class Model:
    """What should stand, said slowly: each load's words, and the latest that is not undone."""

    def __init__(self):
        self.words, self.files, self.undone, self.stands = {}, {}, set(), {}

    def load(self, event, file, figures):
        came = [
            load for load, sent in self.files.items() if sent == file and load not in self.undone
        ]
        words, fresh = {}, {}
        for key, figure in figures.items():
            held, by = self.stands.get(key, (None, 0))
            if came and by > min(came) and by not in came:
                continue
            words[key] = figure
            if key not in self.stands or made(key, held) != made(key, figure):
                fresh[key] = figure, event
        if fresh or not came:  # the same file that brings nothing new is no event
            self.files[event], self.words[event] = file, words
            self.stands |= fresh

    def undo(self, event):
        self.undone.add(event)
        for key in [key for key, (_, by) in self.stands.items() if by == event]:
            left = [n for n, sent in self.words.items() if key in sent and n not in self.undone]
            del self.stands[key]
            if left:
                self.stands[key] = self.words[max(left)][key], max(left)

    def count_arrivals(self, codes, month, city, elsewhere):
        """What `count_arrivals` should say of a month."""
        places = defaultdict(set)
        for (code, place, ended, _), (_, by) in self.stands.items():
            if code in codes and ended.number == month and place not in elsewhere:
                places[SERVICES[self.files[by] % 2]].add(place)
        return sorted((s, len(found - {city}), city in found) for s, found in places.items())

    def rows(self):
        found = [made(key, figure) for key, (figure, _) in self.stands.items()]
        return sorted(found, key=lambda each: each[:4])


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, STEPS)
def test_looking_back_shows_what_stood_after_every_load_and_undoing(table, files, steps):
    with table.engine.begin() as connection:
        clear_tables(connection)
        if table.engine.dialect.name == "postgresql":
            connection.execute(sa.text("ALTER SEQUENCE load_id_seq RESTART"))
    table = IndicatorTable(table.engine)  # it keeps counts by version, which begin again
    model, then = Model(), [seen(table)]
    for step, number in steps:
        event = table.get_version() + 1
        if step == "load":
            figures = files[number]
            rows = [made(*each) for each in figures.items()]
            send(table, rows, str(number), synthetic=number == 0, service=SERVICES[number % 2])
            model.load(event, number, figures)
            if event not in model.files:
                assert table.get_version() == event - 1
                continue
        elif number in model.files and number not in model.undone:
            undo(table, number)
            model.undo(number)
        else:
            continue
        assert standing(table) == model.rows()
        totals = {tuple(t)[:3]: tuple(t)[4:] for t in table.read_city_totals(INDICATORS, ALL[2])}
        assert totals == totals_of(model.rows())
        for asked in ARRIVALS:
            assert sorted(table.count_arrivals(*asked)) == model.count_arrivals(*asked)
        then.append(seen(table))
    for event, was in enumerate(then):
        assert seen(table.after(event)) == was
        assert seen(table.as_at(when(event) + timedelta(hours=1))) == was
