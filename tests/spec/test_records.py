"""The maturity bands and the funnel of section 5.3, from stated inputs to the printed digit."""

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.records_reader import read_records
from indicators.domain.localities import Locality
from indicators.records.maturity import count_mature, find_band
from indicators.records.record_period import RecordPeriod, list_periods
from indicators.records.record_values import EnteredValue, RecordCell, RecordVersion
from indicators.reports.records.count_report import count_team
from indicators.stats.rules import round_half_away
from tests.support.records import NOW

SPEC = tomllib.loads((Path(__file__).parent / "records.toml").read_text(encoding="utf-8"))
DATA = Settings().data
RECORDS = read_records(DATA, read_catalogue(DATA))


def test_the_bands_of_june_2016_are_those_printed():
    matrix, spec = RECORDS["maturity"], SPEC["maturity"]
    assert len(matrix.field) == 15
    found = Counter()
    for many in spec["mature"].values():
        scores = {code: 4 if at < many else 3 for at, code in enumerate(matrix.fields)}
        assert count_mature(matrix, scores) == many
        found[find_band(matrix, scores).name] += 1
    assert found == spec["bands"]


@pytest.fixture(scope="module")
def foleshill():
    """Foleshill's year: the counts of the audit, spread over its weeks."""
    meetings, spec = RECORDS["case_meetings"], SPEC["case_meetings"]
    first, last = (RecordPeriod.parse(meetings.per, spec[each]) for each in ("first", "last"))
    weeks = list_periods(first, last)
    assert len(weeks) == 52
    cells = {}
    for field, total in spec["counts"].items():
        share, more = divmod(total, len(weeks))
        for at, week in enumerate(weeks):
            cell = RecordCell("foleshill", week.code, field)
            entered = EnteredValue(share + (at < more))
            cells[cell] = RecordVersion(cell, 1, entered, "Ann", NOW, "audit")
    team = Locality.model_validate({"code": "foleshill", "kind": "team", "name": "Foleshill"})
    return count_team(meetings, team, cells, last)


def test_the_counts_of_section_5_3_add_up_over_the_year(foleshill):
    assert foleshill.year == SPEC["case_meetings"]["counts"]
    assert foleshill.entered == 52


def test_the_rates_of_section_5_3_are_shown_exactly_and_the_printed_ones_explained(foleshill):
    spec = SPEC["case_meetings"]
    for found in foleshill.rates:
        code = found.rate.code
        assert found.percent == Decimal(spec["correct"][code])
        assert [found.lower, found.upper] == [Decimal(each) for each in spec["intervals"][code]]
        printed = f"{spec['printed'][code]}%"
        assert printed in found.rate.explanation
        assert f"{found.percent}%" in found.rate.explanation
    # 82 is 81.8 rounded; 10 is not 8.9 rounded, which the explanation says.
    rounded = {each.rate.code: round_half_away(each.percent, 0) for each in foleshill.rates}
    assert rounded == {"referred_of_discussed": 9, "assessed_of_referred": 82}
