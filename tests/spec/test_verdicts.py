"""Runs verdicts.toml: one figure against its target."""

import tomllib
from pathlib import Path

import pytest

from indicators.domain.periods import Month, Period
from indicators.figures.judge_figures import calculate_figure
from indicators.figures.series import MonthWindow, Series
from tests.support.builders import fill, indicator, row, target

CASES = tomllib.loads(Path(__file__).with_name("verdicts.toml").read_text())["case"]
MONTH = Month.of(2026, 3)


def counts(figure: str, unit: str) -> dict:
    """“213 of 240”, a count, or a percentage as sent, as the figures of an observation."""
    if " of " in figure:
        numerator, denominator = map(int, figure.split(" of "))
        return {"numerator": numerator, "denominator": denominator}
    return {"numerator": int(figure)} if unit == "count" else {"value": figure}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_figure_against_its_target(case):
    unit = case.get("unit", "percent")
    dated = {"tolerance": case["tolerance"]} if "tolerance" in case else {}
    span = {"per": "month"} if unit == "count" else {}
    targets = [target(case["target"], **dated, **span)]
    made = indicator(unit=unit, better=case["better"], target=targets)
    series = Series([made], ["a"], MonthWindow(MONTH, MONTH))
    fill(series, [row("visits", "a", MONTH, **counts(case["figure"], unit))])
    figure = calculate_figure(series, made, "a", Period(MONTH, 1))
    assert figure.verdict == case["verdict"]
    assert str(figure.shown) == case["shown"]
    assert str(figure.to_turn).lower() == case.get("people", "none")
