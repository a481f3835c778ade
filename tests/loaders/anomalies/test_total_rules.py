"""A total is compared with the sum of its parts, whatever the profile says of totals."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.confirmations import ConfirmationCode
from indicators.domain.core import LocalityKind
from indicators.domain.localities import Locality
from indicators.domain.observation_schema import apply_schema
from indicators.domain.places import Places
from indicators.store.as_of import COLUMNS
from loaders.anomalies.total_rules import FileTotals, find_contradicted_totals
from loaders.parsing.extract import read_extract
from tests.support.extracts import PLACES, catalogue, figures, indicator, profile, write_csv

HEAD = ["Area", "Month", "Seen", "Due"]
CONTRADICTS = ConfirmationCode.TOTAL_CONTRADICTS_AREAS
BELOW = ConfirmationCode.TOTAL_BELOW_AREAS
OUTSIDE = ConfirmationCode.TOTAL_OUTSIDE_AREAS
PERCENTAGE = {"percentage": "Seen"}


def rows(total, north=(9, 10), south=(8, 10), name="Total"):
    named = [("North End", north), ("South End", south), (name, total)]
    return [HEAD, *([name, "2026-10", *counts] for name, counts in named)]


def read(folder, lines, table=None, *, measure=None, known=None, places=PLACES):
    path = write_csv(folder / "any.csv", lines)
    known = known or catalogue()
    return read_extract(path, [profile(table, measure=measure)], known, places, today=None)


def compare(reading, current=None, known=None, places=PLACES):
    own = reading.observations
    file = FileTotals(own, reading.left_totals, reading.columns, reading.rounded_to)
    others = own.iloc[:0] if current is None else current
    return find_contradicted_totals(file, others, known or catalogue(), places)


def ask(folder, lines, table=None, **more):
    known, places = more.get("known"), more.get("places", PLACES)
    found = compare(read(folder, lines, table, **more), known=known, places=places)
    return [(each.code, each.text) for each in found]


def codes(folder, lines, table=None, **more):
    return [code for code, _ in ask(folder, lines, table, **more)]


TOTALS = {"totals": {"rows": ["Total"]}}


@pytest.mark.parametrize(("name", "table"), [("Total", TOTALS), ("Town", None)])
def test_a_total_that_agrees_is_not_asked_about(tmp_path, name, table):
    assert ask(tmp_path, rows((17, 20), name=name), table) == []


@pytest.mark.parametrize(("name", "table"), [("Total", TOTALS), ("Town", None)])
def test_a_total_that_disagrees_is_asked_about_with_its_cells(tmp_path, name, table):
    reading = read(tmp_path, rows((18, 19), name=name), table)
    assert figures(reading)[2] == ("town", 202610, 18, 19, None, "ok")
    (asked,) = compare(reading)
    assert (asked.code, asked.where) == (CONTRADICTS, "row 4, column C (Seen) and D (Due)")
    assert asked.text == (
        "one, October 2026: the areas of Town add up to 17 of 20, and the total is 18 of 19. Ask "
        "the sender which is right."
    )
    assert asked.key == "total_contradicts_areas:one:town:2026-10"


def test_one_count_that_disagrees_is_named_alone(tmp_path):
    (asked,) = compare(read(tmp_path, rows((16, 20), name="Town")))
    assert (asked.part, asked.where) == ("numerator", "row 4, column C (Seen)")


def test_the_order_of_the_rows_does_not_matter(tmp_path):
    head, north, south, total = rows((186, 215), (200, 231), (173, 200), "Town")
    for order in ([total, north, south], [north, total, south]):
        ((_, text),) = ask(tmp_path, [head, *order])
        assert "add up to 373 of 431, and the total is 186 of 215" in text


@pytest.mark.parametrize("hidden", [("*", 10), ("[x]", "[x]")])
def test_where_a_part_is_hidden_only_a_total_below_the_known_sum_is_wrong(tmp_path, hidden):
    assert codes(tmp_path, rows((30, 50), south=hidden, name="Town")) == []
    assert codes(tmp_path, rows((9, 10), south=hidden, name="Town")) == []
    ((code, text),) = ask(tmp_path, rows((8, 10), south=hidden, name="Town"))
    assert (code, "the total is only 8 of 10" in text) == (BELOW, True)


def test_an_area_that_is_missing_may_have_had_any_figure(tmp_path):
    head, north, _, total = rows((30, 50), name="Town")
    assert codes(tmp_path, [head, north, total]) == []
    assert codes(tmp_path, [head, north, ["Town", "2026-10", 8, 9]]) == [BELOW]


def test_an_area_with_nobody_adds_nothing(tmp_path):
    assert codes(tmp_path, rows((9, 10), south=(0, 0), name="Town")) == []
    assert codes(tmp_path, rows((10, 11), south=(0, 0), name="Town")) == [CONTRADICTS]


def test_counts_rounded_by_the_profile_may_miss_by_half_of_that_each(tmp_path):
    rounded = {"totals": {"rows": ["Total"], "rounded_to": 5}}
    assert codes(tmp_path, rows((20, 25), (10, 10), (5, 10)), rounded) == []
    assert codes(tmp_path, rows((25, 30), (10, 10), (5, 10)), rounded) == [CONTRADICTS]


def test_counts_that_are_all_multiples_of_five_are_taken_as_rounded(tmp_path):
    areas = [Locality(code=f"a{at}", kind=LocalityKind.AREA, name=f"A{at}") for at in range(4)]
    city = Locality(code="town", kind=LocalityKind.CITY, name="Town")
    places, known = Places([city, *areas]), catalogue(indicator("one", unit="count"))

    def found(total, counts):
        cells = zip([*(area.name for area in areas), "Town"], [*counts, total], strict=True)
        lines = [HEAD[:3], *([name, "2026-10", count] for name, count in cells)]
        return codes(tmp_path, lines, measure={"numerator": "Seen"}, known=known, places=places)

    assert found(60, [10, 10, 15, 15]) == []  # 50, and each may have lost 2
    assert found(65, [10, 10, 15, 15]) == [CONTRADICTS]
    assert found(51, [10, 10, 15, 15]) == [CONTRADICTS]


def test_a_total_that_the_profile_leaves_out_is_compared_too(tmp_path):
    left = {"totals": {"rows": ["Total"], "use": "leave"}}
    assert codes(tmp_path, rows((1, 2)), left) == [CONTRADICTS]
    assert codes(tmp_path, rows((17, 20)), left) == []
    other_places = {"other_places": "leave"}
    assert codes(tmp_path, rows((1, 2), name="Grand Total"), other_places) == [CONTRADICTS]
    assert codes(tmp_path, rows((1, 2), name="Next town"), other_places) == []


@pytest.mark.parametrize(("total", "asked"), [((17, 20), []), ((18, 20), [CONTRADICTS])])
def test_a_total_that_is_refused_because_it_is_unknown_is_compared_too(tmp_path, total, asked):
    reading = read(tmp_path, rows(total))
    assert [refusal.code for refusal in reading.refusals] == ["place_unknown"]
    assert [each.code for each in compare(reading)] == asked


LEFT = {"add_up": True, "totals": {"rows": ["Total"], "use": "leave"}}


@pytest.mark.parametrize(("total", "asked"), [((26, 30), []), ((25, 30), [CONTRADICTS])])
def test_the_one_total_of_rows_that_are_added_up_is_compared(tmp_path, total, asked):
    more = ["North End", "2026-10", 9, 10]
    assert codes(tmp_path, [*rows(total), more], LEFT) == asked


def test_several_totals_of_rows_that_are_added_up_are_of_parts_and_not_compared(tmp_path):
    more = [["North End", "2026-10", 9, 10], ["Total", "2026-10", 9, 10]]
    assert codes(tmp_path, [*rows((17, 20)), *more], LEFT) == []


def test_a_hub_that_is_left_out_is_compared_with_its_own_areas(tmp_path):
    dated = {"place": "docks", "from": "2010-04"}
    docks = {"code": "north", "kind": "area", "name": "North End", "parents": [dated]}
    named = [PLACES["town"], PLACES["south"], PLACES["docks"], Locality.model_validate(docks)]
    lines, table = rows((9, 10), name="Docks"), {"other_places": "leave"}
    assert codes(tmp_path, lines, table, places=Places(named)) == []
    lines = rows((8, 10), name="Docks")
    ((_, text),) = ask(tmp_path, lines, table, places=Places(named))
    assert "the areas of Docks add up to 9 of 10, and the total is 8 of 10" in text


def test_a_percentage_is_between_those_of_its_areas(tmp_path):
    def found(total, north=80, south="90.5"):
        named = [("North End", north), ("South End", south), ("Town", total)]
        lines = [HEAD[:3], *([name, "2026-10", cell] for name, cell in named)]
        return ask(tmp_path, lines, measure=PERCENTAGE)

    assert [found(each) for each in ("80", "85.4", "90.5", "91")] == [[], [], [], []]
    assert found("95", south="*") == []
    ((code, text),) = found("92")
    assert (code, "between 80.0% and 90.5%, and the total is 92.0%" in text) == (OUTSIDE, True)


def test_a_percentage_of_the_city_is_compared_with_its_areas_counts(tmp_path):
    measure = {"numerator": "Seen", "denominator": "Due", "percentage": "%"}
    head, north, south, _ = rows((0, 0))
    lines = [[*head, "%"], [*north, ""], [*south, ""], ["Town", "2026-10", "", "", 85]]
    assert codes(tmp_path, lines, measure=measure) == []
    lines[-1][-1] = 60
    assert codes(tmp_path, lines, measure=measure) == [OUTSIDE]


def test_each_month_across_is_compared_by_itself(tmp_path):
    across = [["Area", "Apr-26", "May-26"], ["North End", 3, 4], ["South End", 3, "*"]]
    shape = {"period": {"from": "heading"}, "totals": {"rows": "Total"}}
    known = catalogue(indicator("one", unit="count"))
    measure = {"numerator": "{period}"}
    reading = read(tmp_path, [*across, ["Total", 7, 3]], shape, measure=measure, known=known)
    assert [(each.key, each.where) for each in compare(reading, known=known)] == [
        ("total_contradicts_areas:one:numerator:town:2026-04", "row 4, column B (Apr-26)"),
        ("total_below_areas:one:numerator:town:2026-05", "row 4, column C (May-26)"),
    ]


def test_many_months_are_one_question(tmp_path):
    lines = [HEAD]
    for month in range(1, 8):
        for name, seen in (("North End", 9), ("South End", 8), ("Town", 20)):
            lines.append([name, f"2026-{month:02}", seen, 30])
    (asked,) = compare(read(tmp_path, lines))
    assert asked.text.endswith("The same is so in 6 more periods.")


def stored(*figures):
    cells = [("one", 202610, p, "as-ever", 1, n, d, None, "ok", "") for p, n, d in figures]
    return apply_schema(pd.DataFrame(cells, columns=COLUMNS)).assign(sheet="", row=0)


def test_a_total_of_another_file_is_compared_with_the_areas_of_this_one(tmp_path):
    reading = read(tmp_path, rows((0, 0))[:3])
    assert compare(reading, stored(("town", 17, 20))) == []
    (asked,) = compare(reading, stored(("town", 12, 20)))
    assert "and the total that was loaded before is 12 of 20" in asked.text
    assert asked.rows == ()


def test_areas_of_another_file_are_compared_with_the_total_of_this_one(tmp_path):
    reading = read(tmp_path, [HEAD, ["Town", "2026-10", 12, 20]])
    assert compare(reading, stored(("north", 9, 10), ("south", 8, 10)))[0].code is CONTRADICTS
    assert compare(reading, stored(("north", 4, 10), ("south", 8, 10))) == []
    assert compare(reading, stored(("north", 9, 10))) == []


@given(
    areas=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=2, max_size=2),
    off=st.integers(-3, 3),
)
def test_a_total_is_asked_about_exactly_where_it_is_not_the_sum(tmp_path_factory, areas, off):
    counts = [(seen, seen + more) for seen, more in areas]
    seen, due = (sum(column) for column in zip(*counts, strict=True))
    if seen + off < 0 or due == 0:
        return
    known = catalogue(indicator("one", unit="count"))
    cells = [*(seen for seen, _ in counts), seen + off]
    lines = [["Area", "Month", "Seen"]]
    lines += [[n, "2026-10", c] for n, c in zip(("N1", "S1", "Town"), cells, strict=True)]
    found = codes(tmp_path_factory.mktemp("t"), lines, measure={"numerator": "Seen"}, known=known)
    assert found == ([CONTRADICTS] if off else [])
