"""The report's Tables 2 and 3, from pairs of scores that are generated with their means."""

import tomllib

import pytest

from indicators.reports.surveys.survey_results import build_results
from indicators.surveys.survey import Survey, count_equal_pairs
from layouts.text.workflow.survey_text import format_mean
from tests.conftest import ROOT
from tests.support.survey_pairs import make_pairs, make_survey, score

SPEC = tomllib.loads((ROOT / "tests/spec/tables2_and_3.toml").read_text(encoding="utf-8"))["row"]


@pytest.fixture(scope="module")
def results():
    pairs = [
        score(row["profession"], row["question"], *pair)
        for row in SPEC
        for pair in make_pairs(row["n"], row["before"], row["after"], row["squares"])
    ]
    new = make_survey(pairs)
    kept = Survey(1, new.name, new.asked, 10, new.file, len(pairs), 0, 0, "Ann", None)
    return {
        (row.profession, row.question): row
        for row in build_results(kept, count_equal_pairs(pairs)).rows
    }


@pytest.mark.parametrize("row", SPEC, ids=lambda row: f"{row['profession']}, {row['question']}")
def test_a_row_is_as_printed(results, row):
    found = results[row["profession"], row["question"]].result
    assert found.n == row["n"]
    assert [format_mean(found.before), format_mean(found.after)] == row["means"]
    printed = row.get("p", row["printed"])
    if printed.startswith("<"):
        assert found.test.p < float(printed[1:])
    else:
        decimals = len(printed.partition(".")[2])
        assert f"{found.test.p:.{decimals}f}" == printed[1:]


def test_the_report_calls_a_difference_significant_where_the_test_does(results):
    """“Statistical significance defined as … a p value less than or equal to 0.05”."""
    not_so = {key for key, row in results.items() if not row.is_real_alone}
    assert not_so == {
        ("RAS", "Appropriate referrals"),
        ("RAS", "Communicate effectively"),
        ("RAS", "Root causes"),
        ("RAS", "Ability to lead"),
    }


def test_some_differences_are_no_longer_real_after_allowing_for_all_30(results):
    """Holm's correction. The report prints 26 as significant, each on its own."""
    assert {row.comparisons for row in results.values()} == {30}
    lost = {key for key, row in results.items() if row.is_real_alone and not row.is_real}
    assert lost == {
        ("Health visitor", "Root causes"),
        ("Midwife", "Agency knowledge"),
        ("Midwife", "Communicate effectively"),
        ("Midwife", "Root causes"),
        ("Midwife", "Ability to lead"),
        ("RAS", "Earlier intervention"),
        ("RAS", "Agency knowledge"),
    }
