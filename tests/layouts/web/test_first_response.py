"""The first response: Dash's scripts wait in it until the page has been seen."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from cli.settings import Settings
from layouts.web.style_hashes import CHART_STYLES, hash_for_policy
from tests.support.partner_app import create_partner_app

LAYOUTS = Path(__file__).parents[3] / "layouts"
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S)


@pytest.fixture
def response(tmp_path):
    app = create_partner_app(Settings(database_url=f"sqlite:///{tmp_path / 'test.db'}"))
    return app.server.test_client().get("/")


def test_no_script_but_the_starter_runs_before_the_page_is_seen(response):
    kept = re.search(r'<template id="dash-scripts">(.*?)</template>', response.text, re.S)
    files = re.findall(r'<script src="([^"]+)"', kept[1])
    assert any("dash_renderer" in file for file in files)
    assert any("live.js" in file for file in files)
    # Fetching them early delays the first paint as well.
    assert "preload" not in response.text.partition("</head>")[0]
    outside = SCRIPT.findall(response.text.replace(kept[0], ""))
    running = [text for attributes, text in outside if "application/json" not in attributes]
    assert [text[:20] for text in running] == ["/* Starts Dash after"]


def test_the_content_policy_names_every_script_in_the_page(response):
    inline = [
        text for attributes, text in SCRIPT.findall(response.text) if "src=" not in attributes
    ]
    code = [text for text in inline if not text.startswith("{")]
    policy = response.headers["Content-Security-Policy"]
    assert len(code) == 2
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
