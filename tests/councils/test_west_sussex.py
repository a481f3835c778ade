"""The real West Sussex practices as 21 networks: every figure against the csv module's reading."""

import csv
from collections import defaultdict
from fractions import Fraction

import pytest

from indicators.domain.core import Verdict
from indicators.domain.periods import Month
from indicators.figures.target_standard import build_standard
from indicators.stats.rules import judge
from tests.support.extracts import SHARED, WEST_SUSSEX, figures

PATH = SHARED / "extracts" / "westsussex_gp_immunisations.csv"
VACCINES = {("24 months", "DTaP/IPV/Hib(Hep)"): "dpt_at_2", ("5 years", "MMR2"): "mmr_at_5"}


@pytest.fixture(scope="module")
def reading():
    if not PATH.exists():
        pytest.skip("the shared files are not here")
    return WEST_SUSSEX.read(PATH)


@pytest.fixture(scope="module")
def by_hand():
    """Indicator, network and last month to vaccinated, eligible, practices, practices without."""
    if not PATH.exists():
        pytest.skip("the shared files are not here")
    sums = defaultdict(lambda: [0, 0, 0, 0])
    with PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            indicator = VACCINES.get((row["Age"], row["Item"]))
            if indicator is None:
                continue
            ended = (int(row["Year"][:4]) + 1) * 100 + 3
            of = sums[indicator, row["PCN_Code"], ended]
            of[2] += 1
            if row["Numerator"] and row["Denominator"] != "0":
                of[0] += round(float(row["Numerator"]))
                of[1] += int(row["Denominator"])
            elif row["Denominator"] != "0":
                of[3] += 1
    return sums


def test_every_network_and_year_is_the_sum_of_its_practices(reading, by_hand):
    _, _, places = WEST_SUSSEX.parts
    assert len(by_hand) == 2 * 21 * 3 == len(reading.observations)
    rows = reading.observations
    sent = {
        (i, p, e): figure[2:]
        for i, p, e, figure in zip(
            rows.indicator, rows.place, rows.ended, figures(reading), strict=True
        )
    }
    for (indicator, code, ended), (vaccinated, eligible, _, _) in by_hand.items():
        figure = sent[indicator, places.find(code), ended]
        assert figure == (vaccinated, eligible, None, "ok")


def test_every_practice_is_counted_among_the_rows(reading, by_hand):
    assert reading.refusals == ()
    assert reading.rows_read == len(PATH.read_text(encoding="utf-8").splitlines()) - 1
    assert reading.rows_loaded == sum(practices for _, _, practices, _ in by_hand.values())
    assert reading.rows_blank == reading.rows_read - reading.rows_loaded


def test_a_network_that_lacks_a_practice_says_so(reading, by_hand):
    noted = {note for note in reading.observations.note if note}
    assert noted == {
        f"No figure in {without} of {practices} rows."
        for _, _, practices, without in by_hand.values()
        if without
    }


def test_the_networks_verdicts_against_95(reading, by_hand):
    _, catalogue, places = WEST_SUSSEX.parts
    indicator = catalogue.indicator("mmr_at_5")
    names = {1: Verdict.TICK, 0: Verdict.NA, -1: Verdict.CROSS}
    seen = []
    for (code, network, ended), (vaccinated, eligible, _, _) in by_hand.items():
        if code != "mmr_at_5":
            continue
        over = Fraction(100 * vaccinated, eligible) - 95
        expected = names[(over >= 1) - (over <= -1)]
        row = reading.observations.query(
            f"indicator == 'mmr_at_5' and place == '{places.find(network)}' and ended == {ended}"
        ).iloc[0]
        target = indicator.find_target(Month.from_number(ended), row.definition, row.place)
        standard = build_standard(indicator, target)
        seen.append(judge(int(row.numerator), int(row.denominator), standard))
        assert seen[-1] == expected
    assert len(seen) == 63
    assert set(seen) == set(Verdict)
