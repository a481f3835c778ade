"""Profiles are checked on reading, each fault told with file, key and remedy."""

import pytest

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.domain.errors import ConfigurationError
from loaders.profiles.profile_files import check_against, read_profiles
from tests.conftest import ROOT
from tests.support.extracts import COVENTRY, COVER, WEST_SUSSEX

SOUND = """
code = "any"
service = "any"
[[table]]
header = ["Area"]
area = "Area"
period = { column = "Month" }
[[table.measure]]
indicator = "one"
numerator = "Seen"
denominator = "Due"
"""
FAULTS = {
    "unknown key": ("area =", "colour =", "key table.1.colour", "Remove it"),
    "misspelt key": ("area =", "aria =", "key table.1.aria", "Did you mean “area”?"),
    "key of the table in a measure": (
        'denominator =', 'other_places = "leave"\ndenominator =', "measure.1.other_places",
        "write it above the heading or brace of measure",
    ),
    "one heading, not in a list": ('["Area"]', '"Area"', "key table.1.header", "square brackets"),
    "a period that is no table": (
        '{ column = "Month" }', '"Month"', "key table.1.period", '{ column = "Month" }'
    ),
    "a number where words belong": (
        'area = "Area"', 'area = "Area"\nonly = { Age = 5 }', "only.Age", "in quotation marks"
    ),
    "no such choice": (
        'area = "Area"', 'area = "Area"\nother_places = "skip"', "“skip” is not allowed",
        "Use 'refuse' or 'leave'",
    ),
    "too many rows of a header": (
        'area = "Area"', 'area = "Area"\nheader_rows = 9', "at most 6", "Correct it"
    ),
    "missing key": ('code = "any"', "", "key code", "Add it"),
    "another code": ('"any"', '"other"', "key code", "Make the two the same"),
    "not TOML": ("[[table]]", "[[table", "any.toml", "Correct that line"),
    "no numbers": ('numerator = "Seen"', "", "neither a numerator nor a percentage", "Name their"),
    "two places for the period": (
        "{ column =", '{ from = "file", column =', "key table.1.period", "Give one of"
    ),
    "period of headings that name none": (
        '{ column = "Month" }', '{ from = "heading" }', "key table.1", "{period}"
    ),
    "headings without their period": ('"Seen"', '"{period}"', "key table.1", "{period}"),
    "percentages added up": (
        'numerator = "Seen"', 'percentage = { sum = ["A", "B"] }', "added up", "Name one column"
    ),
    "rows of percentages added up": (
        'area = "Area"', 'area = "Area"\nadd_up = true', "", ""
    ),
    "a mark with no meaning": (
        '[[table]]', '[marks]\n"?" = "odd"\n[[table]]', "key marks.?", "'revised'"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "where", "remedy"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_remedy(tmp_path, old, new, where, remedy):
    text = SOUND.replace(old, new)
    if "add_up" in new:
        text = text.replace("numerator", "percentage").replace('denominator = "Due"', "")
        where, remedy = "cannot be added up", "Name the counts"
    (tmp_path / "any.toml").write_text(text)
    with pytest.raises(ConfigurationError) as told:
        read_profiles(tmp_path)
    message = str(told.value)
    assert "any.toml" in message
    assert where in message
    assert remedy in message


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "any.toml").write_text(SOUND.replace("area", "aria"))
    (tmp_path / "two.toml").write_text(SOUND)
    with pytest.raises(ConfigurationError) as told:
        read_profiles(tmp_path)
    assert {fault.where.partition(",")[0] for fault in told.value.faults} == {
        "profiles/any.toml",
        "profiles/two.toml",
    }


def test_there_may_be_no_profile_yet(tmp_path):
    """The first one can be made in the browser, so its absence must not stop the start."""
    assert read_profiles(tmp_path) == []
    assert read_profiles(tmp_path / "missing") == []


@pytest.mark.parametrize("council", [COVENTRY, COVER, WEST_SUSSEX], ids=["data", "cover", "west"])
def test_every_profile_we_ship_fits_its_catalogue(council):
    profiles, catalogue, _ = council.parts
    for profile in profiles:
        check_against(profile, catalogue)


def test_the_shipped_profiles_bring_every_indicator_of_the_catalogue():
    brought = {
        measure.indicator
        for profile in read_profiles(ROOT / "data" / "profiles")
        for table in profile.table
        for measure in table.measure
    }
    assert brought == set(read_catalogue(ROOT / "data").indicators)
