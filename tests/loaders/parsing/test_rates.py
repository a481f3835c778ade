"""Rates that are sent: each with its base, converted exactly to the catalogue's or refused."""

import pytest

from indicators.domain.errors import ConfigurationError
from loaders.profiles.rate_bases import find_rate_bases
from tests.support.extracts import (
    adds_up,
    catalogue,
    figures,
    indicator,
    profile,
    read_rows,
)

HEAD = ["Area", "Month", "Rate"]


def known(per=1_000):
    return catalogue(indicator("one", unit="rate", per=per))


def read(tmp_path, rows, *, per=1_000, catalogued=1_000, **measure):
    measure = {"rate": "Rate", "per": per} | measure
    return read_rows(tmp_path, rows, known=known(catalogued), measure=measure)


def values(reading):
    return [row[4] for row in figures(reading)]


@pytest.mark.parametrize(
    ("written", "base", "catalogued", "kept"),
    [
        ("12.30", 1_000, 1_000, "12.30"),
        ("12.3", 1_000, 10_000, "123"),
        ("12.34", 10_000, 1_000, "1.234"),
        ("1,234.5", 100_000, 1_000, "12.345"),
        (".5", 100_000, 1_000, "0.005"),
        ("0", 1_000, 10_000, "0"),
        ("150", 1_000, 1_000, "150"),
        ("12.3 p", 1_000, 1_000, "12.3"),
    ],
)
def test_a_rate_is_kept_per_the_base_of_the_catalogue(tmp_path, written, base, catalogued, kept):
    rows = [HEAD, ["North End", "2026-10", written]]
    assert values(read(tmp_path, rows, per=base, catalogued=catalogued)) == [kept]


@pytest.mark.parametrize(
    ("heading", "bases"),
    [
        ("Rate per 1,000 births", {1_000}),
        ("Admissions per 10000", {10_000}),
        ("per 100 000 population", {100_000}),
        ("Rate/1000", {1_000}),
        ("Rate per hundred thousand", {100_000}),
        ("per thousand", {1_000}),
        ("rate_per_10000", {10_000}),
        ("rate_per_100_000", {100_000}),
        ("RatePer100000", set()),
        ("Per100000", {100_000}),
        ("Rate per 100k", {100_000}),
        ("Rate per 100.000", {100_000}),
        ("rate_per_hundred_thousand", {100_000}),
        ("Rate per 100", {100}),
        ("upper 1000", set()),
        ("Rate", set()),
        ("1,000 children", set()),
        ("per 12 months", set()),
    ],
)
def test_a_heading_states_its_base(heading, bases):
    assert find_rate_bases(heading) == bases


def test_a_heading_with_another_base_is_refused(tmp_path):
    rows = [["Area", "Month", "Rate per 100,000"], ["North End", "2026-10", 12.3]]
    reading = read(tmp_path, rows, rate="Rate per 100,000")
    assert [each.code for each in reading.refusals] == ["rate_base_differs"]
    assert "per 100,000, and per 1,000 was expected" in reading.refusals[0].reason
    assert (values(reading), adds_up(reading)) == ([], True)


def test_a_heading_with_two_bases_is_refused(tmp_path):
    heading = "Rate per 1,000 (per 100,000)"
    rows = [["Area", "Month", heading], ["North End", "2026-10", 12.3]]
    reading = read(tmp_path, rows, rate=heading)
    assert [each.code for each in reading.refusals] == ["rate_base_differs"]
    assert "per 1,000 or 100,000" in reading.refusals[0].reason
    once = [["Area", "Month", "Rate per 1,000 (per thousand)"], rows[1]]
    assert values(read(tmp_path, once, rate="Rate per 1,000 (per thousand)")) == ["12.3"]


def test_a_title_may_name_the_bases_of_several_columns(tmp_path):
    title = ["Injuries per 100,000 and births per 1,000"]
    assert values(read(tmp_path, [title, HEAD, ["North End", "2026-10", 12.3]])) == ["12.3"]


def test_a_title_with_another_base_is_refused_unless_the_heading_states_it(tmp_path):
    title = ["Injuries per 100,000 children"]
    row = ["North End", "2026-10", 12.3]
    reading = read(tmp_path, [title, HEAD, row])
    assert [each.code for each in reading.refusals] == ["rate_base_differs"]
    stated = [title, ["Area", "Month", "Rate per 1,000"], row]
    assert values(read(tmp_path, stated, rate="Rate per 1,000")) == ["12.3"]


@pytest.mark.parametrize(("sent", "agrees"), [("5.2", True), ("5.3", True), ("5.4", False)])
def test_a_rate_agrees_with_its_counts_within_half_its_last_decimal(tmp_path, sent, agrees):
    rows = [["Area", "Month", "Seen", "Due", "Rate"], ["North End", "2026-10", 21, 4000, sent]]
    reading = read(tmp_path, rows, numerator="Seen", denominator="Due")
    assert ([each.code for each in reading.refusals] == []) == agrees


@pytest.mark.parametrize(("sent", "agrees"), [("5.2", True), ("5.3", True), ("5.4", False)])
def test_it_agrees_to_the_decimals_of_the_base_that_was_sent(tmp_path, sent, agrees):
    rows = [["Area", "Month", "Seen", "Due", "Rate"], ["North End", "2026-10", 21, 4000, sent]]
    reading = read(tmp_path, rows, catalogued=100_000, numerator="Seen", denominator="Due")
    assert ([each.code for each in reading.refusals] == []) == agrees
    if agrees:
        assert [row[2:4] for row in figures(reading)] == [(21, 4000)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("-1", "rate_out_of_range"), ("high", "percentage_is_text"), ("9%", "percentage_is_text")],
)
def test_what_is_no_rate_is_refused(tmp_path, cell, code):
    reading = read(tmp_path, [HEAD, ["North End", "2026-10", cell]])
    assert [each.code for each in reading.refusals] == [code]


@pytest.mark.parametrize(("mark", "status"), [("*", "hidden"), ("[x]", "not_available")])
def test_a_mark_in_place_of_a_rate_is_kept(tmp_path, mark, status):
    reading = read(tmp_path, [HEAD, ["North End", "2026-10", mark]])
    assert [row[-1] for row in figures(reading)] == [status]


@pytest.mark.parametrize(
    "measure",
    [
        {"rate": "Rate"},
        {"rate": "Rate", "per": 500},
        {"percentage": "Rate", "per": 1000},
        {"percentage": "Seen", "rate": "Rate", "per": 1000},
    ],
)
def test_a_rate_and_its_base_go_together(measure):
    with pytest.raises(ValueError, match=r"base|Input should be|Name one of them"):
        profile(measure=measure)


def test_a_percentage_is_not_read_as_a_rate_nor_a_rate_as_a_percentage(tmp_path):
    rows = [HEAD, ["North End", "2026-10", 12.3]]
    with pytest.raises(ConfigurationError, match="is a rate per 1,000"):
        read_rows(tmp_path, rows, known=known(), measure={"percentage": "Rate"})
    with pytest.raises(ConfigurationError, match="is a percentage"):
        read_rows(tmp_path, rows, measure={"rate": "Rate", "per": 1000})
