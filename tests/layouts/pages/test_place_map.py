"""Maps: boundaries of a council's own file as shapes, and even tiles where there are none."""

import json
import re

import pytest

from indicators.configuration.places_reader import read_places
from indicators.domain.errors import ConfigurationError
from indicators.domain.localities import Locality
from layouts.pages.compare.place_map import build_map

SQUARE = [[[-1.5, 52.4], [-1.4, 52.4], [-1.4, 52.5], [-1.5, 52.5], [-1.5, 52.4]]]


def area(code, **keys):
    return Locality.model_validate({"code": code, "kind": "area", "name": code.title()} | keys)


def written(folder, features, *, place="north", name="GSS1", said=None):
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "wards.geojson").write_text(json.dumps(collection))
    said = said or 'boundaries = { file = "wards.geojson", property = "CODE" }'
    (folder / "places.toml").write_text(
        f'{said}\n[[place]]\ncode = "city"\nkind = "city"\nname = "City"\n'
        f'[[place]]\ncode = "{place}"\nkind = "area"\nname = "North"\nspellings = ["{name}"]\n'
    )
    return folder


def feature(code, coordinates=SQUARE, kind="Polygon"):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"CODE": code}, "geometry": geometry}


def test_a_place_is_drawn_where_its_boundary_is(tmp_path):
    places = read_places(written(tmp_path, [feature("GSS1"), feature("elsewhere")]))
    assert set(places.shapes) == {"north"}
    drawn = build_map([places["north"], area("lost")], places.shapes, {})
    (shape,) = drawn.shapes
    assert not drawn.tiles
    assert [place.code for place in drawn.missing] == ["lost"]
    assert (shape.x, shape.y) == pytest.approx((drawn.width / 2, drawn.height / 2), abs=2)
    # North is up, and a degree of longitude is shorter than one of latitude.
    assert drawn.height > drawn.width * 1.5
    assert shape.path.startswith("M")
    assert shape.path.endswith("Z")


def test_a_team_is_drawn_by_the_boundaries_of_its_areas(tmp_path):
    places = read_places(written(tmp_path, [feature("GSS1", [SQUARE, SQUARE], "MultiPolygon")]))
    team = Locality.model_validate({"code": "t", "kind": "team", "name": "T"})
    (shape,) = build_map([team], places.shapes, {"t": ["north"]}).shapes
    assert shape.path.count("M") == 2


@pytest.mark.parametrize(
    ("features", "said", "reported"),
    [
        ([feature("another")], None, "No feature has a known place as its CODE"),
        ([feature("GSS1", [[1, 2]], "LineString")], None, "The outline of “GSS1” is a LineString."),
        ([feature("GSS1", None, None)], None, "“GSS1” has no outline."),
        ([feature("GSS1", [[[1]]])], None, "The outline of “GSS1” cannot be read."),
        ([feature("GSS1", [])], None, "The outline of “GSS1” cannot be read."),
        ([feature("GSS1", [[[float("nan"), 52]]])], None, "not longitude and latitude"),
        ([feature("GSS1", [[[430000, 280000]]])], None, "not longitude and latitude"),
        ({"a": 1}, None, "not GeoJSON"),
        ([], 'boundaries = { file = "other.json", property = "CODE" }', "no such file"),
    ],
)
def test_a_file_of_boundaries_that_cannot_be_drawn_is_shown_with_a_remedy(
    tmp_path, features, said, reported
):
    with pytest.raises(ConfigurationError) as error:
        read_places(written(tmp_path, features, said=said))
    (fault,) = error.value.faults
    assert reported in fault.what
    assert "places.toml" in fault.where
    assert fault.remedy


def test_the_wards_of_coventry_are_drawn_apart(shared_data, tmp_path):
    path = shared_data / "geography" / "coventry_wards_by_lad.geojson"
    wards = [f["properties"] for f in json.loads(path.read_text())["features"]]
    listed = "".join(
        f'[[place]]\ncode = "ward-{at}"\nkind = "area"\nname = "{ward["WD13NM"]}"\n'
        f'spellings = ["{ward["WD13CD"]}"]\n'
        for at, ward in enumerate(wards)
    )
    (tmp_path / "wards.geojson").write_bytes(path.read_bytes())
    (tmp_path / "places.toml").write_text(
        'boundaries = { file = "wards.geojson", property = "WD13CD" }\n'
        f'[[place]]\ncode = "city"\nkind = "city"\nname = "City"\n{listed}'
    )
    places = read_places(tmp_path)
    drawn = build_map(
        [p for p in places.localities.values() if p.code != "city"], places.shapes, {}
    )
    assert (len(drawn.shapes), drawn.missing) == (18, ())
    assert len({(shape.x, shape.y) for shape in drawn.shapes}) == 18
    for shape in drawn.shapes:
        numbers = [float(n) for n in re.findall(r"[\d.]+", shape.path)]
        assert all(0 <= x <= drawn.width for x in numbers[::2])
        assert all(0 <= y <= drawn.height for y in numbers[1::2])
        assert min(numbers[::2]) < shape.x < max(numbers[::2])
    assert sum(len(shape.path) for shape in drawn.shapes) < 30_000


def test_tiles_are_where_places_toml_puts_them():
    drawn = build_map([area("a", tile=[3, 2]), area("b", tile=[4, 2])], {}, {})
    a, b = drawn.shapes
    assert drawn.tiles
    assert (b.x - a.x, b.y - a.y) == (128, 0)
    assert (drawn.width, drawn.height) == (248, 120)  # no empty columns before the first


@pytest.mark.parametrize("tile", [None, [1, 1]])
def test_where_a_tile_is_missing_or_taken_all_are_in_rows_by_name(tile):
    places = [area("c", tile=[1, 1]), area("a", tile=tile), area("b", tile=[9, 9])]
    drawn = build_map(places, {}, {})
    spots = {shape.place.code: (shape.x, shape.y) for shape in drawn.shapes}
    assert len(set(spots.values())) == 3
    assert spots["a"] < spots["b"]
    assert spots["a"][1] == spots["b"][1] < spots["c"][1]
