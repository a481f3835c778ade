"""A real Fingertips export for the West Midlands' councils, against the csv module's reading."""

from decimal import Decimal

from tests.conftest import ROOT
from tests.support.council_readings import is_whole, reading_of, rows_of, sent
from tests.support.extracts import Council

NAME = "la_hospital_admissions_2324.csv"


def ours():
    """The export's rows for both sexes, without tenths by deprivation, by place and year."""
    _, _, places = Council(ROOT / "tests" / "councils" / "fingertips").parts
    for row in rows_of(NAME):
        code = places.find(row["area code"])
        whole = row["sex"] == "Persons" and not row["category type"] and row["parent code"]
        if code and whole:
            yield (code, (int(row["time period"][:4]) + 1) * 100 + 3), row


def test_every_count_and_population_is_the_exports():
    by_hand = {
        ("injury_admissions", *key): (int(row["count"]), int(row["denominator"]), None, "ok")
        for key, row in ours()
    }
    assert sent(reading_of("fingertips", NAME)) == by_hand
    assert len(by_hand) == 15 * 14


def test_the_counts_give_the_rates_published_beside_them():
    _, catalogue, _ = Council(ROOT / "tests" / "councils" / "fingertips").parts
    scale = catalogue.indicator("injury_admissions").scale
    read = sent(reading_of("fingertips", NAME))
    for key, row in ours():
        some, over, _, _ = read["injury_admissions", *key]
        assert abs(Decimal(scale * some) / over - Decimal(row["value"])) < Decimal("0.0001")


def test_no_row_is_refused_and_each_is_accounted_for():
    reading = reading_of("fingertips", NAME)
    assert reading.refusals == ()
    assert reading.rows_loaded == 210
    assert is_whole(reading, NAME)
