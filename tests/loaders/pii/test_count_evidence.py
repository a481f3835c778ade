"""Long numbers are counts where periods are regular, sums fit or one is part of another."""

from random import Random

import pytest

from loaders.pii.detection import refuse_people
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet
from tests.loaders.pii.test_detection import told
from tests.support import count_tables
from tests.support.careless_lists import SHAPES, Chance

LOT = Random(10)
CODES = [LOT.randrange(10**5, 10**6) for _ in range(240)]
"""Six-digit numbers as a system gives them to people."""
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
COUNCILS = count_tables.COUNCILS


@pytest.mark.parametrize("shape", count_tables.SHAPES)
def test_tables_of_counts_are_let_through(shape):
    rows = count_tables.SHAPES[shape](Random(5))
    assert told(rows) == ""


def test_a_number_for_each_month_is_a_count_and_for_irregular_months_it_is_a_code():
    assert told([["Month", "Births"], *map(list, zip(MONTHS, CODES, strict=False))]) == ""
    irregular = [[LOT.choice(MONTHS), code] for code in CODES[:24]]
    assert "column B" in told([["Month", "Births"], *irregular])


def test_a_number_for_each_place_and_month_is_a_count_and_a_repeated_place_makes_it_a_code():
    pairs = [(place, month) for place in COUNCILS[:10] for month in MONTHS]
    rows = [[*pair, code] for pair, code in zip(pairs, CODES, strict=True)]
    assert told([["Council", "Month", "Contacts"], *rows]) == ""
    again = [[place, LOT.choice(MONTHS), code] for place, _, code in rows]
    assert "column C" in told([["Council", "Month", "Contacts"], *again])


def test_numbers_under_months_in_a_row_are_counts():
    rows = [[place, *CODES[at * 3 : at * 3 + 3]] for at, place in enumerate(COUNCILS)]
    assert told([["Council", "Apr-25", "May-25", "Jun-25"], *rows]) == ""
    assert "column B" in told([["Council", "First", "Second", "Third"], *rows])


@pytest.mark.parametrize("wrong", [0, 1])
def test_a_total_that_is_the_sum_shows_counts_and_one_that_is_not_does_not(wrong):
    numbers = CODES[: len(COUNCILS)]
    rows = [list(pair) for pair in zip(COUNCILS, numbers, strict=True)]
    message = told([["Council", "Births"], *rows, ["All", sum(numbers) + wrong]])
    assert bool(message) == bool(wrong)


def test_a_part_of_a_whole_shows_counts_and_two_codes_that_rise_together_do_not():
    whole = [LOT.randrange(2000, 40_000) for _ in COUNCILS]
    seen = [int(number * LOT.uniform(0.8, 1)) for number in whole]
    rows = [list(row) for row in zip(COUNCILS, whole, seen, strict=True)]
    assert told([["Council", "Due", "Seen"], *rows]) == ""
    above = [*rows[:3], [COUNCILS[3], whole[3], whole[3] + 1], *rows[4:]]
    assert "column B" in told([["Council", "Due", "Seen"], *above])
    rising = [[p, 2000 + 900 * at, 1900 + 870 * at] for at, p in enumerate(COUNCILS)]
    assert "column B" in told([["Council", "Due", "Seen"], *rising])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_careless_list_of_any_shape_is_refused_and_its_names_are_not_told(shape):
    lot = Chance(3)
    rows = SHAPES[shape](lot)
    message = told(rows)
    assert "list of people" in message
    names = {str(cell) for row in rows[4:] for cell in row if " " in str(cell)}
    assert not [name for name in names if name in message]


def test_the_hubs_own_addresses_are_let_through_and_homes_beside_hubs_are_not():
    hubs = [["Hub", "Address"], ["Aspire", "Gosford School, Humber Avenue"]]
    hubs += [["Pathways", "Radford Primary School"], ["Mosaic", "Jardine Crescent"]]
    hubs += [["Harmony", "Clifton Street"], ["Park Edge", "Roseberry Avenue"]]
    assert told(hubs) == ""
    homes = [[LOT.choice(["Aspire", "Harmony"]), f"{n} Clifton Street"] for n in range(3, 12)]
    assert "holds addresses" in told([["Hub", "Address"], *homes])


def test_a_sheet_of_people_behind_counts_is_refused():
    counts = Sheet.from_rows([["Month", "Births"], *zip(MONTHS, CODES, strict=False)])
    people = Sheet.from_rows(SHAPES["id, centre, month"](Chance(1)))
    with pytest.raises(Exception, match="sheet “Detail”"):
        refuse_people(Grid("a.xlsx", {"Counts": counts, "Detail": people}, ("Counts", "Detail")))
