"""The real Edinburgh files, 549 data zones over 13 and 6 years, against the csv module."""

from decimal import Decimal

from tests.support.council_readings import is_whole, reading_of, rows_of, sent

FEEDING, MMR = "edinburgh_breastfeeding.csv", "edinburgh_immunisation-mmr.csv"
VISITS = {
    "First Visit": "breastfed_first_visit",
    "6 To 8 Week Review": "breastfed_6_8_weeks",
}
PARTS = {
    "Number Vaccinated Against MMR By 5 Years": 0,
    "Number In 5 Year Cohort": 1,
    "Percentage Vaccinated Against Mmr By 5 Years": 2,
}


def test_every_count_and_every_share_of_breastfed_babies_stands_by_itself():
    by_hand = {}
    for row in rows_of(FEEDING):
        if row["group"] == "Breastfed":
            code, ended = VISITS[row["datacollectiontime"]], int(row["year"]) * 100 + 12
            if row["measure"] == "Count":
                key = f"{code}_babies", row["zone"].lower(), ended
                by_hand[key] = (int(row["value"]), None, None, "ok")
            else:
                by_hand[code, row["zone"].lower(), ended] = (None, None, row["value"], "ok")
    read = sent(reading_of("edinburgh", FEEDING))
    assert len({place for _, place, _ in read}) == 549
    assert set(read) == set(by_hand)
    assert {k: (*v[:2], v[2] and Decimal(v[2]), v[3]) for k, v in read.items()} == {
        k: (*v[:2], v[2] and Decimal(v[2]), v[3]) for k, v in by_hand.items()
    }


def test_every_vaccinated_and_cohort_are_joined_and_agree_with_their_percentage():
    by_hand = {}
    for row in rows_of(MMR):
        parts = by_hand.setdefault((row["zone"].lower(), int(row["year"]) * 100 + 12), [None] * 3)
        parts[PARTS[row["indicator"]]] = Decimal(row["value"])
    read = sent(reading_of("edinburgh", MMR))
    assert len(by_hand) == len(read) > 3000
    for (place, ended), (some, over, share) in by_hand.items():
        figure = read["mmr_at_5", place, ended]
        if over:
            assert figure == (some, over, None, "ok")
            assert abs(100 * some / over - share) <= Decimal("0.05")
        else:
            assert figure == (None, None, None, "not_applicable")
            assert not some


def test_no_row_is_refused_and_each_is_accounted_for():
    for name in (FEEDING, MMR):
        reading = reading_of("edinburgh", name)
        assert reading.refusals == ()
        assert is_whole(reading, name)
    assert reading_of("edinburgh", MMR).rows_blank == 0
    assert reading_of("edinburgh", FEEDING).rows_blank == sum(
        row["group"] != "Breastfed" for row in rows_of(FEEDING)
    )
