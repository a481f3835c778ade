"""A table is found by what its header says; merged groups reach to the right and down."""

from loaders.parsing.header import find_header
from loaders.readers.column_letters import format_column_letters, parse_column_letters


def test_the_header_is_found_below_titles():
    rows = [["Area report", ""], ["", ""], ["Area", "Due"], ["North End", 3.0]]
    header = find_header(rows, [("Area",), ("Due", "Expected")], 1)
    assert (header.top, header.below) == (2, 3)
    assert [heading.text for heading in header.headings] == ["Area", "Due"]


def test_a_heading_has_several_spellings_and_no_matter_its_case_and_spaces():
    rows = [["AREA\nname", "24m_MMR1 %"]]
    header = find_header(rows, [("Area name",), ("24M MMR1%",)], 1)
    assert header.find_columns(["other", "area  name"])[0][0].index == 0
    assert header.find_columns(["24M  mmr1%"])[0][0].index == 1


def test_merged_groups_reach_to_the_right_and_a_merged_cell_down():
    rows = [
        ["Reach area", "Visits", "", "", "Feeding", ""],
        ["", "Due", "Seen", "%", "Due", "Fed"],
    ]
    header = find_header(rows, [("Reach area",), ("Due",)], 2)
    assert [heading.text for heading in header.headings] == [
        "Reach area",
        "Visits > Due",
        "Visits > Seen",
        "Visits > %",
        "Feeding > Due",
        "Feeding > Fed",
    ]
    assert header.headings[4].label == "E (Feeding > Due)"


def test_a_header_of_two_rows_does_not_start_at_the_title_above_it():
    rows = [["Area", "by group"], ["Area", "Visits"], ["", "Due"]]
    assert find_header(rows, [("Area",), ("Due",)], 2).top == 1


def test_without_a_header_there_is_none():
    assert find_header([["Place", "Due"]], [("Area",), ("Due",)], 1) is None
    assert find_header([], [("Area",)], 1) is None


def test_columns_have_letters():
    assert [format_column_letters(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
    assert all(
        parse_column_letters(format_column_letters(index)) == index + 1 for index in range(2000)
    )
