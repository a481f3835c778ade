"""The files of `data/` as shipped: each loads, and together they say what they must."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.configuration.target_places import check_targets
from indicators.domain.core import CountType, Frequency, LocalityKind, Polarity, Unit
from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month

DATA = Path(__file__).parents[2] / "data"
CATALOGUE = read_catalogue(DATA)
PLACES = read_places(DATA)
NOW = Month.of(2026, 10)

TABLE_1 = {
    "midwifery": ["early_booking", "smoking_at_delivery", "breastfeeding_initiation"],
    "health-visiting": [
        "breastfeeding_6_8_weeks",
        "dpt_at_2",
        "mmr_at_5",
        "new_birth_visit",
        "review_6_8_weeks",
        "review_12_months",
        "review_2_5_years",
    ],
    "childrens-centres": ["child_protection_under_5", "caf_under_5", "looked_after_under_5"],
}
SAMPLE_INDICATORS = [
    "consent_to_share",
    "dna_midwifery",
    "dna_health_visiting",
    "dna_childrens_centres",
]
OTHER_INDICATORS: list[str] = []
"""Indicators that were added to those of Table 1 and the sample."""
TABLE_4 = [
    "good_development",
    "obesity_4_5",
    "small_for_gestational_age",
    "looked_after_at_year_end",
    "child_protection_at_year_end",
]
PUBLISHED_TARGETS = {
    ("dpt_at_2", "95"),
    ("mmr_at_5", "95"),
    ("smoking_at_delivery", "6"),
    ("good_development", "75"),
}
ALL = pytest.mark.parametrize("indicator", CATALOGUE.indicators.values(), ids=lambda i: i.code)
SHIPPED = [*(code for codes in TABLE_1.values() for code in codes), *SAMPLE_INDICATORS]
"""Indicators whose sample figures go back to the year of Table 1."""
ROWS = pytest.mark.parametrize("code", SHIPPED)


def test_every_file_of_the_catalogue_is_an_indicator_and_nothing_else_is():
    files = [path.stem for path in (DATA / "catalogue").rglob("*") if path.is_file()]
    assert sorted(files) == sorted(CATALOGUE.indicators)


def test_the_thirteen_indicators_of_table_1_stand_first_and_in_its_order():
    for service, expected in TABLE_1.items():
        codes = [indicator.code for indicator in CATALOGUE.list_for_service(service)]
        assert codes[: len(expected)] == expected
    thirteen = {code for codes in TABLE_1.values() for code in codes}
    assert {i.code for i in CATALOGUE.dashboard} == {
        *thirteen,
        *SAMPLE_INDICATORS,
        *OTHER_INDICATORS,
    }


def test_the_five_outcomes_of_table_4_are_yearly_and_no_rows_of_a_dashboard():
    assert [i.code for i in CATALOGUE.outcomes] == TABLE_4
    assert {(i.service, i.every) for i in CATALOGUE.outcomes} == {("public-health", Frequency.YEAR)}
    rows = {i.code for i in (*CATALOGUE.dashboard, *CATALOGUE.more)}
    assert set(CATALOGUE.indicators) == rows | set(TABLE_4)


def test_the_more_indicators_are_those_that_the_seed_documents_ask_for():
    """Each heading, with how many indicators; none has a target, as none is published."""
    assert Counter(i.group for i in CATALOGUE.more) == {
        "CAFs made": 6,
        "Children's development": 2,
        "Joint working": 9,
        "Missed appointments by cause": 12,
        "Referrals to social care": 14,
        "Staff, training and records": 9,
    }
    assert not [i.code for i in CATALOGUE.more if i.target]
    assert {i.every for i in CATALOGUE.more} == {Frequency.QUARTER}


def test_three_services_by_the_agencies_names_and_days():
    told = [(s.code, s.agency, s.due_day) for s in CATALOGUE.dashboard_services]
    assert told == [
        ("midwifery", "UHCW", 10),
        ("health-visiting", "CWPT", 12),
        ("childrens-centres", "CCC", 14),
    ]


@ALL
def test_an_indicator_says_what_a_page_needs(indicator: Indicator):
    assert indicator.question.endswith("?")
    assert "\n" not in indicator.counts
    assert indicator.short_name
    assert all(definition.source for definition in indicator.definition)
    assert indicator.find_definition(NOW)


@ALL
def test_what_has_a_target_says_how_many_people_would_turn_it(indicator: Indicator):
    assert bool(indicator.target) == (indicator.to_turn is not None)
    if indicator.to_turn:
        word = "fewer" if indicator.better is Polarity.LOWER else "more"
        assert indicator.to_turn.one.startswith(word)
        assert indicator.to_turn.many.startswith(word)


@ALL
def test_a_target_is_published_or_says_that_it_is_assumed(indicator: Indicator):
    for target in indicator.target:
        published = (indicator.code, str(target.value)) in PUBLISHED_TARGETS
        assert target.assumed is not published
        assert target.source.lower().startswith("assumed") is target.assumed


@ALL
def test_the_small_number_rule_is_the_agency_s(indicator: Indicator):
    council = indicator.service in ("childrens-centres", "public-health", "social-care")
    of_the_hospital = indicator.code == "small_for_gestational_age"
    assert indicator.small_number_threshold == (5 if council and not of_the_hospital else 7)


VERSIONS = {
    "smoking_at_delivery": [("all-deliveries", "2010-04"), ("known-status", "2017-04")],
    "dpt_at_2": [("5-in-1-at-24-months", "2010-04"), ("6-in-1-at-24-months", "2019-08")],
    "good_development": [
        ("profile-2008", "2010-04"),
        ("profile-2012", "2013-04"),
        ("profile-2021", "2022-04"),
    ],
    "initial_assessments": [("initial-assessment", "2010-04"), ("first-decision", "2014-04")],
    "core_assessments": [("core-assessment", "2010-04"), ("single-assessment", "2014-04")],
    "initial_assessments_on_time": [("in-10-days", "2010-04"), ("in-1-day", "2014-04")],
    "core_assessments_on_time": [("in-35-days", "2010-04"), ("in-45-days", "2014-04")],
}
"""The indicators that were counted differently before, with the first month of each version."""


@ALL
def test_an_indicator_has_its_versions_and_each_says_what_changed(indicator: Indicator):
    definitions = indicator.definition
    expected = VERSIONS.get(indicator.code, [(definitions[0].code, "2010-04")])
    assert [(d.code, str(d.from_)) for d in definitions] == expected
    for earlier, later in pairwise(definitions):
        assert earlier.until == later.from_ - 1
        assert later.changed.endswith(".")
    assert not definitions[0].changed


@ALL
def test_every_target_is_of_the_version_in_force_in_all_its_months(indicator: Indicator):
    for target in indicator.target:
        for month in (target.from_, target.until or NOW):
            definition = indicator.find_definition(month)
            assert definition
            assert definition.code == target.definition


@ROWS
def test_table_1_s_year_and_today_have_a_target_each(code: str):
    indicator = CATALOGUE.indicators[code]
    if indicator.unit is Unit.COUNT:
        assert indicator.better is Polarity.NEITHER
        assert indicator.gathering is CountType.SNAPSHOT
        assert not indicator.target
        return
    since = Month.of(2014, 9) if indicator.code == "consent_to_share" else Month.of(2013, 4)
    for month in (since, NOW):
        definition = indicator.find_definition(month)
        assert definition
        assert indicator.find_target(month, definition.code, "hillfields")


@pytest.mark.parametrize("code", [indicator.code for indicator in CATALOGUE.progress])
def test_the_two_years_of_table_5_are_counted_alike(code: str):
    indicator = CATALOGUE.indicator(code)
    assert indicator.find_definition(Month.of(2013, 4)) is indicator.find_definition(
        Month.of(2016, 3)
    )


def test_past_months_keep_the_smoking_target_they_had():
    smoking = CATALOGUE.indicator("smoking_at_delivery")
    months = [(2014, 3), (2017, 3), (2017, 4), (2021, 3), (2021, 4), (2023, 4)]
    held = []
    for month in (Month.of(*each) for each in months):
        definition = smoking.find_definition(month)
        assert definition
        target = smoking.find_target(month, definition.code, "hillfields")
        assert target
        held.append((definition.code, target.value))
    assert held == [
        ("all-deliveries", Decimal(11)),
        ("all-deliveries", Decimal(11)),
        ("known-status", Decimal(11)),
        ("known-status", Decimal(11)),
        ("known-status", Decimal(8)),
        ("known-status", Decimal(6)),
    ]


def test_the_footnote_of_table_1():
    (note,) = CATALOGUE.indicator("looked_after_under_5").footnote
    assert (note.mark, note.text) == ("*", "Total for placement addresses is used")


def test_every_target_of_one_place_names_a_place():
    check_targets(CATALOGUE, PLACES)


def test_seventeen_areas_ten_teams_eight_hubs_and_the_city():
    counted = Counter(place.kind for place in PLACES.localities.values())
    assert counted == {
        LocalityKind.AREA: 17,
        LocalityKind.TEAM: 10,
        LocalityKind.HUB: 8,
        LocalityKind.CITY: 1,
        LocalityKind.BENCHMARK: 3,
    }
    assert PLACES.city.name == "Coventry"
    assert [a.code for a in PLACES.list_by_kind(LocalityKind.AREA) if a.placeholder] == [
        "centre-16",
        "centre-17",
    ]


@pytest.mark.parametrize("kind", [LocalityKind.TEAM, LocalityKind.HUB])
def test_every_area_is_in_exactly_one_team_and_one_hub_now(kind: LocalityKind):
    held = Counter(
        area.code
        for place in PLACES.list_by_kind(kind)
        for area in PLACES.list_areas(place.code, NOW)
    )
    assert held == Counter(area.code for area in PLACES.list_by_kind(LocalityKind.AREA))


def test_every_team_holds_one_to_three_areas_and_pools_the_years_before_it_began():
    for team in PLACES.list_by_kind(LocalityKind.TEAM):
        now = PLACES.list_areas(team.code, NOW)
        assert 1 <= len(now) <= 3
        assert PLACES.list_areas(team.code, Month.of(2010, 4)) == now


def test_demonstrators_came_first_and_the_last_team_in_october_2015():
    began = {team.code: team.live_from for team in PLACES.list_by_kind(LocalityKind.TEAM)}
    first = Month.of(2014, 4)
    assert sorted(code for code, live in began.items() if live == first) == [
        "hillfields-team",
        "tile-hill-canley",
    ]
    assert max(live for live in began.values() if live) == Month.of(2015, 10)


def test_what_no_public_source_says_is_marked():
    known_hubs = {
        *("gosford-park", "moat-house", "radford", "foleshill", "hillfields"),
        *("tile-hill", "canley", "bell-green", "middle-ride"),
    }
    for area in PLACES.list_by_kind(LocalityKind.AREA):
        assert ("hub assumed" in area.note.lower()) == (area.code not in known_hubs)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Stoke Health", "stoke-heath"),
        ("Spongate", "spon-gate"),
        ("SPON GATE", "spon-gate"),
        ("St Augustines", "st-augustines"),
        ("St. Augustine’s", "st-augustines"),
        ("Richard Lee Children's Centre", "richard-lee"),
        ("Hillfields", "hillfields"),
        ("tile-hill", "tile-hill"),
        ("Total", "coventry"),
        ("Families 4 All", "families-for-all"),
        ("Nowhere", None),
    ],
)
def test_spellings_are_found(text: str, code: str | None):
    assert PLACES.find(text) == code
