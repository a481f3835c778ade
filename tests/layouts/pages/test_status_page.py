"""The status page and the readiness check: the same state, for people and for programs."""

from datetime import UTC, datetime

import pytest

from indicators.domain.operations.job_run import JobKind, JobOutcome
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.operations.job_runs import JobRuns
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places
from tests.support.databases import create_sqlite

NOW = datetime.now(UTC)


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    yield table
    table.engine.dispose()


@pytest.fixture
def client(table):
    site = Site(Reports(table, catalogue(indicator("visits")), places({"north": ["a"]})))
    return create_dash_app(site).server.test_client()


def test_a_server_that_is_ready_says_so_in_words(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (200, True)
    assert answer.json["checks"]["database"] == {"level": "good", "says": "The database answers."}
    assert "All is well." in client.get("/status").text


def test_a_server_on_tables_of_another_version_is_not_ready(client, table):
    with table.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (503, False)
    assert answer.json["checks"]["migrations"]["level"] == "failure"


def test_what_jobs_said_is_on_the_page_and_not_in_the_check(client, table):
    runs = JobRuns(table.engine)
    runs.end(runs.begin(JobKind.BACKUP, NOW), JobOutcome.FAILED, "The disk <b> is full.", NOW)
    page = client.get("/status").text
    assert "1 thing needs your attention." in page
    assert "The disk &lt;b&gt; is full." in page
    assert "disk" not in client.get("/readyz").text
