"""What each role sees of a row, under an agreement, at its edges and without one."""

from datetime import date

import pytest

from indicators.access.permissions import PARTNER, ExactRight, Scope, Viewer
from indicators.access.roles import ROLE_NAMES, ROLE_PERMISSIONS, AccessContext, Person, Role
from indicators.access.roles import build_viewer as build
from indicators.access.row_access import AccessRule, RowAccess, decide_row
from indicators.domain.sharing.agreements import Agreement, Agreements
from tests.support.shipped_data import CATALOGUE, PLACES

TEAM, AREA, ELSEWHERE, CITY = "hillfields-team", "hillfields", "tile-hill", "coventry"
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
EARLY, CHECKS, PLANS = (
    ("early_booking", "midwifery"),
    ("new_birth_visit", "health-visiting"),
    ("child_protection_under_5", "childrens-centres"),
)
"""An indicator of each agency, with its service."""


def make_agreement(**changes) -> Agreement:
    given = {
        "code": "all",
        "name": "Agreement",
        "parties": ["UHCW", "CWPT", "CCC"],
        "purpose": "Meetings",
        "approver": "Lead",
        "from": FIRST,
        "until": LAST,
    }
    return Agreement.model_validate(given | changes)


def make_viewer(role: Role, agreements=None, day=FIRST, organisation="UHCW") -> Viewer:
    held = Agreements(agreements if agreements is not None else [make_agreement()])
    person = Person("Someone", frozenset({role}), organisation, TEAM, "health-visiting", 7)
    return build(person, AccessContext(PLACES, list(CATALOGUE.services.values()), held), day)


def see(viewer: Viewer, indicator: tuple[str, str], place: str) -> RowAccess:
    return decide_row(viewer, *indicator, place).access


@pytest.mark.parametrize("role", [Role.TEAM_MEMBER, Role.CHAMPION])
def test_a_team_role_sees_its_team_its_areas_and_the_city_and_no_other_place(role):
    viewer = make_viewer(role)
    for place in (TEAM, AREA, CITY, "england"):
        assert see(viewer, EARLY, place) is RowAccess.EXACT
    for place in (ELSEWHERE, "tile-hill-canley", "harmony"):
        assert see(viewer, EARLY, place) is RowAccess.NONE


@pytest.mark.parametrize("role", [Role.SERVICE_LEAD, Role.HEAD_OF_SERVICE])
def test_a_service_role_sees_its_service_everywhere_and_no_other_service(role):
    viewer = make_viewer(role)
    assert see(viewer, CHECKS, ELSEWHERE) is RowAccess.EXACT
    assert see(viewer, EARLY, ELSEWHERE) is RowAccess.NONE


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_role_without_figures_sees_no_row(role):
    found = decide_row(make_viewer(role), *EARLY, CITY)
    assert (found.access, found.rule) == (RowAccess.NONE, AccessRule.NO_FIGURES)


def test_a_party_sees_everything_from_the_first_day_to_the_last_of_its_agreement():
    for day, sees in (
        (date(2026, 3, 31), RowAccess.SHARED),
        (FIRST, RowAccess.EXACT),
        (LAST, RowAccess.EXACT),
        (date(2027, 4, 1), RowAccess.SHARED),
    ):
        viewer = make_viewer(Role.COMMISSIONER, day=day)
        assert see(viewer, PLANS, AREA) is sees
        assert viewer.sees_everything is (sees is RowAccess.EXACT)


def test_an_agency_sees_what_it_sent_without_an_agreement():
    viewer = make_viewer(Role.COMMISSIONER, [])
    found = decide_row(viewer, *EARLY, AREA)
    assert (found.access, found.rule) == (RowAccess.EXACT, AccessRule.OWN_FIGURES)
    assert see(viewer, CHECKS, AREA) is RowAccess.SHARED


def test_an_organisation_without_an_agreement_sees_what_was_published():
    found = decide_row(make_viewer(Role.COMMISSIONER, organisation="ICB"), *PLANS, AREA)
    assert (found.access, found.rule) == (RowAccess.SHARED, AccessRule.NO_AGREEMENT)


def test_who_sees_an_indicator_exactly_at_one_place_sees_nothing_of_it_elsewhere():
    held = [make_agreement(indicators=[PLANS[0]], places=[AREA])]
    viewer = make_viewer(Role.COMMISSIONER, held)
    assert see(viewer, PLANS, AREA) is RowAccess.EXACT
    found = decide_row(viewer, *PLANS, ELSEWHERE)
    assert (found.access, found.rule) == (RowAccess.NONE, AccessRule.OTHER_PLACES_EXACT)
    assert see(viewer, CHECKS, ELSEWHERE) is RowAccess.SHARED


def test_viewers_who_see_the_same_are_equal_and_others_are_not():
    one = make_viewer(Role.ANALYST)
    other = make_viewer(Role.ANALYST, organisation="CWPT")
    assert one != other  # the figures that an agency sent itself differ
    assert one == make_viewer(Role.ANALYST)
    assert one.cache_key == make_viewer(Role.ANALYST).cache_key
    assert one.cache_key != other.cache_key


def test_every_role_has_a_name_and_permissions():
    assert set(ROLE_NAMES) == set(ROLE_PERMISSIONS) == set(Role)


def test_the_command_line_sees_everything_and_a_viewer_without_scopes_nothing():
    assert PARTNER.sees_everything
    nobody = Viewer("nobody", PARTNER.permissions, exact=frozenset({ExactRight("x")}))
    assert see(nobody, EARLY, AREA) is RowAccess.NONE
    assert not nobody.sees_everything
    assert Viewer("some", scopes=frozenset({Scope()}), exact=PARTNER.exact).sees_everything


def test_the_one_agency_that_sends_everything_needs_no_agreement():
    def build_for(agencies: int) -> Viewer:
        """An analyst of the agency of all services, or of all but the last."""
        services = [
            each.model_copy(update={"agency": "US" if at < agencies else "THEM"})
            for at, each in enumerate(CATALOGUE.services.values())
        ]
        person = Person("Someone", frozenset({Role.ANALYST}), "US")
        return build(person, AccessContext(PLACES, services, Agreements()), FIRST)

    every = len(CATALOGUE.services)
    assert build_for(every).permissions == ROLE_PERMISSIONS[Role.ANALYST]
    assert see(build_for(every), EARLY, ELSEWHERE) is RowAccess.EXACT
    assert not build_for(every - 1).sees_everything
