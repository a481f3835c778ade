"""Who saw exact small numbers is in the audit log: once a day for a page and what it shows."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from indicators.reports.base import Reports
from indicators.store.audit_trail.audit_tables import audit_event
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.audit_events import list_events
from tests.support.builders import catalogue, indicator, places, row, take_in
from tests.support.generated_places import LAST

VIEWED = "small_numbers_viewed"
CATALOGUE = catalogue(
    indicator("visits"),  # 7 and fewer are small
    indicator("plans", unit="count", service="health-visiting", gathering="snapshot"),
)
PLACES = places({"north": ["a"], "south": ["b"]})
SMALL, LARGE = row("visits", "a", LAST, 3, 100), row("visits", "b", LAST, 40, 100)


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


@pytest.fixture
def client(table):
    return create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client()


def test_a_page_with_small_numbers_is_recorded_once_with_what_it_shows(client, table):
    take_in(table, [SMALL, LARGE])
    for _ in range(3):
        assert client.get(f"/team/north?month={LAST}&nonsense=Ann").status_code == 200
    seen = f"/team/north?month={LAST}, data version 1"
    assert list_events(table.engine, VIEWED) == [(VIEWED, seen, "")]


def test_a_second_process_records_the_same_view_no_second_time(client, table):
    take_in(table, [SMALL])
    client.get("/team/north")
    other = create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client()
    other.get("/team/north")
    assert len(list_events(table.engine, VIEWED)) == 1


def test_another_month_page_or_version_of_the_data_is_another_view(client, table):
    take_in(table, [SMALL, row("visits", "a", LAST - 1, 2, 100)])
    client.get(f"/team/north?month={LAST}")
    client.get(f"/team/north?month={LAST - 1}")
    client.get(f"/area/a?month={LAST}")
    take_in(table, [row("visits", "b", LAST, 50, 100)], file="b.csv")
    client.get(f"/team/north?month={LAST}")
    assert [what for _, what, _ in list_events(table.engine, VIEWED)] == [
        f"/team/north?month={LAST}, data version 1",
        f"/team/north?month={LAST - 1}, data version 1",
        f"/area/a?month={LAST}, data version 1",
        f"/team/north?month={LAST}, data version 2",
    ]


def test_an_event_names_the_viewer_the_address_and_the_request(client, table):
    take_in(table, [SMALL])
    response = client.get("/team/north", environ_base={"REMOTE_ADDR": "192.0.2.4"})
    with table.engine.connect() as connection:
        found = connection.execute(sa.select(audit_event).where(audit_event.c.kind == VIEWED)).one()
    assert (found.who, found.origin) == ("partner", "192.0.2.4")
    assert found.request == response.headers["X-Request-ID"]
    assert abs((datetime.now(UTC).replace(tzinfo=None) - found.at).total_seconds()) < 60


@pytest.mark.parametrize(
    ("numerator", "denominator", "is_small"),
    [
        (1, 100, True),
        (7, 100, True),
        (8, 100, False),
        (0, 100, False),
        (93, 100, True),  # 7 are left
        (92, 100, False),
        (100, 100, False),
        (0, 7, True),  # of 7 people
        (0, 8, False),
    ],
)
def test_counts_what_is_left_of_them_and_their_denominators_can_be_small(
    client, table, numerator, denominator, is_small
):
    take_in(table, [row("visits", "a", LAST, numerator, denominator)])
    client.get("/team/north")
    assert bool(list_events(table.engine, VIEWED)) == is_small


def test_pages_without_small_numbers_are_not_recorded(client, table):
    take_in(table, [LARGE])
    for path in ("/", "/team/south", "/area/b", "/about", "/team/nowhere", "/nowhere"):
        client.get(path)
    assert list_events(table.engine, VIEWED) == []


def test_the_live_page_is_the_same_view_as_the_first_response(client, table):
    take_in(table, [SMALL])
    client.get("/team/north")
    output = {"id": "shell-page", "property": "children"}
    inputs = [
        {"id": "shell-address", "property": "pathname", "value": "/team/north"},
        {"id": "shell-address", "property": "search", "value": ""},
    ]
    call = {
        "output": "shell-page.children",
        "outputs": output,
        "inputs": inputs,
        "changedPropIds": ["shell-address.pathname"],
    }
    token = re.search(r"_csrf_token=([^;]+)", client.get("/about").headers["Set-Cookie"])[1]
    answer = client.post("/_dash-update-component", json=call, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert len(list_events(table.engine, VIEWED)) == 1
