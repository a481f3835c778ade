"""What was left out of a file is kept with its load, by reason."""

from datetime import UTC, datetime

import pytest
from openpyxl import Workbook

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.ports.left_out import describe_left_out
from indicators.store.observations import IndicatorTable
from layouts.text.load_history import list_left_out
from loaders.ingest.pipeline import Loader
from loaders.ingest.undo_load import undo_load
from tests.support.extracts import PLACES, catalogue, profile

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HEAD = ["Area", "Month", "Seen", "Due"]
NORTH, SOUTH = (["North End", "2026-09", 9, 10], ["South End", "2026-09", 8, 10])


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


def write(folder, *rows, hidden=()):
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    book.save(folder / "any.xlsx")
    return folder / "any.xlsx"


def load(table, path, **shape):
    loader = Loader(table, catalogue(), PLACES, [profile(shape)], Month.of(2026, 11))
    load_id = loader.load(path, viewer=PARTNER, now=NOW).load_id
    return table.history.find_event(load_id)


def test_rows_are_counted_by_the_reason_for_which_the_profile_leaves_them_out(table, tmp_path):
    rows = [NORTH, SOUTH, ["All", "2026-09", 17, 20], ["Elsewhere", "2026-09", 1, 2]]
    shape = {"totals": {"rows": ["All"], "use": "leave"}, "other_places": "leave"}
    event = load(table, write(tmp_path, *rows), **shape)
    assert event.left_out == (("total", 1), ("other_place", 1))
    assert list_left_out(event)[0] == "1 row is a total that the profile leaves out (totals)."


def test_hidden_rows_are_counted(table, tmp_path):
    event = load(table, write(tmp_path, NORTH, SOUTH, hidden=[3]))
    assert event.left_out == (("hidden_rows", 1),)
    assert list_left_out(event) == ["1 hidden row was left out."]


def test_nothing_left_out_is_nothing_said_also_of_an_undone_load(table, tmp_path):
    event = load(table, write(tmp_path, NORTH, SOUTH))
    undo_load(table, PLACES, event.id, now=NOW, who="Jo", why="a trial", viewer=PARTNER)
    assert [each.left_out for each in table.history.list_events()] == [(), ()]


def test_several_are_counted_with_separators():
    said = describe_left_out([("hidden_columns", 2), ("hidden_sheets", 1), ("filtered", 1_204)])
    assert list(said) == [
        "2 hidden columns were left out.",
        "1 hidden sheet was left out.",
        "1,204 rows are not among those that the profile selects (only, except).",
    ]
