"""Taking files in: whole or not at all, what stays, what is replaced, and the city's totals."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.domain.periods import Month
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.store import commit_load as module
from indicators.store.schema import metadata, observation
from tests.support.builders import read_named, row, take_in
from tests.support.clear_tables import clear_tables

MARCH = Month.of(2026, 3)
AREAS, OTHERS = ["a", "b", "c"], ["team", "city"]
INDICATORS = ["visits", "plans"]
MONTHS = [MARCH - 1, MARCH]
ALL = INDICATORS, AREAS + OTHERS, [month.number for month in MONTHS]


def contents(table):
    """Every row of every table."""
    with table.engine.connect() as connection:
        return {
            name: sorted(map(str, connection.execute(sa.select(each))))
            for name, each in metadata.tables.items()
        }


def standing(table):
    return [tuple(found) for found in table.read_observations(*ALL)]


# One file


def test_what_was_taken_in_stands_as_it_was_sent(table):
    rows = [
        row("plans", "a", MARCH, 14),
        row("visits", "a", MARCH, 19, 20, note="late"),
        row("visits", "b", MARCH, value="88.96"),
        row("visits", "c", MARCH, status="hidden"),
        row("visits", "team", MARCH, 2**40, 2**41, definition="v2", months=3),
    ]
    load_id, counts = take_in(table, rows)
    assert standing(table) == rows
    assert (counts.new, counts.restated, counts.unchanged) == (5, 0, 0)
    assert [(found.id, found.file) for found in table.history.list_loads()] == [(load_id, "a.csv")]


@pytest.mark.parametrize("note", ["\\N", "\\.", "a\tb\r\nc\\d", "“é” 'x' \"y\"; --"])
def test_any_text_in_a_note_comes_back_as_it_was_sent(table, note):
    sent = [row("visits", "a", MARCH, 1, 2, note=note), row("visits", "b", MARCH, 1, 2)]
    take_in(table, sent)
    assert standing(table) == sent


def test_refused_rows_are_kept_with_their_load(table):
    told = [
        Refusal(
            RefusalCode.COUNT_IS_TEXT,
            "a.csv",
            "Sheet1",
            7,
            "C",
            "Smokers",
            "x1",
            "This is not a number.",
            "Correct it, or mark it in the profile.",
            "Correct it.",
        ),
        Refusal(
            RefusalCode.PLACE_MISSING,
            *("a.csv", "", 9, "", "", ""),
            *("The row has no place.", "Write it.", "Write it."),
        ),
    ]
    load_id, _ = take_in(table, [row("visits", "a", MARCH, 1, 2)], refusals=told)
    assert table.history.read_refusals(load_id) == told
    assert table.history.read_refusals(load_id + 1) == []
    assert table.history.find_complete_load("a.csv".rjust(64, "0")) is None


def test_a_file_taken_in_whole_is_known_by_its_content(table):
    load_id, _ = take_in(table, [row("visits", "a", MARCH, 1, 2)])
    sha256 = "a.csv".rjust(64, "0")
    assert table.history.find_complete_load(sha256).id == load_id
    assert table.history.find_complete_loads([sha256, "another"]) == {sha256}


def fail(*_args):
    raise RuntimeError("in the middle")


@pytest.mark.parametrize("where", ["_insert_figures", "_build_refusal_row", "_update_derived"])
def test_a_load_that_fails_in_the_middle_leaves_nothing_of_itself(table, where, monkeypatch):
    take_in(table, [row("visits", "a", MARCH, 1, 2), row("visits", "b", MARCH, 1, 2)])
    before, version = contents(table), table.get_version()
    told = [Refusal(RefusalCode.UNKNOWN_SHEET, "b.csv", "", 1, "", "", "", "Why.", "Do.")]
    second = [row("visits", "a", MARCH, 2, 2), row("visits", "c", MARCH, 2, 2)]
    with monkeypatch.context() as patch:
        patch.setattr(module, where, fail)
        with pytest.raises(RuntimeError, match="in the middle"):
            take_in(table, second, file="b.csv", refusals=told)
    assert (contents(table), table.get_version()) == (before, version)
    take_in(table, second, file="b.csv", refusals=told)
    assert table.get_version() > version


def test_a_file_that_says_two_things_of_one_figure_is_not_taken_in(table):
    take_in(table, [row("visits", "a", MARCH, 1, 2)])
    before = contents(table)
    twice = [row("visits", "a", MARCH, 2, 2), row("visits", "a", MARCH, 3, 3)]
    with pytest.raises(Exception, match=r"(?i)unique"):  # in each driver's own words
        take_in(table, twice, file="b.csv")
    assert contents(table) == before


def test_rows_that_do_not_add_up_are_not_taken_in(table):
    with pytest.raises(sa.exc.IntegrityError, match="rows_add_up"):
        take_in(table, [row("visits", "a", MARCH, 1, 2)], rows_blank=1)
    assert table.get_version() == 0


# One file after another


def test_a_later_file_replaces_what_it_restates_and_keeps_what_was_there(table):
    first, _ = take_in(table, [row("visits", "a", MARCH, 1, 2), row("visits", "b", MARCH, 3, 4)])
    second, counts = take_in(table, [row("visits", "a", MARCH, 2, 2)], file="b.csv")
    assert (counts.new, counts.restated, counts.unchanged) == (0, 1, 0)
    assert standing(table) == [row("visits", "a", MARCH, 2, 2), row("visits", "b", MARCH, 3, 4)]
    o = observation.c
    wanted = sa.select(o.numerator, o.load_id, o.replaced_by).where(o.place == "a").order_by(o.id)
    with table.engine.connect() as connection:
        assert list(connection.execute(wanted)) == [(1, first, second), (2, second, None)]


@pytest.mark.parametrize(
    "changed",
    [
        {"numerator": 2},
        {"denominator": 5},
        {"numerator": None, "denominator": None, "value": "25"},
        {"numerator": None, "denominator": None, "status": "hidden"},
        {"note": "corrected"},
    ],
    ids=", ".join,
)
def test_each_part_of_a_figure_can_be_restated_and_back(table, changed):
    sent = {"numerator": 1, "denominator": 4}
    first, second = row("visits", "a", MARCH, **sent), row("visits", "a", MARCH, **sent | changed)
    for file, loaded in (("a", first), ("b", second), ("c", first)):
        take_in(table, [loaded], file=file)
        assert standing(table) == [loaded]
    assert table.history.list_loads()[0].figures_restated == 1


def test_another_definition_of_the_same_month_stands_beside_the_first(table):
    rows = [row("visits", "a", MARCH, n, 4, definition=f"v{n}") for n in (1, 2)]
    for at, each in enumerate(rows):
        take_in(table, [each], file=str(at))
    assert standing(table) == rows


@pytest.mark.parametrize("also", [[], [row("visits", "b", MARCH, 9, 9)]], ids=["alone", "with"])
def test_the_same_file_again_never_takes_back_what_a_later_file_restated(table, also):
    sent, restated = row("visits", "a", MARCH, 1, 2), row("visits", "a", MARCH, 2, 2)
    take_in(table, [sent, *also], file="first")
    take_in(table, [restated], file="later")
    stands = standing(table)
    _, counts = take_in(table, [sent, *also], file="first")
    assert standing(table) == stands
    assert (counts.new, counts.restated, counts.unchanged) == (0, 0, 1 + len(also))


def test_nor_does_a_file_that_only_repeated_what_stood_when_it_first_came(table):
    sent, restated = row("visits", "a", MARCH, 1, 2), row("visits", "a", MARCH, 2, 2)
    for file, each in (("first", sent), ("repeats", sent), ("later", restated), ("repeats", sent)):
        take_in(table, [each], file=file)
    assert standing(table) == [restated]


def test_a_file_read_anew_restates_what_it_brought_itself(table):
    # It was read wrongly at first, with another row refused; its profile was mended, twice.
    for numerator in (1, 2, 3):
        take_in(table, [row("visits", "a", MARCH, numerator, 9)])
        assert standing(table) == [row("visits", "a", MARCH, numerator, 9)]


def test_rows_refused_at_first_are_taken_in_when_the_same_file_comes_again(table):
    good, mended = row("visits", "a", MARCH, 1, 2), row("visits", "b", MARCH, 1, 2)
    told = [
        Refusal(RefusalCode.PLACE_UNKNOWN, "a.csv", "", 2, "", "", "B.", "No such place.", "Add.")
    ]
    take_in(table, [good], refusals=told)
    _, counts = take_in(table, [good, mended])
    assert standing(table) == [good, mended]
    assert (counts.new, counts.unchanged) == (1, 1)


# Any files in any order

KEYS = st.tuples(*map(st.sampled_from, (INDICATORS, AREAS + OTHERS, MONTHS, ["v1", "v2"])))
FIGURES = st.one_of(
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.integers(0, 2), st.none()),
    st.sampled_from(["hidden", "88.5"]),
)
FILES = st.lists(
    st.dictionaries(KEYS, FIGURES, min_size=1, max_size=12), min_size=1, max_size=4
).flatmap(
    lambda files: st.tuples(
        st.just(files), st.lists(st.integers(0, len(files) - 1), min_size=1, max_size=6)
    )
)


def made(key, figure):
    code, place, month, definition = key
    if figure == "hidden":
        return row(code, place, month, definition=definition, status="hidden")
    if figure == "88.5":
        return row(code, place, month, definition=definition, value="88.5")
    return row(code, place, month, *figure, definition=definition)


def totals_of(rows):
    """What the areas' counts add up to, by indicator, month and definition."""
    added = defaultdict(lambda: (0, 0, 0))
    for code, ended, place, definition, _, num, den, _, status, _ in rows:
        if place in AREAS and status == "ok" and num is not None:
            areas, n, d = added[code, ended, definition]
            added[code, ended, definition] = areas + 1, n + num, d + (den or 0)
    return dict(added)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_any_files_in_any_order_leave_the_latest_word_and_totals_that_add_up(table, sent):
    files, order = sent
    with table.engine.begin() as connection:
        clear_tables(connection)
    expected, came, version = {}, set(), table.get_version()
    for at in order:
        again = at in came
        if not again:
            expected |= files[at]
        came.add(at)
        take_in(table, [made(*each) for each in files[at].items()], file=str(at), not_areas=OTHERS)
        # The same file again brings nothing new, which is no event.
        assert table.get_version() == version if again else table.get_version() > version
        version = table.get_version()
        rows = [made(*each) for each in expected.items()]
        assert standing(table) == sorted(rows, key=lambda each: each[:4])
        totals = {tuple(t)[:3]: tuple(t)[4:] for t in table.read_city_totals(INDICATORS, ALL[2])}
        assert totals == totals_of(rows)


def test_two_files_at_once_both_arrive_and_the_totals_count_both(table):
    start = Barrier(2)
    places = [f"p{at}" for at in range(40)]

    def send(worker):
        start.wait()
        for at in range(5):
            rows = [row("visits", p, MARCH, at, 10) for p in places[worker::2]]
            take_in(
                table, [*rows, row("visits", "both", MARCH, worker, at + 1)], file=f"{worker}{at}"
            )

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(send, range(2)))
    assert len(table.history.list_loads()) == 10
    rows = read_named(table, ["visits"], [*places, "both"], [MARCH.number])
    assert len(rows) == 41
    (total,) = table.read_city_totals(["visits"], [MARCH.number])
    assert tuple(total)[4:] == (
        41,
        sum(r.numerator for r in rows),
        sum(r.denominator for r in rows),
    )
