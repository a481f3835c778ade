"""The real children in need of the West Midlands' councils, against the csv module's reading."""

from tests.conftest import ROOT
from tests.support.council_readings import is_whole, reading_of, rows_of, sent
from tests.support.extracts import Council

NAME = "b1_children_in_need_2013_to_2025.csv"
MARKS = {"c": "hidden", "x": "not_available", "u": "not_available", "z": "not_applicable"}


def figure(*cells):
    """By hand: counts, or the meaning of the first mark among them; hidden goes before all."""
    marks = [MARKS[cell] for cell in cells if cell in MARKS]
    if marks:
        status = "hidden" if "hidden" in marks else marks[0]
        return None, None, None, status
    some, over = int(cells[0]), int(cells[1]) if cells[1:] else None
    return (some, over, None, "ok")


def test_every_figure_is_what_its_row_says():
    _, _, places = Council(ROOT / "tests" / "councils" / "children_in_need").parts
    by_hand = {}
    for row in rows_of(NAME):
        code = places.find(row["new_la_code"]) if row["new_la_code"] else None
        if code:
            key = code, int(row["time_period"]) * 100 + 3
            by_hand["in_need_31_march", *key] = figure(row["at31_episodes"])
            by_hand["starting", *key] = figure(row["started_child"])
            by_hand["awaiting_assessment", *key] = figure(
                row["awaiting_assessment"], row["at31_episodes"]
            )
    assert sent(reading_of("children_in_need", NAME)) == by_hand
    assert len(by_hand) == 3 * 14 * 13
    assert {status for *_, status in by_hand.values()} == {"ok", "hidden", "not_available"}


def test_no_row_is_refused_and_each_is_accounted_for():
    reading = reading_of("children_in_need", NAME)
    assert reading.refusals == ()
    assert reading.rows_loaded == 14 * 13
    assert is_whole(reading, NAME)
