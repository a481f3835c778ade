"""What `python app.py arrangement FILE` says of a new arrangement before it is brought in."""

from cli.boundary_change_summary import summarise_boundary_change
from indicators.configuration.places_reader import read_places
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Month
from tests.conftest import ROOT

DATA = ROOT / "data"


def test_it_says_who_holds_how_many_and_what_moves(tmp_path):
    places, now = read_places(DATA), Month.of(2027, 3)
    hubs = {
        h.code: [a.code for a in places.list_areas(h.code, now)]
        for h in places.list_by_kind(LocalityKind.HUB)
    }
    hubs["mosaic"].remove("canley")
    hubs["harmony"].append("canley")
    lines = ['from = "2027-04"', "[hub]", *(f"{hub} = {areas}" for hub, areas in hubs.items())]
    file = tmp_path / "2027-hubs.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert summarise_boundary_change(DATA, file) == [
        "2027-hubs.toml: no errors found. From April 2027:",
        "  10 teams hold 17 of 17 centre areas, each once.",
        "  8 hubs hold 17 of 17 centre areas, each once.",
        "  Canley moves from Mosaic to Harmony (hub).",
    ]
