"""The log of requests: one line each, and nothing in it that a person typed or was shown."""

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from cli.settings import Settings
from indicators.store.observations import IndicatorTable
from layouts.web.dashboard_app import DashboardApp
from layouts.web.request_log import HEADER
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.generated_places import LAST
from tests.support.partner_app import create_partner_app

LOGGER = "layouts.web.request_log"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[DashboardApp]:
    app = create_partner_app(Settings(database_url=create_sqlite(tmp_path / "test.db")))
    yield app
    app.site.reports.table.engine.dispose()


@pytest.fixture
def client(app: DashboardApp, caplog: pytest.LogCaptureFixture) -> FlaskClient:
    caplog.set_level(logging.INFO, logger=LOGGER)
    client: FlaskClient = give_reason(app.server.test_client())
    return client


def read_fields(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.__dict__["fields"] for record in caplog.records if record.name == LOGGER]


def test_a_request_is_one_line(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/about?month=2026-10")
    (fields,) = read_fields(caplog)
    assert (fields["method"], fields["route"], fields["status"]) == ("GET", "/about", 200)
    assert fields["bytes"] == len(answer.data)
    assert fields["ms"] > 0
    assert answer.headers[HEADER] == fields["request"]
    assert [record.getMessage() for record in caplog.records] == ["request"]


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/", "/", 200),
        ("/team/nobody", "/<any(area, team, hub, city, benchmark):kind>/<code>", 404),
        ("/nowhere/at/all", "/<path:path>", 404),
        ("/healthz", "/healthz", 200),
        ("/api/v1/places?page=0", "/api/v1/places", 400),
        ("/data/load/7/original", "/data/load/<int:load_id>/original", 303),
    ],
)
def test_the_rule_of_the_route_stands_for_the_path(
    path: str, route: str, status: int, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get(path)
    (fields,) = read_fields(caplog)
    assert (fields["route"], fields["status"]) == (route, status)


def test_nothing_that_was_typed_is_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.set_cookie("secret", "Cookie-Doe")
    client.get("/team/Path-Doe?month=Query-Doe", headers={"Referer": "Referer-Doe"})
    client.post("/data/files", data={"who": "Name-Doe"})
    client.get("/api/v1/observations?place=Place-Doe")
    assert len(read_fields(caplog)) == 3
    assert "Doe" not in "".join(str(record.__dict__) for record in caplog.records)


def test_a_failure_is_logged_with_its_place_and_without_its_text(
    app: DashboardApp,
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("9434765919 Jane Doe")

    monkeypatch.setattr(app.site, "get_view", fail)
    answer = client.get("/team/hillfields")
    assert answer.status_code == 500
    failure, request = read_fields(caplog)
    assert failure["error"] == "ValueError"
    assert failure["request"] == request["request"] == answer.headers[HEADER]
    assert any(frame.endswith(" fail") for frame in failure["trace"])
    assert request["status"] == 500
    assert "Doe" not in "".join(str(record.__dict__) for record in caplog.records)


CANARY = "Canary Doe 9434765919"


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[FlaskClient]:
    """A dashboard with a figure."""
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("early_booking", "hillfields", LAST, 3, 100)], synthetic=True)
    table.engine.dispose()
    app = create_partner_app(Settings(database_url=url))
    yield app.server.test_client()
    app.site.reports.table.engine.dispose()


def test_no_part_of_a_request_is_logged(
    sample: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    names = ("User-Agent", "Referer", "X-Export-Reason", "Accept-Language", "X-Request-ID")
    headers = dict.fromkeys(names, CANARY)
    query = {"month": CANARY, "place": CANARY, CANARY: CANARY, "q": CANARY}
    sample.set_cookie("canary", CANARY)
    paths = ("/team/", "/search/", "/indicator/", "/sheets/", "/tables/csv/rows/team/", "/api/v1/")
    for path in paths:
        sample.get(f"{path}{CANARY}", query_string=query, headers=headers)
        sample.get(path, query_string=query, headers=headers)
    token = re.search(r"_csrf_token=([^;]+)", str(sample.get("/about").headers))[1]
    form = {"csrf_token": token, "who": CANARY, "why": CANARY, "text": CANARY, "file": CANARY}
    for path in ("/export-reason", "/data/files", "/sign-in", "/indicator/early_booking/comments"):
        sample.post(path, data=form, headers=headers)
        sample.post(path, data=form | {"csrf_token": CANARY}, headers=headers)
    sent = {**form, "files": (io.BytesIO(f"Name,Area\n{CANARY},x\n".encode()), f"{CANARY}.csv")}
    sample.post("/data/files", data=sent, headers=headers)
    sample.post("/data/files", data=form, headers={"Origin": f"https://{CANARY[:6]}.example"})
    told = "".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert told
    for part in CANARY.split():
        assert part not in told
