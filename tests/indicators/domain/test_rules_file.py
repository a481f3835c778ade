"""Faults in the council's rules are reported with file and key, and a rule may change by year."""

from pathlib import Path

import pytest

from indicators.configuration.rules_reader import read_rules

KNOWN = ["visits", "births"]
RULE = """
[[rule]]
code = "few_visits"
message = "Fewer visits than one a week."
indicators = ["visits"]
field = "denominator"
at_least = "4"
from = "2025-04"
"""


def read(folder: Path, *files: str):
    (folder / "rules").mkdir()
    for at, text in enumerate(files):
        (folder / "rules" / f"rules_{at}.toml").write_text(text, encoding="utf-8")
    return read_rules(folder, KNOWN)


def test_a_rule_changes_by_year_and_no_rules_are_none(tmp_path: Path):
    assert read_rules(tmp_path, KNOWN) == ([], [])
    later = RULE.replace("2025-04", "2026-04").replace('"4"', '"5"')
    rules, faults = read(tmp_path, RULE + 'until = "2026-03"\n', later)
    assert not faults
    assert [(r.code, str(r.at_least), r.where) for r in rules] == [
        ("few_visits", "4", "rules/rules_0.toml"),
        ("few_visits", "5", "rules/rules_1.toml"),
    ]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (RULE + "quux = 1\n", "rules/rules_0.toml, rule few_visits, key quux", "no such key"),
        (
            RULE + RULE.replace("2025-04", "2026-04"),
            "rules/rules_0.toml, key rule.2.from",
            "Two rules “few_visits” are in force in 2026-04: the other is rules/rules_0.toml, rule",
        ),
        (
            RULE.replace('visits"]', 'vists"]'),
            "rules/rules_0.toml, key rule.1.indicators",
            "There is no indicator “vists”.",
        ),
        (RULE + 'at_most = "9"\n', "rules/rules_0.toml, key rule.1", "Give one of at_least"),
        (
            RULE.replace('at_least = "4"', ""),
            "rules/rules_0.toml, key rule.1",
            "Give one of at_least",
        ),
        (
            RULE.replace('at_least = "4"', 'at_most_times_usual = "3"'),
            "rules/rules_0.toml, key rule.1",
            'Set severity = "confirm"',
        ),
        (
            RULE.replace('at_least = "4"', 'equals_sum_of = ["births"]').replace(
                "denominator", "figure"
            ),
            "rules/rules_0.toml, key rule.1",
            "A sum is of counts",
        ),
        (RULE + 'severity = "warn"\n', "rules/rules_0.toml, rule few_visits, key severity", "warn"),
    ],
)
def test_a_fault_names_file_and_key(tmp_path: Path, text: str, where: str, what: str):
    _, (fault,) = read(tmp_path, text)
    assert fault.where.startswith(where)
    assert what in fault.what


def test_rules_of_one_code_in_two_files_must_not_overlap_either(tmp_path: Path):
    _, (fault,) = read(tmp_path, RULE, RULE)
    assert fault.where == "rules/rules_1.toml, key rule.1.from"
    assert "rules/rules_0.toml, rule.1" in fault.what
