"""The home page of a council with many teams: pages of cards, and no work for teams not shown."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.reports.home_report import CARDS_ON_PAGE, MOST_ON_ONE_PAGE, build_home_report
from indicators.store.observations import IndicatorTable
from layouts.pages.home.home_table import build_cards_table
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite

MARCH = Month.of(2026, 3)
TEAMS = [f"team-{at:02}" for at in range(1, MOST_ON_ONE_PAGE + 2)]
CATALOGUE = catalogue(indicator("visits", target=[target("90")]))
PLACES = places({team: [f"area-{team}"] for team in TEAMS})


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    path = tmp_path_factory.mktemp("home") / "test.db"
    table = IndicatorTable.open(create_sqlite(path))
    take_in(
        table,
        [row("visits", f"area-{team}", MARCH - m, 95, 100) for team in TEAMS for m in range(12)],
        not_areas=PLACES.not_areas,
    )
    yield Reports(table, CATALOGUE, PLACES)
    table.engine.dispose()


@pytest.fixture(scope="module")
def site(reports):
    return Site(reports)


@pytest.fixture(scope="module")
def client(site):
    return create_dash_app(site).server.test_client()


def build_page(reports, page, viewer=PARTNER):
    return build_home_report(reports, None, viewer, None, page)


def list_codes(report):
    return [card.place.code for card in report.cards]


def test_every_team_is_on_one_page_and_only_one(reports):
    pages = [build_page(reports, page) for page in (1, 2, 3)]
    assert [len(page.cards) for page in pages] == [CARDS_ON_PAGE, CARDS_ON_PAGE, 1]
    assert [code for page in pages for code in list_codes(page)] == TEAMS
    assert {(page.total, page.pages) for page in pages} == {(len(TEAMS), 3)}
    assert list_codes(build_page(reports, None)) == TEAMS


def test_up_to_a_number_of_teams_are_all_on_one_page(reports):
    few = places({team: [f"area-{team}"] for team in TEAMS[:MOST_ON_ONE_PAGE]})
    report = build_page(Reports(reports.table, CATALOGUE, few), 1)
    assert (len(report.cards), report.pages) == (MOST_ON_ONE_PAGE, 1)


def test_the_own_team_is_the_first_card_of_the_first_page(reports):
    own = replace(PARTNER, team=TEAMS[-1])
    assert list_codes(build_page(reports, 1, own))[:2] == [TEAMS[-1], TEAMS[0]]
    assert list_codes(build_page(reports, 3, own)) == [TEAMS[-2]]


def test_a_card_is_the_same_whatever_page_it_is_on(reports):
    every = build_page(reports, None).cards
    assert build_page(reports, 3).cards == every[-1:]


def test_figures_of_teams_that_are_not_shown_are_not_read(reports):
    with patch.object(reports.source, "read_texts", wraps=reports.source.read_texts) as read:
        build_page(reports, 3)
    asked = {place for call in read.call_args_list for place in call.args[1]}
    assert asked == {TEAMS[-1], f"area-{TEAMS[-1]}"}


def test_a_page_that_there_is_not_is_refused(reports, client):
    with pytest.raises(UserError, match=r"There is no page 4\. There are 3 pages\."):
        build_page(reports, 4)
    assert client.get("/?page=4").status_code == client.get("/?page=none").status_code == 404


def test_the_pages_are_linked_and_the_server_searches_them_all(client):
    page = client.get("/").text
    assert f"Teams 1 to {CARDS_ON_PAGE} of {len(TEAMS)}." in page
    assert 'page=2" rel="next"' in page
    assert 'aria-label="Pages of teams, at the end"' in page  # not named as the one above them
    assert 'id="finds"' not in page  # the script does not say that nothing was found
    found = client.get("/search?q=25").text
    assert f'href="/team/{TEAMS[-1]}' in found


def test_the_table_to_download_has_every_team(site):
    table = build_cards_table(site.parse_request("/", {"page": "2"}, PARTNER))
    assert [cells[0] for cells in table.rows] == [team.capitalize() for team in TEAMS]
