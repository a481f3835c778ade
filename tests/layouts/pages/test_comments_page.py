"""Comments on figures: kept, shown next to the month, withdrawn, and never lost."""

import re
from html import unescape

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.chart_entries.figure_comment import LONGEST_COMMENT
from indicators.reports.base import Reports
from indicators.reports.indicator_report import build_indicator_report
from indicators.reports.overview.comment_book import CommentBook
from indicators.store.observations import IndicatorTable
from layouts.exports.indicator_workbook import write_indicator_csv
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import row, take_in
from tests.support.sample_site import NOW
from tests.support.two_years import CATALOGUE, MARCH, PLACES
from tests.support.viewers import without

PAGE = "/indicator/visits/comments?place=a"


@pytest.fixture
def reports(database_url):
    table = IndicatorTable.open(database_url)
    take_in(table, [row("visits", "a", MARCH - at, 80 + at, 100) for at in range(3)])
    yield Reports(table, CATALOGUE, PLACES)
    table.engine.dispose()


@pytest.fixture
def client(reports):
    return create_dash_app(Site(reports)).server.test_client()


def send(client, address=PAGE, **given):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)
    assert token is not None
    form = {"month": "2026-03", "text": "The clinic was closed", "who": "Asha"} | given
    return client.post(address, data={"csrf_token": token[1], **form})


def test_a_comment_stands_next_to_its_month_on_the_page_in_the_file_and_in_the_api(client, reports):
    client.get("/indicator/visits?place=a")  # so that the page is cached without it
    assert send(client).status_code == 303
    assert "The comment on March 2026 is kept." in client.get(PAGE).text
    page = unescape(client.get("/indicator/visits?place=a").text)
    row_of_march = page.split('<tr><th scope="row">March 2026</th>')[1].split("</tr>")[0]
    assert re.search(r"Comment by Asha, .* UTC, on March 2026: The clinic was closed", row_of_march)
    report = build_indicator_report(reports, "visits", "a", "", None, PARTNER)
    assert "The clinic was closed" in write_indicator_csv(reports, report, NOW)
    (told,) = client.get("/api/v1/comments?indicator=visits").json["data"]
    assert (told["place"], told["month"], told["who"]) == ("a", "2026-03", "Asha")


def test_a_server_of_another_version_than_the_database_keeps_nothing_and_says_so(client, reports):
    with reports.table.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = send(client)
    assert answer.status_code == 422
    assert "The database is of version 9999, and this server of " in answer.text
    assert "The clinic was closed" in answer.text  # it is still in the form
    assert "The clinic was closed" not in client.get(PAGE).text


def test_markup_in_a_comment_is_text_everywhere(client):
    send(client, text="<script>alert(1)</script>", who="<b>A</b>")
    for address in (PAGE, "/indicator/visits?place=a"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<b>A</b>" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"who": " "}, "The name is missing."),
        ({"text": "x" * (LONGEST_COMMENT + 1)}, "1001 characters, and 1000 are allowed"),
        ({"month": "2026-04"}, "This month has no figures."),
        ({"month": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(client, given, says):
    answer = send(client, **given)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert says in page
    assert f">{given.get('text', 'The clinic was closed')}</textarea>" in page
    assert client.get("/api/v1/comments").json["total"] == 0


def test_the_longest_comment_is_kept_whole(client):
    send(client, text="x" * LONGEST_COMMENT)
    (told,) = client.get("/api/v1/comments").json["data"]
    assert told["text"] == "x" * LONGEST_COMMENT


def test_a_form_without_its_token_is_refused(client):
    assert client.post(PAGE, data={"text": "x", "who": "y", "month": "2026-03"}).status_code == 400


def test_a_withdrawn_comment_stays_in_the_history_alone(client):
    send(client)
    address = "/indicator/visits/comments/1/withdraw?place=a"
    assert send(client, address, who="Ben").status_code == 303
    page = client.get(PAGE).text
    assert "The clinic was closed" in page
    assert "Withdrawn by Ben" in page
    assert "The clinic was closed" not in client.get("/indicator/visits?place=a").text
    assert client.get("/api/v1/comments").json["total"] == 0
    send(client, address, who="Ben")
    assert "There is no such comment to withdraw." in client.get(PAGE).text


def test_a_comment_is_withdrawn_only_from_its_own_place(client):
    send(client)
    send(client, "/indicator/visits/comments/1/withdraw?place=b", who="Ben")
    assert client.get("/api/v1/comments").json["total"] == 1


def test_only_who_may_comment_reaches_the_comments(reports):
    with pytest.raises(PermissionDeniedError):
        CommentBook(reports, "visits", "a", without(Permission.COMMENT_ON_FIGURES))
