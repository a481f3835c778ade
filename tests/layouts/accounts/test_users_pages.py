"""The administration of users, their own accounts, tokens and the view of another user."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.domain.errors import UserError
from indicators.domain.sharing.agreements import Organisation
from indicators.store.accounts.account_schema import api_token, invitation
from indicators.store.accounts.credential_table import CredentialTable
from tests.support.account_site import PASSWORD, AccountSite
from tests.support.audit_events import list_events

FIGURES = "/api/v1/indicators"
NEW = "orchard lantern violin cloud"


@pytest.fixture
def site(database_url):
    site = AccountSite(database_url)
    yield site
    site.close()


@pytest.fixture
def administrator(site):
    user = site.add(Role.ADMINISTRATOR, name="Ada Min", email="ada@example.org")
    return site.sign_in(user)


def read_link(answer):
    return re.search(r"http://localhost(/invitation/[\w-]+)", answer.text)[1]


def test_an_administrator_adds_a_user_who_chooses_a_password_and_an_app(site, administrator):
    given = {"name": "Asha Bell", "email": "Asha@Example.org ", "organisation": "A"}
    answer = administrator.send(
        "/users/add", "/users/add", **given, roles=["champion"], team="north"
    )
    link = read_link(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert link not in administrator.get("/users/2").text  # it is shown once
    new = site.browse()
    assert "Asha Bell" in new.get(link).text
    weak = new.send(link, link, new="asha bell asha bell", again="asha bell asha bell")
    assert (weak.status_code, "part of your name" in weak.text) == (422, True)
    differ = new.send(link, link, new=PASSWORD, again=PASSWORD + "!")
    assert "The two passwords are not the same." in differ.text
    answer = new.send(link, link, new=PASSWORD, again=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/set-up"
    page = new.get("/sign-in/set-up").text
    key = re.search(r'class="key-text">([A-Z2-7]+)<', page)[1]
    done = new.send("/sign-in/set-up", "/sign-in/set-up", code=pyotp.TOTP(key).now())
    assert 'href="/team/north"' in done.text
    assert new.get("/team/north").status_code == 200
    assert site.browse().get(link).status_code == 404  # it works once
    assert "asha@example.org" in administrator.get("/users").text


def test_a_link_is_over_after_three_days_and_when_there_is_a_newer_one(site, administrator):
    user = site.add(Role.ANALYST)
    first = read_link(administrator.send(f"/users/{user.id}/link", f"/users/{user.id}"))
    second = read_link(administrator.send(f"/users/{user.id}/link", f"/users/{user.id}"))
    assert site.browse().get(first).status_code == 404
    assert site.browse().get(second).status_code == 200
    past = datetime.now(UTC).replace(tzinfo=None)
    with site.table.engine.begin() as connection:
        connection.execute(sa.update(invitation).values(ends_at=past))
    assert site.browse().get(second).status_code == 404


def test_a_new_link_ends_password_app_and_sessions_at_once(site, administrator):
    user, _, _ = site.add_with_app(Role.ANALYST)
    browser = site.sign_in(user)
    administrator.send(f"/users/{user.id}/link", f"/users/{user.id}")
    assert not browser.is_signed_in()
    assert site.browse().type_password().status_code == 422
    assert not site.accounts.authenticator.is_set_up(user.id)


def begin_set_up(site, user):
    """A browser that knows the password and was given the key of a new app: both."""
    browser = site.sign_in(user)
    browser.send("/account/authenticator", "/account", password=PASSWORD)
    page = browser.get("/sign-in/set-up").text
    return browser, re.search(r'class="key-text">([A-Z2-7]+)<', page)[1]


ENDS = {
    "new link": lambda site, user: site.accounts.admin.invite(user.id, PARTNER, datetime.now(UTC)),
    "new password": lambda site, user: site.sign_in(user).send(
        "/account/password", "/account", old=PASSWORD, new=NEW, again=NEW
    ),
    "disabled and enabled": lambda site, user: (
        site.accounts.admin.disable(user.id, PARTNER, datetime.now(UTC)),
        site.accounts.admin.enable(user.id, PARTNER),
    ),
    "signed out elsewhere": lambda site, user: site.sign_in(user).send(
        "/account/sessions/end-others", "/account"
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_the_sessions_of_a_user_ends_a_set_up_under_way(site, end):
    user, _, _ = site.add_with_app(Role.ANALYST)
    intruder, key = begin_set_up(site, user)
    before = site.accounts.authenticator.is_set_up(user.id)
    ENDS[end](site, user)
    answer = intruder.client.get("/sign-in/set-up")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    intruder.send("/sign-in/set-up", "/sign-in", code=pyotp.TOTP(key).now())
    assert not intruder.is_signed_in()
    assert before
    assert site.accounts.authenticator.is_set_up(user.id) is (end != "new link")


def test_whoever_sets_up_an_app_first_has_the_account(site):
    user = site.add(Role.ANALYST)
    late, late_key = site.browse(), ""
    for browser in (late, first := site.browse()):
        browser.type_password()
        page = browser.get("/sign-in/set-up").text
        key = re.search(r'class="key-text">([A-Z2-7]+)<', page)[1]
        late_key = late_key or key
    first.send("/sign-in/set-up", "/sign-in/set-up", code=pyotp.TOTP(key).now())
    assert first.is_signed_in()
    late.send("/sign-in/set-up", "/sign-in", code=pyotp.TOTP(late_key).now())
    assert not late.is_signed_in()
    kept = CredentialTable(site.table.engine).find_authenticator(user.id)
    assert site.accounts.authenticator.read_secret(kept) == key


def test_a_new_link_ends_private_addresses_and_names_the_tokens_that_stay(site, administrator):
    user, now = site.add(Role.ANALYST), datetime.now(UTC)
    private = site.accounts.private_links.make(user, now)
    page = f"/users/{user.id}"
    assert "still use" not in administrator.send(f"{page}/link", page).text
    assert site.accounts.private_links.find_user(private, now) is None
    for name, days in (("Power BI", 30), ("Old report", 1)):
        site.accounts.tokens.make(user, name, "analyst", days, now - timedelta(days=2))
    said = administrator.send(f"{page}/link", page).text
    assert "Power BI" in said
    assert "Old report" not in said


def test_a_change_of_roles_counts_at_the_next_request(site, administrator):
    user = site.add(Role.ANALYST)
    browser = site.sign_in(user)
    assert browser.get("/about").status_code == 200
    page = f"/users/{user.id}"
    given = {"name": "Asha Bell", "email": "asha@example.org", "organisation": "A"}
    answer = administrator.send(page, page, **given, roles=["auditor"])
    assert answer.status_code == 303
    assert browser.get("/indicator/visits").status_code == 403
    administrator.send(f"{page}/disable", page)
    assert browser.get("/about").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/users", "/users/add", "/users/1"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_manages_users(site, role, path):
    browser = site.sign_in(site.add(role, team="north", service="midwifery"))
    assert browser.get(path).status_code == 403
    answer = browser.send("/users/1/disable", "/account")
    assert answer.status_code == 403
    assert browser.is_signed_in()


def test_the_last_administrator_stays_one(site, administrator):
    for action in ("disable", ""):
        fields = {"name": "Ada Min", "email": "ada@example.org", "roles": ["analyst"]}
        answer = administrator.send(f"/users/1/{action}".rstrip("/"), "/users/1", **fields)
        shown = answer.text + administrator.get("/users/1").text
        assert "This is the last administrator." in shown
    assert administrator.get("/users").status_code == 200


def test_two_users_do_not_share_an_address(site, administrator):
    site.add(Role.ANALYST)
    given = {"name": "Another", "email": "ASHA@example.org", "roles": ["analyst"]}
    answer = administrator.send("/users/add", "/users/add", **given)
    assert (answer.status_code, "Another user has this e-mail" in answer.text) == (422, True)
    assert 'value="Another"' in answer.text  # what was typed is kept


def test_an_unknown_role_or_team_is_refused(site, administrator):
    given = {"name": "Eve", "email": "eve@example.org"}
    for wrong in ({"roles": ["owner"]}, {"team": "nowhere"}, {"organisation": "Z"}):
        assert administrator.send("/users/add", "/users/add", **given, **wrong).status_code == 422
    assert len(site.accounts.users.list_users()) == 1


# A user's own account


def test_a_user_sees_where_they_are_signed_in_and_signs_out_there(site):
    user = site.add(Role.ANALYST)
    here, there, elsewhere = (site.sign_in(user) for _ in range(3))
    stranger = site.sign_in(site.add(Role.ANALYST, email="b@example.org"))
    page = here.get("/account").text
    assert page.count("Firefox on Windows") >= 3
    assert page.count("(this one)") == 1
    assert "127.0.0.0/24" in page
    number = re.findall(r"/account/sessions/(\d+)/end", page)[-1]
    stranger.send(f"/account/sessions/{number}/end", "/account")
    assert there.is_signed_in()
    here.send(f"/account/sessions/{number}/end", "/account")
    assert [there.is_signed_in(), elsewhere.is_signed_in()].count(True) == 1
    here.send("/account/sessions/end-others", "/account")
    assert [b.is_signed_in() for b in (here, there, elsewhere)] == [True, False, False]


def test_a_changed_password_signs_out_everywhere_else(site):
    user = site.add(Role.ANALYST)
    here, there = site.sign_in(user), site.sign_in(user)
    new = "violet engine paper river"
    wrong = here.send("/account/password", "/account", old="no", new=new, again=new)
    assert "present password is not right" in wrong.text
    short = here.send("/account/password", "/account", old=PASSWORD, new="short", again="short")
    assert "The password has 5 characters." in short.text
    done = here.send("/account/password", "/account", old=PASSWORD, new=new, again=new)
    assert done.status_code == 303
    assert (here.is_signed_in(), there.is_signed_in()) == (True, False)
    assert site.browse().type_password(password=new).status_code == 303


def test_new_recovery_codes_end_the_old_ones(site):
    user, _, codes = site.add_with_app(Role.ANALYST)
    browser = site.sign_in(user)
    answer = browser.send("/account/recovery-codes", "/account", password=PASSWORD)
    fresh = re.findall(r"<code>([a-z0-9-]{14})</code>", answer.text)
    assert len(fresh) == 10
    assert not site.accounts.authenticator.use_code(user.id, codes[0], datetime.now(UTC))
    assert site.accounts.authenticator.use_code(user.id, fresh[0], datetime.now(UTC))
    assert browser.send("/account/recovery-codes", "/account", password="no").status_code == 422


def test_another_phone_replaces_the_first_only_when_its_code_is_right(site):
    user, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.sign_in(user)
    answer = browser.send("/account/authenticator", "/account", password=PASSWORD)
    assert answer.headers["Location"] == "/sign-in/set-up"
    browser.send("/sign-in/set-up", "/sign-in/set-up", code="000000")
    assert site.browse().sign_in(key).status_code == 303
    page = browser.get("/sign-in/set-up").text
    new_key = re.search(r'class="key-text">([A-Z2-7]+)<', page)[1]
    browser.send("/sign-in/set-up", "/sign-in/set-up", code=pyotp.TOTP(new_key).now())
    assert browser.is_signed_in()
    other = site.browse()
    other.type_password()
    assert (
        other.type_code(pyotp.TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30))).status_code
        == 422
    )


# Tokens


def make_token(browser, page="/account", **fields):
    given = {"name": "Power BI", "role": "analyst", "days": "30"} | fields
    answer = browser.send(f"{page}/tokens", page, **given)
    found = re.search(r"lpd_[\w-]{43}", answer.text)
    return found[0] if found else answer


def read(site, token):
    headers = {"Authorization": f"Bearer {token}", "X-Export-Reason": "a test"}
    return site.server.test_client().get(FIGURES, headers=headers).status_code


def test_a_token_is_shown_once_and_reads_until_it_is_revoked_or_over(site):
    user = site.add(Role.ANALYST)
    browser = site.sign_in(user)
    token = make_token(browser)
    assert read(site, token) == 200
    page = browser.get("/account").text
    assert token not in page
    assert "Power BI" in page
    with site.table.engine.connect() as connection:
        assert token not in str(connection.execute(sa.select(api_token)).all())
    browser.send("/account/tokens/1/revoke", "/account")
    assert read(site, token) == 401
    late = make_token(browser)
    with site.table.engine.begin() as connection:
        now = datetime.now(UTC).replace(tzinfo=None)
        connection.execute(sa.update(api_token).values(ends_at=now - timedelta(seconds=1)))
    assert read(site, late) == 401
    assert list_events(site.table.engine, "token_made")
    assert list_events(site.table.engine, "token_revoked")


def test_a_token_has_no_more_than_a_role_of_its_user_as_it_is_now(site):
    site.add(Role.ADMINISTRATOR, email="ada@example.org")
    user = site.add(Role.ANALYST)
    browser = site.sign_in(user)
    assert "no more rights than its user" in make_token(browser, role="administrator").text
    assert make_token(browser, days="400").status_code == 422
    assert make_token(browser, days="0").status_code == 422
    assert make_token(browser, name=" ").status_code == 422
    token = make_token(browser)
    site.accounts.admin.disable(user.id, PARTNER, datetime.now(UTC))
    assert read(site, token) == 401
    site.accounts.admin.enable(user.id, PARTNER)
    assert read(site, token) == 200


def test_a_token_opens_the_read_api_and_nothing_else(site):
    token = make_token(site.sign_in(site.add(Role.ANALYST)))
    client = site.server.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    for path in ("/", "/account", "/about", "/sheets/action-plans.xlsx"):
        assert client.get(path, headers=headers).status_code == 303, path
    assert client.post(f"{FIGURES}", headers=headers).status_code == 405


def test_an_administrator_makes_and_revokes_the_tokens_of_others(site, administrator):
    user = site.add(Role.ANALYST)
    page = f"/users/{user.id}"
    token = make_token(administrator, page)
    assert read(site, token) == 200
    administrator.send(f"{page}/tokens/1/revoke", page)
    assert read(site, token) == 401


# Roles and the view of another user


def test_a_user_with_several_roles_uses_one_of_them(site):
    user = site.add(Role.ANALYST, Role.ADMINISTRATOR)
    browser = site.sign_in(user)
    assert browser.get("/users").status_code == 200
    answer = browser.send("/account/role", "/account", role="analyst", next="/about")
    assert answer.headers["Location"] == "/about"
    assert browser.get("/users").status_code == 403
    browser.send("/account/role", "/account", role="auditor")  # not theirs
    assert browser.get("/users").status_code == 200


def test_an_administrator_sees_what_another_user_sees_and_changes_nothing(site, administrator):
    user = site.add(Role.TEAM_MEMBER, team="north")
    page = f"/users/{user.id}"
    assert administrator.get("/indicator/visits?place=a").status_code == 403
    answer = administrator.send(f"{page}/view-as", page)
    assert answer.headers["Location"] == "/team/north"
    shown = administrator.get("/team/north")
    assert shown.status_code == 200
    assert "You see what Asha Bell sees." in shown.text
    assert administrator.get("/users").status_code == 403
    form = "/indicator/visits/comments?place=a"
    said = administrator.send(form, "/account", text="Hello", month="2026-03", who="x")
    assert said.status_code == 400
    assert "looking at what another user sees" in said.text
    assert administrator.send("/account/password", "/account", old="x").status_code == 400
    administrator.send("/account/view-as/end", "/account")
    assert administrator.get("/users").status_code == 200
    (began,) = list_events(site.table.engine, "view_as_started")
    assert began[1] == f"user {user.id}"
    assert list_events(site.table.engine, "view_as_ended")


def test_nobody_but_an_administrator_sees_as_another_user(site, administrator):
    analyst = site.sign_in(site.add(Role.ANALYST))
    assert analyst.send("/users/1/view-as", "/account").status_code == 403


def test_who_is_no_administrator_any_more_sees_their_own_view_again(site, administrator):
    site.add(Role.ADMINISTRATOR, email="other@example.org")
    user = site.add(Role.TEAM_MEMBER, team="north", email="c@example.org")
    page = f"/users/{user.id}"
    administrator.send(f"{page}/view-as", page)
    ada = site.accounts.users.find(1)
    demoted = type(ada.details)(ada.name, ada.details.email, "A", ("auditor",))
    site.accounts.admin.change(1, demoted, PARTNER)
    assert "You see what" not in administrator.client.get("/account").text
    assert administrator.get("/team/north").status_code == 403


# Users who may see nothing yet


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((), "You have no role yet"),
        ((Role.TEAM_MEMBER,), "You have no team yet"),
        ((Role.CHAMPION,), "You have no team yet"),
        ((Role.SERVICE_LEAD,), "You have no service yet"),
        ((Role.HEAD_OF_SERVICE,), "You have no service yet"),
    ],
)
def test_a_user_without_role_team_or_service_reads_where_to_get_it(site, roles, said):
    site.add(Role.ADMINISTRATOR, name="Ada Min", email="ada@example.org")
    browser = site.sign_in(site.add(*roles))
    for path in ("/", "/team/north", "/compare"):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert said in answer.text
        assert "Ada Min" in answer.text
    assert browser.get(FIGURES).status_code == 403
    assert browser.is_signed_in()


def test_a_user_whose_organisation_was_withdrawn_reads_that_and_keeps_it_until_changed(
    site, administrator
):
    user = site.add(Role.COMMISSIONER, organisation="ICB", email="left@example.org")
    browser = site.sign_in(user)
    site.withdraw(Organisation(code="ICB", name="The board"))
    answer = browser.get("/")
    assert answer.status_code == 403
    assert "Your organisation was withdrawn" in answer.text
    assert "The board (withdrawn)" in administrator.get("/users").text
    assert 'value="ICB" selected' in administrator.get(f"/users/{user.id}").text


def test_the_log_has_no_address_name_or_secret(site, administrator, caplog):
    caplog.set_level(0)
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    browser.type_password(password="wrong wrong wrong wrong")
    browser.sign_in(key)
    token = make_token(browser)
    read(site, token)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    events = str(list_events(site.table.engine))
    for secret in ("asha@example.org", "Asha Bell", PASSWORD, key, token, browser.session_id):
        assert secret not in logged
        assert secret not in events


def test_a_token_for_a_role_that_nobody_has_is_refused(site):
    user = site.add(Role.ANALYST)
    with pytest.raises(UserError, match="no more rights"):
        site.accounts.tokens.make(user, "x", "auditor", 30, datetime.now(UTC))


def test_what_a_user_does_is_kept_under_their_own_name(site):
    browser = site.sign_in(site.add(Role.CHAMPION, team="north"))
    page = "/indicator/visits/comments?place=a"
    shown = browser.get(page).text
    assert "Your name, Asha Bell, is shown next to the comment." in shown
    given = {"month": "2026-03", "text": "The clinic moved", "who": "Somebody Else"}
    assert browser.send(page, page, **given).status_code == 303
    shown = browser.get(page).text
    assert "<small>Asha Bell, " in shown
    assert "Somebody Else" not in shown


def test_an_administrator_sees_what_any_user_sees_and_by_which_rule(site, administrator):
    champion = site.add(Role.CHAMPION, name="Cat Jones", email="cat@example.org", team="north")
    address = f"/access?user={champion.id}&indicator=visits&place="
    own = administrator.get(address + "north").text
    assert "Cat Jones" in own
    assert "All figures" in own  # the agreement that decided
    other = administrator.get(address + "south").text
    assert "figures of your own team" in other or "your team" in other
    assert "no user number 999" in administrator.get("/access?user=999").text


def test_nobody_else_is_told_what_another_user_sees(site, administrator):
    champion = site.add(Role.CHAMPION, name="Cat Jones", email="cat@example.org", team="north")
    other = site.sign_in(site.add(Role.ANALYST))
    assert "Cat Jones" not in other.get(f"/access?user={champion.id}").text
