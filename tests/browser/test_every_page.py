"""Every page of a fresh start: accessible, large enough to hit, no wider than a phone."""

import re
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app import create_app
from cli.context import Context
from cli.fresh_start.sample_start import keep_sample_workflow
from layouts.web.dashboard_app import DashboardApp
from tests.conftest import program
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.sample_site import copy_sample
from tests.support.target_sizes import find_small_targets

TEAM = "/team/hillfields-team"
PAGES = [
    "/",
    TEAM,
    "/compare",
    "/team/tile-hill-canley",
    "/hub/mosaic",
    "/indicator/mmr_at_5?place=hillfields",
    "/service/midwifery",
    "/outcomes",
    "/cohort",
    "/changes",
    "/side-by-side",
    "/search?q=hill",
    "/actions",
    "/actions/1",
    "/actions/evidence",
    "/actions/new",
    "/actions/owners",
    "/escalations",
    "/escalations/1",
    "/working-group",
    "/feedback",
    "/feedback/1",
    "/surveys",
    "/records",
    "/records/maturity",
    "/records/maturity/hillfields-team",
    "/records/case_meetings",
    f"{TEAM}/meetings",
    f"{TEAM}/meeting",
    f"{TEAM}/digest",
    f"{TEAM}/more",
    f"{TEAM}/year",
    "/meetings/1",
    "/data",
    "/data/profiles",
    "/settings",
    "/settings/arrangements",
    "/settings/councils",
    "/sharing",
    "/access",
    "/agreements",
    "/about",
    "/accessibility",
    "/account",
    "/account/notifications",
]
NOWHERE = "/nowhere"
PARTS = 15
PAGE_ENDPOINTS = ("/", "/<path:path>")
"""What answers for pages, and says that there is no such page."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DashboardApp]:
    """A sample with its actions, meetings and records, as `make run` starts with."""
    settings = copy_sample(Path(tmp_path_factory.mktemp("fresh")))
    context = Context.open(settings)
    keep_sample_workflow(context.reports, context.records.values(), settings.now.date())
    context.table.engine.dispose()
    app = create_app(settings)
    yield app
    app.close_connections()


@pytest.fixture(scope="module")
def server(app: DashboardApp) -> Flask:
    return app.server


def test_every_page_has_its_own_title(server: Flask) -> None:
    client = server.test_client()
    titles = [
        re.findall(r"<title>(.*?)</title>", client.get(page).text)[0] for page in [*PAGES, NOWHERE]
    ]
    assert sorted(titles) == sorted(set(titles))


def test_every_link_leads_somewhere(app: DashboardApp, server: Flask) -> None:
    client, lost = server.test_client(), {}
    addresses = server.url_map.bind("localhost")
    for page in PAGES:
        for link in re.findall(r'href="(/[^"]*)"', client.get(page).text):
            path = urlsplit(unescape(link)).path
            endpoint, _parts = addresses.match(path)
            if endpoint in PAGE_ENDPOINTS and not app.site.registry.find_rule(path):
                lost[link] = page
    assert not lost


# In parts, so that none of them is long on a busy computer.
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits_a_phone(
    part: int,
    server: object,
    live_site: Callable[..., str],
    page: Page,
    problems: list[str],
) -> None:
    site = live_site(server)
    faults: dict[str, list[str]] = {}
    for address in [*PAGES, NOWHERE][part::PARTS]:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{site}{address}")
        wait_until_idle(page)
        assert urlsplit(page.url).path == urlsplit(address).path
        found = axe_violations(page) + find_small_targets(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 390:
            found.append(f"{wide} pixels wide")
        page.set_viewport_size({"width": 1366, "height": 768})
        wait_until_idle(page)
        found += axe_violations(page) + find_small_targets(page)
        if found:
            faults[address] = found
    problems.clear()  # the page that is not there is an error of the network
    assert not faults, "\n".join(f"{at}: {each}" for at, found in faults.items() for each in found)


def test_what_a_team_entered_is_printed(
    server: object, live_site: Callable[..., str], page: Page
) -> None:
    page.emulate_media(media="print")
    for record in ("maturity", "case_meetings"):
        page.goto(f"{live_site(server)}/records/{record}/hillfields-team")
        expect(page.locator("table.entries")).to_be_visible()


def test_a_team_s_year_prints_on_two_sides_of_a4(
    server: object, live_site: Callable[..., str], page: Page, tmp_path: Path
) -> None:
    page.goto(f"{live_site(server)}{TEAM}/year")
    wait_until_idle(page)
    page.pdf(path=tmp_path / "year.pdf", prefer_css_page_size=True)
    command = [program("PDFINFO", "pdfinfo"), str(tmp_path / "year.pdf")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+2\n", told), told
    assert re.search(r"Page size:\s+59\d\S* x 84\d\S* pts \(A4\)", told), told
