"""The pages of settings: a target is changed, counts everywhere, and is taken back."""

import re
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from indicators.configuration.configuration_reader import read_configuration
from indicators.domain.periods import format_day
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.conftest import ROOT
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import keep_settings
from tests.support.two_years import MARCH

PAGE = "/settings/targets/new_birth_visit"
_TARGET = {"value": "92", "definition": "by-14-days", "source": "The board"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A council's own folder: the shipped one."""
    return shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("council") / "data")


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    rows = [
        row("new_birth_visit", "hillfields", MARCH - at, 93, 100, definition="by-14-days")
        for at in range(12)
    ]
    take_in(table, rows, service="health-visiting")
    yield table
    table.engine.dispose()


@pytest.fixture
def client(table, folder):
    return start(table, folder)


def start(table, folder):
    files = read_configuration(folder)
    reports = Reports(table, files.catalogue, files.places, files.events)
    site = Site(keep_settings(reports, folder, files.events))
    return create_dash_app(site).server.test_client()


def send(client, address=PAGE, page=PAGE, **given):
    text = client.get(page).text
    form = {"effective": re.search(r'name="effective"[^>]* value="([^"]+)"', text)[1]}
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        name, value = (re.search(f' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and value and "checkbox" not in tag:
            form.setdefault(name[1], unescape(value[1]))
    form |= {"0-source": "The board", "0-definition": "by-14-days", "who": "Asha"}
    form |= {"reason": "Agreed by the board"}
    return client.post(address, data=form | {k.replace("_", "-"): v for k, v in given.items()})


def test_a_target_that_is_changed_counts_on_every_page_and_in_the_api_and_can_be_undone(client):
    address = "/indicator/new_birth_visit?place=hillfields"
    told = "/api/v1/indicators?indicator=new_birth_visit"
    client.get(address)  # so that the page is cached with the target of the file
    first = client.get(told)
    assert send(client, **{"0-value": "92"}).status_code == 303
    page = unescape(client.get(PAGE).text)
    assert "92% from April 2013" in page
    assert "target 1 value: 95 → 92" in page
    assert "95% from April 2013, assumed" in page  # in the file
    assert "92%" in client.get(address).text
    again = client.get(told, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.json["data"][0]["targets"][0]["value"] == "92"
    listed = client.get("/tables/csv/settings/settings?kind=targets").text
    assert re.search(r'92% from April 2013,"Changed .*, Asha"', listed)
    changes = client.get("/tables/csv/changes/settings").text
    assert re.search(r",Asha,Agreed by the board\r\n", changes)
    assert send(client, f"{PAGE}/undo", version="1").status_code == 303
    assert "As in the file" in client.get(PAGE).text
    assert "92%" not in client.get(address).text


def test_what_is_wrong_is_said_and_what_was_typed_stays(client):
    answer = send(client, **{"0-value": "most", "reason": "A typing error"})
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert "Target 1, Target: “most” is not a number" in text
    assert "catalogue/" not in text.split("<form")[0]
    assert 'value="most"' in text
    assert re.findall(r"<legend>([^<]+)</legend>", text)[:2] == ["Target 1", "Another target"]
    assert "A typing error" in text


def test_all_that_is_planned_is_said_with_its_day(client):
    given = {"0-value": "92", "effective": "2098-04-01"}
    assert send(client, **given).status_code == 303
    later = {"0-value": "93", "effective": "2099-04-01", "version": "1"}
    assert send(client, **later).status_code == 303
    text = unescape(client.get(PAGE).text)
    assert re.findall(r"<dt>From ([^<]+)</dt><dd>(\d+)%", text) == [
        ("1 April 2098", "92"),
        ("1 April 2099", "93"),
    ]
    assert 'value="2099-04-01"' in text


def test_two_people_at_once_lose_nothing(client):
    assert send(client, **{"0-value": "92"}).status_code == 303
    late = send(client, version="0", **{"0-value": "91"})
    assert late.status_code == 409
    assert "Asha changed this meanwhile" in late.text
    assert 'value="91"' in late.text
    assert 'name="version" value="1"' in late.text


def test_targets_of_an_indicator_that_is_gone_are_named_and_can_be_taken_back(
    client, table, folder, tmp_path
):
    assert send(client, **{"0-value": "92"}).status_code == 303
    other = shutil.copytree(folder, tmp_path / "data")
    (other / "catalogue/new_birth_visit.toml").unlink()
    later = start(table, other)
    text = unescape(later.get(PAGE).text)
    assert "There is no indicator “new_birth_visit”" in text.split("change is not used.")[1]
    assert 'name="0-value"' not in text
    token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
    form = {"csrf_token": token, "version": "1", "who": "Asha", "reason": "It is gone"}
    assert later.post(f"{PAGE}/undo", data=form).status_code == 303
    listed = later.get("/settings?kind=targets").text.split('id="recent"')[0]
    assert "new_birth_visit" not in listed


def test_no_target_of_a_long_list_is_left_out(client):
    rows = {f"{at}-{key}": value for at in range(80) for key, value in _TARGET.items()}
    months = {f"{at}-from": f"{2013 + at // 12}-{at % 12 + 1:02}" for at in range(80)}
    ends = {f"{at}-until": value for at, value in enumerate(months.values())}
    assert send(client, rows="80", **rows, **months, **ends).status_code == 303
    assert client.get(PAGE).text.count("Remove this one") == 80
    assert "more than 1000 rows" in send(client, rows="1001", version="1").text


def test_nothing_is_added_where_files_say_what_there_is(client):
    for kind in ("targets", "due_day", "boundaries"):
        answer = send(client, f"/settings/{kind}/new")
        assert (answer.status_code, "Nothing can be added" in answer.text) == (400, True)


def test_an_event_is_added_shown_in_the_list_and_removed(client):
    new = "/settings/event/new"
    given = {"0-month": "2025-10", "0-what": "A clinic closes", "0-place": "radford"}
    answer = send(client, new, new, **given)
    assert answer.status_code == 303
    own = answer.headers["Location"]
    assert "A clinic closes" in client.get("/settings?kind=event").text
    assert send(client, f"{own}/remove", own, version="1").status_code == 303
    listed = client.get("/settings?kind=event").text.split('id="recent"')[0]
    assert "A clinic closes" not in listed


def test_the_files_that_say_the_same_can_be_downloaded_and_read(client, folder):
    assert "no setting differs from the files" in client.get("/settings").text
    send(client, **{"0-value": "92"})
    new = "/settings/event/new"
    send(client, new, new, **{"0-month": "2025-10", "0-what": "A clinic closes"})
    for name in ("catalogue/new_birth_visit.toml", "events.toml"):
        assert f'href="/settings/files/{name}"' in client.get("/settings").text
        text = client.get(f"/settings/files/{name}").text
        before = tomllib.loads((folder / name).read_text())
        after = tomllib.loads(text)
        changed = {key for key in {**before, **after} if before.get(key) != after.get(key)}
        assert changed == {"target"} if "catalogue" in name else {"event"}
        assert text.startswith((folder / name).read_text().split("\n\n")[0])


def test_an_unknown_setting_is_a_page_that_says_so(client):
    for address in ("/settings/targets/nothing", "/settings/nothing/visits"):
        assert client.get(address).status_code == 404


def test_a_change_that_waits_for_its_day_is_named_with_the_files(client):
    assert "wait in the database alone" not in client.get("/settings").text
    day = datetime.now(UTC).date() + timedelta(days=40)
    assert send(client, effective=day.isoformat(), **{"0-value": "92"}).status_code == 303
    text = unescape(client.get("/settings").text).split("As files")[1]
    assert "no setting differs from the files" in text
    assert "these wait in the database alone" in text
    assert f"(targets), from {format_day(day)}" in text
