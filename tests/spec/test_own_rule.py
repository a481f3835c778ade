"""A council adds a rule by a file: its refusals are in the page, the API and the workbook."""

import shutil
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.conftest import ROOT
from tests.support.export_reason import give_reason
from tests.support.extracts import midwifery, mothers

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
RULE = """
[[rule]]
code = "bookings_of_an_area"
message = "No centre area has so many bookings in a month."
indicators = ["early_booking"]
profiles = ["midwifery"]
field = "denominator"
at_most = "60"
from = "2026-04"
"""
USUAL = RULE.replace('at_most = "60"', 'at_most_times_usual = "2"\nseverity = "confirm"')


@pytest.fixture
def open_with(tmp_path, database_url):
    opened = []

    def start(rule):
        folder = tmp_path / "data"
        shutil.copytree(ROOT / "data", folder)
        (folder / "rules" / "own.toml").write_text(rule, encoding="utf-8")
        opened.append(Context.open(Settings(data=folder, database_url=database_url, now=NOW)))
        return opened[0]

    yield start
    opened[0].table.engine.dispose()


def test_its_refusal_has_its_code_wherever_refusals_are_shown(open_with, tmp_path):
    context = open_with(RULE)
    path = midwifery(tmp_path, mothers(Bookings=61, month="2026-10"), mothers("Canley"))
    refused = context.loader.load(path, viewer=PARTNER, now=NOW)
    assert (refused.outcome, refused.rows_refused) == ("refused", 1)
    assert [one.full_code for one in refused.refusals] == ["validation_rule:bookings_of_an_area"]

    marked = context.loader.send_back(path, PARTNER)
    book = load_workbook(BytesIO(marked.content))
    cells = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "validation_rule:bookings_of_an_area" in cells

    loaded = context.loader.load(path, viewer=PARTNER, now=NOW, rest=True)
    assert (loaded.rows_read, loaded.rows_loaded, loaded.rows_refused) == (2, 1, 1)
    client = give_reason(
        create_dash_app(Site(context.reports, context.upload_service)).server.test_client()
    )
    (row,) = client.get("/api/v1/refusals").get_json()["data"]
    assert (row["code"], row["rule"]) == ("validation_rule", "bookings_of_an_area")
    page = client.get(f"/data/load/{loaded.load_id}").text
    assert "validation_rule:bookings_of_an_area" in page


def test_what_is_far_above_the_12_months_before_is_asked_about(open_with, tmp_path):
    context = open_with(USUAL)
    months = [f"2026-0{month}" for month in range(4, 10)]
    rows = [mothers(month=month) for month in months]
    before = midwifery(tmp_path, *rows, name="UHCW_maternity_2026-09.csv")
    context.loader.load(before, viewer=PARTNER, now=NOW)
    keys = {}
    for bookings in (48, 49):
        path = midwifery(tmp_path, mothers(Bookings=bookings))
        report = context.loader.check(path, PARTNER)
        keys[bookings] = [each.key for each in report.to_confirm if each.rule]
    assert keys == {
        48: [],
        49: ["rule_to_confirm:bookings_of_an_area:early_booking:denominator:hillfields:2026-10"],
    }
