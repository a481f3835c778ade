"""Small groups of a survey are hidden, and cannot be worked out from what is shown."""

import pytest

from indicators.reports.surveys.survey_results import FEWEST, build_results
from indicators.surveys.survey import Survey, count_equal_pairs
from layouts.text.workflow.survey_text import describe_row
from tests.support.survey_pairs import score

KEPT = Survey(1, "Staff survey", "June 2016", 10, "a.xlsx", 1, 0, 0, "Ann", None)


def build(**groups):
    """The results of professions with so many answers to question Q, and those named q2_."""
    pairs = [
        score(name.removeprefix("q2_"), "Q2" if name.startswith("q2_") else "Q1", at % 5, at % 7)
        for name, n in groups.items()
        for at in range(n)
    ]
    return build_results(KEPT, count_equal_pairs(pairs))


def list_shown(results):
    return {
        (row.profession, row.question) for row in (*results.rows, *results.totals) if row.result
    }


@pytest.mark.parametrize(("n", "shown"), [(FEWEST - 1, False), (FEWEST, True)])
def test_a_profession_is_shown_from_five_answers(n, shown):
    results = build(midwife=20, manager=n)
    assert (("manager", "Q1") in list_shown(results)) is shown


def test_a_total_is_hidden_where_it_would_reveal_a_hidden_profession():
    """The total less the other professions would be the mean and the number of the hidden one."""
    results = build(midwife=20, visitor=20, manager=4, q2_midwife=20, q2_visitor=20)
    assert list_shown(results) == {
        *(("midwife", "Q1"), ("visitor", "Q1"), ("midwife", "Q2"), ("visitor", "Q2")),
        ("", "Q2"),
    }


def test_a_hidden_row_says_why_and_holds_no_number():
    (hidden,) = (row for row in build(midwife=20, manager=4).rows if row.result is None)
    assert describe_row(hidden) == "manager: hidden: fewer than 5 answers"
    assert (hidden.p_corrected, hidden.is_real) == (None, False)


def test_a_row_in_words():
    pairs = [score("Health visitors", "Q", b, a) for b, a in [(2, 4), (3, 4), (3, 5), (4, 4)] * 6]
    (row,) = build_results(KEPT, count_equal_pairs(pairs)).rows
    assert describe_row(row) == "Health visitors (n = 24): 3.0 before, 4.3 after; real difference"


def test_a_row_in_words_with_many_comparisons():
    results = build(midwife=60, visitor=60, manager=60)
    assert {row.comparisons for row in results.rows} == {3}
    assert describe_row(results.rows[0]).endswith("after allowing for 3 comparisons")


def test_professions_that_all_changed_alike_are_shown_without_a_test():
    pairs = [score("midwife", "Q", at, at + 2) for at in range(6)]
    (row,) = build_results(KEPT, count_equal_pairs(pairs)).rows
    assert describe_row(row) == (
        "midwife (n = 6): 2.5 before, 4.5 after; "
        "everyone changed by the same amount, so there is no test"
    )
