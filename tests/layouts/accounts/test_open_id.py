"""Sign-in with OpenID providers that behave, and with ones that do not, over real HTTP."""

import re
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from indicators.access.permissions import PARTNER
from indicators.access.roles import Role
from tests.support.account_site import AccountSite
from tests.support.audit_events import list_events
from tests.support.open_id_server import follow, make_key, run_provider

NOW = datetime.now(UTC)
TRUST = "The trust"
BUTTON, RETURN = "/sign-in/with/trust", "/sign-in/from/trust"


@pytest.fixture(scope="module")
def servers():
    with run_provider(TRUST) as trust, run_provider("The council") as council:
        yield trust, council


@pytest.fixture
def trust(servers):
    """The first provider, as it is when it behaves."""
    trust = servers[0]
    fresh = type(trust)(TRUST)
    fresh.issuer = trust.issuer
    for name, value in vars(fresh).items():
        setattr(trust, name, value)
    trust.sign = trust.sign_well
    return trust


@pytest.fixture
def council(servers):
    return servers[1]


@pytest.fixture
def site(database_url, trust, council):
    clients = [trust.build_client(), council.build_client("council")]
    site = AccountSite(database_url, clients=clients, contact="the service desk")
    yield site
    site.close()


@pytest.fixture
def user(site, trust):
    """A user who is linked to the trust’s person."""
    user = site.add(Role.ANALYST)
    site.accounts.identities.link(trust.issuer, "subject-1", user.id, NOW)
    return user


def go(browser, button=BUTTON, **form):
    """Press the button, sign in at the provider, and return the path that leads back."""
    answer = browser.send(button, **form)
    assert answer.status_code == 303, answer.text
    back = urlsplit(follow(answer.headers["Location"]))
    return f"{back.path}?{back.query}"


def is_refused(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    return not browser.session_id


def test_the_button_leads_to_the_provider_and_back_to_the_page_that_was_asked_for(site, user):
    browser = site.browse()
    page = browser.get("/sign-in?next=/about").text
    assert re.findall(r"Sign in with ([^<]+)</button>", page) == ["The trust", "The council"]
    answer = browser.get(go(browser, next="/indicator/visits?place=a"))
    assert answer.headers["Location"] == "/indicator/visits?place=a"
    assert browser.is_signed_in()
    assert "The trust" in browser.get("/account").text
    assert list_events(site.table.engine, "sign_in")


def test_what_is_sent_to_the_provider_is_new_each_time_and_has_a_challenge(site):
    browser = site.browse()
    sent = [parse_qs(urlsplit(browser.send(BUTTON).headers["Location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        first, second = (each[name][0] for each in sent)
        assert first != second
        assert len(first) >= 43
    assert sent[0]["code_challenge_method"] == ["S256"]
    assert sent[0]["redirect_uri"] == [f"http://localhost{RETURN}"]


def later(claims, **change):
    return claims | change


HOSTILE = {
    "another issuer": lambda c: later(c, iss="https://other.example"),
    "another audience": lambda c: later(c, aud="another-client"),
    "several audiences without a party": lambda c: later(c, aud=["dashboard", "other"]),
    "another party": lambda c: later(c, azp="another-client"),
    "another nonce": lambda c: later(c, nonce="another"),
    "no nonce": lambda c: {k: v for k, v in c.items() if k != "nonce"},
    "expired": lambda c: later(c, exp=int(time.time()) - 120),
    "no expiry": lambda c: {k: v for k, v in c.items() if k != "exp"},
    "issued in the future": lambda c: later(c, iat=int(time.time()) + 600),
    "not yet valid": lambda c: later(c, nbf=int(time.time()) + 600),
    "no subject": lambda c: later(c, sub=""),
    "a number as subject": lambda c: later(c, sub=1),
}


@pytest.mark.parametrize("wrong", HOSTILE)
def test_a_token_that_says_something_wrong_is_refused(site, user, trust, wrong):
    trust.change = HOSTILE[wrong]
    browser = site.browse()
    assert is_refused(browser, go(browser))
    assert list_events(site.table.engine, "sign_in_failed")


def test_a_clock_that_is_half_a_minute_slow_is_no_reason_to_refuse(site, user, trust):
    trust.change = lambda claims: later(claims, exp=int(time.time()) - 30)
    browser = site.browse()
    assert browser.get(go(browser)).status_code == 303
    assert browser.is_signed_in()


@pytest.mark.parametrize(
    "sign", ["sign_with_nothing", "sign_with_public_key", "sign_with_another_key"]
)
def test_a_token_that_is_signed_wrongly_is_refused(site, user, trust, sign):
    trust.sign = getattr(trust, sign)
    browser = site.browse()
    assert is_refused(browser, go(browser))


def test_a_new_key_of_the_provider_is_fetched(site, user, trust, monkeypatch):
    browser = site.browse()
    first = browser.get(go(browser))
    assert first.status_code == 303, first.text
    trust.key = make_key("next")
    trust.name = "next"
    trust.published = [trust.key]
    other = site.browse()
    assert is_refused(other, go(other))  # its keys were fetched a moment ago
    monkeypatch.setattr("indicators.accounts.open_id.provider_client.KEYS_AGAIN_SECONDS", -1)
    assert other.get(go(other)).status_code == 303


def test_a_return_is_good_once(site, user):
    browser = site.browse()
    path = go(browser)
    assert browser.get(path).status_code == 303
    browser.send("/sign-out", "/account")
    assert is_refused(browser, path)


def test_a_code_is_good_once_also_with_a_new_state(site, user, trust):
    browser = site.browse()
    used = parse_qs(urlsplit(go(browser)).query)["code"][0]
    trust.codes.clear()
    fresh = parse_qs(urlsplit(go(browser)).query)["state"][0]
    assert is_refused(browser, f"{RETURN}?{urlencode({'code': used, 'state': fresh})}")


def test_a_return_to_another_browser_is_refused(site, user):
    victim, attacker = site.browse(), site.browse()
    path = go(attacker)
    assert is_refused(victim, path)
    go(victim)
    assert is_refused(victim, path)


@pytest.mark.parametrize("state", ["", "guessed"])
def test_a_return_without_the_state_is_refused(site, user, state):
    browser = site.browse()
    code = parse_qs(urlsplit(go(browser)).query)["code"][0]
    assert is_refused(browser, f"{RETURN}?{urlencode({'code': code, 'state': state})}")


def test_a_return_to_another_provider_than_was_asked_is_refused(site, user, council):
    browser = site.browse()
    path = go(browser)
    before = len(council.requests)
    assert is_refused(browser, path.replace("/from/trust", "/from/council"))
    assert len(council.requests) == before  # no code was sent to it


def test_the_provider_that_answers_must_be_the_one_that_was_asked(site, user, council):
    browser = site.browse()
    path = go(browser)
    mixed = f"{path}&{urlencode({'iss': council.issuer})}"
    assert is_refused(browser, mixed)
    same = f"{go(browser)}&{urlencode({'iss': site.accounts.open_id.list_providers()[0].issuer})}"
    assert browser.get(same).status_code == 303


def test_a_provider_that_names_itself_must_do_so_each_time(database_url, trust):
    trust.sends_issuer = True
    site = AccountSite(database_url, clients=[trust.build_client()])
    user = site.add(Role.ANALYST)
    site.accounts.identities.link(trust.issuer, "subject-1", user.id, NOW)
    browser = site.browse()
    path = go(browser)
    assert is_refused(browser, re.sub(r"&iss=[^&]+", "", path))
    assert browser.get(go(browser)).status_code == 303
    site.close()


def test_a_provider_that_announces_another_issuer_is_not_used(database_url, trust):
    trust.announced = {"issuer": "https://other.example"}
    site = AccountSite(database_url, clients=[trust.build_client()])
    answer = site.browse().send(BUTTON)
    assert answer.status_code == 422
    assert "does not work at the moment" in answer.text
    site.close()


def test_an_address_without_tls_is_not_used(database_url, trust):
    trust.announced = {"token_endpoint": "http://provider.example/token"}
    site = AccountSite(database_url, clients=[trust.build_client()])
    assert site.browse().send(BUTTON).status_code == 422
    site.close()


def test_an_answer_of_the_provider_that_is_an_error_signs_nobody_in(site, user):
    browser = site.browse()
    state = parse_qs(urlsplit(go(browser)).query)["state"][0]
    denied = urlencode({"error": "access_denied", "state": state})
    assert is_refused(browser, f"{RETURN}?{denied}")


def test_an_unknown_person_has_no_access_and_reads_where_to_get_it(site, trust):
    trust.subject = "new-person"
    browser = site.browse()
    answer = browser.get(go(browser))
    assert (answer.status_code, browser.session_id) == (403, "")
    assert "the service desk" in answer.text
    (asked,) = site.accounts.admin.list_unknown(PARTNER, datetime.now(UTC))
    assert (asked.issuer, asked.subject, asked.name) == (trust.issuer, "new-person", "Asha Bell")
    assert f"<strong>{asked.id}</strong>" in answer.text
    user = site.add(Role.ANALYST)
    site.accounts.admin.link(user.id, asked.id, PARTNER, datetime.now(UTC))
    assert browser.get(go(browser)).status_code == 303
    assert site.accounts.admin.list_unknown(PARTNER, datetime.now(UTC)) == []


def test_the_same_subject_of_another_issuer_is_somebody_else(site, user, council):
    browser = site.browse()
    assert browser.get(go(browser, "/sign-in/with/council")).status_code == 403


def test_the_same_email_address_is_no_proof_of_who_someone_is(site, trust):
    site.add(Role.ADMINISTRATOR, email=trust.person["email"])
    browser = site.browse()
    assert browser.get(go(browser)).status_code == 403


def test_a_disabled_user_is_not_signed_in_by_a_provider(site, user):
    site.accounts.admin.disable(user.id, PARTNER, NOW)
    browser = site.browse()
    assert browser.get(go(browser)).status_code == 403
    assert not browser.session_id


def test_a_link_for_a_new_user_links_who_follows_it_to_a_provider(site, trust):
    trust.subject = "invited-person"
    user = site.add(Role.ANALYST)
    token = site.accounts.admin.invite(user.id, PARTNER, datetime.now(UTC))
    page = f"/invitation/{token}"
    browser = site.browse()
    answer = browser.send(f"{page}/with/trust", page)
    back = urlsplit(follow(answer.headers["Location"]))
    assert browser.get(f"{back.path}?{back.query}").status_code == 303
    assert browser.is_signed_in()
    assert site.browse().get(page).status_code == 404
    assert site.accounts.identities.list_issuers(user.id) == [(trust.issuer, "invited-person")]


def test_after_a_change_of_provider_the_user_is_linked_again(site, user, council):
    council.subject = "new-subject"
    browser = site.browse()
    browser.get(go(browser, "/sign-in/with/council"))
    (asked,) = site.accounts.admin.list_unknown(PARTNER, datetime.now(UTC))
    site.accounts.admin.link(user.id, asked.id, PARTNER, datetime.now(UTC))
    assert browser.get(go(browser, "/sign-in/with/council")).status_code == 303
    assert browser.is_signed_in()
    assert len(site.accounts.identities.list_issuers(user.id)) == 2
