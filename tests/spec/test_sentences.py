"""Runs sentences.toml: figures go in as rows of the table, the words of the pages come out."""

import tomllib
from pathlib import Path

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.indicator_report import build_indicator_report
from indicators.reports.place_report import build_place_report
from layouts.text import assurance_text, captions, labels, summaries
from tests.support.builders import catalogue, indicator, places, take_in, target
from tests.support.sent_months import list_rows

SPEC = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text())
MARCH = Month.of(2026, 3)
KEYS = {"name", "unit", "better", "gathering"}
ASKED = {"change", "colour", "test", "icon", "brief", "chart", "figure", "decimals"}
TO_TURN = {"one": "more person", "many": "more people"}


def indicator_of(case, at=0):
    targets = [target(case["target"])] if "target" in case else []
    keys = {key: case[key] for key in KEYS & case.keys()}
    return indicator(f"i{at}", order=at, target=targets, to_turn=TO_TURN, **keys)


def reports_of(table, cases):
    made = [indicator_of(case, at) for at, case in enumerate(cases)]
    rows = [
        list_rows(one, "a", case["months"], MARCH) for one, case in zip(made, cases, strict=True)
    ]
    take_in(table, [row for each in rows for row in each])
    return Reports(table, catalogue(*made), places({"team": ["a"]}))


def chart_of(reports):
    """What the chart says of its limits and the target, without what is provisional or skipped."""
    report = build_indicator_report(reports, "i0", "a", "", MARCH, PARTNER)
    return captions.describe_chart(report)[0]


@pytest.mark.parametrize("case", SPEC["case"], ids=lambda case: case["says"])
def test_what_is_said_of_a_figure(case, table):
    reports = reports_of(table, [case])
    (row,) = build_place_report(reports, "a", MARCH, PARTNER).rows
    found = row.signal.assurance
    said = {
        "change": labels.format_change(row.change, row.indicator),
        "colour": labels.choose_change_class(row.change) if row.change else "none",
        "test": labels.explain_change_test(row.change),
        "icon": assurance_text.label_assurance(row.signal),
        "brief": assurance_text.label_assurance_briefly(found) if found else "",
        "chart": chart_of(reports) if "chart" in case else "",
        "figure": str(row.rolling.shown),
        "decimals": "; ".join(labels.list_decimals_notes(row.rolling)),
    }
    asked = {key: case[key] for key in ASKED & case.keys()}
    assert asked
    assert {key: said[key] for key in asked} == asked


@pytest.mark.parametrize("case", SPEC["place"], ids=lambda case: case["says"])
def test_what_a_place_says_first(case, table):
    reports = reports_of(table, case["indicator"])
    report = build_place_report(reports, "a", MARCH, PARTNER)
    assert summaries.summarise_place(report) == case["sentences"]


def test_no_sentence_calls_a_target_that_is_rarely_met_chance():
    said = [case[key] for case in SPEC["case"] for key in ASKED & case.keys()]
    assert [text for text in said if "by chance" in text or "luck" in text] == []
