"""Unknown places in a file, each once with the nearest known ones, and how to make them known."""

from datetime import UTC, datetime

from indicators.spellings import spelling, with_spellings
from loaders.profile import read_extract
from loaders.unknown_places import unknown_places
from tests.loaders.making import COVENTRY, midwifery, mothers


def test_each_is_told_once_with_its_rows_and_the_nearest_places(tmp_path):
    rows = [mothers("Hilfields"), mothers("HILFIELDS", "2026-09")]
    path = midwifery(tmp_path, *rows, mothers("Atlantis"), mothers("Mosaic"))
    _, _, places = COVENTRY.parts
    told = unknown_places(COVENTRY.read(path).refusals, places)
    found = {one.text: one for one in told}
    assert found["Hilfields"].near[0] == "hillfields"
    assert (found["Hilfields"].rows, found["Hilfields"].row) == (2, 2)
    assert found["Atlantis"].near == ()
    assert "Mosaic" not in found  # known, but no place that figures are sent for


def test_once_recorded_the_same_file_is_read_whole(tmp_path):
    path = midwifery(tmp_path, mothers("Hilfields"))
    profiles, catalogue, places = COVENTRY.parts
    (told,) = unknown_places(COVENTRY.read(path).refusals, places)
    said = spelling(told.near[0], told.text, datetime(2026, 11, 10, tzinfo=UTC), "Jo", places)
    known = with_spellings(places, [said])
    assert read_extract(path, profiles, catalogue, known, today=None).refusals == ()
