"""An agreement is changed in the browser: who sees what is said first, and counts at once."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from indicators.access.roles import AccessContext, Role
from indicators.accounts.accounts import Accounts
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.accounts.site_access import SiteAccess
from layouts.site.sample_mode import SampleMode
from layouts.site.site import Site
from layouts.site.viewing.current_settings import find_settings_key
from layouts.web.app_factory import create_dash_app
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import keep_settings
from tests.support.two_agencies import CATALOGUE, PLACES, RECORDS, fill_table, find_marks

PAGE, TODAY = "/agreements/sharing", datetime.now(UTC).date()
EVERYWHERE = [("visits", "north"), ("visits", "ash"), ("visits", "cedar")]
FILE = """
[[organisation]]
code = "BOARD"
name = "The board"

[[agreement]]
code = "sharing"
name = "Sharing agreement"
parties = ["ALPHA", "BETA"]
purpose = "Meetings"
approver = "The lead"
from = 2013-04-01
until = 2099-03-31
"""


class Browser:
    """One browser of a sample user."""

    def __init__(self, server, user: str) -> None:
        self.client = server.test_client()
        self.client.post("/sample-user", data={"user": user})

    def get(self, address: str) -> str:
        return unescape(self.client.get(address).text)

    def send(self, address: str, page: str = PAGE, **given):
        """Send the form of a page with other values, as a browser does."""
        return self.client.post(address, data=self.fill(self.client.get(page).text) | given)

    def confirm(self, preview):
        """Send what a preview asks to be confirmed."""
        address = re.search(
            r'<form method="post" action="(/(?:agreements|organisations)[^"]*)"', preview.text
        )[1]
        return self.client.post(address, data=self.fill(preview.text))

    @staticmethod
    def fill(text: str) -> dict[str, list[str] | str]:
        form: dict[str, list[str]] = {}
        for tag, inner in re.findall(r"(<(?:input|textarea)[^>]*>)([^<]*)", text):
            name, value = (re.search(f' {key}="([^"]*)"', tag) for key in ("name", "value"))
            if name and "checkbox" not in tag:
                form.setdefault(name[1], []).append(unescape(value[1] if value else inner))
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', text):
            form[name] = re.findall(r'value="([^"]*)" selected', options)
        return form | {"who": "Ada", "reason": "Decided by the board"}


@pytest.fixture
def server(tmp_path):
    """One of two server processes over the same database and file."""
    (tmp_path / "agreements.toml").write_text(FILE)
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    fill_table(table)
    yield build_server(table, tmp_path)
    table.engine.dispose()


@pytest.fixture
def other_server(server, tmp_path):
    table = IndicatorTable.open(f"sqlite:///{tmp_path / 'test.db'}")
    yield build_server(table, tmp_path)
    table.engine.dispose()


def build_server(table, folder):
    reports = keep_settings(Reports(table, CATALOGUE, PLACES, records=RECORDS), folder)
    settings = reports.settings

    def find_context():
        found = settings.find(find_settings_key(settings)).configuration
        return AccessContext(found.places, tuple(CATALOGUE.services.values()), found.agreements)

    accounts = Accounts(table.engine, "a secret of the tests, long enough", find_context)
    sample = SampleMode(True, lambda: True, find_context, accounts.finder)
    app = create_dash_app(Site(reports), access=SiteAccess(accounts, sample))
    app.server.config["WTF_CSRF_ENABLED"] = False
    return app.server


@pytest.fixture
def ada(server):
    return Browser(server, Role.ADMINISTRATOR)


def test_who_sees_less_is_said_before_it_is_saved_and_counts_in_every_process_at_once(
    server, other_server, ada
):
    reader = Browser(other_server, Role.COMMISSIONER)  # of BETA, which sends reviews
    assert find_marks(reader.get("/team/north"), EVERYWHERE)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    preview = ada.send(PAGE, **{"0-until": yesterday})
    said = unescape(preview.text)
    assert "BETA (0 users) will no longer see exactly, but only as published: Visits" in said
    assert "its analysts may no longer load files" in said
    assert find_marks(reader.get("/team/north"), EVERYWHERE)  # nothing is saved yet
    assert ada.confirm(preview).status_code == 303
    assert not find_marks(reader.get("/team/north"), EVERYWHERE)
    assert find_marks(reader.get("/team/north"), [("reviews", "north")])  # what it sent itself
    page = ada.get(PAGE)
    assert "until: 2099-03-31 → " in page
    undone = ada.send(f"{PAGE}/undo")
    assert "will see exactly, and not only as published: Visits" in unescape(undone.text)
    assert ada.confirm(undone).status_code == 303
    assert find_marks(reader.get("/team/north"), EVERYWHERE)


def test_a_new_party_sees_the_places_of_its_agreement_and_nothing_else(server, ada):
    board = Browser(server, "outside")
    assert not find_marks(board.get("/team/north"), EVERYWHERE)
    given = {"0-name": "Visits in the north", "0-parties": ["BOARD"], "0-indicators": ["visits"]}
    given |= {"0-places": ["north", "ash", "birch"], "0-purpose": "A review"}
    given |= {"0-approver": "The lead", "0-from": "2020-01-01", "0-until": "2099-01-01"}
    preview = ada.send("/agreements/new", "/agreements/new", **given)
    said = unescape(preview.text)
    assert "The board (0 users) will see exactly, and not only as published: Visits" in said
    assert "will no longer see what is published of: Visits, at all other places" in said
    own = ada.confirm(preview).headers["Location"]
    assert own == "/agreements/visits-in-the-north"
    assert "Visits in the north" in ada.get("/agreements")
    assert "Visits in the north" in board.get("/agreements")
    removed = ada.send(f"{own}/remove", own)
    assert "will no longer see exactly, but only as published" in unescape(removed.text)
    assert ada.confirm(removed).status_code == 303
    assert "withdrawn from" in ada.get("/agreements")


def test_what_is_saved_is_what_was_seen(ada, server):
    preview = ada.send(PAGE, **{"0-places": ["north"]})
    form = ada.fill(preview.text)
    other = ada.client.post(PAGE, data=form | {"0-places": ["south"]})
    assert (other.status_code, "read this once more" in other.text) == (200, True)
    back = ada.client.post(PAGE, data=form | {"edit": "yes"})
    assert '<option value="north" selected' in back.text
    assert "Nobody has changed this here" in back.text
    wrong = ada.send(PAGE, **{"0-until": "2012-01-01"})
    assert (wrong.status_code, "before it starts" in wrong.text) == (422, True)


def test_only_an_administrator_has_the_forms(server, ada):
    analyst = Browser(server, Role.ANALYST)
    assert f'href="{PAGE}"' not in analyst.get("/agreements")
    assert f'href="{PAGE}"' in ada.get("/agreements")
    for address in (PAGE, "/agreements/new", "/agreements/agreements.toml"):
        assert analyst.client.get(address).status_code == 403
        assert ada.client.get(address).status_code == 200
    for address in (PAGE, f"{PAGE}/remove", f"{PAGE}/undo"):
        assert analyst.client.post(address, data={}).status_code == 403
    assert ada.client.get("/agreements/nothing").status_code == 404
    assert ada.client.get("/settings").status_code == 403


def test_only_those_who_may_change_agreements_find_them_in_the_menu(server, ada):
    link = '<a href="/agreements" data-plain aria-current="page">Agreements</a>'
    assert link in ada.get("/agreements")
    assert ">Agreements</a>" not in Browser(server, Role.ANALYST.value).get("/agreements")


def test_the_forms_show_no_figures(server, ada):
    for text in (ada.get(PAGE), ada.send(PAGE, **{"0-places": ["north"]}).text):
        assert not find_marks(text, [*EVERYWHERE, ("reviews", "north"), ("reviews", "cedar")])


def test_an_organisation_is_added_and_withdrawn_after_it_was_said_what_follows(server, ada):
    new = "/organisations/new"
    preview = ada.send(new, new, **{"0-code": "TRUST", "0-name": "The new trust"})
    assert "TRUST (0 users) can be chosen for users and in agreements" in unescape(preview.text)
    assert "The new trust" not in ada.get("/agreements")  # nothing is saved yet
    own = ada.confirm(preview).headers["Location"]
    assert own == "/organisations/TRUST"
    assert "The new trust" in ada.get("/agreements")
    assert "TRUST: The new trust" in ada.get("/agreements/new")
    assert "The new trust" in ada.get("/agreements/agreements.toml")
    removed = ada.send(f"{own}/remove", own)
    said = unescape(removed.text)
    assert "The new trust (0 users) can no longer be chosen" in said
    assert "The new trust (0 users) will no longer see what is published of: all indicators" in said
    assert ada.confirm(removed).status_code == 303
    assert "TRUST: The new trust" not in ada.get("/agreements/new")
    assert "The new trust" not in ada.get("/agreements/agreements.toml")


def test_nobody_but_an_administrator_sees_the_forms_of_organisations(server):
    analyst = Browser(server, Role.ANALYST)
    assert analyst.client.get("/organisations/new").status_code == 403
    assert "New organisation" not in analyst.get("/agreements")
