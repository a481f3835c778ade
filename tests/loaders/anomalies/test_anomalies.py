"""What is suspicious in a file though allowed: planted faults are told, a usual month is not."""

import numpy as np
import pandas as pd
import pytest

from indicators.domain.confirmations import Confirmation, ConfirmationCode
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from loaders.anomalies.baseline import list_months_needed
from loaders.anomalies.checks import find_anomalies
from tests.support.builders import V1, catalogue, indicator, places, row

AREAS = ("ash", "beech", "cedar", "elm", "fir")
PLACES = places({"team": AREAS})
CATALOGUE = catalogue(
    indicator("visits"),
    indicator("births", unit="count"),
    indicator("plans", unit="count", gathering="snapshot"),
    indicator("checks", every="quarter"),
    indicator(
        "feeds",
        definition=[
            V1 | {"until": "2026-06"},
            V1 | {"code": "v2", "from": "2026-07"},
        ],
    ),
)
CHANGED = ConfirmationCode.MANY_FIGURES_CHANGED
COUNTS = ("births", "plans")
LAST = Month.of(2026, 10)
NAMES = ["indicator", "ended", "place", "definition", "months", "numerator", "denominator"]
NAMES += ["value", "status", "note"]


def month(
    ended: Month, code: str = "visits", due: float = 60, share: float = 0.8, **keys
) -> list[tuple]:
    """A usual month of every area, by chance."""
    chance = np.random.default_rng(ended.ordinal)
    rows = []
    for place in AREAS:
        of = int(chance.poisson(due))
        numerator = int(chance.binomial(of, share)) if code not in COUNTS else of
        rows.append(row(code, place, ended, numerator, None if code in COUNTS else of, **keys))
    return rows


def months(count: int = 24, until: Month = LAST - 1, **keys) -> list[tuple]:
    return [each for at in range(count) for each in month(until - at, **keys)]


def observations(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=NAMES)
    frame = frame.assign(sheet="", row=np.arange(len(frame)) + 2)
    return apply_schema(frame)


def found(rows: list[tuple], before: list[tuple], latest: Month | None = None):
    return find_anomalies(observations(rows), before, CATALOGUE, PLACES, latest)


def kinds(*args, **keys) -> list[ConfirmationCode]:
    return [each.code for each in found(*args, **keys)]


def of_code(code: ConfirmationCode, confirmations: list[Confirmation]) -> list[Confirmation]:
    return [each for each in confirmations if each.code is code]


def changed(rows: list[tuple], place: str, numerator: int, denominator: int | None) -> list[tuple]:
    return [
        (*each[:5], numerator, denominator, *each[7:]) if each[2] == place else each
        for each in rows
    ]


@pytest.mark.parametrize("code", ["visits", "births"])
def test_a_usual_month_and_a_first_file_raise_no_question(code):
    assert found(month(LAST, code), months(code=code)) == []
    assert found(months(), []) == []
    assert found([], []) == []


def test_last_month_s_figures_with_a_new_date_are_told():
    copied = [(r[0], LAST.number, *r[2:]) for r in month(LAST - 1)]
    (told,) = found(copied, months())
    assert told.code is ConfirmationCode.COPIED_FIGURES
    assert told.text == "Visits: all figures for October 2026 are the same as for September 2026."
    assert told.where == "rows 2, 3, 4 and 2 more"


def test_the_figures_of_an_earlier_month_are_told_too_and_one_that_differs_is_enough():
    copied = [(r[0], LAST.number, *r[2:]) for r in month(LAST - 7)]
    assert "the same as for March 2026" in found(copied, months())[0].text
    number = copied[0][5] - 1
    assert kinds(changed(copied, "ash", number, copied[0][6]), months()) == []


def test_two_numbers_that_stay_as_they_were_are_no_copy():
    before = [r for r in months() if r[2] == "ash"]
    again = [(r[0], LAST.number, *r[2:]) for r in month(LAST - 1) if r[2] == "ash"]
    assert kinds(again, before) == []


def test_a_denominator_halved_in_one_place_or_in_all_is_told_with_its_figures():
    (told,) = found(changed(month(LAST), "elm", 16, 20), months())
    assert told.code is ConfirmationCode.CHANGED_DENOMINATOR
    assert told.places == ("elm",)
    assert "Elm 20 (usually 6" in told.text or "Elm 20 (usually 5" in told.text
    assert told.where == "row 5"
    (told,) = found(month(LAST, due=30), months())
    assert "all places together" in told.text
    (told,) = found(month(LAST, due=130), months())
    assert told.code is ConfirmationCode.CHANGED_DENOMINATOR


def test_one_mistyped_cell_is_named_by_its_address_and_not_as_all_places_together():
    rows = changed(month(LAST), "elm", 50, 999)
    frame = observations(rows)
    columns = {("", "visits", "denominator", 0): "D (Due)"}
    (told,) = of_code(
        ConfirmationCode.CHANGED_DENOMINATOR,
        find_anomalies(frame, months(), CATALOGUE, PLACES, None, columns),
    )
    assert told.where == "row 5, column D (Due)"
    assert "Elm 999 (usually" in told.text
    assert told.places == ("elm",)


def test_a_small_denominator_may_halve_by_chance():
    before = [row("visits", "ash", LAST - at, 4, 5) for at in range(1, 25)]
    assert kinds([row("visits", "ash", LAST, 2, 2)], before) == []


def test_places_that_were_sent_before_are_missed_by_name():
    (told,) = found([r for r in month(LAST) if r[2] not in ("elm", "ash")], months())
    assert told.code is ConfirmationCode.MISSING_PLACES
    assert told.text == (
        "October 2026: nothing would be loaded for Ash and Elm, which had figures the period "
        "before (Visits)."
    )
    hidden = [r for r in month(LAST) if r[2] != "ash"]
    hidden.append(row("visits", "ash", LAST, status="hidden"))
    assert kinds(hidden, months()) == []
    assert kinds(month(LAST)[:2], months() + month(LAST)[2:]) == []


def test_a_figure_beyond_its_limits_is_told_and_small_numbers_are_not():
    (told,) = found(changed(month(LAST), "fir", 12, 60), months())
    assert told.code is ConfirmationCode.BEYOND_LIMITS
    assert told.text.startswith("Visits, Fir, October 2026: 12 of 60, 20.0%, is outside its limits")
    assert kinds(changed(month(LAST), "fir", 12, 60), months(count=12)) == []  # provisional
    small = [row("visits", "ash", LAST - at, 3 + at % 2, 4) for at in range(1, 25)]
    assert kinds([row("visits", "ash", LAST, 0, 1)], small) == []
    assert ConfirmationCode.BEYOND_LIMITS in kinds(
        changed(month(LAST, "births"), "fir", 200, None), months(code="births")
    )
    (told,) = found(changed(month(LAST, "plans"), "fir", 200, None), months(code="plans"))
    assert "Fir, October 2026: 200, is outside its limits" in told.text


def test_many_figures_beyond_their_limits_are_one_sentence_to_confirm():
    (told,) = found(month(LAST, "plans", due=200), months(code="plans"))
    assert told.text.startswith("Plans, October 2026: 5 places are outside their limits")
    assert "Ash " in told.text
    assert told.text.endswith("and 2 more places.")
    assert (told.code, told.places) == (ConfirmationCode.MANY_BEYOND_LIMITS, AREAS)


def test_a_percentage_sent_without_counts_is_held_against_its_limits():
    before = [row("visits", "ash", LAST - at, value=str(80 + at % 3)) for at in range(1, 25)]
    assert kinds([row("visits", "ash", LAST, value="8.1")], before) == [
        ConfirmationCode.BEYOND_LIMITS
    ]
    assert kinds([row("visits", "ash", LAST, value="81.5")], before) == []


def test_what_was_counted_otherwise_says_nothing_of_what_is_usual():
    before = months(until=Month.of(2026, 6), code="feeds", share=0.8)
    changed_rule = month(Month.of(2026, 7), "feeds", share=0.2, definition="v2")
    assert kinds(changed_rule, before) == []


def test_a_month_loaded_before_with_half_its_figures_changed_is_told():
    another = [
        (r[0], r[1], *r[2:5], *o[5:7], *r[7:])
        for r, o in zip(month(LAST - 3), month(LAST), strict=True)
    ]
    more = [(*r[:5], r[5], r[6] + 1, *r[7:]) for r in another]
    before = months() + month(LAST)
    (told,) = [
        each for each in found(more, before) if each.code is ConfirmationCode.MANY_FIGURES_CHANGED
    ]
    assert "July 2026 was loaded before, and 5 of its 5" in told.text
    restated = changed(month(LAST - 3), "ash", 50, 60)
    assert kinds(restated, months()) == []


def test_all_months_of_a_file_that_were_loaded_before_are_named():
    more = [(*r[:5], r[5], r[6] + 1, *r[7:]) for at in range(4) for r in month(LAST - at)]
    (told,) = [
        each
        for each in found(more, months(until=LAST))
        if each.code is ConfirmationCode.MANY_FIGURES_CHANGED
    ]
    assert told.text == (
        "July 2026, August 2026, September 2026 and October 2026 were loaded before, and 20 of "
        "their 20 figures would change."
    )


def test_a_month_loaded_before_is_told_also_next_to_a_new_one():
    again = [(*r[:5], r[5], r[6] + 1, *r[7:]) for r in month(LAST - 1)]
    (told,) = found(again + month(LAST), months())
    assert told.code is ConfirmationCode.MANY_FIGURES_CHANGED
    assert "September 2026 was loaded before, and 5 of its 5" in told.text
    late = changed(month(LAST - 1), "ash", 50, 60)
    assert kinds(late + month(LAST), months()) == []


def test_nobody_where_there_usually_are_people_is_told_and_elsewhere_it_is_usual():
    empty = [(*r[:5], None, None, None, "not_applicable", "") for r in month(LAST)]
    (told,) = found(empty, months())
    assert told.code is ConfirmationCode.CHANGED_DENOMINATOR
    assert "all places together 0 (usually 2" in told.text or "(usually 3" in told.text
    earlier = [(*r[:5], None, None, None, "not_applicable", "") for r in months()]
    assert kinds(empty, earlier) == []


def test_a_month_long_past_is_told():
    old = month(LAST - 30)
    assert kinds(old, [], latest=LAST) == [ConfirmationCode.OLD_PERIOD]
    assert kinds(month(LAST - 3), [], latest=LAST) == []


def test_only_news_is_looked_at():
    wild = changed(month(LAST - 1), "fir", 12, 60)
    before = [r for r in months() if r[1] != (LAST - 1).number] + wild
    assert kinds(wild, before) == []
    assert kinds(wild + month(LAST), before) == []


def test_two_years_before_are_asked_for_and_of_a_whole_country_less():
    frame = observations(month(LAST))
    asked = list_months_needed(frame)
    assert (asked[0], asked[-1], len(asked)) == (202408, 202610, 27)
    country = pd.concat([frame] * 20_000)
    assert list_months_needed(country) == [202609, 202610]
    quarter = observations([row("checks", "ash", Month.of(2026, 9), 9, 10, months=3)])
    assert len(list_months_needed(quarter)) == 26 * 3 + 1


def percentages(*sent: str, ended: Month = LAST) -> list[tuple]:
    return [
        (*row("visits", place, ended, None, None)[:7], value, "ok", "")
        for place, value in zip(AREAS, sent, strict=False)
    ]


def test_percentages_up_to_one_may_be_shares():
    (told,) = of_code(ConfirmationCode.PERCENTAGES_UP_TO_ONE, found(percentages("0.9", "1"), []))
    assert "between 0.9 and 1" in told.text
    assert told.where == "rows 2 and 3"


@pytest.mark.parametrize(
    ("sent", "before"),
    [
        (("0.9", "1.1"), ()),
        (("1", "1"), ()),
        (("0", "0"), ()),
        (("0.9", "1"), ("0.8", "0.9")),  # it is as low as ever
    ],
)
def test_other_percentages_are_not_taken_for_shares(sent, before):
    earlier = percentages(*before, ended=LAST - 1)
    assert ConfirmationCode.PERCENTAGES_UP_TO_ONE not in kinds(percentages(*sent), earlier)


def test_percentages_far_below_the_current_ones_may_be_shares_again():
    earlier = percentages("93.4", "88", ended=LAST - 1)
    assert ConfirmationCode.PERCENTAGES_UP_TO_ONE in kinds(percentages("0.9", "1"), earlier)


def test_one_share_among_percentages_is_asked_about():
    code = ConfirmationCode.PERCENTAGE_MAY_BE_SHARE
    (told,) = of_code(code, found(percentages("0.934", "90", "88"), []))
    assert "0.934 is among percentages that are mostly above 20" in told.text
    assert told.where == "row 2"


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (("0.8", "20", "30"), False),  # the median is 20
        (("0.8", "20.1", "30"), True),
        (("0.8", "9", "12"), False),
        (("1", "90", "88"), True),
        (("1.1", "90", "88"), False),
        (("0", "90", "88"), False),
    ],
)
def test_a_low_percentage_is_asked_about_only_where_the_usual_one_is_above_20(sent, asked):
    assert (ConfirmationCode.PERCENTAGE_MAY_BE_SHARE in kinds(percentages(*sent), [])) == asked


def test_a_low_percentage_that_is_loaded_already_is_not_asked_about_again():
    sent = percentages("0.934", "90", "88")
    assert ConfirmationCode.PERCENTAGE_MAY_BE_SHARE not in kinds(sent, sent)
