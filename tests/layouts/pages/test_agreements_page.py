"""Sharing agreements on the pages: the register, warnings, and changes that count at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from indicators.access.permissions import PARTNER, Viewer
from indicators.access.roles import (
    ROLE_PERMISSIONS,
    AccessContext,
    Person,
    Role,
    build_viewer,
)
from indicators.accounts.accounts import Accounts
from indicators.configuration.agreement_rules import FILE
from indicators.configuration.agreements_reader import AgreementFile
from indicators.domain.settings.configuration import Configuration
from indicators.domain.sharing.agreements import Agreement, Agreements
from indicators.reports.scope.viewer_scope import ViewerScope
from indicators.store.observations import IndicatorTable
from layouts.accounts.site_access import SiteAccess
from layouts.site.sample_mode import SampleMode
from layouts.site.site import Site
from layouts.text.access.access_text import list_statements
from layouts.web.app_factory import create_dash_app
from layouts.web.personal_notices import list_notices, render_notices
from tests.support.databases import create_sqlite
from tests.support.spec_people import AGREEMENT, TODAY, read_people
from tests.support.two_agencies import CATALOGUE, PLACES, fill_table, find_marks

PEOPLE = read_people()
OUTSIDE = '[[organisation]]\ncode = "OUTSIDE"\nname = "Outside"\n'


def ending_in(days: int) -> Agreements:
    keys = AGREEMENT.model_dump(by_alias=True) | {"until": TODAY + timedelta(days)}
    return Agreements((Agreement.model_validate(keys),))


@pytest.mark.parametrize(
    ("days", "says"),
    [(61, ""), (60, "in 60 days"), (14, "in 14 days"), (1, "in 1 day,"), (0, "today"), (-1, "")],
)
def test_an_agreement_warns_from_60_days_before_its_end(days, says):
    found = list_notices(ending_in(days), PEOPLE["commissioner"].viewer, TODAY)
    assert [says in each.text for each in found] == ([True] if says else [])


@pytest.mark.parametrize(("days", "is_urgent"), [(60, False), (15, False), (14, True), (0, True)])
def test_the_second_warning_14_days_before_the_end_is_urgent(days, is_urgent):
    (found,) = list_notices(ending_in(days), PEOPLE["commissioner"].viewer, TODAY)
    assert found.is_urgent == is_urgent
    assert ("Urgent: " in render_notices(ending_in(days), PARTNER, TODAY)) == is_urgent


def test_only_analysts_administrators_and_the_parties_are_warned():
    assert list_notices(ending_in(14), PARTNER, TODAY)
    assert list_notices(ending_in(14), Viewer("Ada", ROLE_PERMISSIONS[Role.ADMINISTRATOR]), TODAY)
    assert not list_notices(ending_in(14), PEOPLE["outside_commissioner"].viewer, TODAY)


def write_agreement(folder, until: date, indicators: str = "") -> None:
    text = f'{OUTSIDE}[[agreement]]\ncode = "sharing"\nname = "Sharing agreement"\n'
    text += 'parties = ["ALPHA", "BETA"]\npurpose = "Meetings"\napprover = "The lead"\n'
    (folder / FILE).write_text(f"{text}from = 2013-04-01\nuntil = {until}\n{indicators}")


@pytest.fixture
def ask(tmp_path):
    """ask(role, address) answers with the text of a page for a sample user."""
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    reports = fill_table(table)
    file = AgreementFile(tmp_path, lambda: Configuration(CATALOGUE, PLACES).known_codes)

    def find_context():
        return AccessContext(PLACES, tuple(CATALOGUE.services.values()), file.read_latest())

    accounts = Accounts(table.engine, "a secret of the tests, long enough", find_context)
    sample = SampleMode(True, lambda: True, find_context, accounts.finder)
    app = create_dash_app(Site(reports), access=SiteAccess(accounts, sample))
    app.server.config["WTF_CSRF_ENABLED"] = False
    client = app.server.test_client()

    def ask(role: str, address: str) -> str:
        client.post("/sample-user", data={"user": role})
        return client.get(address).text

    yield ask
    table.engine.dispose()


def test_a_changed_agreement_counts_from_the_next_request(ask, tmp_path):
    today = datetime.now(UTC).date()
    write_agreement(tmp_path, today)  # its last day
    assert find_marks(ask(Role.COMMISSIONER, "/team/north"), [("visits", "north")])
    write_agreement(tmp_path, today - timedelta(1))
    assert not find_marks(ask(Role.COMMISSIONER, "/team/north"), [("visits", "north")])
    assert find_marks(ask(Role.COMMISSIONER, "/team/north"), [("reviews", "north")])
    write_agreement(tmp_path, today, 'indicators = ["reviews"]')
    assert not find_marks(ask(Role.COMMISSIONER, "/team/north"), [("visits", "north")])


def test_a_fault_in_the_file_covers_nobody_and_is_shown_and_logged(ask, tmp_path, caplog):
    write_agreement(tmp_path, date(2030, 3, 31), "colour = 3")
    text = ask(Role.ANALYST, "/agreements")
    assert "cannot be read" in text
    assert "colour" in text
    assert "agreements cannot be read" in caplog.text
    assert not find_marks(ask(Role.COMMISSIONER, "/team/north"), [("visits", "north")])


def test_the_register_lists_what_each_party_will_lose(ask, tmp_path):
    until = datetime.now(UTC).date() + timedelta(14)
    write_agreement(tmp_path, until)
    text = ask(Role.ANALYST, "/agreements")
    for part in ("ends in 14 days", "ALPHA: Reviews, at all places", "BETA: Visits, at all places"):
        assert part in text
    assert "What this changes" in ask(Role.ANALYST, "/about")


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.ADMINISTRATOR, "/users"), (Role.ANALYST, "/account"), (Role.CHAMPION, "/setup")],
)
def test_pages_without_scripts_warn_and_can_be_skipped_to_their_content(
    ask, tmp_path, role, address
):
    write_agreement(tmp_path, datetime.now(UTC).date() + timedelta(14))
    page = ask(role, address)
    assert "ends in 14 days" in page
    assert page.index('href="#content"') < page.index("<form") < page.index('<main id="content"')


def test_an_agency_that_sends_the_figures_of_every_service_is_told_so():
    services = [each.model_copy(update={"agency": "ALPHA"}) for each in CATALOGUE.services.values()]
    context = AccessContext(PLACES, services, Agreements())
    viewer = build_viewer(Person("Ada", frozenset({Role.ANALYST}), "ALPHA"), context, TODAY)
    said = list_statements(ViewerScope(viewer, CATALOGUE, PLACES), Agreements())
    assert said[-1] == "Exact: all figures, since ALPHA sends those of every service."


def test_someone_sees_why_with_the_name_and_the_end_of_the_agreement(ask, tmp_path):
    write_agreement(tmp_path, date(2030, 3, 31))
    why = ask(Role.COMMISSIONER, "/access?indicator=visits&place=ash")
    assert "Visits, Ash: seen exactly under the Sharing agreement, until 31 March 2030." in why
    own = ask(Role.COMMISSIONER, "/access?indicator=reviews&place=ash")
    assert "Reviews, Ash: seen exactly" in own
    outside = ask("outside", "/access?indicator=visits&place=ash")
    assert "seen as it was published for sharing" in outside
    member = ask(Role.TEAM_MEMBER, "/access?indicator=visits&place=cedar")
    assert "The roles of this account are not about it. You see the figures of your team" in member
    auditor = ask(Role.AUDITOR, "/access?indicator=visits&place=cedar")
    assert "include no figures" in auditor


def test_the_register_keeps_the_letters_of_names(ask, tmp_path):
    write_agreement(tmp_path, date(2030, 3, 31), 'indicators = ["visits", "reviews"]')
    page = ask(Role.ANALYST, "/agreements")
    assert ">Visits and Reviews, all places</td>" in page
    assert "/tables/csv/agreements/agreements" in page
    write_agreement(tmp_path, date(2030, 3, 31))
    assert ">All indicators, all places</td>" in ask(Role.ANALYST, "/agreements")
