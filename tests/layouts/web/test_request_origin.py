"""Who asks, by which name and over what: hosts, proxies, cookies and failures."""

import re

import pytest

from cli.settings import Settings
from indicators.access.declared_needs import public
from tests.support.partner_app import create_partner_app


@pytest.fixture
def make_client(tmp_path):
    apps = []

    def make_client(**settings):
        url = f"sqlite:///{tmp_path / 'test.db'}"
        apps.append(create_partner_app(Settings(database_url=url, **settings)))
        return apps[-1].server.test_client()

    yield make_client
    for app in apps:
        app.site.reports.table.engine.dispose()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(
            ("localhost", 200),
            ("localhost:8050", 200),
            ("127.0.0.1:8050", 200),
            ("[::1]:8050", 200),
        ),
        *(("dashboard.council.example", 200), ("10.0.0.7:8050", 200)),
        *(("evil.example", 400), ("council.example", 400), ("localhost.evil.example", 400)),
        *(("", 400), ("[::2]:8050", 400), ("127.0.0.1:x", 400), ("x" * 5000, 400)),
    ],
)
def test_it_answers_for_its_own_names_only(host, status, make_client):
    settings = Settings(hosts=("dashboard.council.example",)).serve_on("10.0.0.7")
    client = make_client(hosts=settings.hosts)
    for path in ("/about", "/data/nothing", "/api/v1/places"):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code == 400) == (status == 400), path
    if status == 400:
        assert "add the name to the setting ALLOWED_HOSTS" in answer.text
        assert "evil" not in answer.text


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example")
    monkeypatch.setenv("BEHIND_PROXY", "1")
    settings = Settings.from_environment().serve_on("::")
    assert (settings.hosts, settings.is_behind_proxy) == (("a.example", "b.example", "[::]"), True)


def list_cookies(answer):
    return {each.split("=")[0]: "Secure" in each for each in answer.headers.getlist("Set-Cookie")}


TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}


def test_cookies_are_secure_behind_tls(make_client):
    plain, behind = make_client(), make_client(is_behind_proxy=True)
    assert list_cookies(behind.get("/data", headers=TLS)) == {
        "__Host-session": True,
        "_csrf_token": True,
    }
    behind = behind.application.test_client()
    assert list_cookies(behind.get("/data")) == {"session": False, "_csrf_token": False}
    # Without a proxy of ours, its headers are anybody's.
    assert list_cookies(plain.get("/data", headers=TLS)) == {"session": False, "_csrf_token": False}


def test_a_form_leads_nowhere_else(make_client):
    policy = make_client().get("/about").headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy


@pytest.mark.parametrize(
    ("method", "says"), [("get", "Opening it changed nothing"), ("post", "perhaps")]
)
def test_a_failure_claims_no_more_than_is_known(method, says, make_client):
    client = make_client()
    client.application.config |= {"WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}

    @public
    def fail():
        raise ZeroDivisionError

    client.application.view_functions |= {"/": fail, "uploads.receive": fail}
    answer = client.get("/") if method == "get" else client.post("/data/files")
    assert answer.status_code == 500
    assert says in answer.text
    assert "lost" not in answer.text
    number = re.search(r"this number: (\w+)", answer.text)[1]
    assert number == answer.headers["X-Request-ID"]
