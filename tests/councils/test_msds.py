"""The real maternity files of two years, whose headings, dimensions and bands differ: by hand."""

from collections import defaultdict

import pytest

from tests.support.council_readings import is_whole, reading_of, rows_of, sent

FILES = {"msds_annual_2019-20.csv": 202003, "msds_annual_2021-22.csv": 202203}
PLACES = {
    "ALL": "england",
    "National": "england",
    "RKB": "uhcw",
    "RLT": "george-eliot",
    "RJC": "south-warwickshire",
}
EARLY = {"00-04 weeks", "05-09 weeks", "10 weeks", "11 weeks", "12 weeks"}
EARLY |= {"0 to 70 days", "71 to 90 days"}
DIMENSIONS = {
    "gestationatbooking": "early_booking",
    "gestageformalantenatalbookinggroup": "early_booking",
    "smokingatbooking": "smoking_at_booking",
    "smokingstatusgroupbooking": "smoking_at_booking",
    "babyfirstfeedbreastmilkstatus": "first_feed",
}


def sums(name):
    """Indicator, place and last month to numerator and denominator; None where no row brings it."""
    found = defaultdict(lambda: [None, None])
    for row in rows_of(name):
        code = DIMENSIONS.get(row["dimension"].lower())
        category, place = row.get("measure", row.get("measure1")), PLACES.get(row["org_code"])
        missing = category.lower().startswith("missing")
        if not code or not place or (missing and code != "first_feed") or category == "Unknown":
            continue
        pair = found[code, place, FILES[name]]
        pair[1] = (pair[1] or 0) + int(row["value"])
        if category in EARLY or category in ("Smoker", "Maternal or Donor Breast Milk"):
            pair[0] = (pair[0] or 0) + int(row["value"])
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_figure_is_the_sum_of_its_categories(name):
    by_hand = {key: (*pair, None, "ok") for key, pair in sums(name).items() if pair[0] is not None}
    reading = reading_of("msds", name)
    assert sent(reading) == by_hand
    assert len(by_hand) >= 11
    assert is_whole(reading, name)


def test_coventrys_trust_as_looked_up_by_eye():
    early, later = (sent(reading_of("msds", name)) for name in FILES)
    assert early["first_feed", "uhcw", 202003][:2] == (3285, 3285 + 720 + 1075)
    assert early["smoking_at_booking", "uhcw", 202003][:2] == (5, 5 + 15)
    assert early["early_booking", "uhcw", 202003][:2] == (30 + 2400 + 605 + 390 + 210, 4205)
    assert later["early_booking", "uhcw", 202203][:2] == (3205 + 1360, 3205 + 1360 + 395 + 230)
    assert later["smoking_at_booking", "uhcw", 202203][:2] == (110, 920)
    assert later["first_feed", "uhcw", 202203][:2] == (3625, 5025)


def test_a_trust_without_a_row_for_smokers_is_refused_and_nothing_else_is():
    early, later = (reading_of("msds", name) for name in FILES)
    (refusal,) = early.refusals
    assert refusal.reason == "No row has this part of the figure, though its other parts are there."
    row = rows_of("msds_annual_2019-20.csv")[refusal.row - 2]
    assert (row["org_code"], row["dimension"]) == ("RJC", "SMOKINGATBOOKING")
    assert early.rows_refused == 1
    assert later.refusals == ()
