"""The three services' extracts, written here cell by cell, to the figures that are in them."""

import datetime

import pandas as pd

from indicators.domain.periods import Month
from tests.support.extracts import (
    COVENTRY,
    FEEDING,
    REVIEWED,
    adds_up,
    centres,
    midwifery,
    mothers,
    reviews,
)


def of(reading, indicator, place, ended):
    """Numerator, denominator, status and note of one observation."""
    rows = reading.observations
    row = rows[(rows.indicator == indicator) & (rows.place == place) & (rows.ended == ended)]
    assert len(row) == 1
    number = [
        None if cell is pd.NA else int(cell)
        for cell in (row.numerator.iloc[0], row.denominator.iloc[0])
    ]
    return (*number, row.status.iloc[0], row.note.iloc[0])


def test_midwifery(tmp_path):
    path = midwifery(tmp_path, mothers(), mothers("St. Augustines"))
    reading = COVENTRY.read(path, today=Month.of(2026, 10))
    assert (reading.service, reading.profile, reading.refusals) == ("midwifery", "midwifery", ())
    assert (reading.rows_read, reading.rows_loaded) == (2, 2)
    assert of(reading, "early_booking", "hillfields", 202610) == (20, 24, "ok", "")
    assert of(reading, "smoking_at_delivery", "hillfields", 202610) == (3, 22, "ok", "")
    assert of(reading, "breastfeeding_initiation", "st-augustines", 202610) == (18, 23, "ok", "")
    assert of(reading, "consent_to_share", "hillfields", 202610) == (23, 24, "ok", "")
    assert of(reading, "dna_midwifery", "hillfields", 202610) == (15, 210, "ok", "")
    assert set(reading.observations.months) == {1}


def test_health_visiting(tmp_path):
    quiet = [0, 0, "-", *REVIEWED[3:]]
    unsaid = REVIEWED.copy()
    unsaid[FEEDING] = [22, 20, 9, 4, 59.1]
    path = reviews(tmp_path, ["Hillfields", *REVIEWED], ["Tile Hill", *quiet], ["Canley", *unsaid])
    reading = COVENTRY.read(path)
    assert reading.refusals == ()
    assert (reading.rows_read, reading.rows_loaded, reading.rows_blank) == (3, 3, 0)
    assert of(reading, "new_birth_visit", "hillfields", 202610) == (23, 24, "ok", "")
    assert of(reading, "breastfeeding_6_8_weeks", "hillfields", 202610) == (13, 22, "ok", "")
    assert of(reading, "dna_health_visiting", "hillfields", 202610) == (12, 150, "ok", "")
    assert of(reading, "new_birth_visit", "tile-hill", 202610)[:3] == (None, None, "not_applicable")
    *nothing, status, note = of(reading, "breastfeeding_6_8_weeks", "canley", 202610)
    assert (nothing, status) == ([None, None], "not_available")
    assert note == "Status is known for 20 of 22, under 95%: not published."
    assert set(reading.observations.sheet) == {"October 2026"}
    assert sorted(set(reading.observations.row)) == [6, 7, 8]


def test_status_known_for_exactly_95_in_100_is_published(tmp_path):
    for known, status in ((19, "ok"), (18, "not_available")):
        feeding = REVIEWED.copy()
        feeding[FEEDING] = [20, known, 9, 4, 65.0]
        reading = COVENTRY.read(reviews(tmp_path, ["Hillfields", *feeding]))
        assert of(reading, "breastfeeding_6_8_weeks", "hillfields", 202610)[2] == status


def test_childrens_centres(tmp_path):
    reading = COVENTRY.read(centres(tmp_path))
    assert reading.refusals == ()
    assert (reading.rows_read, reading.rows_loaded) == (11, 11)
    assert of(reading, "caf_under_5", "hillfields", 202604) == (7, None, "ok", "")
    assert of(reading, "caf_under_5", "tile-hill", 202605) == (None, None, "hidden", "")
    assert of(reading, "child_protection_under_5", "coventry", 202605) == (9, None, "ok", "")
    assert of(reading, "dna_childrens_centres", "hillfields", 202604) == (15, 200, "ok", "")
    assert of(reading, "dna_childrens_centres", "coventry", 202605) == (70, 900, "ok", "")


def test_months_that_are_still_empty_are_no_figures(tmp_path):
    months = ("Apr-26", "May-26", "Jun-26")
    counts = [["Hillfields", 7, 8, None], ["Tile Hill", None, None, None], ["Total", 9, 9, None]]
    reading = COVENTRY.read(centres(tmp_path, months=months, counts=counts), Month.of(2026, 6))
    rows = reading.observations
    ours = rows[rows.indicator == "child_protection_under_5"]
    assert sorted(ours.ended) == [202604, 202604, 202605, 202605]
    assert reading.rows_blank == 1  # Tile Hill has nothing on that sheet
    assert adds_up(reading)


def test_a_month_written_as_a_date_across_the_top(tmp_path):
    months = (datetime.datetime(2026, 4, 1), "May-26")  # noqa: DTZ001
    reading = COVENTRY.read(centres(tmp_path, months=months))
    assert reading.refusals == ()
    assert of(reading, "caf_under_5", "hillfields", 202604)[0] == 7
