"""The files of a new council, from an empty folder to its first team page."""

import json
import re
import shlex

import pytest
from openpyxl import Workbook

from cli.settings import Settings
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.core import LocalityKind
from tests.conftest import ROOT
from tests.support.extracts import midwifery, write_csv
from tests.support.partner_app import create_partner_app

PLACES = [
    ["Area", "Team", "Hub", "Spellings"],
    ["Old Town", "North", "", "OT; The Old Town"],
    ["Mill Lane", "North", "Quay", ""],
    ["St Mary's", "St Mary's", "Quay", ""],
]
NAMED = ["--name", "Best Start", "--council", "Barset Council", "--whole", "Barset"]
MIDWIVES = ["--service", "midwifery=BGH:Barset General Hospital"]


@pytest.fixture
def places_file(tmp_path):
    return write_csv(tmp_path / "places.csv", PLACES)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "ours"


def test_from_an_empty_folder_to_the_first_page_of_a_team(typed, tmp_path, folder, places_file):
    made = typed({}, "new-council", folder, *NAMED, *MIDWIVES, "--places", places_file)
    assert made.returncode == 0, made.stderr
    assert f"DATA_FOLDER={folder}" in made.stdout
    sent = midwifery(
        tmp_path,
        ["Old Town", "2026-10", 24, 20, 22, 22, 2, 18, 24, 24, 40, 2],
        ["Mill Lane", "2026-10", 26, 24, 22, 22, 2, 18, 24, 24, 40, 2],
        ["St Mary's", "2026-10", 25, 15, 22, 22, 2, 18, 24, 24, 40, 2],
        name="BGH_maternity_2026-10.csv",
    )
    database = f"sqlite:///{tmp_path / 'ours.db'}"
    loaded = typed({"DATA_FOLDER": str(folder), "DATABASE_URL": database}, "load", sent)
    assert "3 rows read: 3 loaded, 0 refused" in loaded.stdout
    app = create_partner_app(Settings(data=folder, database_url=database))
    page = app.server.test_client().get("/team/north").text
    assert "44 of 50" in page


def test_places_come_from_a_workbook_and_from_outlines_as_from_csv(typed, tmp_path, places_file):
    workbook = Workbook()
    for row in PLACES:
        workbook.active.append(row)
    workbook.save(tmp_path / "places.xlsx")
    square = [[[0, 51], [0, 52], [1, 52], [0, 51]]]
    outlines = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "7", "WD_NAME": name},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
            for name, *_ in PLACES[1:]
        ],
    }
    (tmp_path / "places.geojson").write_text(json.dumps(outlines))
    read = {}
    for kind in ("csv", "xlsx", "geojson"):
        folder = tmp_path / kind
        made = typed({}, "new-council", folder, *NAMED, "--places", tmp_path / f"places.{kind}")
        assert made.returncode == 0, made.stderr
        read[kind] = read_places(folder)
    assert read["csv"].localities == read["xlsx"].localities
    names = [area.name for area in read["geojson"].list_by_kind(LocalityKind.AREA)]
    assert names == [name for name, *_ in PLACES[1:]]
    assert set(read["geojson"].shapes) == {"old-town", "mill-lane", "st-marys"}


def test_what_is_missing_is_said_and_the_files_can_be_read_all_the_same(typed, folder):
    made = typed({}, "new-council", folder, *NAMED)
    assert made.returncode == 0
    for part in ("There is no area.", "The agency is not named", "There is no sharing agreement."):
        assert part in made.stdout
    assert typed({"DATA_FOLDER": str(folder)}, "check").returncode == 0


def test_targets_are_the_shipped_ones_our_own_or_none(typed, folder):
    chosen = ["early_booking=92.5", "smoking_at_delivery=none"]
    words = [word for each in chosen for word in ("--target", each)]
    typed({}, "new-council", folder, *NAMED, *MIDWIVES, *words)
    read = read_catalogue(folder).indicators
    (own,) = read["early_booking"].target
    assert (str(own.value), own.source, own.assumed) == (
        "92.5",
        "Agreed by Barset Council",
        False,
    )
    assert read["smoking_at_delivery"].target == ()
    shipped = read_catalogue(Settings().data).indicators["breastfeeding_initiation"]
    assert read["breastfeeding_initiation"].target == shipped.target


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--indicator", "early_bookings"], "There is no indicator “early_bookings”."),
        (["--service", "dentistry=D:Dentists"], "There is no service “dentistry”."),
        (["--target", "early_booking=most"], "“most” is not a number."),
        (["--target", "mmr_at_5=90", *MIDWIVES], "There is no chosen indicator “mmr_at_5”."),
        (["--profile", "outcomes"], "There is no profile “outcomes”."),
    ],
)
def test_nothing_is_written_for_what_cannot_be(typed, folder, words, said):
    made = typed({}, "new-council", folder, *NAMED, *words)
    assert made.returncode == 1
    assert said in made.stderr
    assert not folder.exists()


def test_a_fault_in_the_table_of_areas_names_its_file(typed, folder, tmp_path):
    (tmp_path / "areas.csv").write_text("Area,Teem\nOld Town,North\n")
    made = typed({}, "new-council", folder, *NAMED, "--places", tmp_path / "areas.csv")
    assert made.returncode == 1
    assert made.stderr.startswith("areas.csv: The heading “Teem” is not known.")


def test_a_folder_with_anything_in_it_stays_as_it_is(typed, folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("ours")
    made = typed({}, "new-council", folder, *NAMED)
    assert made.returncode == 1
    assert "is not empty" in made.stderr
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_the_commands_of_the_documentation_work_as_they_are_written(typed, tmp_path, monkeypatch):
    text = (ROOT / "docs" / "council-data.md").read_text()
    monkeypatch.chdir(tmp_path)
    table = re.search(r"   (Area,Team,Hub,Spellings\n.*?)\n   ```", text, re.DOTALL)
    (tmp_path / "places.csv").write_text(table[1].replace("\n   ", "\n"))
    command = re.search(r"python app.py (new-council .*?)\n   ```", text, re.DOTALL)
    made = typed({}, *shlex.split(command[1].replace("\\\n", "")))
    assert made.returncode == 0, made.stderr
    assert "3 areas, 2 teams" in made.stdout
    assert "- Without a hub: Station." in made.stdout
