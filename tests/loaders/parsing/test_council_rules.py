"""The council's own rules: which rows they refuse or ask about, at both sides of each edge."""

import pytest

from indicators.configuration.places_reader import read_places
from indicators.domain.catalogue import Catalogue
from indicators.domain.catalogue_parts.validation_rules import ValidationRule
from indicators.domain.periods import Month
from loaders.parsing.extract import read_extract
from tests.conftest import ROOT
from tests.support.builders import catalogue, indicator
from tests.support.extracts import adds_up, profile, write_csv

PLACES = read_places(ROOT / "data")
INDICATORS = [
    indicator("visits"),
    indicator("births", unit="count", order=2),
    indicator("boys", unit="count", order=3),
    indicator("girls", unit="count", order=4),
]
HEAD = ["Area", "Month", "Seen", "Due", "Births", "Boys", "Girls"]
PROFILE = profile(
    {
        "measure": [
            {"indicator": "visits", "numerator": "Seen", "denominator": "Due"},
            {"indicator": "births", "numerator": "Births"},
            {"indicator": "boys", "numerator": "Boys"},
            {"indicator": "girls", "numerator": "Girls"},
        ]
    },
    service="midwifery",
)


def rule(code="own", indicators=("visits",), field="denominator", since="2010-04", **keys):
    own = {"code": code, "message": f"It breaks {code}.", "indicators": indicators}
    made = ValidationRule.model_validate(own | {"field": field, "from": since} | keys)
    return made.mark_as_in("rules/own.toml")


def read(folder, rules, *rows):
    plain = catalogue(*INDICATORS)
    checked = Catalogue(plain.programme, plain.indicators.values(), rules)
    path = write_csv(folder / "a.csv", [HEAD, *rows])
    reading = read_extract(path, [PROFILE], checked, PLACES, today=Month.of(2026, 10))
    assert adds_up(reading)
    return reading


def row(seen=8, due=10, births=5, boys=2, girls=3, area="Hillfields", month="2026-10"):
    return [area, month, seen, due, births, boys, girls]


def codes(reading):
    return [refusal.full_code for refusal in reading.refusals]


@pytest.mark.parametrize(
    ("keys", "good", "bad"),
    [
        ({"at_most": "10"}, row(due=10), row(due=11)),
        ({"at_least": "10"}, row(due=10), row(due=9)),
        ({"field": "numerator", "at_least": "1"}, row(seen=1), row(seen=0)),
        ({"field": "figure", "at_most": "33.3"}, row(seen=333, due=1000), row(seen=1, due=3)),
        ({"field": "figure", "at_least": "33.4"}, row(seen=334, due=1000), row(seen=1, due=3)),
        ({"field": "figure", "whole": True}, row(seen=3, due=4), row(seen=1, due=8)),
        (
            {"indicators": ["births"], "field": "numerator", "equals_sum_of": ["boys", "girls"]},
            row(births=5, boys=2, girls=3),
            row(births=6, boys=2, girls=3),
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, dict) else "",
)
def test_each_comparison_at_both_sides_of_its_edge(tmp_path, keys, good, bad):
    assert codes(read(tmp_path, [rule(**keys)], good)) == []
    assert codes(read(tmp_path, [rule(**keys)], bad)) == ["validation_rule:own"]


def test_a_refused_row_says_the_message_the_rule_its_file_and_the_cell(tmp_path):
    reading = read(tmp_path, [rule(at_most="10")], row(due=11), row(area="Canley"))
    (refusal,) = reading.refusals
    assert (refusal.row, refusal.column, refusal.heading, refusal.value) == (2, "D", "Due", "11")
    assert refusal.reason == "It breaks own."
    assert refusal.remedy.endswith("change or end the rule “own” in rules/own.toml.")
    assert refusal.sender_remedy == "Correct it. The rule is “own”."
    assert (reading.rows_loaded, reading.rows_refused) == (1, 1)
    assert set(reading.observations["place"]) == {"canley"}


def test_the_period_of_a_row_decides_which_year_s_rule_it_is_checked_by(tmp_path):
    rules = [
        rule(at_most="10", since="2025-04", until="2026-03"),
        rule(at_most="20", since="2026-04"),
    ]
    months = ("2025-03", "2026-03", "2026-04")
    reading = read(tmp_path, rules, *(row(due=15, month=month) for month in months))
    assert [refusal.row for refusal in reading.refusals] == [3]


def test_a_rule_for_another_kind_of_file_or_indicator_checks_nothing(tmp_path):
    elsewhere = [
        rule(at_most="1", profiles=["another"]),
        rule(indicators=["boys"], field="denominator", at_most="1"),
    ]
    assert codes(read(tmp_path, elsewhere, row())) == []


def test_a_sum_is_not_checked_where_a_part_is_not_known(tmp_path):
    added = rule(indicators=["births"], field="numerator", equals_sum_of=["boys", "girls"])
    assert codes(read(tmp_path, [added], row(births=9, girls="[x]"))) == []


def test_a_rule_to_confirm_asks_about_the_rows_and_loads_them(tmp_path):
    asked = rule(at_most="10", severity="confirm")
    reading = read(tmp_path, [asked], row(due=11), row(due=12, area="Canley"), row(month="2026-09"))
    assert (reading.refusals, reading.rows_loaded) == ((), 3)
    (question,) = [each for each in reading.doubts if each.rule]
    assert question.key == "rule_to_confirm:own:visits:denominator:canley+hillfields:2026-10"
    assert str(question).startswith("Rows 2 and 3: Visits, October 2026, Canley and Hillfields: It")
