"""Sign-in with a password and a code, and all the ways in which it must not work."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
import sqlalchemy as sa

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from indicators.accounts.accounts import Accounts
from indicators.accounts.local_sign_in import SignInRefusedError
from indicators.store.accounts.account_schema import sign_in_failure, user_session
from tests.support.account_site import PASSWORD, SECRET, TOKEN, AccountSite

NOW = datetime.now(UTC)


@pytest.fixture
def site(database_url):
    site = AccountSite(database_url)
    yield site
    site.close()


def test_a_password_and_a_code_of_the_app_sign_in(site):
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    assert browser.get("/").headers["Location"] == "/sign-in"
    answer = browser.sign_in(key)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    page = browser.get("/")
    assert page.status_code == 200
    assert "Asha Bell" in page.text


def test_the_password_alone_opens_nothing(site):
    site.add_with_app(Role.ANALYST)
    browser = site.browse()
    browser.type_password()
    assert browser.session_id == ""
    assert browser.get("/").status_code == 303
    assert browser.get("/api/v1/indicators").status_code == 401


def test_a_user_without_an_app_sets_one_up_before_anything_else(site):
    site.add(Role.ANALYST)
    browser = site.browse()
    assert browser.type_password().headers["Location"] == "/sign-in/set-up"
    assert not browser.is_signed_in()
    page = browser.get("/sign-in/set-up").text
    key = re.search(r'Key: <code class="key-text">([A-Z2-7]+)</code>', page)[1]
    wrong = browser.send("/sign-in/set-up", "/sign-in/set-up", code="000000")
    assert wrong.status_code == 422
    codes = browser.send("/sign-in/set-up", "/sign-in/set-up", code=pyotp.TOTP(key).now())
    assert len(re.findall(r"<li><code>[a-z0-9-]{14}</code></li>", codes.text)) == 10
    assert codes.headers["Cache-Control"] == "no-store"
    assert browser.is_signed_in()


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(site):
    site.add(Role.ANALYST)
    disabled = site.add(Role.ANALYST, email="old@example.org")
    site.add(Role.ADMINISTRATOR, email="admin@example.org")
    site.accounts.admin.disable(disabled.id, PARTNER, NOW)
    answers = [
        site.browse().type_password(email, password)
        for email, password in (
            ("asha@example.org", "wrong wrong wrong wrong"),
            ("nobody@example.org", PASSWORD),
            ("old@example.org", PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {422}
    said = {re.search(r'role="alert">.*?</div>', answer.text)[0] for answer in answers}
    assert len(said) == 1


def test_after_five_failures_the_right_password_must_wait(site):
    site.add_with_app(Role.ANALYST)
    for _ in range(5):
        answer = site.browse().type_password(password="wrong wrong wrong wrong")
        assert "is not right" in answer.text
    late = site.browse().type_password()
    assert late.status_code == 422
    assert "too many failed attempts" in late.text
    long_ago = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=2)
    with site.table.engine.begin() as connection:
        connection.execute(sa.update(sign_in_failure).values(last_at=long_ago))
    assert site.browse().type_password().status_code == 303


def test_codes_can_not_be_tried_one_after_another(site):
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    browser.type_password()
    for _ in range(5):
        assert browser.type_code("000000").status_code == 422
    assert "too many failed attempts" in browser.type_code(pyotp.TOTP(key).now()).text


def test_a_code_and_a_recovery_code_are_good_once(site):
    _, key, codes = site.add_with_app(Role.ANALYST)
    code = pyotp.TOTP(key).now()
    first, second, third, fourth = (site.browse() for _ in range(4))
    for browser in (first, second, third, fourth):
        browser.type_password()
    assert first.type_code(code).status_code == 303
    assert second.type_code(code).status_code == 422
    assert third.type_code(codes[0].upper().replace("-", " ")).status_code == 303
    assert fourth.type_code(codes[0]).status_code == 422


def test_after_the_secret_of_the_server_was_changed_it_is_said_that_no_code_fits(site):
    user, key, recovery = site.add_with_app(Role.ANALYST)
    accounts = Accounts(site.table.engine, f"another {SECRET}", lambda: site.context)
    for code in (pyotp.TOTP(key).now(), recovery[0]):
        with pytest.raises(SignInRefusedError, match="the secret of this server was changed"):
            accounts.local.check_code(user, code, NOW)


def test_signing_in_gives_a_new_session_id_and_one_that_was_planted_is_worth_nothing(site):
    _, key, codes = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    browser.client.set_cookie("dashboard_session", "planted")
    browser.sign_in(key)
    first = browser.session_id
    assert first not in ("", "planted")
    browser.client.get("/account")
    browser.send("/sign-out", "/account")
    browser.type_password()
    browser.type_code(codes[0])
    assert browser.session_id not in ("", first)
    thief = site.browse()
    for old in ("planted", first):
        thief.client.set_cookie("dashboard_session", old)
        assert not thief.is_signed_in()


def test_signing_in_again_ends_the_session_before(site):
    user, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.sign_in(user)
    old = browser.session_id
    token = re.search(r'csrf_token" value="([^"]+)"', browser.get("/account").text)[1]
    given = {"csrf_token": token, "email": "asha@example.org", "password": PASSWORD}
    browser.client.post("/sign-in", data=given)
    browser.client.post("/sign-in/code", data={"csrf_token": token, "code": pyotp.TOTP(key).now()})
    assert browser.session_id != old
    assert browser.is_signed_in()
    browser.client.set_cookie("dashboard_session", old)
    assert not browser.is_signed_in()


def test_after_signing_out_the_session_is_worth_nothing(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    kept = browser.session_id
    answer = browser.send("/sign-out", "/account")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    browser.client.set_cookie("dashboard_session", kept)
    assert not browser.is_signed_in()


def test_a_disabled_user_is_out_at_once_everywhere(site):
    site.add(Role.ADMINISTRATOR, email="admin@example.org")
    user = site.add(Role.ANALYST)
    browsers = [site.sign_in(user), site.sign_in(user)]
    assert all(browser.is_signed_in() for browser in browsers)
    site.accounts.admin.disable(user.id, PARTNER, NOW)
    assert not any(browser.is_signed_in() for browser in browsers)
    site.accounts.admin.enable(user.id, PARTNER)
    assert not any(browser.is_signed_in() for browser in browsers)


@pytest.mark.parametrize(
    ("made", "seen", "lasts"),
    [
        (timedelta(hours=7, minutes=59), timedelta(), True),
        (timedelta(hours=8), timedelta(), False),
        (timedelta(minutes=40), timedelta(minutes=29), True),
        (timedelta(minutes=40), timedelta(minutes=30), False),
    ],
)
def test_a_session_ends_after_30_idle_minutes_or_8_hours(site, made, seen, lasts):
    browser = site.sign_in(site.add(Role.ANALYST))
    now = datetime.now(UTC).replace(tzinfo=None)
    with site.table.engine.begin() as connection:
        aged = sa.update(user_session).values(made_at=now - made, seen_at=now - seen)
        connection.execute(aged)
    assert browser.is_signed_in() == lasts


def test_a_page_says_when_its_session_ends(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    idle, ends = (
        int(re.search(f'data-session-{name}="([0-9]+)"', browser.get("/").text)[1])
        for name in ("idle", "ends")
    )
    left = ends - datetime.now(UTC).timestamp()
    assert (idle, 8 * 3600 - 600 < left <= 8 * 3600) == (1800, True)


def test_a_page_stays_the_same_while_its_session_is_used(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    browser.get("/")  # gives the token of its forms
    first = browser.get("/").data
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=20)
    with site.table.engine.begin() as connection:
        connection.execute(sa.update(user_session).values(seen_at=before))
    assert browser.get("/").data == first


def test_the_next_page_shows_what_was_changed_of_a_user_and_nothing_of_another(site):
    asha = site.add(Role.ANALYST)
    ben = site.add(Role.ANALYST, name="Ben Cole", email="ben@example.org")
    hers, his = site.sign_in(asha), site.sign_in(ben)
    for browser, name, other in ((hers, "Asha", "Ben"), (his, "Ben", "Asha")) * 2:
        assert name in browser.get("/").text
        assert other not in browser.get("/").text
    assert TOKEN.search(hers.get("/").text)[1] != TOKEN.search(his.get("/").text)[1]
    site.accounts.admin.change(asha.id, replace(asha.details, name="Asha Dean"), PARTNER)
    assert "Asha Dean" in hers.get("/").text


def test_a_request_keeps_a_session_in_use(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    before = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=20)
    with site.table.engine.begin() as connection:
        connection.execute(sa.update(user_session).values(seen_at=before))
    browser.get("/")
    with site.table.engine.connect() as connection:
        assert connection.scalar(sa.select(user_session.c.seen_at)) > before


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/indicator/visits?place=a", "/indicator/visits?place=a"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%2f/evil.example", "/"),
    ],
)
def test_sign_in_leads_to_the_page_that_was_asked_for_and_never_elsewhere(site, asked, led):
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    assert browser.sign_in(key, next=asked).headers["Location"] == led


def test_a_page_that_needs_sign_in_is_what_comes_after_it(site):
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    led = browser.get("/indicator/visits?place=a").headers["Location"]
    page = browser.get(led).text
    asked = re.search(r'name="next" value="([^"]+)"', page)[1]
    assert browser.sign_in(key, next=asked).headers["Location"] == "/indicator/visits?place=a"


def test_a_team_member_begins_at_the_team_and_an_administrator_at_the_users(site):
    _, key, _ = site.add_with_app(Role.TEAM_MEMBER, team="north")
    assert site.browse().sign_in(key).headers["Location"] == "/team/north"
    _, key, _ = site.add_with_app(Role.ADMINISTRATOR, email="admin@example.org")
    browser = site.browse()
    assert browser.sign_in(key, email="admin@example.org").headers["Location"] == "/"
    assert browser.get("/").headers["Location"] == "/users"


def test_nothing_is_sent_without_the_form_s_token(site):
    site.add(Role.ANALYST)
    browser = site.browse()
    given = {"email": "asha@example.org", "password": PASSWORD}
    assert browser.client.post("/sign-in", data=given).status_code == 400
    signed_in = site.sign_in(site.add(Role.ANALYST, email="b@example.org"))
    assert signed_in.client.post("/sign-out").status_code == 400
    assert signed_in.is_signed_in()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site):
    _, key, _ = site.add_with_app(Role.ANALYST)
    browser = site.browse()
    answer = browser.sign_in(key)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "dashboard_session" in c]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    browser = site.browse()
    secure = {"base_url": "https://localhost"}
    page = browser.client.get("/sign-in", **secure).text
    token = re.search(r'csrf_token" value="([^"]+)"', page)[1]
    given = {"csrf_token": token, "email": "asha@example.org", "password": PASSWORD}
    headers = {"Referer": "https://localhost/sign-in"}
    answer = browser.client.post("/sign-in", data=given, headers=headers, **secure)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if "dashboard_sign_in" in c]
    assert "Secure" in cookie.split("; ")


def test_a_form_of_someone_who_was_signed_out_gives_the_text_back(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    page = "/indicator/visits/comments?place=a"
    token = re.search(r'csrf_token" value="([^"]+)"', browser.get(page).text)[1]
    browser.client.delete_cookie("dashboard_session")
    given = {"csrf_token": token, "text": "The clinic <b>moved</b>", "month": "2026-03"}
    headers = {"Referer": f"http://localhost{page}"}
    answer = browser.client.post(page, data=given, headers=headers)
    assert answer.status_code == 401
    assert "The clinic &lt;b&gt;moved&lt;/b&gt;" in answer.text
    assert token not in answer.text.replace('name="csrf_token"', "")
    (address,) = re.findall(r'href="(/sign-in\?[^"]+)"', answer.text)
    assert urlsplit(address).query == "next=%2Findicator%2Fvisits%2Fcomments%3Fplace%3Da"


def test_a_live_page_and_a_script_are_answered_401(site):
    browser = site.browse()
    assert browser.client.post("/_dash-update-component", json={}).status_code == 401
    api = browser.get("/api/v1/indicators")
    assert (api.status_code, api.mimetype) == (401, "application/problem+json")
    form = "/indicator/visits/comments?place=a"
    sent = browser.client.post(form, headers={"Accept": "application/json"})
    assert sent.status_code == 401
    assert sent.json["address"] == "/sign-in"
