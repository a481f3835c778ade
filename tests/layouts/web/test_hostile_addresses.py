"""Every address with values that no page sends: an answer each time, no failure, and little work.

Work is counted in calls of Python functions, which are the same on a slow machine.
"""

import cProfile
import re
from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from cli.settings import Settings
from layouts.site.numbers import CONVERTERS
from layouts.web.request_limits import ADDRESS_BYTES, MOST_PARAMS
from tests.layouts.pages.test_data_page import NAME, Visitor, extract
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS
from tests.support.databases import create_sqlite

NUMBERS = ["0", "-1", "9223372036854775808", "9" * 5000, "٣", "%00"]
TEXTS = ["%00", "%ff%fe", "%ED%A0%80", "..%2f..%2fetc%2fpasswd", "x" * 3000]
MONTHS = ["9999-12", "1900-01", "2026-10" * 500]
YEARS = ["1900/00", "9999/00", "1900-Q1", "9999-Q4"]
QUERIES = {
    **{name: [*MONTHS, *YEARS] for name in ("month", "from", "to", "quarter")},
    "as_at": ["9999-12-31", "1000-01-01"],
    **dict.fromkeys(("page", "per_page", "load"), NUMBERS),
}
"""The hostile values of parameters that are numbers and periods; others take TEXTS[3:]."""
VIEW = ("month", "as_at")
"""What every page takes; others are its own."""
FILES = {
    "/sheets/": (*VIEW, "place", "indicator"),
    "/outcomes/": ("from", "to", "set"),
    "/cohort/": ("place", "quarter"),
    "/packs/": (*VIEW, "page"),
    "/api/v1/": ("from", "to", "as_at", "page", "per_page", "load", "place", "indicator", "kind"),
}
"""The parameters of answers that are not pages, by the start of their address."""
MOST_CALLS = 6_000_000
"""The costliest answer, the workbook of the compare page, takes 4.5 million."""


def visit(database_url):
    """A visitor whose forms need no token, of a city with two figures."""
    visitor = Visitor(Settings(database_url=database_url))
    visitor.drop((NAME, extract(HILLFIELDS, CANLEY)))
    assert visitor.load(rest="1").status_code == 200
    visitor.client.application.config["WTF_CSRF_ENABLED"] = False
    return visitor


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    visitor = visit(create_sqlite(tmp_path_factory.mktemp("city") / "test.db"))
    yield visitor
    visitor.engine.dispose()


def list_paths(site, server):
    """(method, address) of each rule with a hostile value in each of its parts."""
    for page in site.registry._pages.values():
        yield from (("GET", address) for address in fill(page.rule))
    for rule in server.url_map.iter_rules():
        for method in rule.methods & {"GET", "POST"}:
            yield from ((method, address) for address in fill(rule.rule))


def list_queries(site, server):
    """Addresses of pages and files with a hostile value in each parameter."""
    asked = {page.rule: (*VIEW, *page.asks) for page in site.registry._pages.values()}
    rules = [each.rule for each in server.url_map.iter_rules()]
    asked |= {rule: FILES[start] for start in FILES for rule in rules if rule.startswith(start)}
    for rule, names in asked.items():
        *_, address = fill(rule)
        for name in names:
            for value in QUERIES.get(name, TEXTS[3:]):
                yield "GET", f"{address}?{name}={value}"


def fill(rule):
    """Addresses of a rule: each of its parts takes each hostile value, and last what exists."""
    usual = {"any": lambda given: re.findall(r"[\w.-]+", given)[0], "int": lambda _: "1"}
    parts = re.findall(r"<(?:(\w+)(?:\(([^)]*)\))?:)?\w+>", rule)
    plain = [usual.get(kind, lambda _: "hillfields")(given) for kind, given in parts]
    around = re.split(r"<[^>]+>", rule)

    def join(values):
        return "".join(text + value for text, value in zip(around, [*values, ""], strict=True))

    for at in range(len(parts)):
        for value in NUMBERS if parts[at][0] == "int" else TEXTS:
            yield join([*plain[:at], value, *plain[at + 1 :]])
    yield join(plain)


def count_calls(ask):
    profile = cProfile.Profile()
    answer = profile.runcall(ask)
    return answer, sum(each.callcount for each in profile.getstats())


def check_all(visitor, addresses):
    """Ask for each address, and return how many there were."""
    asked = 0
    for method, address in addresses:
        answer, calls = count_calls(lambda: visitor.client.open(address, method=method))  # noqa: B023
        asked += 1
        assert answer.status_code < 500, (method, address)
        assert calls < MOST_CALLS, (method, address, calls)
    return asked


@pytest.mark.slow
def test_no_path_fails_or_takes_long(database_url):
    visitor = visit(database_url)
    assert check_all(visitor, list_paths(visitor.app.site, visitor.client.application)) > 100
    visitor.engine.dispose()


@pytest.mark.slow
def test_no_parameter_fails_or_takes_long(visitor):
    assert check_all(visitor, list_queries(visitor.app.site, visitor.client.application)) > 200


@pytest.mark.parametrize("path", ["/", "/compare", "/data", "/area/hillfields"])
@pytest.mark.parametrize("month", ["9999-12", "1900-01", "2027-10"])
def test_a_month_far_from_the_data_is_a_page_that_leads_back(path, month, visitor):
    answer = visitor.get(f"{path}?month={month}")
    assert answer.status_code == 404
    assert "Choose a month from September 2026 to September 2026." in answer.text
    assert month not in re.sub(r"<script.*?</script>", "", answer.text, flags=re.S)


def test_the_calendar_of_a_year_around_the_data_is_shown(visitor):
    assert visitor.get("/data?month=2025-09").status_code == 200
    assert visitor.get("/data?month=2025-08").status_code == 404
    assert visitor.get("/data?month=2027-09").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/about?{'x' * (ADDRESS_BYTES - len('/about'))}", 200),
        (f"/about?{'x' * (ADDRESS_BYTES - len('/about') + 1)}", 400),
        (f"/about?{'&'.join(['a'] * MOST_PARAMS)}", 200),
        (f"/about?{'&'.join(['a'] * (MOST_PARAMS + 1))}", 400),
        ("/about?a=%00", 400),
        ("/team/a%00", 400),
    ],
)
def test_an_address_has_limits(path, status, visitor):
    assert visitor.get(path).status_code == status


def test_the_api_answers_a_limit_as_it_answers_all_errors(visitor):
    answer = visitor.get("/api/v1/places?place=%00")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_row_s_number_is_plain_digits_that_a_database_holds():
    rules = Map([Rule("/<int:number>", endpoint="row")], converters=CONVERTERS).bind("")
    assert rules.match("/999999999999999999")[1] == {"number": 10**18 - 1}
    assert [rules.test(f"/{number}") for number in ("9" * 19, "٣", "-1")] == [False] * 3


CALL: dict[str, Any] = {
    "output": "shell-page.children",
    "outputs": {"id": "shell-page", "property": "children"},
    "inputs": [
        {"id": "shell-address", "property": "pathname", "value": "/about"},
        {"id": "shell-address", "property": "search", "value": ""},
    ],
    "changedPropIds": ["shell-address.pathname"],
}


def with_path(value):
    first, search = CALL["inputs"]
    return CALL | {"inputs": [first | {"value": value}, search]}


@pytest.mark.parametrize(
    "body",
    [
        *("", "null", "[]", "{}", "1", "NaN", '"x"', "[" * 30_000, '{"a":' * 6_000),
        *({"output": "x"}, CALL | {"output": "x.children"}, CALL | {"inputs": 1}),
        *(CALL | {"inputs": []}, CALL | {"inputs": CALL["inputs"] * 2}, CALL | {"outputs": []}),
        *(CALL | {"changedPropIds": {"a": 1}}, CALL | {"state": CALL["inputs"]}),
        *map(with_path, [{"a": 1}, ["/"], 1, "\ud800", "/\0", "x" * 20_000]),
    ],
)
def test_a_call_that_no_page_makes_is_refused(body, visitor):
    sent = {"json": body} if isinstance(body, dict) else {"data": body}
    path = "/_dash-update-component"
    answer = visitor.client.post(path, **{"content_type": "application/json"} | sent)
    assert answer.status_code == 400
    assert visitor.client.post(path, json=CALL).status_code == 200


def test_a_long_call_is_refused_before_it_is_read(visitor):
    body = "[" * 1_000_000
    answer = visitor.client.post(
        "/_dash-update-component", data=body, content_type="application/json"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("package", ["os", "dash", "nothing", "acting_early", "dash.dcc"])
def test_an_unknown_file_of_a_package_is_not_found(package, visitor):
    assert visitor.get(f"/_dash-component-suites/{package}/no/such.js").status_code == 404


def test_a_form_that_is_too_long_is_refused(visitor):
    answer = visitor.client.post("/data/spellings", data={"spelling": "x" * 600_000, "place": "a"})
    assert answer.status_code == 413
    assert "More was sent than a form of this dashboard holds." in answer.text
