"""/metrics: what a monitoring server reads, and who may read it."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache

import pytest
from prometheus_client.parser import text_string_to_metric_families

from indicators.access.roles import Role
from layouts.site import site as site_module
from tests.conftest import ROOT
from tests.support.account_site import AccountSite

TWO_WORKERS = """
import os
from layouts.web.monitoring.installation_metrics import InstallationMetrics
from layouts.web.monitoring.server_metrics import ServerMetrics
from indicators.reports.operations.installation_state import InstallationState
metrics = ServerMetrics()
child = os.fork()
metrics.requests.labels("GET", "/about", "200").observe(0.2)
metrics.failures.inc()
if child:
    os.waitpid(child, 0)
    print(metrics.write(InstallationMetrics(InstallationState(()), 7)).decode())
"""


@pytest.fixture
def site(database_url):
    site = AccountSite(database_url)
    yield site
    site.close()


@pytest.fixture
def read(site):
    """read(role): the answer to a program with a token of that role."""

    def read(role=Role.ADMINISTRATOR):
        headers = {"Authorization": f"Bearer {make_token(role)}"}
        return site.server.test_client().get("/metrics", headers=headers)

    @cache
    def make_token(role):
        user = site.add(role, email=f"{role}@example.org")
        return site.accounts.tokens.make(user, "Prometheus", role, 30, datetime.now(UTC))

    return read


def read_values(text):
    """The value of each sample by its name and labels."""
    return {
        (sample.name, *map(sample.labels.get, sorted(sample.labels, reverse=True))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_an_administrators_token_reads_requests_queries_and_checks(site, read):
    client = site.server.test_client()
    before = read_values(read().text)
    client.get("/healthz")
    client.get("/team/north?month=2026-03")
    values = read_values(read().text)
    health = ("dashboard_request_seconds_count", "200", "/healthz", "GET")
    assert values[health] == before.get(health, 0) + 1
    assert values["dashboard_query_seconds_count",] > before["dashboard_query_seconds_count",]
    assert values["dashboard_check_level", "database"] == 0
    assert values["dashboard_check_level", "backup"] == 1
    assert values["dashboard_data_version",] == site.reports.get_version()


def test_no_label_holds_what_was_in_an_address(site, read):
    client = site.server.test_client()
    for path in ("/team/north-of-4711", "/no/such/4711", "/metrics?x=4711"):
        client.get(path, headers={"X-Real-IP": "47.11.47.11"})
    assert "4711" not in read().text


def test_a_request_that_fails_is_counted(site, read, monkeypatch):
    before = read_values(read().text)["dashboard_failures_total",]
    site.server.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(site_module, "read_state", lambda *_: 1 / 0)
    assert site.server.test_client().get("/readyz").status_code == 500
    monkeypatch.undo()
    assert read_values(read().text)["dashboard_failures_total",] == before + 1


@pytest.mark.parametrize("role", [Role.ANALYST, Role.COMMISSIONER, Role.AUDITOR])
def test_other_roles_are_refused_in_the_way_of_programs(read, role):
    answer = read(role)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert "dashboard_" not in answer.text


def test_without_a_token_it_is_refused_and_not_led_to_sign_in(site):
    answer = site.server.test_client().get("/metrics")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_whichever_worker_answers_adds_up_all_of_them(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", TWO_WORKERS],
        cwd=ROOT,
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    values = read_values(done.stdout)
    assert values["dashboard_request_seconds_count", "200", "/about", "GET"] == 2
    assert values["dashboard_failures_total",] == 2
    assert values["dashboard_data_version",] == 7
