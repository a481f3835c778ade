"""What our scripts may do: text stays text, and browsers keep only what they must."""

import re
from pathlib import Path

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places
from tests.support.databases import create_sqlite

LAYOUTS = Path(__file__).parents[4] / "layouts"
SCRIPTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in LAYOUTS.rglob("*.js")
    if "vendor" not in path.parts
}
MARKUP = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|new Function)\b"
)
KEPT = re.compile(r"(?:local|session)Storage\.setItem\(([^,]+),")


def test_no_script_turns_text_into_markup():
    assert len(SCRIPTS) > 5
    assert {name: found for name, text in SCRIPTS.items() if (found := MARKUP.findall(text))} == {}


def test_browsers_keep_the_display_the_team_a_name_and_what_was_typed_and_not_sent():
    kept = {(name, key) for name, text in SCRIPTS.items() for key in KEPT.findall(text)}
    assert kept == {
        ("live.js", '"display"'),
        ("live.js", '"my-team"'),
        ("upload_queue.js", '"who"'),
        ("signed_out.js", "KEPT"),  # what was typed in a form when the session ended
        ("drafts.js", "PREFIX + form.dataset.draft"),  # what was typed and not saved
        ("drafts.js", "SENT"),  # which of them was sent
        ("meeting.js", "name + what"),  # outcomes that wait for the network
        ("meeting.js", 'name + "-at"'),
    }


@pytest.fixture
def client(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    yield create_dash_app(site).server.test_client()
    table.engine.dispose()


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_requests_are_never_echoed(client, method):
    answer = client.open("/about", method=method, headers={"X-Mark": "echo-me"})
    assert answer.status_code == 405
    assert "echo-me" not in answer.text


@pytest.mark.parametrize("path", ["/assets/", "/console", "/?__debugger__=yes&cmd=resource&f=a.js"])
def test_folders_are_not_listed_and_there_is_no_debugger(client, path):
    answer = client.get(path)
    assert "style.css" not in re.sub(r"/assets/style\.css[^\"]*", "", answer.text)
    assert "EVALEX" not in answer.text
    assert not client.application.debug
