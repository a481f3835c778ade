"""A staff survey is checked before it is kept, shown without small groups, and removed."""

import re
from html import unescape
from io import BytesIO

import pytest

from indicators.access.permissions import NOBODY, PARTNER, Permission, Viewer
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from loaders.surveys.survey_file import SurveyFiles
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.export_reason import REASON_HEADER
from tests.support.two_years import CATALOGUE, PLACES
from tests.support.viewers import without

ROWS = ["Midwife,Ability to lead,4,7", "Midwife,Ability to lead,5,7"] * 4
FEW = ["Manager,Ability to lead,1.37,9.41"] * 3
OUTSIDE = Viewer("outside", frozenset({Permission.VIEW_FIGURES}), PARTNER.scopes)


@pytest.fixture
def app(tmp_path, monkeypatch):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    site = Site(Reports(table, CATALOGUE, PLACES), survey_reader=SurveyFiles())
    built, chosen = build_app(site, monkeypatch)
    yield built.server.test_client(), chosen
    table.engine.dispose()


@pytest.fixture
def client(app):
    return app[0]


def find_field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def check(client, rows, **given):
    token = find_field(client.get("/surveys").text, "csrf_token")
    text = "\n".join(["Profession,Question,Before,After", *rows])
    fields = {"csrf_token": token, "name": "Before <and> after", "asked": "June 2016"}
    fields |= {"highest": "10", "file": (BytesIO(text.encode()), "survey.csv")} | given
    return client.post("/surveys/check", data=fields, content_type="multipart/form-data")


def load(client, rows):
    checked = check(client, rows).text
    fields = {name: find_field(checked, name) for name in ("csrf_token", "survey")}
    return client.post("/surveys", data=fields)


def test_nothing_is_kept_before_the_person_says_so(client):
    checked = check(client, [*ROWS, "Midwife,,1,2"])
    assert checked.status_code == 200
    assert "9 rows read = 8 to load + 1 refused + 0 blank" in checked.text
    assert "survey_question_missing" in checked.text
    assert "No survey yet" in client.get("/surveys").text


def test_a_loaded_survey_is_shown_with_its_test_and_without_small_groups(client):
    assert load(client, [*ROWS, *FEW]).headers["Location"].endswith("/surveys/1")
    page = client.get("/surveys/1").text
    assert "Before &lt;and&gt; after" in page
    assert "Midwife (n = 8): 4.5 before, 7.0 after; real difference" in page
    assert "Hidden: fewer than 5 answers" in page
    table = client.get("/tables/csv/survey/surveys/1", headers=REASON_HEADER).text
    assert "Midwife,Ability to lead,8,4.50,7.00,2.50," in table
    api = client.get("/api/v1/surveys").json["data"]
    assert [(row["profession"], row["n"]) for row in api] == [
        *(("Manager", None), ("Midwife", 8)),
        (None, None),
    ]
    for text in (page, table, client.get("/api/v1/surveys").text):
        assert "1.37" not in text
        assert "9.41" not in text


def test_a_survey_is_removed_and_taken_back(client):
    load(client, ROWS)
    listed = client.get("/tables/csv/surveys/surveys").text
    assert "Before <and> after,June 2016,8,8,0,0," in listed
    token = find_field(client.get("/surveys").text, "csrf_token")
    client.post("/surveys/1/remove", data={"csrf_token": token})
    assert client.get("/surveys/1").status_code == 404
    assert client.get("/api/v1/surveys").json["data"] == []
    client.post("/surveys/1/restore", data={"csrf_token": token})
    assert client.get("/surveys/1").status_code == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"highest": "ten"}, "“Highest score” is not a whole number."),
        ({"name": " "}, "“Name of the survey” needs 1 to 120 characters."),
        ({"file": (BytesIO(b""), "")}, "No file was chosen."),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_is_missing(client, given, said):
    answer = check(client, ROWS, **given)
    assert (answer.status_code, said in answer.text) == (422, True)


def test_a_survey_that_was_not_checked_here_is_not_kept(client):
    token = find_field(client.get("/surveys").text, "csrf_token")
    answer = client.post("/surveys", data={"csrf_token": token, "survey": "e30.forged"})
    assert answer.status_code == 422


def test_only_who_loads_files_adds_a_survey_and_outsiders_see_none(app):
    client, chosen = app
    load(client, ROWS)
    chosen.now = without(Permission.LOAD_DATA)
    page = client.get("/surveys").text
    assert ("/surveys/1" in page, "/surveys/check" in page) == (True, False)
    chosen.now = OUTSIDE
    assert "/surveys/1" not in client.get("/surveys").text
    assert client.get("/surveys/1").status_code == 404
    assert client.get("/api/v1/surveys").json["data"] == []
    chosen.now = NOBODY
    assert client.get("/surveys").status_code == 401
