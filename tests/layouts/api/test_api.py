"""The read API: its document, its parameters, its pages, and that it says what the pages say."""

import csv
import io
import json
import random
from datetime import datetime
from types import SimpleNamespace

import pandas as pd
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.datastructures import MultiDict

from indicators.access.permissions import PARTNER
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.domain.core import LocalityKind, Unit
from indicators.domain.localities import Parent
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.reports.base import Reports
from indicators.reports.place_report import build_place_report
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable
from layouts.api import api_routes
from layouts.api.openapi import build_document, render_document
from layouts.api.params import MOST_CODES, MOST_MONTHS, MOST_PAGES, MOST_ROWS
from layouts.exports.csv_export import escape_formula
from layouts.site.site import Site
from layouts.text import labels
from layouts.web.app_factory import create_dash_app
from tests.conftest import ROOT
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.viewers import STRANGER

CATALOGUE = read_catalogue(ROOT / "data")
SHIPPED = read_places(ROOT / "data")
LATEST = Month.of(2026, 9)
FIRST = LATEST - 29
MOVED = Month.of(2026, 3)
AREAS = ["hillfields", "tile-hill", "canley", "foleshill"]
INDICATORS = ["early_booking", "smoking_at_delivery", "dpt_at_2", "caf_under_5"]
SHARES = {
    "early_booking": dict(zip(AREAS, (0.95, 0.9, 0.9, 0.85), strict=True)),
    "smoking_at_delivery": dict(zip(AREAS, (0.02, 0.06, 0.06, 0.1), strict=True)),
    "dpt_at_2": dict.fromkeys(AREAS, 0.95),
}
DOCUMENT = build_document()
LISTS = ["indicators", "places", "observations", "verdicts"]
"""The lists that have rows in these tests; test_api_refusals.py has the fifth."""


def places():
    """As shipped, but that Canley moves from one team to another in the middle of the data."""
    found = dict(SHIPPED.localities)
    team, *others = found["canley"].parents
    moved = (
        team.model_copy(update={"until": MOVED}),
        Parent.model_validate({"place": "hillfields-team", "from": str(MOVED + 1)}),
        *others,
    )
    found["canley"] = found["canley"].model_copy(update={"parents": moved})
    return Places(found.values(), SHIPPED.words)


def observations():
    """Thirty months with hidden cells, a month that is missing, percentages alone, odd notes."""
    chance = random.Random(2)
    for code in INDICATORS:
        indicator = CATALOGUE.indicators[code]
        for area in AREAS:
            for ordinal in range(FIRST.ordinal, LATEST.ordinal + 1):
                month = Month(ordinal)
                definition = indicator.find_definition(month).code
                key = (code, month.number, area, definition, 1)
                if indicator.unit is Unit.COUNT:
                    count = chance.randrange(12)
                    hidden = 0 < count <= 5
                    reported = (None, "hidden") if hidden else (count, "ok")
                    yield (*key, reported[0], None, None, reported[1], "-")
                elif code == "dpt_at_2" and area == "foleshill":
                    yield (*key, None, None, f"{chance.randrange(850, 1000) / 10}", "ok", "=1+1")
                elif (code, area, month) != ("early_booking", "hillfields", LATEST - 3):
                    due = chance.randrange(1, 60)
                    done = sum(chance.random() < SHARES[code][area] for _ in range(due))
                    yield (*key, done, due, None, "ok", "")


def loaded(url):
    table = IndicatorTable.open(url)
    figures = apply_schema(pd.DataFrame(list(observations()), columns=COLUMNS))
    record = {
        "file": "a.csv",
        "sha256": "a" * 64,
        "profile": "made",
        "service": "midwifery",
        "loaded_at": datetime(2026, 10, 10),  # noqa: DTZ001 -- kept as UTC, without its zone
        "synthetic": True,
        "first_ended": FIRST.number,
        "last_ended": LATEST.number,
        "rows_read": len(figures),
        "rows_loaded": len(figures),
        "rows_refused": 0,
        "rows_blank": 0,
    }
    not_areas = [p.code for p in SHIPPED.localities.values() if p.kind is not LocalityKind.AREA]
    table.commit_load(record, figures, [], not_areas)
    return table


def dashboard(table):
    reports = Reports(table, CATALOGUE, places())
    client = give_reason(create_dash_app(Site(reports)).server.test_client())

    def get(path, **headers):
        return client.get(f"/api/v1/{path}", headers=headers)

    return SimpleNamespace(reports=reports, client=client, get=get, engine=table.engine)


@pytest.fixture
def api(database_url):
    made = dashboard(loaded(database_url))
    yield made
    made.engine.dispose()


@pytest.fixture
def empty(database_url):
    made = dashboard(IndicatorTable.open(database_url))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def lone(tmp_path_factory):
    """One loaded dashboard for the many questions that do not depend on the database."""
    made = dashboard(loaded(create_sqlite(tmp_path_factory.mktemp("api") / "test.db")))
    yield made
    made.engine.dispose()


def parameters(name):
    """Those of the query: the header with the reason has tests of its own."""
    every = DOCUMENT["paths"][f"/api/v1/{name}"]["get"]["parameters"]
    return {p["name"] for p in every if p["in"] == "query"}


def follows(schema, value):
    Draft202012Validator(
        schema | {"components": DOCUMENT["components"]},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    ).validate(value)


def body(response):
    """The JSON of a response, held against what the document says of it."""
    name = response.request.path.rpartition("/")[2]
    said = DOCUMENT["paths"][f"/api/v1/{name}"]["get"]["responses"]
    if response.status_code == 400:
        assert said["400"] == {"$ref": "#/components/responses/BadParameters"}
        said = {"400": DOCUMENT["components"]["responses"]["BadParameters"]}
    content = said[str(response.status_code)]["content"]
    follows(content[response.mimetype]["schema"], response.json)
    return response.json


def rows(response):
    assert response.status_code == 200, response.text
    return body(response)["data"]


def table_of(response):
    assert (response.status_code, response.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8"), newline="")))


# The document


def test_the_document_is_sound_and_kept_as_it_is_served(lone):
    validate(DOCUMENT)
    kept = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert kept == render_document(), "Run make docs."
    assert lone.get("openapi.json").json == json.loads(kept)
    assert lone.get("openapi.json?page=1").status_code == 400


def test_every_list_is_documented_and_every_answer_is_as_documented(api):
    workflow = ["actions", "comments", "digests", "escalations", "feedback", "meetings"]
    workflow += ["records", "records/{kind}", "refusals", "surveys"]
    assert set(DOCUMENT["paths"]) == {f"/api/v1/{name}" for name in [*LISTS, *workflow]}
    for name in LISTS:
        assert rows(api.get(f"{name}?per_page={MOST_ROWS}"))


# The parameters: one example of each that is documented, and what it does


def only(field, *values):
    return lambda found: found and {row[field] for row in found} == set(values)


EARLY = "early_booking,dpt_at_2"
PLACES = {
    "place=canley&place=aspire,hillfields": only("code", "aspire", "canley", "hillfields"),
    "kind=team,hub": only("kind", "team", "hub"),
}
SPAN = {
    "place=canley": only("place", "canley"),
    "kind=area&place=canley,aspire": only("place", "canley"),
    f"indicator={EARLY}&per_page=1000": only("indicator", *EARLY.split(",")),
    "as_at=2026-10-09": lambda found: found == [],
    "as_at=2026-10-10": lambda found: len(found) == 100,
}
ALL_LISTS = {
    "page=2&per_page=1": lambda found: len(found) == 1,
    "per_page=3": lambda found: len(found) == 3,
    "format=json": lambda found: len(found) > 3,
}
EXAMPLES = {
    "indicators": ALL_LISTS | {f"indicator={EARLY}": only("code", *EARLY.split(","))},
    "places": ALL_LISTS | PLACES,
    "observations": ALL_LISTS
    | SPAN
    | {
        "from=2026-08&per_page=1000": only("ended", "2026-08", "2026-09"),
        "to=2024-05&per_page=1000": only("ended", "2024-04", "2024-05"),
    },
    "verdicts": ALL_LISTS
    | SPAN
    | {
        "from=2026-08&place=canley": only("month", "2026-08", "2026-09"),
        "to=2026-02": only("month", "2026-02"),
        "indicator=dpt_at_2": only("month", "2026-09"),
        "areas=today&place=canley": only("place", "canley"),
    },
}


@pytest.mark.parametrize("name", LISTS)
def test_every_documented_parameter_does_what_it_says(lone, name):
    exercised = {part.partition("=")[0] for query in EXAMPLES[name] for part in query.split("&")}
    assert exercised == parameters(name)
    for query, holds in EXAMPLES[name].items():
        assert holds(rows(lone.get(f"{name}?{query}"))), query


def test_a_span_without_data_is_empty_and_not_wrong(lone):
    for name in ("observations", "verdicts"):
        for query in ("to=2010-01", "from=2031-01", "from=2031-01&to=2031-03"):
            assert body(lone.get(f"{name}?{query}"))["total"] == 0


def test_with_nothing_loaded_the_lists_of_figures_are_empty(empty):
    for name in ("observations", "verdicts"):
        for query in ("", "?from=2026-01", "?from=2026-01&to=2026-02"):
            assert body(empty.get(name + query)) == {
                "data": [],
                "page": 1,
                "per_page": 100,
                "total": 0,
                "next": None,
                "version": 0,
                "as_at": None,
                "areas": "as-it-was",
                "synthetic": False,
            }
    assert len(rows(empty.get("indicators"))) == len(CATALOGUE.indicators)


# Bad parameters

LONG = ",".join(["canley"] * (MOST_CODES + 1))
BAD = {
    "page=0": "page",
    "page=-1": "page",
    "page=one": "page",
    "page=": "page",
    "page=1_0": "page",
    "page=٣": "page",
    f"page={'9' * 30}": "page",
    f"page={MOST_PAGES + 1}": "page",
    "page=1&page=2": "page",
    "per_page=0": "per_page",
    f"per_page={MOST_ROWS + 1}": "per_page",
    "per_page=2.5": "per_page",
    "format=xml": "format",
    "format=csv&format=json": "format",
    "pages=1": "pages",
    "from_=2026-01": "from_",
    "indicator=no_such": "indicator",
    "indicator=": "indicator",
    "indicator=dpt_at_2,": "indicator",
    "place=Canley": "place",
    "place=canley,%00": "place",
    "place=canley&place=nowhere": "place",
    f"place={LONG}": "place",
    "kind=ward": "kind",
    "kind=area,": "kind",
    "from=2026": "from",
    "from=2026-13": "from",
    "from=2026-1": "from",
    "from=2026-01&from=2026-02": "from",
    "to=September": "to",
    "to=": "to",
    "from=2026-02&to=2026-01": "from",
    f"from={LATEST - MOST_MONTHS}&to={LATEST}": "from",
    f"from={LATEST - MOST_MONTHS}": "from",
}


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("name", ["observations", "verdicts"])
def test_a_bad_parameter_is_refused_by_its_name(lone, name, query):
    response = lone.get(f"{name}?{query}")
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    reported = body(response)
    assert [fault["parameter"] for fault in reported["errors"]] == [BAD[query]]
    assert reported["detail"] == f"{BAD[query]}: {reported['errors'][0]['why']}"
    assert reported["errors"][0]["why"]
    assert reported["errors"][0]["allowed"]
    assert response.headers["Cache-Control"] == "no-store"


NAMES = st.sampled_from(["format", "indicator", "page", "per_page", "from", "to", "place", "kind"])
TEXTS = st.text(max_size=20) | st.sampled_from(["1", "canley", "2026-01", "team", "0", "1e3", "²"])


@given(st.sampled_from(LISTS), st.lists(st.tuples(NAMES | st.text(max_size=9), TEXTS), max_size=4))
def test_whatever_is_asked_is_answered_or_refused(lone, name, asked):
    response = lone.client.get(f"/api/v1/{name}", query_string=MultiDict(asked))
    assert response.status_code in (200, 400)
    body(response) if response.mimetype != "text/csv" else table_of(response)


def test_what_is_allowed_is_shown(lone):
    def allowed(query):
        return lone.get(f"verdicts?{query}").json["errors"][0]["allowed"]

    assert "early_booking" in allowed("indicator=no_such")
    assert "hillfields" in allowed("place=nowhere")
    assert "area, team, hub, city" in allowed("kind=ward")
    assert "1000" in allowed("per_page=0")
    assert "2026-10" in allowed("to=2026")
    assert "2016-10 to 2026-09" in allowed("from=2010-01")
    assert "per_page" in allowed("pages=1")


def test_all_faults_are_shown_at_once(lone):
    reported = body(lone.get("verdicts?page=0&place=nowhere,neither&colour=red&to=x"))
    names = sorted(fault["parameter"] for fault in reported["errors"])
    assert names == ["colour", "page", "place", "place", "to"]


def test_what_does_not_belong_to_a_list_is_refused_there(lone):
    for query in ("indicators?place=canley", "places?indicator=dpt_at_2", "places?from=2026-01"):
        assert lone.get(query).status_code == 400


def test_as_many_as_allowed_are_allowed(lone):
    for query in (
        f"page={MOST_PAGES}&per_page={MOST_ROWS}",
        f"place={','.join(['canley'] * MOST_CODES)}",
        f"from={LATEST - (MOST_MONTHS - 1)}&to={LATEST}",
    ):
        for name in ("observations", "verdicts"):
            body(lone.get(f"{name}?{query}"))


# Pages


def walked(api, path):
    """Every row of every page, by the links in the body, or by those in the headers of CSV."""
    found, sizes, total = [], [], None
    path = f"/api/v1/{path}"
    while path:
        response = api.client.get(path)
        link = response.headers.get("Link")
        if response.mimetype == "text/csv":
            page = table_of(response)
            path = link.removeprefix("<").removesuffix('>; rel="next"') if link else None
        else:
            page, path = rows(response), response.json["next"]
            assert link == (f'<{path}>; rel="next"' if path else None)
            assert response.json["total"] == int(response.headers["X-Total-Count"])
        total = int(response.headers["X-Total-Count"])
        found += page
        sizes.append(len(page))
    assert len(found) == total
    assert all(size == sizes[0] for size in sizes[:-1])
    return found


WALKS = {
    "indicators?per_page=5": "indicators?",
    "places?kind=area&per_page=7": "places?kind=area",
    "observations?per_page=90": "observations?",
    "observations?page=1&per_page=7&indicator=caf_under_5&from=2025-01&to=2025-12": (
        "observations?indicator=caf_under_5&from=2025-01&to=2025-12"
    ),
    "verdicts?per_page=133": "verdicts?",
    "verdicts?per_page=11&place=canley,mosaic&place=hillfields-team&from=2026-01": (
        "verdicts?place=canley,mosaic,hillfields-team&from=2026-01"
    ),
}


def test_paging_gives_every_row_once_in_json_and_in_csv(api):
    for path, whole in WALKS.items():
        everything = rows(api.get(f"{whole}&per_page=1000"))
        found = walked(api, path)
        assert found == everything
        assert len({json.dumps(row) for row in found}) == len(found)
        assert walked(api, f"{path}&format=csv") == [_as_csv(row) for row in everything]


def _as_csv(row):
    """What JSON says, as the document says CSV says it."""

    def cell(name, value):
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | list):
            return json.dumps(value)
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return value if name in DECIMALS else escape_formula(value)

    return {name: cell(name, value) for name, value in row.items()}


# Fields of CSV that are numbers, though JSON has them as strings.
DECIMALS = {"value", "figure", "target", "change_points"}
DECIMALS |= {"change_interval_from", "change_interval_to"}


# What is said


def test_observations_are_the_rows_of_the_table(api):
    found = walked(api, "observations?per_page=1000")
    expected = sorted(observations())  # indicator, ended, place, definition: as the API sorts
    assert len(found) == len(expected)
    for row, sent in zip(found, expected, strict=True):
        code, ended, area, definition, months, num, den, value, status, note = sent
        assert row == {
            "indicator": code,
            "place": area,
            "period": Month.from_number(ended).name,
            "ended": str(Month.from_number(ended)),
            "months": months,
            "definition": definition,
            "numerator": num,
            "denominator": den,
            "value": value,
            "status": status,
            "note": note,
            "load": 1,
        }


def test_verdicts_are_what_the_page_of_the_place_shows(api):
    codes = ["coventry", "tile-hill-canley", "hillfields-team", "mosaic", "foleshill", "canley"]
    asked = f"verdicts?per_page=1000&place={','.join(codes)}&indicator={','.join(INDICATORS)}"
    found = {
        (row["place"], row["month"], row["indicator"]): row
        for row in walked(api, f"{asked}&from={FIRST}&to={LATEST}")
    }
    for month in (FIRST + 5, MOVED, MOVED + 1, LATEST):
        for code in codes:
            for row in build_place_report(api.reports, code, month, PARTNER).rows:
                if row.indicator.code in INDICATORS:
                    _same(found[code, str(month), row.indicator.code], row)


def _same(reported, row):
    shown, added, change = row.rolling, row.rolling.sum, row.change
    counted = shown.value is not None and added.counted
    assert reported["numerator"] == (added.numerator if counted else None)
    assert reported["denominator"] == (added.denominator if counted else None)
    assert reported["months_with"] == added.months_with
    assert reported["figure"] == (None if shown.shown is None else str(shown.shown))
    assert reported["figure_text"] == labels.format_figure(shown, row.indicator)
    assert reported["status"] == shown.status
    assert reported["target"] == (str(row.target.value) if row.target else None)
    assert reported["target_assumed"] == (row.target.assumed if row.target else None)
    assert reported["verdict"] == shown.verdict
    assert reported["verdict_text"] == labels.label_verdict(shown)
    assert reported["to_turn_people"] == shown.to_turn
    assert reported["to_turn_text"] == labels.describe_people_needed(shown, row.indicator)
    assert reported["change_direction"] == (change.direction if change else None)
    assert reported["change_text"] == labels.format_change(change, row.indicator)
    if reported["change_points"]:
        assert abs(float(reported["change_points"]) - float(change.points)) <= 0.05


def test_the_ways_a_figure_can_be_missing_or_inexact_are_all_in_this_data(lone):
    found = walked(lone, f"verdicts?per_page=1000&from={LATEST - 3}")
    assert {row["status"] for row in found} == {"ok", "hidden", "not_available"}
    assert {row["verdict"] for row in found} == {"tick", "na", "cross", None}
    assert {row["counted"] for row in found} == {True, False, None}
    assert {row["change_direction"] for row in found} >= {"better", "worse", None}


def test_a_thousand_verdicts_take_no_more_queries_than_one(api):
    asked = []
    sa.event.listen(
        api.engine, "before_cursor_execute", lambda *args: asked.append(args[2]), named=False
    )

    def queries(path):
        asked.clear()
        assert rows(api.get(path))
        return sum(sql.startswith("SELECT") for sql in asked)

    api.get("observations?per_page=1000")  # the first reading of the day is recorded
    one = queries("verdicts?place=coventry,canley&per_page=2")
    assert queries(f"verdicts?per_page=1000&from={FIRST}") <= one
    assert queries(f"verdicts?per_page=1000&from={FIRST}&page=2") <= one
    assert queries("observations?per_page=1000") == queries("observations?per_page=1")


# How it is given


def test_csv_is_safe_to_open_in_a_spreadsheet(lone):
    response = lone.get("observations?indicator=dpt_at_2,caf_under_5&per_page=1000&format=csv")
    found = table_of(response)
    assert {row["note"] for row in found} == {"", "'=1+1", "'-"}
    assert not any(row["value"].startswith("'") for row in found)
    changes = {row["change_points"] for row in table_of(lone.get("verdicts?format=csv"))}
    assert any(change.startswith("-") for change in changes)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=observations-synthetic.csv"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "＝1"])
def test_words_never_begin_a_formula(text):
    assert escape_formula(text) == f"'{text}"
    assert escape_formula(f"a{text}") == f"a{text}"


@pytest.mark.parametrize("separator", ["\t", "\r"])
def test_nor_does_what_follows_a_separator(separator):
    assert escape_formula(f"{separator}=1") == f"'{separator}'=1"
    assert escape_formula(f"a{separator}=1") == f"a{separator}'=1"


def test_the_accept_header_chooses_and_the_parameter_outdoes_it(lone):
    def chosen(path, accept):
        response = lone.get(path, Accept=accept)
        assert "Accept" in response.headers["Vary"]
        return response.mimetype

    assert chosen("places", "text/csv") == "text/csv"
    assert chosen("places", "text/csv;q=0.5, application/json") == "application/json"
    assert chosen("places", "*/*") == "application/json"
    assert chosen("places", "text/html") == "application/json"
    assert chosen("places?format=json", "text/csv") == "application/json"
    assert chosen("places?format=csv", "application/json") == "text/csv"


def test_what_has_not_changed_is_not_sent_again(api):
    first = api.get("verdicts?place=canley")
    assert first.headers["Cache-Control"] == "no-store"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = api.get("verdicts?place=canley", **tag)
    assert (again.status_code, again.data) == (304, b"")
    for other in ("verdicts?place=canley&page=1", "verdicts?place=canley&format=csv"):
        assert api.get(other, **tag).status_code == 200
    assert api.get("verdicts?place=canley", **tag | {"Accept-Encoding": "br"}).status_code == 304


def test_new_data_make_a_new_tag(api, monkeypatch):
    first = api.get("places")
    monkeypatch.setattr(api.reports, "get_version", lambda: 99)
    after = api.get("places", **{"If-None-Match": first.headers["ETag"]})
    assert (after.status_code, after.json["version"]) == (200, 99)


# What is not there, and what is not allowed


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v1/verdicts/x",
        "/api/v1/places/",
        "/api/v2/places",
        "/api/v1/<script>",
    ],
)
def test_an_unknown_address_is_shown_as_json(lone, path):
    response = lone.client.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    follows({"$ref": "#/components/schemas/Problem"}, response.json)
    assert "/api/v1/verdicts" in response.json["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_the_api_is_only_to_read(lone, method):
    for name in [*LISTS, "openapi.json"]:
        response = getattr(lone.client, method)(f"/api/v1/{name}")
        assert (response.status_code, response.mimetype) == (405, "application/problem+json")
        assert response.headers["Allow"] == "GET, HEAD"
        follows({"$ref": "#/components/schemas/Problem"}, response.json)


def test_a_head_says_what_a_get_would(lone):
    response = lone.client.head("/api/v1/verdicts?per_page=5")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["X-Total-Count"] == lone.get("verdicts").headers["X-Total-Count"]


def test_figures_are_for_those_who_may_see_them(lone):
    server = Flask("other")
    server.register_blueprint(
        api_routes.create_blueprint(lambda: lone.reports, lambda: STRANGER, lambda _: False)
    )
    for name in ("observations", "verdicts"):
        response = give_reason(server.test_client()).get(f"/api/v1/{name}")
        assert (response.status_code, response.mimetype) == (403, "application/problem+json")


def test_a_fault_of_ours_is_shown_without_its_insides(lone, monkeypatch):
    def fail():
        raise RuntimeError("secret")

    monkeypatch.setattr(lone.reports, "get_version", fail)
    response = lone.get("places")
    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert "secret" not in response.text
