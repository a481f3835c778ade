"""The real Scottish hospital sites, 47 over 84 months, against the csv module's reading."""

from tests.support.council_readings import is_whole, reading_of, rows_of, sent

NAME = "cancellations_by_hospital_april_2022.csv"


def test_every_site_and_month_is_what_its_row_says():
    by_hand = {}
    for row in rows_of(NAME):
        over = int(row["totaloperations"])
        for code, some in (
            ("cancelled", int(row["totalcancelled"])),
            (
                "cancelled_no_capacity",
                int(row["nonclinicalcapacityreason"]) + int(row["otherreason"]),
            ),
        ):
            figure = (some, over, None, "ok") if over else (None, None, None, "not_applicable")
            by_hand[code, row["hospital"].lower(), int(row["month"])] = figure
    read = sent(reading_of("scottish_sites", NAME))
    assert read == by_hand
    assert len({place for _, place, _ in read}) == 47
    assert len({ended for _, _, ended in read}) == 84


def test_rows_that_the_publisher_wrote_twice_are_refused_once_each():
    reading, seen, doubled = reading_of("scottish_sites", NAME), set(), []
    for number, row in enumerate(rows_of(NAME), 2):
        key = row["month"], row["hospital"]
        doubled += [number] if key in seen else []
        seen.add(key)
    assert len(doubled) == 41
    assert sorted({refusal.row for refusal in reading.refusals}) == doubled
    assert all("is already on row" in refusal.reason for refusal in reading.refusals)
    assert reading.rows_refused == 41
    assert is_whole(reading, NAME)
