"""Runs spans.toml: what a place's page says of 12 months, from rows in the table to the figure."""

import tomllib
from pathlib import Path

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from layouts.text import labels
from tests.support.builders import V1, catalogue, indicator, places, row, take_in, target
from tests.support.sent_months import list_rows

CASES = tomllib.loads(Path(__file__).with_name("spans.toml").read_text())["case"]
MARCH = Month.of(2026, 3)
PLAIN = {"says", "areas", "months", "place"}
ASKED = {"figure", "verdict", "with", "hidden", "people", "change"}
ASKED |= {"year", "year_verdict", "city", "note", "missing"}
ASKED |= {"month", "month_verdict", "said"}


def indicator_of(case):
    definitions = [V1 | d for d in case.get("definition", [{}])]
    wanted = case.get("target", [])
    targets = [target(wanted)] if isinstance(wanted, str) else [target("0") | t for t in wanted]
    keys = {k: v for k, v in case.items() if k not in PLAIN | ASKED}
    return indicator(**keys | {"definition": definitions, "target": targets})


def said_of(figure):
    return figure.status.replace("_", " ") if figure.shown is None else str(figure.shown)


def answers(found):
    """Everything that spans.toml may ask of a row, in its words."""
    turned = found.change
    return {
        "figure": said_of(found.rolling),
        "verdict": found.rolling.verdict or "none",
        "with": found.rolling.sum.months_with,
        "hidden": found.rolling.sum.months_hidden,
        "people": str(found.rolling.to_turn).lower(),
        "change": f"{float(turned.points):g} {turned.direction}" if turned else "none",
        "year": said_of(found.last_year),
        "year_verdict": found.last_year.verdict or "none",
        "month": said_of(found.month),
        "month_verdict": found.month.verdict or "none",
        "said": labels.label_verdict(found.rolling),
        "city": said_of(found.city),
        "note": labels.format_counts(found.rolling, found.indicator),
        "missing": "; ".join(labels.list_missing_parts(found.rolling)),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_twelve_months_of_a_place(case, table):
    made, other = indicator_of(case), indicator("other")
    areas = case.get("areas", {"a": case.get("months")})
    rows = [row("other", "a", MARCH, 1, 2)]
    for area, text in areas.items():
        rows += list_rows(made, area, text, MARCH)
    if "areas" in case and "months" in case:
        rows += list_rows(made, "team", case["months"], MARCH)
    take_in(table, rows)
    reports = Reports(table, catalogue(made, other), places({"team": list(areas)}))
    place = case.get("place", "team" if "areas" in case else "a")
    report = build_place_report(reports, place, MARCH, PARTNER)
    said = answers(next(found for found in report.rows if found.indicator is made))
    asked = {key: case[key] for key in ASKED & set(case)}
    assert {key: said[key] for key in asked} == asked


def test_every_case_asks_something():
    assert [case["says"] for case in CASES if not ASKED & set(case)] == []
