"""The first response: Dash's scripts wait in it until the page has been seen."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from cli.settings import Settings
from layouts.web.style_hashes import CHART_STYLES, hash_for_policy
from tests.support.databases import create_sqlite
from tests.support.partner_app import create_partner_app

LAYOUTS = Path(__file__).parents[3] / "layouts"
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S)


@pytest.fixture
def client(tmp_path):
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    return app.server.test_client()


@pytest.fixture
def response(client):
    return client.get("/")


def test_only_the_display_is_set_and_dash_waits_before_the_page_is_seen(response):
    kept = re.search(r'<template id="dash-scripts">(.*?)</template>', response.text, re.S)
    files = re.findall(r'<script src="([^"]+)"', kept[1])
    assert [file.partition("?")[0] for file in files] == ["/scripts/page.js"]
    # Fetching them early delays the first paint as well.
    assert "preload" not in response.text.partition("</head>")[0]
    outside = SCRIPT.findall(response.text.replace(kept[0], ""))
    running = [text for attributes, text in outside if "application/json" not in attributes]
    assert [text[:22] for text in running] == ["/* The display that th", "/* Starts Dash after t"]


def test_the_files_of_dash_and_our_own_are_one_script_that_browsers_keep(client):
    answer = client.get("/scripts/page.js")  # before any page: another process may have shown it
    assert answer.headers["Cache-Control"] == "no-store"
    address = re.search(r'<script src="(/scripts/page.js[^"]+)"', client.get("/").text)[1]
    kept = client.get(address)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.data == answer.data
    order = ["React", "dash_core_components", "acting_early = { Markup", "DashRenderer"]
    assert [part in kept.text for part in order] == [True] * len(order)
    assert "\n//# sourceMappingURL=" not in kept.text


def test_the_page_has_no_component_that_looks_for_its_files_by_its_own_address(client):
    """In the joined script that address is of no use."""
    layout = client.get("/_dash-layout").json
    found = {(each["namespace"], each["type"]) for each in list_components(layout)}
    assert found == {("dash_html_components", "Div"), ("dash_core_components", "Location")}


def list_components(layout):
    yield layout
    for child in layout["props"].get("children") or []:
        yield from list_components(child)


def test_the_content_policy_names_every_script_in_the_page(response):
    inline = [
        text for attributes, text in SCRIPT.findall(response.text) if "src=" not in attributes
    ]
    code = [text for text in inline if not text.startswith("{")]
    policy = response.headers["Content-Security-Policy"]
    assert len(code) == 3
    for text in code:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy


def test_style_attributes_are_those_of_plotly_alone(response):
    policy = response.headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["style-src-attr"].split() == [
        "'unsafe-hashes'",
        *(hash_for_policy(style) for style in CHART_STYLES),
    ]
    templates = {path.name: path.read_text(encoding="utf-8") for path in LAYOUTS.rglob("*.html")}
    assert [name for name, text in templates.items() if re.search(r"<[^>]*\sstyle=", text)] == []
