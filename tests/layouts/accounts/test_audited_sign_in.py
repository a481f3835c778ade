"""Sign-ins and what users look at are in the audit log, by number and never by name."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.store.audit_trail.audit_tables import audit_event
from tests.support.account_site import PASSWORD, AccountSite
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.two_years import MARCH


@pytest.fixture
def site(database_url):
    site = AccountSite(database_url)
    yield site
    site.close()


def test_good_and_failed_sign_ins_and_signing_out_are_recorded(site):
    user, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    browser.type_password(password=f"{PASSWORD}!")
    browser.sign_in(key)
    browser.send("/sign-out", "/account")
    kinds = [kind for kind, *_ in list_events(site.table.engine)]
    assert kinds.count("sign_in_failed") == 1
    assert kinds.index("sign_in_failed") < kinds.index("sign_in") < kinds.index("sign_out")
    with site.table.engine.connect() as connection:
        rows = connection.execute(sa.select(audit_event)).mappings().all()
    told = "".join(str(dict(row)) for row in rows)
    assert f"user:{user.id}" in told
    for secret in ("Asha", "asha@example.org", PASSWORD, key):
        assert secret not in told


def test_a_view_is_of_the_user_who_looks_also_as_somebody_else(site):
    take_in(site.table, [row("visits", "b", MARCH, 3, 100)], file="b.csv")
    seen, *_ = site.add_with_app(Role.ANALYST, email="seen@example.org")
    looking, *_ = site.add_with_app(Role.ADMINISTRATOR, email="looking@example.org")
    site.sign_in(seen).get("/area/b")
    administrator = site.sign_in(looking)
    administrator.send(f"/users/{seen.id}/view-as", f"/users/{seen.id}")
    administrator.get("/area/b")
    with site.table.engine.connect() as connection:
        wanted = sa.select(audit_event.c.who).where(audit_event.c.kind == "small_numbers_viewed")
        who = set(connection.scalars(wanted))
    assert who == {f"user:{seen.id}", f"user:{looking.id}"}


def test_the_rights_that_a_user_is_given_are_recorded(site):
    user = site.add(Role.CHAMPION, team="north")
    details = replace(user.details, roles=("analyst", "commissioner"), team="")
    site.accounts.admin.change(user.id, details, PARTNER)
    said = [what for kind, what, _ in list_events(site.table.engine) if kind == "user_changed"]
    first = f"user {user.id} added: roles champion; organisation A; team north; service none"
    second = f"user {user.id} changed: roles analyst, commissioner; organisation A; team none"
    assert said[0] == first
    assert said[-1] == f"{second}; service none"
