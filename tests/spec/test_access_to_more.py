"""Runs access.toml on the pages of more indicators: each person is given what is for them."""

import pytest

from indicators.domain.catalogue import Catalogue
from indicators.domain.core import Placement
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from tests.support.builders import indicator, row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.export_reason import give_reason
from tests.support.spec_people import read_people
from tests.support.two_agencies import (
    AREAS,
    CATALOGUE,
    GROUPS,
    INDICATORS,
    MARCH,
    MONTHS,
    PLACES,
    denominator,
    find_marks,
    numerator,
)

PEOPLE = read_people()
EVERY = frozenset((code, place) for code in INDICATORS for place in GROUPS)
PAGES = [f"/{PLACES[place].kind}/{place}/more" for place in GROUPS]
PAGES += [
    f"/compare?by={by}&view={view}&indicator={code}"
    for code in INDICATORS
    for by, view in (("area", "matrix"), ("team", "order"))
]
FILES = [f"/tables/csv/more/{place}/more" for place in ("team/north", "area/cedar")]
FILES += [f"/tables/csv/matrix/compare?indicator={code}" for code in INDICATORS]
MORE = [
    indicator(code, service=service, shown=Placement.MORE, group="Group")
    for code, service in INDICATORS.items()
]
ROWS = [indicator(f"row-of-{service}", service=service) for service in INDICATORS.values()]


@pytest.fixture
def browse(database_url, monkeypatch):
    """browse(person) answers with all that the pages and files of more indicators give them."""
    table = IndicatorTable.open(database_url)
    for code, service in INDICATORS.items():
        places = [(area, at) for area in AREAS["city"] for at in range(MONTHS)]
        sent = [
            row(code, area, MARCH - at, numerator(code, area, at), denominator(code, area, at))
            for area, at in places
        ]
        sent += [row(f"row-of-{service}", area, MARCH - at, 20, 30) for area, at in places]
        take_in(table, sent, file=f"{service}.csv", service=service)
    catalogue = Catalogue(CATALOGUE.programme, [*ROWS, *MORE])
    app, chosen = build_app(Site(Reports(table, catalogue, PLACES)), monkeypatch)
    client = give_reason(app.server.test_client())

    def browse(person: str) -> str:
        chosen.now = PEOPLE[person].viewer
        answers = [client.get(address) for address in [*PAGES, *FILES]]
        assert not [a.request.path for a in answers if a.status_code == 500]
        return "\n".join(a.data.decode(errors="replace") for a in answers)

    yield browse
    table.engine.dispose()


@pytest.mark.slow
def test_each_person_is_given_the_figures_that_are_for_them_and_no_others(browse):
    for name, person in PEOPLE.items():
        text = browse(name)
        found = find_marks(text, EVERY)
        assert not find_marks(text, person.sees_not) - find_marks(text, person.sees), name
        if "figures" in person.may and person.sees:
            assert found, name
        elif "figures" not in person.may:
            assert not found, name
