"""A month is checked cell by cell before it is published, confirmed, and recorded."""

import csv
import io
import re
import time
from html import unescape

import pytest

from indicators.access.permissions import Permission
from indicators.domain.audit.audit_event import AuditKind
from indicators.reports.base import Reports
from indicators.reports.sharing.release_preview import prepare_preview, read_preview
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web import app_factory
from layouts.web.app_factory import create_dash_app
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.two_years import CATALOGUE, MARCH, PLACES, extracts
from tests.support.viewers import without

PREVIEW = "/sharing/preview?month=2026-03"


@pytest.fixture
def reports(database_url):
    table = IndicatorTable.open(database_url)
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    yield Reports(table, CATALOGUE, PLACES)
    table.engine.dispose()


@pytest.fixture
def client(reports):
    return create_dash_app(Site(reports)).server.test_client()


def wait_for(client, address):
    """The answer once the work behind it is done."""
    for _ in range(600):
        page = client.get(address)
        if page.status_code != 202:
            return page
        assert page.headers["Refresh"] == "2"
        time.sleep(0.02)
    pytest.fail(f"{address} was never ready")


def read(page):
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def publish(client, **given):
    text = wait_for(client, PREVIEW).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    done = client.post("/sharing/publish", data=fields | {"sure": "1"} | given)
    assert done.status_code == 303
    return wait_for(client, done.location)


def test_before_anything_is_published_the_page_says_so(client):
    page = client.get("/sharing")
    assert page.status_code == 200
    assert "Nothing has been published yet." in page.text
    assert '<option value="2026-03">March 2026</option>' in page.text


def test_each_hidden_figure_has_its_reason_and_its_possible_counts(client):
    """5 in 100 smoke in each area: small, and so are the city's 15 once two areas are shown."""
    text = read(wait_for(client, f"{PREVIEW}&indicator=smoking"))
    assert "No hidden figure can be worked out from this release." in text
    rows = re.findall(r"A\s+March 2026\s+(small number)\s+([\d,]+ (?:to|or) [\w,]+)", text)
    assert rows
    low, high = rows[0][1].split(" to ")
    assert int(low) <= 1
    assert int(high) >= 7


def test_what_was_checked_leaves_with_the_rows_and_ranges_of_its_page(client):
    """A file is written from what was worked out for the page, and not before."""
    asked = "sharing?month=2026-03&indicator=smoking"
    early = client.get(f"/tables/csv/hidden-figures/{asked}")
    assert early.status_code == 400
    assert "Check the month on the page Sharing" in unescape(early.text)
    shown = read(wait_for(client, f"{PREVIEW}&indicator=smoking"))
    sent = client.get(f"/tables/csv/hidden-figures/{asked}").text
    rows = [line.split(",") for line in sent.splitlines() if ",small number," in line]
    assert rows
    for place, period, why, numerator, *_ in rows:
        assert re.search(rf"{place}\s+{period}\s+{why}\s+{numerator}", shown)
    every = client.get(f"/tables/csv/checked-indicators/{asked}").text
    assert "Indicator,Figures,Small,Hidden in addition,Revealed before,Not safe" in every
    assert client.get(f"/tables/xlsx/hidden-figures/{asked}").status_code == 200


def test_the_preview_holds_no_hidden_count(client, reports):
    """Ranges are all that leaves the job in the background."""
    (content,) = [c for c in prepare_preview(reports, MARCH, without()) if c]
    preview = read_preview(content)
    (smoking,) = [each for each in preview.indicators if each.indicator == "smoking"]
    assert smoking.counts.small > 0
    assert not any(cell.numerator and cell.numerator.is_exact for cell in smoking.cells)


def test_publishing_records_who_and_makes_the_file_available(client, reports):
    done = publish(client, why="Board papers")
    assert done.location == "/sharing"
    page = client.get("/sharing")
    assert "It is published as release 1." in page.text
    (release,) = reports.release_ledger.list_releases()
    assert (release.month, release.note) == (MARCH, "Board papers")
    assert release.who
    events = list_events(reports.table.engine, AuditKind.RELEASE_PUBLISHED)
    assert [what for _, what, _ in events] == ["release 1, month 2026-03"]
    file = client.get("/sharing/releases/1/figures.csv")
    found = list(csv.DictReader(io.StringIO(file.text)))
    listed = client.get("/tables/csv/releases/sharing").text
    assert re.search(r"\r\n1,March 2026,.*,Board papers,", listed)
    assert len(found) == release.counts.cells
    assert sum(each["mark"] == "c" for each in found) == release.counts.hidden
    assert "This was published as release 1." in read(wait_for(client, PREVIEW))


def test_nothing_is_published_without_the_confirmation(client, reports):
    text = publish(client, sure="").text
    assert "Nothing was published: it was not confirmed." in text
    assert reports.release_ledger.list_releases() == []


def test_figures_that_changed_since_the_check_are_not_published(client, reports):
    text = wait_for(client, PREVIEW).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    take_in(reports.table, [row("visits", "a", MARCH, 60, 100)], file="restated")
    client.post("/sharing/publish", data=fields | {"sure": "1"})
    assert "have changed since it was checked" in read(client.get("/sharing"))
    assert reports.release_ledger.list_releases() == []


@pytest.mark.parametrize("month", ["2026-13", "", "2026-09"])
def test_a_month_without_figures_is_answered_in_words(client, month):
    done = wait_for(client, f"/sharing/preview?month={month}")
    assert (done.status_code, done.location) == (303, "/sharing")
    assert "Not done" in client.get("/sharing").text


def test_a_release_that_is_not_there_is_answered_in_words(client):
    client.get("/sharing/releases/7/figures.csv")
    assert "There is no release 7." in client.get("/sharing").text


def test_who_may_only_check_sees_no_form_and_cannot_publish(reports, monkeypatch):
    checker = without(Permission.PUBLISH_RELEASE)
    monkeypatch.setattr(app_factory, "get_viewer", lambda: checker)
    client = create_dash_app(Site(reports)).server.test_client()
    page = wait_for(client, PREVIEW)
    assert page.status_code == 200
    assert "/sharing/publish" not in page.text
    assert client.post("/sharing/publish", data={"month": "2026-03"}).status_code in {400, 403}


def test_without_permission_nothing_is_shown(reports, monkeypatch):
    reader = without(Permission.PUBLISH_RELEASE, Permission.PREVIEW_RELEASE)
    monkeypatch.setattr(app_factory, "get_viewer", lambda: reader)
    client = create_dash_app(Site(reports)).server.test_client()
    for address in (PREVIEW, "/sharing/releases/1/figures.csv", "/sharing/publishing/x"):
        assert client.get(address).status_code == 403
