"""Every way of writing headings and sheets, on one file of each kind that is here."""

import pytest

from tests.soak.heading_variations import HEADINGS, SHEETS, list_files, measure_file
from tests.support.extracts import COVENTRY, COVER, SHARED

QUARTERS = ["2013_2014_Q3.xls", "2014_2015_Q1.xlsx", "2018_2019_Q3.xlsx"]
OTHERS = "no column of the quarter", "headings and sheets"


def test_the_shipped_profiles_read_headings_and_sheets_however_they_are_written(tmp_path):
    files = [(council, path) for council, path in list_files(tmp_path) if council is COVENTRY]
    assert len(files) == 9
    assert [wrong for council, path in files for wrong in measure_file(council, path)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", QUARTERS)
def test_cover_quarters_are_read_however_headings_and_sheets_are_written(name):
    path = SHARED / "extracts" / "cover" / name
    if not path.exists():
        pytest.skip("the shared files are not here")
    kinds = [*list(HEADINGS)[::3], *SHEETS, *OTHERS]
    assert measure_file(COVER, path, kinds) == []
