"""The writer of a new council's files, on every shipped indicator and profile."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.new_council.area_table import read_place_text
from indicators.configuration.new_council.check_files import check_files, put_files
from indicators.configuration.new_council.council_files import write_council_files
from indicators.configuration.new_council.council_plan import (
    CouncilPlan,
    PlannedAgreement,
    PlannedArea,
    PlannedIndicator,
    TargetChoice,
)
from indicators.configuration.new_council.indicator_text import write_indicator
from indicators.configuration.new_council.place_outlines import read_place_outlines
from indicators.configuration.new_council.places_text import write_places
from indicators.configuration.new_council.profile_text import write_profile
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.domain.core import Polarity
from indicators.domain.errors import UserError
from indicators.domain.places import PlacesFile
from loaders.profiles.profile_files import check_against, parse_profile
from tests.conftest import ROOT

SHIPPED = ShippedFiles(ROOT / "data")
CATALOGUE = SHIPPED.catalogue
EVERY = list(CATALOGUE.indicators)
SERVICES = tuple(
    each.model_copy(update={"agency": f"A{at}", "agency_name": f"Agency {at}"})
    for at, each in enumerate(CATALOGUE.services.values())
)


def plan(**chosen) -> CouncilPlan:
    given = {"name": "Best Start", "council": "Barset Council", "whole": "Barset"} | chosen
    return CouncilPlan(**{"service": SERVICES} | given)


def choose(code, choice):
    if choice is TargetChoice.OWN and CATALOGUE.indicators[code].better is not Polarity.NEITHER:
        return PlannedIndicator(code=code, choice=choice, value="50", source="Agreed")
    return PlannedIndicator(code=code, choice=TargetChoice.NONE)


def test_everything_chosen_as_shipped_is_copied_word_for_word():
    every = tuple(PlannedIndicator(code=code) for code in EVERY)
    files = write_council_files(plan(indicator=every, profiles=tuple(SHIPPED.profiles)), SHIPPED)
    check_files(files)
    assert {path: SHIPPED.read_text(path) for path in SHIPPED.indicators.values()}.items() <= (
        files.items()
    )
    (rules,) = SHIPPED.list_paths("rules")
    assert files[rules] == SHIPPED.read_text(rules)
    assert list(files) == sorted(files)


@pytest.mark.parametrize("choice", [TargetChoice.OWN, TargetChoice.NONE])
def test_only_the_targets_of_an_indicator_are_changed(tmp_path, choice):
    chosen = [choose(code, choice) for code in EVERY]
    put_files(tmp_path, write_council_files(plan(indicator=tuple(chosen)), SHIPPED))
    read = read_catalogue(tmp_path).indicators
    for each in chosen:
        shipped, ours = CATALOGUE.indicators[each.code], read[each.code]
        assert ours.model_copy(update={"target": ()}) == shipped.model_copy(update={"target": ()})
        assert [str(target.value) for target in ours.target] == (
            ["50"] if each.choice is TargetChoice.OWN else []
        )


def test_a_target_of_our_own_is_for_the_newest_definition():
    planned = choose("smoking_at_delivery", TargetChoice.OWN)
    text = write_indicator(planned, SHIPPED.read_text(SHIPPED.indicators[planned.code]))
    assert 'value = "50"\ndefinition = "known-status"\nfrom = "2017-04"\n' in text


@pytest.mark.parametrize("code", SHIPPED.profiles)
def test_a_profile_reads_the_chosen_indicators_and_leaves_the_rest_of_its_files(code):
    shipped = SHIPPED.profiles[code]
    for indicator in shipped.indicators:
        profile = parse_profile(write_profile(shipped.text, [indicator]), code)
        check_against(profile, CATALOGUE)
        read = {measure.indicator for table in profile.table for measure in table.measure}
        assert read == {indicator}
        assert len(shipped.indicators) == 1 or "leave" in {
            profile.other_sheets,
            *(table.other_columns for table in profile.table),
            *(table.other_rows for table in profile.table),
        }


def test_rules_and_records_of_what_is_not_chosen_are_left_out():
    one = plan(service=SERVICES[:1], indicator=(PlannedIndicator(code="early_booking"),))
    files = write_council_files(one, SHIPPED)
    check_files(files)
    assert not [path for path in files if path.startswith("rules/")]
    assert "records/maturity.toml" in files
    assert "records/case_meetings.toml" not in files


def test_nothing_names_the_agencies_of_the_shipped_council():
    chosen = plan(
        indicator=tuple(PlannedIndicator(code=code) for code in EVERY),
        profiles=tuple(SHIPPED.profiles),
        agreement=PlannedAgreement(
            **{"name": "Ours", "approver": "Leads", "from": "2026-04-01", "until": "2029-03-31"}
        ),
    )
    files = write_council_files(chosen, SHIPPED)
    check_files(files)
    own = {path: text for path, text in files.items() if not path.startswith("catalogue/")}
    del own["sources.toml"]  # examples in comments
    for agency in {service.agency for service in CATALOGUE.services.values()}:
        assert [path for path, text in own.items() if agency in text] == []


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), NAMES)
def test_any_name_is_read_back_as_it_was_chosen(names, team):
    areas = tuple(PlannedArea(name=name) for name in names)
    chosen = plan(area=areas, teams=dict.fromkeys(names, team), whole=team)
    read = PlacesFile.model_validate(tomllib.loads(write_places(chosen)))
    assert [place.name for place in read.place] == [team, team, *names]
    assert len({place.code for place in read.place}) == len(read.place)


@pytest.mark.parametrize(
    "text",
    [
        "Old Town\tNorth\tQuay\tOT; The Old Town\nMill Lane\tNorth",
        "Area,Team,Hub,Other spellings\nOld Town,North,Quay,OT;The Old Town\n\nMill Lane, North\n",
        "team\tarea\thub\tspellings\r\nNorth\tOld  Town\tQuay\tOT;The Old Town\r\nNorth\tMill Lane",
    ],
)
def test_areas_are_pasted_from_a_spreadsheet_or_typed(text):
    read = read_place_text(text)
    assert [(area.name, area.spellings) for area in read.areas] == [
        ("Old Town", ("OT", "The Old Town")),
        ("Mill Lane", ()),
    ]
    assert read.teams == {"Old Town": "North", "Mill Lane": "North"}
    assert read.hubs == {"Old Town": "Quay"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no area."),
        ("Old Town\nold town", "“old town” is there twice, in lines 1 and 2."),
        ("\tNorth", "Line 1 has no name of an area"),
        ("Area\tTeam\tPopulation\nOld Town\tNorth\t9", "The heading “Population” is not known."),
        ("Area\tTeam\tTeam\nOld Town\tNorth\t9", "Two columns are headed team."),
        ("Area\t\tTeam\nOld Town\t\tNorth", "Column 2 has no heading."),
        ("Team\tHub\nNorth\tQuay", "No column is headed area."),
        ("Area\tTeam", "There is no area."),
        ("Our places\nArea\tTeam\nOld Town\tNorth", "Line 2 has headings."),
        ("Old Town\tNorth\tQuay\tOT\tE05001", "Line 1 has 5 cells, and there are 4 columns."),
        ("Area\nOld Town\tNorth", "Line 2 has 2 cells, and there are 1 columns."),
        ('Mill Lane\n"Old Town\nStation', "Line 2 cannot be read: a quotation mark"),
        ("Old Town;Mill, North", "“Old Town;Mill” in line 1 has a semicolon."),
        ("Old Town " * 12, "in line 1 has more than 100 letters."),
        ("Old Town\t" + "North " * 20, "in line 1 has more than 100 letters."),
    ],
)
def test_a_list_of_areas_that_cannot_be_read_is_refused_with_its_line(text, said):
    with pytest.raises(UserError, match=said):
        read_place_text(text)


def test_a_tab_in_a_later_line_separates_cells_as_well():
    read = read_place_text("Old Town\nMill Lane\tNorth\u200b\t\n")
    assert [area.name for area in read.areas] == ["Old Town", "Mill Lane"]
    assert read.teams == {"Mill Lane": "North"}


def test_semicolons_separate_cells_where_nothing_else_does():
    assert read_place_text("Ward name;Team\nOld Town;North").teams == {"Old Town": "North"}


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([{"name": "Old Town"}, {"name": None}], "Feature 2 of 2 has no text as its “name”."),
        ([{"name": "Old Town"}, None], "Feature 2 of 2 has no text as its “name”."),
        ([{"name": "Old Town"}, {"name": "Old Town"}], "Features 1 and 2 both have “Old Town”"),
        ([{"id": 7, "name": "Old Town"}, {"id": 8, "name": 2}], "Feature 2 of 2 has no text"),
        ([], "The file has no features."),
        ([{}, {}], "The features have no properties."),
    ],
)
def test_outlines_without_a_name_for_each_area_are_refused_with_the_feature(features, said):
    content = json.dumps({"features": [{"properties": each} for each in features]})
    with pytest.raises(UserError, match=said):
        read_place_outlines(content.encode())


def test_another_property_is_offered_where_the_named_one_has_no_names():
    features = [{"properties": {"ward": name, "kind": "ward"}} for name in ("Old Town", "Mill")]
    content = json.dumps({"features": features}).encode()
    with pytest.raises(UserError, match=r"the name of the area: ward\."):
        read_place_outlines(content, "kind")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b'{"features": 7}', b"[" * 100_000])
def test_what_is_no_geojson_is_said_to_be_none(content):
    with pytest.raises(UserError, match="It is not GeoJSON with a list of features"):
        read_place_outlines(content)
