"""The page of a service: a hundred places at a time, and all of them in its sentence and files."""

import re
from dataclasses import replace

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.comparison_models import PAGE
from indicators.reports.service_report import build_service_report
from indicators.store.observations import IndicatorTable
from layouts.pages.service.service_table import build_service_table
from layouts.site.site import Site
from layouts.text.summaries import summarise_service
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite

MARCH = Month.of(2026, 3)
AREAS = [f"area-{at:03}" for at in range(1, 2 * PAGE + 31)]
NAMES = [area.capitalize() for area in AREAS]
CATALOGUE = catalogue(indicator("visits", target=[target("90")]))
PLACES = places({"north": AREAS})
ADDRESS = "/service/midwifery"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    table = IndicatorTable.open(create_sqlite(tmp_path_factory.mktemp("service") / "test.db"))
    rows = [row("visits", area, MARCH - m, 80, 100) for area in AREAS for m in range(12)]
    take_in(table, rows, not_areas=PLACES.not_areas)
    yield Site(Reports(table, CATALOGUE, PLACES))
    table.engine.dispose()


@pytest.fixture(scope="module")
def client(site):
    return create_dash_app(site).server.test_client()


def list_places(text):
    return re.findall(r'<th scope="row"><a [^>]+>(Area-\d+)</a>', text)


def test_every_place_is_on_one_page_and_only_one(client):
    pages = [client.get(f"{ADDRESS}?page={page}").text for page in (1, 2, 3)]
    assert [len(list_places(page)) for page in pages] == [PAGE, PAGE, 30]
    assert [name for page in pages for name in list_places(page)] == NAMES


def test_the_first_page_says_how_many_there_are_and_leads_to_the_next(client):
    page = client.get(ADDRESS).text
    assert f"Centre areas 1 to {PAGE} of {len(AREAS)}." in page
    assert 'page=2" rel="next"' in page
    assert f"The files have all {len(AREAS)} centre areas." in page


def test_the_links_above_and_below_the_table_have_names_of_their_own(client):
    named = re.findall(r'<nav aria-label="(Pages[^"]*)"', client.get(ADDRESS).text)
    assert named == ["Pages of centre areas", "Pages of centre areas, at the end"]


def test_its_sentence_is_about_all_of_them(client):
    for page in (1, 3):
        text = client.get(f"{ADDRESS}?page={page}").text
        assert f"{len(AREAS)} crosses across {len(AREAS)} centre areas" in text


def test_its_sentence_writes_large_numbers_as_everywhere(site):
    report = build_service_report(site.reports, "midwifery", None, PARTNER)
    copied = {f"{at}-{code}": row for at in range(10) for code, row in report.cells.items()}
    many = replace(report, places=report.places * 10, cells={**report.cells, **copied})
    said = summarise_service(many, ("area", "areas"))
    assert said == "0 ticks, 0 within 1 point and 2,530 crosses across 2,300 areas."


def test_the_table_to_download_has_every_place(site):
    table = build_service_table(site.parse_request(ADDRESS, {"page": "3"}, PARTNER), "midwifery")
    assert [cells[0] for cells in table.rows] == ["Target", *NAMES, "City"]


def test_a_page_that_there_is_not_is_refused(client):
    refused = client.get(f"{ADDRESS}?page=4")
    assert refused.status_code == 404
    assert "There is no page 4." in refused.text
    assert "There are 3 pages." in refused.text
    assert client.get(f"{ADDRESS}?page=x").status_code == 404


def test_fewer_places_have_no_pages(client):
    text = client.get(f"{ADDRESS}?by=team").text
    assert 'rel="next"' not in text
    assert "The files have all" not in text
