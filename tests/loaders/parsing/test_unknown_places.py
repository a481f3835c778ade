"""Unknown places in a file, each once with the nearest known ones."""

from loaders.parsing.unknown_places import list_unknown_places
from tests.support.extracts import COVENTRY, midwifery, mothers


def test_each_is_told_once_with_its_rows_and_the_nearest_places(tmp_path):
    rows = [mothers("Hilfields"), mothers("HILFIELDS", "2026-09")]
    path = midwifery(tmp_path, *rows, mothers("Atlantis"), mothers("Mosaic"))
    _, _, places = COVENTRY.parts
    told = list_unknown_places(COVENTRY.read(path).refusals, places)
    found = {one.text: one for one in told}
    assert found["Hilfields"].near[0] == "hillfields"
    assert (found["Hilfields"].rows, found["Hilfields"].row) == (2, 2)
    assert found["Atlantis"].near == ()
    assert "Mosaic" not in found  # known, but no place that figures are sent for
