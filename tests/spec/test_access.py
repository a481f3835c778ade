"""Who may open what and whose figures reach them, as tests/spec/access.toml says."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.council_setup.setup_book import SetUpBook
from indicators.reports.sharing.publication import publish_release
from indicators.store.observations import IndicatorTable
from layouts.exports.gate.export_reasons import HEADER
from layouts.site.site import Site
from loaders.place_tables.place_table_file import PlaceTableFiles
from tests.conftest import ROOT
from tests.support.chosen_viewer import build_app
from tests.support.page_calls import call_page
from tests.support.spec_people import read_people, read_spec
from tests.support.two_agencies import (
    CASES,
    GROUPS,
    INDICATORS,
    MARCH,
    NEARLY_ALL,
    PLACES,
    RECORDS,
    SERVICES,
    denominator,
    fill_table,
    find_marks,
    numerator,
)

PEOPLE = read_people()
NOW = datetime(2026, 11, 12, tzinfo=UTC)
WHY = {HEADER: "A test of access"}
ADDRESSES = {rule: group for group, rules in read_spec()["addresses"].items() for rule in rules}
EVERYONE = frozenset((code, place) for code in INDICATORS for place in GROUPS)
KINDS = {place: PLACES[place].kind for place in GROUPS}
PAGES = [
    "/",
    "/?by=hub",
    "/?by=area",
    "/compare",
    "/compare?by=team&view=funnel&indicator=reviews",
    "/compare?by=hub&view=order&indicator=visits",
    "/compare?view=change",
    "/compare?view=map",
    "/changes",
    "/changes?by=area",
    "/outcomes",
    "/outcomes?set=own&in-ash=1&in-birch=1",
    "/outcomes?set=own&in-ash=1&in-cedar=1",
    "/cohort",
    "/search?q=a",
    "/about",
    "/side-by-side",
    *(f"/{kind}/{place}" for place, kind in KINDS.items()),
    *(f"/service/{service}" for service in SERVICES),
    *(f"/indicator/{i}?place={place}" for i in INDICATORS for place in GROUPS),
    "/indicator/visits?place=ash&by=year",
    "/indicator/visits/comments?place=ash",
    "/indicator/reviews/comments?place=cedar",
    "/side-by-side?place1=ash&place2=cedar",
    "/team/north?month=2025-08",
    "/team/north?areas=today",
    "/team/north/meeting",
    "/team/south/meeting",
    "/team/south/meetings",
    "/team/north/digest",
    "/team/south/digest",
    "/team/north/year",
    "/team/south/year",
    "/actions",
    "/escalations",
    "/actions/owners",
    "/working-group",
    "/records",
    "/settings",
    *(f"/settings?kind={kind}" for kind in SettingKind),
    "/settings/targets/visits",
    "/settings/arrangements",
    "/settings/councils",
    "/settings/event/new",
    *(f"/records/{record}" for record in RECORDS),
    *(f"/records/{record}/{team}" for record in RECORDS for team in CASES),
    "/access?place=ash&indicator=visits",
    "/access?place=cedar&indicator=reviews",
    "/agreements",
    "/agreements/new",
    "/settings",
    "/surveys",
    "/feedback",
    "/actions/new",
    "/actions/evidence",
    "/escalations/new",
    "/feedback/new",
    "/no-such-page",
]
CALLBACK = "CALLBACK"
CALLS = [f"{CALLBACK} {address}" for address in PAGES[::3]]
FILES = [
    "/team/north/calendar.ics",
    "/actions/calendar.ics",
    "/sheets/action-plans.xlsx",
    *(f"/sheets/action-plan.xlsx?place={place}" for place in ("ash", "north", "south", "city")),
    "/sheets/slides.pptx?place=north",
    *(f"/sheets/indicator.{form}?indicator=visits&place=ash" for form in ("csv", "xlsx")),
    "/sheets/indicator.csv?indicator=reviews&place=cedar",
    "/packs/compare.xlsx",
    "/packs/working-group.xlsx",
    "/tables/csv/improving/working-group",
    "/tables/csv/rows/team/north",
    "/tables/xlsx/rows/area/cedar",
    "/tables/csv/matrix/compare",
    "/tables/csv/places/service/midwifery",
    "/tables/csv/changes/changes",
    "/api/v1/indicators?per_page=100",
    "/api/v1/places",
    "/api/v1/observations?from=2025-03&to=2026-03",
    "/api/v1/observations?place=cedar&indicator=visits",
    "/api/v1/verdicts",
    "/api/v1/verdicts?place=hub&format=csv",
    "/api/v1/comments",
    "/api/v1/escalations",
    "/api/v1/meetings",
    "/api/v1/digests?team=north",
    "/api/v1/refusals",
    "/api/v1/actions",
    "/api/v1/feedback",
    "/api/v1/surveys",
    "/api/v1/records",
    "/api/v1/openapi.json",
    "/tables/csv/cards/",
    "/metrics",
    *(f"/api/v1/records/{record}" for record in RECORDS),
    *(f"/sheets/record.xlsx?record={record}" for record in RECORDS),
    *(f"/tables/{form}/record/records/{record}" for record in RECORDS for form in ("csv", "xlsx")),
    *(f"/tables/csv/trend/records/{record}" for record in RECORDS),
]


@pytest.fixture
def reports(database_url):
    table = IndicatorTable.open(database_url)
    yield fill_table(table)
    table.engine.dispose()


@pytest.fixture
def browse(reports, monkeypatch):
    """browse(person, address) answers with the status and all text, also of zipped files."""
    app, chosen = build_app(Site(reports), monkeypatch)
    client = app.server.test_client()

    def browse(person: str, address: str) -> tuple[int, str]:
        chosen.now = PEOPLE[person].viewer
        method, _, asked = address.rpartition(" ")
        if method == CALLBACK:
            return call_page(client, asked)
        answer = client.get(address, headers=WHY)
        return answer.status_code, read_text(answer.data)

    return browse


def read_text(data: bytes) -> str:
    """The text of an answer; of a workbook or slides, that of every file in it."""
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def find_leaks(person: str, text: str) -> set[str]:
    """What stands in a text and is not for a person."""
    seen = PEOPLE[person]
    return find_marks(text, seen.sees_not) - find_marks(text, seen.sees)


def test_the_numbers_are_on_the_pages_of_those_who_see_them(browse):
    found = set()
    for address in [*PAGES, *FILES]:
        found |= find_marks(browse("commissioner", address)[1], EVERYONE)
    for pair in EVERYONE:
        assert find_marks(" ".join(found), [pair]), pair


def list_leaks(browse, people, addresses):
    """What each person was given that is not for them, by person and address."""
    leaks = {}
    for person in people:
        for address in addresses:
            status, text = browse(person, address)
            assert status != 500, (person, address)
            if found := find_leaks(person, text):
                leaks[person, address] = found
    return leaks


@pytest.mark.slow
def test_nobody_is_given_figures_that_are_not_for_them(browse, caplog):
    caplog.set_level(logging.DEBUG)
    assert list_leaks(browse, PEOPLE, [*PAGES, *FILES]) == {}
    lines = "\n".join(f"{record.__dict__}" for record in caplog.records)
    assert find_marks(lines, EVERYONE) == set()


@pytest.mark.slow
def test_the_cache_gives_nobody_the_page_of_another(browse):
    for address in PAGES:
        browse("commissioner", address)
    assert list_leaks(browse, reversed(PEOPLE), PAGES[:12] + PAGES[17:24]) == {}


OUTSIDERS = ("outside_commissioner", "outside_team_member", "outside_analyst")


def test_outsiders_are_given_what_was_published_and_no_more(browse, reports):
    publish_release(reports, MARCH, PARTNER, who="Ann", note="", now=NOW)
    found = set()
    for person in OUTSIDERS:
        for address in [*PAGES, *FILES]:
            status, text = browse(person, address)
            assert status != 500, (person, address)
            assert not re.search("comment-on|note-on|evidence-by", text), (person, address)
            found |= find_marks(text, EVERYONE)
    published = {f"{numerator('visits', 'ash', 0)}", f"{numerator('visits', 'birch', 0):,}"}
    assert published <= found
    # All but 3 were counted at ash in the month, so neither of its counts is published.
    hidden = (numerator(*NEARLY_ALL, 0), denominator(*NEARLY_ALL, 0))
    assert not {form for count in hidden for form in (f"{count}", f"{count:,}")} & found
    assert not {form for count in CASES.values() for form in (f"{count}", f"{count:,}")} & found
    for at in range(3, 9):  # single months within the year were not published
        assert f"{numerator('visits', 'birch', at):,}" not in found


@pytest.mark.slow
def test_callbacks_give_nobody_figures_that_are_not_for_them(browse):
    found = set()
    for call in CALLS:
        found |= find_marks(browse("commissioner", call)[1], EVERYONE)
    assert len(found) > 50
    assert list_leaks(browse, PEOPLE, CALLS) == {}


def test_outsiders_see_no_columns_that_nothing_published_can_fill(browse, reports):
    publish_release(reports, MARCH, PARTNER, who="Ann", note="", now=NOW)
    shown = browse("outside_commissioner", "/team/north")[1]
    assert "Since last year" not in shown
    assert "Since last year" in browse("commissioner", "/team/north")[1]


@pytest.mark.parametrize("file", ["/tables/csv/rows/team/north", "/packs/compare.xlsx"])
def test_files_of_outsiders_say_what_they_are_made_of(browse, reports, file):
    publish_release(reports, MARCH, PARTNER, who="Ann", note="", now=NOW)
    text = browse("outside_commissioner", file)[1]
    assert "what was published for sharing" in text
    assert "no loads" not in text


def list_routes(app) -> Iterator[str]:
    yield from {rule.rule for rule in app.server.url_map.iter_rules()}
    yield from {page.rule for page in app.site.registry.list_pages()}


def test_every_address_is_in_the_specification():
    from tests.support.sample_site import sample_app

    listed = {rule.removeprefix("POST ") for rule in ADDRESSES}
    assert sorted(set(list_routes(sample_app()))) == sorted(listed)


OWN = {
    "champion": "south",
    "service_lead": "city",
    "head_of_service": "city",
    "team_member": "north",
}
"""A place that each role is shown; “north” for the others."""


def fill_rule(rule: str, person: str) -> str:
    """An address of a rule that a person with the permission is shown."""
    place, service = OWN.get(person, "north"), "midwifery"
    if person in ("head_of_service", "analyst_after_the_end"):
        service = "health-visiting"
    code = next(code for code, of in INDICATORS.items() if of == service)
    filled = {
        "/<any(area, team, hub, city, benchmark):kind>/<code>": f"/{KINDS[place]}/{place}",
        "/service/<code>": f"/service/{service}",
        "/indicator/<code>": f"/indicator/{code}?place={place}",
        "/indicator/<code>/comments": f"/indicator/{code}/comments?place={place}",
        "/sheets/action-plan.xlsx": f"/sheets/action-plan.xlsx?place={place}",
        "/sheets/slides.pptx": f"/sheets/slides.pptx?place={place}",
        "/sheets/indicator.<any(xlsx, csv):form>": (
            f"/sheets/indicator.csv?indicator={code}&place={place}"
        ),
        "/tables/<any(xlsx, csv):form>/<table>/<path:page>": (
            f"/tables/csv/rows/{KINDS[place]}/{place}"
        ),
        "/team/<code>/meeting": f"/team/{place}/meeting",
        "/team/<code>/meetings": f"/team/{place}/meetings",
        "/team/<code>/year": f"/team/{place}/year",
        "/team/<code>/actions/import": f"/team/{place}/actions/import",
        "/tables/<any(xlsx, csv):form>/<table>/": "/tables/csv/cards/",
        "/<any(area, team, hub, city, benchmark):kind>/<code>/more": (
            f"/{KINDS[place]}/{place}/more"
        ),
        "/actions/<int:number>/<any(remove, restore):what>": "/actions/1/remove",
        "/feedback/<int:number>/<any(remove, restore):what>": "/feedback/1/remove",
        "/feedback/<int:number>/undo": "/feedback/1/undo",
        "/surveys/<int:number>/<any(remove, restore):what>": "/surveys/1/remove",
        "/escalations/<int:number>/<any(close, reopen):what>": "/escalations/1/close",
        "/settings/arrangements/<any(look, leave):what>": "/settings/arrangements/leave",
        "/packs/meeting.pdf": f"/packs/meeting.pdf?place={place}",
    }
    return "/scripts/chart.js" if rule.startswith("/scripts/") else filled.get(rule, rule)


class Nothing:
    """Stands for the services behind the forms, which no test here may reach."""

    most_bytes = 1_000_000

    def __getattr__(self, name: str) -> None:
        raise LookupError(name)


def test_each_role_reaches_the_routes_of_its_permissions_and_no_others(reports, monkeypatch):
    book = SetUpBook(reports.table, ShippedFiles(ROOT / "data"), PlaceTableFiles())
    site = Site(reports, Nothing(), Nothing(), setup_book=book)
    app, chosen = build_app(site, monkeypatch)
    app.server.config |= {"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
    client = app.server.test_client()
    wrong = []
    methods = {"GET", "POST"}
    rules = [(r.rule, m) for r in app.server.url_map.iter_rules() for m in methods & {*r.methods}]
    rules += [(page.rule, "GET") for page in app.site.registry.list_pages()]
    for name, person in PEOPLE.items():
        chosen.now = person.viewer
        for rule, method in rules:
            group = ADDRESSES.get(f"{method} {rule}", ADDRESSES.get(rule, ""))
            # One who sees no figure is refused by the place or the month, not by the route.
            has_none = group in ("figures", "comments") and group in person.may and not person.sees
            if has_none or ("<path:" in rule and "tables" not in rule):
                continue
            address = re.sub(r"<[^>]*>", "1", fill_rule(rule, name))
            status = client.open(address, method=method, headers=WHY).status_code
            expected = choose_status(group, person)
            is_refused = status in (401, 403)
            if (expected == 200) == is_refused or (is_refused and status != expected):
                wrong.append((name, method, address, status, expected))
    assert wrong == [], "\n".join(map(str, wrong))


def choose_status(group: str, person) -> int:
    """The answer to a person for an address of a group; 200 stands for whatever is no refusal."""
    if group in person.may:
        return 200
    return 403 if person.viewer.is_signed_in else 401


OUT_OF_SCOPE = [
    ("team_member", "/team/south", "You see figures of your own team, North"),
    ("team_member", "/area/cedar", "Cedar is not among them"),
    ("team_member", "/hub/hub", "Hub is not among them"),
    ("team_member", "/indicator/visits?place=cedar", "Cedar is not among them"),
    ("team_member", "/indicator/visits/comments?place=cedar", "Cedar is not among them"),
    ("team_member", "/cohort?place=south", "South is not among them"),
    ("team_member", "/side-by-side?place1=ash&place2=cedar", "Cedar is not among them"),
    ("team_member", "/sheets/action-plan.xlsx?place=south", "South is not among them"),
    ("team_member", "/sheets/slides.pptx?place=cedar", "Cedar is not among them"),
    ("team_member", "/packs/meeting.pdf?place=south", "South is not among them"),
    ("team_member", "/tables/csv/rows/team/south", "South is not among them"),
    ("team_member", "/api/v1/verdicts?place=cedar", "Cedar is not among them"),
    ("team_member", "/api/v1/observations?place=north,south", "South is not among them"),
    ("champion", "/team/north/year", "You see figures of your own team, South"),
    ("champion", "/team/north", "You see figures of your own team, South"),
    ("service_lead", "/service/health-visiting", "You see figures of your own service, Midwifery"),
    ("service_lead", "/indicator/reviews?place=ash", "Reviews is sent by Health-visiting"),
    ("service_lead", "/compare?indicator=reviews", "Reviews is sent by Health-visiting"),
    ("service_lead", "/compare?service=health-visiting", "Health-visiting is another service"),
    ("service_lead", "/api/v1/verdicts?indicator=reviews", "Reviews is sent by Health-visiting"),
    ("head_of_service", "/service/midwifery", "You see figures of your own service, Health"),
    ("team_member_without_team", "/team/north", "Your account names no team or service"),
    ("outside_commissioner", "/team/north", "none were published yet"),
    ("outside_commissioner", "/team/north?as_at=2026-11-20", "Leave out the past day"),
    ("outside_commissioner", "/team/north?areas=today", "choose areas as they were"),
    ("outside_commissioner", "/api/v1/verdicts", "none were published yet"),
]


@pytest.mark.parametrize(("person", "address", "says"), OUT_OF_SCOPE)
def test_what_is_out_of_scope_is_refused_in_words(browse, person, address, says):
    status, text = browse(person, address)
    assert status == 403
    assert says in text


def test_outcomes_are_not_shown_as_a_page_of_hidden_figures(browse):
    status, text = browse("outside_commissioner", "/outcomes")
    assert status == 200
    assert "no part of what is published" in text
    assert "<table" not in text
