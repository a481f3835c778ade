"""The compare page: its sentence, its table in the first response, each view at its address."""

import re

import brotli
import pytest

from layouts.pages.compare.compare_view import VIEWS
from tests.support.sample_site import dashboard_codes, sample_server


@pytest.fixture(scope="module")
def client():
    return sample_server().test_client()


def page(client, **asked):
    asked = {"month": "2026-10"} | asked
    response = client.get("/compare", query_string=asked)
    return response.status_code, response.text


def rows(html):
    """The names of the matrix's rows, in their order."""
    body = re.search(r'<table class="matrix compare[^"]*">.*?<tbody>(.*?)</tbody>', html, re.S)[1]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', body)


def test_the_matrix_is_in_the_first_response_small_enough_to_be_seen_at_once(client):
    response = client.get("/compare?month=2026-10", headers={"Accept-Encoding": "br"})
    assert len(response.data) < 40_000
    html = brotli.decompress(response.data).decode()
    assert len(rows(html)) == 17
    table = re.search(r'<table class="matrix compare[^"]*">(.*?)</table>', html, re.S)[1]
    cells = 18 * len(dashboard_codes())  # of every area and the city
    assert table.count("/indicator/") == cells
    assert "England" in table


def test_the_sentence_comes_first_and_says_who_and_how_many(client):
    _, html = page(client, indicator="early_booking")
    found = re.search(
        r"(\d+) of 17 centre areas accounts? for (\d+)% of the gap to target in early booking. "
        r"(?:It needs|They need) (\d+) more first visits on time",
        html,
    )
    few, share, people = map(int, found.groups())
    named = re.search(r"to reach it\. (.*?)\.</p>", html, re.S)[1]
    each = [int(n) for n in re.findall(r"\((\d+)\)", named)]
    whole = int(re.search(r"misses it: (\d+) people", html)[1])
    assert (few, people) == (len(each), sum(each))
    assert share == round(100 * people / whole)
    assert html.index(found[0]) < html.index("<table")


def test_the_people_needed_say_for_which_verdict(client):
    _, html = page(client, indicator="mmr_at_5", view="order")
    table = re.search(r"People needed</th>.*?</table>", html, re.S)[0]
    needed = re.findall(r"<td>(\d+ more child\w* immunised for .*?)</td>", table)
    assert {each.rpartition(" for ")[2] for each in needed} == {"N/A", "a tick"}
    assert len(needed) == 17


def test_a_header_sorts_and_says_so_and_sorts_the_other_way_when_clicked_again(client):
    _, html = page(client, indicator="mmr_at_5", sort="worst")
    header = re.search(r'<th scope="col"[^>]*aria-sort="(\w+)"><a href="([^"]+)">MMR', html)
    assert header[1] == "ascending"
    assert "sort=best" in header[2]
    worst = rows(html)
    _, html = page(client, indicator="mmr_at_5", sort="best")
    assert rows(html) == worst[::-1]
    _, html = page(client, indicator="smoking_at_delivery", sort="worst")
    assert 'aria-sort="descending"' in html


def test_filters_leave_what_was_asked_for(client):
    _, html = page(client, hub="mosaic")
    assert rows(html) == ["Canley", "Tile Hill"]
    _, html = page(client, service="midwifery")
    assert "MMR at 5" not in re.search(r"<thead>.*?</thead>", html, re.S)[0]
    _, html = page(client, by="hub")
    assert len(rows(html)) == 8
    _, html = page(client, indicator="mmr_at_5", verdict="na")
    assert set(rows(html)) == {"Canley", "Gosford Park"}
    _, html = page(client, indicator="mmr_at_5", verdict="tick")
    assert "No centre area has this verdict" in html
    assert "Show all centre areas" in html


@pytest.mark.parametrize("service", ["midwifery", "health-visiting", "childrens-centres"])
def test_the_form_sent_with_another_service_shows_that_service(client, service):
    _, html = page(client)
    in_view = re.search(r'<select id="indicator".*?<option value="(\w+)" selected', html, re.S)[1]
    status, html = page(client, indicator=in_view, service=service)
    assert status == 200
    assert f'<option value="{service}" selected>' in html


@pytest.mark.parametrize("view", list(VIEWS))
def test_the_form_keeps_the_baseline_year_on_every_tab(client, view):
    _, html = page(client, view=view, baseline="2023/24")
    form = re.search(r'<form method="get" action="/compare".*?</form>', html, re.S)[0]
    assert form.count('name="baseline"') == 1
    assert "2023/24" in form


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_tab_keeps_the_choices_and_has_a_table(client, view):
    choices = {"indicator": "early_booking", "hub": "mosaic", "by": "area"}
    status, html = page(client, view=view, **choices)
    assert status == 200
    tabs = re.search(r'<nav class="tabs".*?</nav>', html, re.S)[0]
    links = re.findall(r'href="([^"]+)"', tabs)
    assert len(links) == 5
    for link in links:
        assert all(f"{name}={value}" in link for name, value in choices.items())
    assert "<table" in html
    for name in ("Tile Hill", "Canley"):
        assert name in html


@pytest.mark.parametrize("view", ["funnel", "order"])
def test_a_chart_has_words_and_the_same_figures_as_a_table(client, view):
    _, html = page(client, view=view, indicator="mmr_at_5")
    alt = re.search(r'role="img" aria-label="([^"]+)"', html)[1]
    assert "MMR" in alt
    assert "17 centre areas" in alt
    assert 'id="standings"' in html
    assert "showSendToCloud" in html
    if view == "funnel":
        assert "Foleshill is below the 95% limits (worse)" in alt


def test_a_count_has_no_funnel_and_the_page_says_what_to_look_at(client):
    status, html = page(client, view="funnel", indicator="caf_under_5")
    assert status == 200
    assert "There is no funnel" in html
    assert "view=order" in html


def test_the_map_shows_verdicts_by_mark_and_words_as_well(client):
    _, html = page(client, view="map", indicator="mmr_at_5")
    tiles = re.search(r'<figure class="map"[ >].*?</figure>', html, re.S)[0]
    assert tiles.count("<title>") == 17
    assert "Foleshill: 85.9%, Cross" in tiles
    assert tiles.count('href="#mark-') == 17


def test_change_is_shown_on_any_year_there_is(client):
    _, html = page(client, view="change", indicator="mmr_at_5", baseline="2024/25")
    assert "2024/25 and 12 months to October 2026" in html
    assert re.search(r'class="worse">.*points worse', html)
    status, html = page(client, view="change", baseline="1999/00")
    assert status == 404
    assert "2021/22" in html


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "pie"},
        {"by": "street"},
        {"by": "city"},
        {"sort": "shoe size"},
        {"verdict": "maybe"},
        {"service": "fire"},
        {"hub": "hillfields"},
        {"indicator": "rain"},
        {"page": "0"},
        {"page": "2"},
        {"page": "x"},
    ],
)
def test_what_cannot_be_asked_for_is_shown_with_what_can(client, asked):
    status, html = page(client, **asked)
    assert status == 404
    assert "This page cannot be shown" in html
