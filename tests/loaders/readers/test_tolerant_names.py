"""Headings and sheet names: which are alike, and which never are."""

import pytest

from loaders.readers.tolerant_names import Likeness, make_name_key, match_names, strip_notes

ALIKE = [
    [
        "5y MMR2%",
        "5y MMR2 (%)",
        "5Y_MMR2_%",
        "5y MMR2 [1] (%)",
        "5y MMR2 (%)*",
        "5y\nMMR2 per cent",
    ],
    ["No. Children", "Number of children", "no children", "No.\u00a0Children [note 2]"],
    ["Seen", "Seen (number)", "SEEN\u00b9", "Seen - number", "Seen no.", "Seen (No.) [1]", "Seen*"],
    ["6-8 week review", "6\u20138 week review", "6 - 8 week_review", "6/8 WEEK REVIEW"],
    [
        "Children's centre",
        "Childrens centre",
        "CHILDREN\u2019S\u00a0CENTRE",
        "children\u00ads centre",
    ],
    ["24m_DTaPIPVHib3_Prim_Num", "24m DTaP/IPV/Hib3 Prim Num", "24 m DTaP-IPV-Hib3 (Prim) Num"],
    ["Seen at 12+6", "seen at 12 + 6"],
    ["2.5 years", "2.5_YEARS"],
    ["%", "(%)", "per cent"],
    ["No.", "Number", "(n)"],
]
DIFFERENT = [
    ["Seen", "Seen (%)", "Not seen", "Seen late", "No. seen"],
    ["6-8 week review", "68 week review"],
    ["2.5 years", "2-5 years", "25 years"],
    ["Under 5", "<5", ">5", "5+", "5"],
    ["Table 10", "Table 1", "Table 1.0", "Table 1-0"],
    ["12+6", "126", "12 6"],
    ["%", "Number"],
    ["Group [Hib]", "Group [BCG]"],
]


def reduce(text):
    return make_name_key(text, Likeness.REDUCED)


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
def test_spellings_of_one_name_are_alike(names):
    assert len({reduce(name) for name in names}) == 1


@pytest.mark.parametrize("names", DIFFERENT, ids=lambda names: names[0])
def test_different_names_are_never_alike(names):
    assert len({reduce(name) for name in names}) == len(names)


def test_a_name_that_is_only_signs_keeps_them():
    assert [reduce(name) for name in ("-", "*", "")] == ["-", "*", ""]


def test_footnotes_are_stripped_and_words_are_kept():
    assert strip_notes("Apr-25 [1]*") == "Apr-25"
    assert strip_notes("Apr-25 [p]") == "Apr-25"
    assert strip_notes("Vaccine [Hib]") == "Vaccine [Hib]"


def test_a_sheet_is_found_by_its_exact_name_before_one_that_is_alike():
    assert match_names(["Table_10", "Notes"], "Table10") == ["Table_10"]
    assert match_names(["Table_10", "table10"], "Table10") == ["table10"]
    assert match_names(["Table 1", "Table 100"], "Table10") == []
    assert match_names(["24M UT-LA"], "24m_UT LA") == ["24M UT-LA"]
    assert match_names(["Q1_Figures", "Q2-figures"], "Q? figures") == ["Q1_Figures", "Q2-figures"]
    assert match_names([""], "*") == [""]
