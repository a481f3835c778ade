"""The message for a file that no profile knows shows its headings, and none of its values."""

import pytest

from indicators.domain.errors import NoProfileError
from loaders.parsing.match_profile import find_claimant
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet
from tests.support.extracts import profile

HEAD = ["Clinic", "Month", "Seen", "Due"]
ROWS = [["Anna ward", "2026-10", 71, 83], ["Bells", "2026-10", 72, 84]]


def describe(*rows, sheet=""):
    width = max(map(len, rows))
    filled = Sheet.from_rows([[*row, *[""] * (width - len(row))] for row in rows])
    with pytest.raises(NoProfileError) as raised:
        find_claimant(Grid("any.csv", {sheet: filled}, (sheet,)), [profile()])
    return raised.value.what.partition("Its headings are: ")[2]


def test_the_header_is_shown_and_not_a_fuller_row_below_it():
    assert describe(HEAD, [*ROWS[0], "late this month", "again"]) == "Clinic | Month | Seen | Due."


def test_a_title_above_is_not_the_header():
    rows = [["Visits of the clinic"], [], HEAD, *ROWS]
    assert describe(*rows) == "Clinic | Month | Seen | Due."


def test_a_header_of_two_rows_is_shown_whole():
    groups = ["", "", "New birth visit", "", "6-8 week review", ""]
    columns = ["Clinic", "Month", "Seen", "Due", "Seen", "Due"]
    rows = [["Visits"], groups, columns, ["Anna ward", "2026-10", 71, 83, "*", 84]]
    assert describe(*rows) == (
        "Clinic | Month | New birth visit > Seen | New birth visit > Due | "
        "6-8 week review > Seen | 6-8 week review > Due."
    )


def test_months_and_years_can_be_headings():
    rows = [["Clinic", "Apr-26", "May-26", "Jun-26", "Jul-26", "2027"], ["Anna", 1, 2, 3, 4, 5]]
    assert describe(*rows) == "Clinic | Apr-26 | May-26 | Jun-26 | Jul-26 | 2027."


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        [["Visits"], *ROWS],
        [["Anna ward", "2026-10", "*", "*"], *ROWS],
        [["Anna ward", "October 2026", "12 p", "[x]"], *ROWS],
    ],
)
def test_without_a_header_no_value_is_shown(rows):
    assert describe(*rows) == "no row of headings."


def test_each_sheet_is_named():
    assert describe(HEAD, *ROWS, sheet="Data") == "sheet Data: Clinic | Month | Seen | Due."


def test_a_long_header_is_cut():
    assert describe([f"Column {at}" for at in range(20)], range(20)).endswith("Column 11 ….")


def test_without_profiles_the_message_says_so_and_leads_to_the_data_page():
    grid = Grid("any.csv", {"": Sheet.from_rows([HEAD, *ROWS])}, ("",))
    with pytest.raises(NoProfileError) as raised:
        find_claimant(grid, [])
    assert "There are no profiles yet." in raised.value.what
    assert "create a profile for it on the data page" in raised.value.remedy
