"""The outcomes and birth cohort pages: what can be asked of them, and that the address keeps it."""

import re
from html import unescape

import pytest

from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import catalogue, indicator, places, row, take_in, target
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.table_files import read_table

FIRST, LAST = Month.of(2023, 4), Month.of(2025, 6)
CATALOGUE = catalogue(
    indicator("ready", service="health-visiting", every="year", shown="outcomes"),
    indicator("visits", target=[target("90")], cohort={"months": 0, "why": "At the birth."}),
    indicator("later", order=2, cohort={"months": 24, "why": "At two."}),
    indicator("plans", order=3, unit="count", better="neither", gathering="snapshot"),
)
PLACES = places({"north": ["a", "b"], "south": ["c"]})


@pytest.fixture
def table(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    yield table
    table.engine.dispose()


@pytest.fixture
def client(table):
    months = [FIRST + at for at in range(LAST.ordinal - FIRST.ordinal + 1)]
    rows = [
        row(code, area, month, *counts)
        for month in months
        for area, done in (("a", 90), ("b", 80), ("c", 70))
        for code, counts in (("visits", (done, 100)), ("later", (done, 100)), ("plans", (done,)))
    ]
    take_in(table, rows, first_ended=FIRST.number, last_ended=LAST.number)
    yearly = [row("ready", "city", Month.of(2024, 3), months=12, value="61.7")]
    take_in(table, yearly, file="city", service="health-visiting", first_ended=202403)
    return give_reason(
        create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client()
    )


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def address_of(text):
    return unescape(re.search(r'data-address="([^"]*)"', text)[1])


def links(text):
    return [unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', text)]


def test_the_navigation_leads_to_the_outcomes_and_they_to_the_cohort(client):
    assert "/outcomes?month=2025-06" in links(page(client, "/"))
    assert "/cohort" in links(page(client, "/outcomes"))
    assert any(
        link.startswith("/cohort?") and "place=a" in link for link in links(page(client, "/area/a"))
    )


@pytest.mark.parametrize(
    "address",
    [
        "/outcomes?set=own&from=2023%2F24&to=2024%2F25&rows=every&in-a=1&in-c=1",
        "/outcomes?count=plans&by=area",
        "/cohort?place=north&quarter=2023-Q2",
    ],
)
def test_what_a_page_is_asked_is_in_its_address(client, address):
    assert address_of(page(client, address)) == address


def test_each_form_hands_on_what_the_other_one_was_asked(client):
    text = page(client, "/outcomes?set=own&in-a=1&rows=every&count=plans&by=area&as_at=2026-11-12")
    forms = {
        name: set(re.findall(r'<input type="hidden" name="([^"]+)"', form))
        for name, form in re.findall(r'<form [^>]*id="([^"]+)">(.*?)</form>', text, re.S)
    }
    assert forms["compare-form"] == {"count", "by", "as_at", "set"}
    assert forms["sites-form"] == {"set", "in-a", "rows", "as_at"}


def test_ticked_areas_are_compared_and_none_is_reported(client):
    text = page(client, "/outcomes?set=own&in-a=1&in-b=1&from=2023/24&to=2024/25")
    assert "A and B" in text
    assert "85.0%" in text
    assert "No centre area is chosen" in page(client, "/outcomes?set=own")
    assert "Both years are 2024/25" in page(client, "/outcomes?from=2024/25&to=2024/25")


def test_without_a_saved_set_it_begins_with_the_whole_city(client):
    assert "Two years compared: All of City" in page(client, "/outcomes")


def test_a_chart_has_a_sentence_and_a_table_with_the_same_figures(client):
    text = page(client, "/outcomes?by=area")
    chart = re.search(r'<div class="plot" role="img" aria-label="([^"]+)"', text)
    assert (
        "Plans by place and year, 2023/24 to 2025/26. Highest in 2025/26 (3 of 12 months): A, 90"
        in chart[1]
    )
    assert 'href="#by-site"' in text
    assert 'id="by-site"' in text
    assert "3 of 12 months" in text


@pytest.mark.parametrize(
    ("address", "reported"),
    [
        ("/outcomes?from=2023", "2013/14, April to March"),
        ("/outcomes?from=2023/25", "is not a financial year"),
        ("/outcomes?set=nowhere", "There is no set of places “nowhere”"),
        ("/outcomes?count=visits", "The counts are: plans"),
        ("/outcomes?by=street", "The kinds are: team, hub, area"),
        ("/cohort?place=nowhere", "There is no place “nowhere”"),
        ("/cohort?quarter=spring", "2024-Q1 is April to June 2024"),
    ],
)
def test_what_cannot_be_asked_is_shown_with_what_can(client, address, reported):
    assert reported in unescape(page(client, address, 404))


def test_the_cohort_says_what_is_not_reached_and_that_no_one_is_followed(client):
    text = page(client, "/cohort?place=a&quarter=2024-Q1")
    assert "Not reached yet: from April 2026" in text
    assert "They are not the same children throughout" in text
    assert "Born in Q1 2024/25" in text or "born in Q1 2024/25: April to June 2024" in text
    assert "270 of 300" in text
    assert "720 of 900" in text


def test_the_quarter_is_stepped_and_chosen_by_plain_links(client):
    text = page(client, "/cohort?place=a&quarter=2024-Q1")
    assert "/cohort?place=a&quarter=2023-Q4" in links(text)
    assert "/cohort?place=a&quarter=2024-Q2" in links(text)


def test_before_anything_is_loaded_both_say_so(table):
    client = give_reason(
        create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client()
    )
    for address in ("/outcomes", "/cohort"):
        assert "Nothing has been loaded yet" in page(client, address)


def test_a_small_difference_of_two_years_is_never_0_0_and_worse(client, table):
    take_in(table, [row("visits", "a", Month.of(2025, 1), 89, 101)], file="hardly")
    asked = "set=own&in-a=1&in-b=1&in-c=1&from=2023/24&to=2024/25"
    sent = client.get(f"/tables/csv/two-years-compared/outcomes?{asked}")
    first = read_table(sent.data)[0]
    assert (first["Difference"], first["Better or worse"]) == ("\u22120.05 points", "Worse")
    text = page(client, f"/outcomes?{asked}")
    worse = '<td class="worse">Worse</td>'  # by direction alone, as in the report's Table 5
    assert f'<td class="n worse">\u22120.05 points</td>{worse}' in text
    assert first["Is the change real?"].startswith("95% interval")


def test_what_is_shown_can_be_downloaded_as_csv(client):
    asked = "set=own&in-a=1&in-b=1&from=2023/24&to=2024/25"
    text = page(client, f"/outcomes?{asked}")
    link = next(link for link in links(text) if "/csv/two-years" in link)
    sent = client.get(link).data
    assert "Areas added together: A and B" in sent.decode()
    first = read_table(sent)[0]
    columns = ("2023/24", "2024/25: numerator", "2024/25: denominator", "Difference")
    assert [first[name] for name in columns] == ["85.0", "2040", "2400", "0.0 points"]
    assert first["Better or worse"] == "No change"
    text = page(client, "/cohort?place=a&quarter=2024-Q1")
    rows = read_table(client.get(next(x for x in links(text) if "/csv/" in x)).data)
    reported = [[r[name] for name in ("A", "Verdict", PLACES.city.name, "Notes")] for r in rows]
    assert reported == [
        ["90.0", "N/A", "80.0", ""],
        ["", "", "", "Not reached yet: from April 2026"],
    ]
