"""Too many uploads, files or API calls: 429, alike in every process."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from indicators.reports.base import Reports
from indicators.store.limits.rate_limits import RateCounts, RateLimit, rate_count
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from layouts.web.protection import rate_limiting
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.generated_places import LAST

LIMIT = RateLimit("export", 2, 600)
NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
SHEET, LIST = "/sheets/action-plan.xlsx?place=north", "/api/v1/places"


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    take_in(table, [row("visits", "a", LAST, 3, 100)])
    yield table
    table.engine.dispose()


def visit(table):
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    return give_reason(create_dash_app(site).server.test_client())


def test_so_many_are_taken_in_a_span_and_no_more(table):
    counts = RateCounts(table.engine)
    assert [counts.take(LIMIT, "jo", NOON) for _ in range(3)] == [0, 0, 600]
    assert counts.take(LIMIT, "jo", NOON + timedelta(seconds=599)) == 1
    assert counts.take(LIMIT, "jo", NOON + timedelta(seconds=600)) == 0


def test_each_person_and_each_limit_has_a_count_of_its_own(table):
    counts = RateCounts(table.engine)
    for _ in range(3):
        counts.take(LIMIT, "jo", NOON)
    assert counts.take(LIMIT, "mo", NOON) == 0
    assert counts.take(RateLimit("upload", 2, 600), "jo", NOON) == 0


def test_spans_that_are_over_are_forgotten(table):
    counts = RateCounts(table.engine)
    for day in range(5):
        counts.take(LIMIT, "jo", NOON + timedelta(days=day))
    with table.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(rate_count)) == 1


@pytest.fixture
def low_limits(monkeypatch):
    monkeypatch.setitem(rate_limiting.BLUEPRINTS, "sheets", LIMIT)
    monkeypatch.setitem(rate_limiting.BLUEPRINTS, "api", RateLimit("api", 2, 600))


def test_too_many_files_are_answered_with_a_page_that_says_when(table, low_limits):
    client = visit(table)
    assert [client.get(SHEET).status_code for _ in range(2)] == [200, 200]
    answer = client.get(SHEET)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert "Try again in" in answer.text
    assert client.get("/team/north").status_code == 200  # pages have no limit


def test_another_process_counts_on(table, low_limits):
    first, second = visit(table), visit(table)
    assert [each.get(SHEET).status_code for each in (first, second, first)] == [200, 200, 429]


def test_someone_at_another_address_is_not_held_up(table, low_limits):
    client = visit(table)
    for _ in range(3):
        client.get(SHEET)
    other = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.get(SHEET, environ_overrides=other).status_code == 200


def test_programs_are_told_as_programs(table, low_limits):
    client = visit(table)
    answer = [client.get(LIST) for _ in range(3)][-1]
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("endpoint", rate_limiting.ENDPOINTS)
def test_every_limited_endpoint_exists(endpoint, tmp_path):
    from app import create_app
    from cli.settings import Settings

    app = create_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    assert endpoint in app.server.view_functions
    app.site.reports.table.engine.dispose()


WITHOUT_LIMIT = {
    "packs.download_pdf",
    "meeting_packs.download_meeting_pack",
    "minutes.download_pdf",
    "group_packs.download_pdf",
}
"""A PDF is asked for again until it is written."""


def test_every_upload_and_every_file_but_a_pdf_has_a_limit(tmp_path):
    from app import create_app
    from cli.settings import Settings

    app = create_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    endpoints = {rule.endpoint for rule in app.server.url_map.iter_rules()}
    moves = {each for each in endpoints if re.search(r"\.(receive|download|send_back)", each)}
    limited = {
        each
        for each in moves
        if each in rate_limiting.ENDPOINTS or each.partition(".")[0] in rate_limiting.BLUEPRINTS
    }
    assert moves - limited == WITHOUT_LIMIT
    app.site.reports.table.engine.dispose()
