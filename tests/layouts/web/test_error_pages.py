"""What is answered when a page fails: a page like the others, with a number that is in the log."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, text

from cli.settings import Settings
from layouts.web.dashboard_app import DashboardApp
from layouts.web.request_log import HEADER
from tests.support.databases import create_sqlite
from tests.support.partner_app import create_partner_app

LOGGER = "layouts.web.request_log"
SECRET = "Jane Doe 9434765919"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[DashboardApp]:
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    engine = app.site.reports.table.engine
    yield app
    engine.dispose()


@pytest.fixture
def client(app: DashboardApp) -> FlaskClient:
    return app.server.test_client()


def drop_tables(app: DashboardApp) -> None:
    engine = app.site.reports.table.engine
    with engine.begin() as connection:
        for name in inspect(engine).get_table_names():
            connection.execute(text(f'DROP TABLE "{name}"'))


def test_a_report_that_fails_is_answered_in_the_frame_of_every_page(
    app: DashboardApp,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(app.site, "get_view", fail)
    caplog.set_level(logging.INFO, logger=LOGGER)
    answer = client.get("/team/hillfields-team")
    assert answer.status_code == 500
    assert '<h1 tabindex="-1">Something went wrong</h1>' in answer.text
    assert '<nav aria-label="Main">' in answer.text
    assert_number_is_logged(answer.text, answer.headers[HEADER], caplog)


@pytest.mark.parametrize("path", ["/", "/team/hillfields-team", "/data", "/sign-in"])
def test_without_the_database_the_page_of_a_failure_is_there_all_the_same(
    path: str, app: DashboardApp, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/about")
    drop_tables(app)
    caplog.set_level(logging.INFO, logger=LOGGER)
    answer = client.get(path)
    assert answer.status_code == 500
    assert '<h1 tabindex="-1">Something went wrong</h1>' in answer.text
    assert '<header class="top">' in answer.text
    assert_number_is_logged(answer.text, answer.headers[HEADER], caplog)


def test_without_the_database_programs_are_told_as_programs(
    app: DashboardApp, client: FlaskClient
) -> None:
    client.get("/about")
    drop_tables(app)
    answer = client.get("/api/v1/places")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")


@pytest.mark.parametrize("path", ["/", "/team/hillfields-team", "/sign-in"])
def test_while_the_database_is_away_a_page_says_so_and_a_proxy_may_ask_again(
    path: str, app: DashboardApp, client: FlaskClient, tmp_path: Path
) -> None:
    assert client.get("/about").status_code == 200
    (tmp_path / "test.db").rename(tmp_path / "away.db")
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert '<h1 tabindex="-1">The database cannot be reached</h1>' in answer.text
    (tmp_path / "away.db").rename(tmp_path / "test.db")
    assert client.get("/about").status_code == 200


def test_while_the_database_is_away_programs_may_ask_again(
    app: DashboardApp, client: FlaskClient, tmp_path: Path
) -> None:
    client.get("/about")
    (tmp_path / "test.db").rename(tmp_path / "away.db")
    answer = client.get("/api/v1/places")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.mimetype == "application/problem+json"


def assert_number_is_logged(page: str, number: str, caplog: pytest.LogCaptureFixture) -> None:
    found = re.search(r"tell your administrator this number: (\w+)\.", page)
    assert found
    assert found[1] == number
    logged = [record.__dict__["fields"] for record in caplog.records if record.name == LOGGER]
    assert [each["request"] for each in logged if "error" in each] == [number]
    for detail in (*SECRET.split(), "Traceback", "SELECT", "no such table", ".py"):
        assert detail not in page
