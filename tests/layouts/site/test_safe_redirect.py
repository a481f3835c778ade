"""Redirects: to paths of the dashboard, and never to another server."""

from urllib.parse import urljoin, urlsplit

import flask
import pytest

from layouts.site.safe_redirect import find_own_path, redirect_within

OWN = [
    "/",
    "/team/hillfields",
    "/team/hillfields?month=2026-10&as_at=2026-09-14",
    "/tables/csv/rows/team/hillfields?month=2026-10",
    "/compare?view=matrix&by=hub#table",
    "/search?q=caf%C3%A9",
    "/search?q=https%3A%2F%2Fexample.org",
    "/search?q=//example.org",
    "/place/a:b",
    "/@me",
]
HOSTILE = [
    "",
    " ",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/team/hillfields",
    "//evil.example:8050",
    "//user@evil.example",
    "//127.0.0.1:8050@evil.example",
    "//[::1]",
    "//%65vil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/team\\..\\..\\evil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%252f%252fevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/team/..//evil.example",
    "/team/../../evil.example",
    "/%2e%2e//evil.example",
    "/%2e/evil.example",
    "/team//evil.example",
    "http://evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "http://127.0.0.1:8050.evil.example",
    "http://127.0.0.1@evil.example",
    "ftp://evil.example",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "javascript://evil.example/%0aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://evil.example/1",
    "mailto:someone@evil.example",
    "evil.example",
    "www.evil.example/team",
    "@evil.example",
    ":80",
    "?next=//evil.example",
    "#//evil.example",
    "team/hillfields",
    "../evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/team\r\nSet-Cookie: a=b",
    "/%0d%0aSet-Cookie:a=b",
    "/%00//evil.example",
    "/\0//evil.example",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    "／／evil.example",
    "/／evil.example",
    "//evil。example",
    "/\u3000//evil.example",
    "/\ud800",
    "/" + "a" * 3000,
]


@pytest.mark.parametrize("target", OWN)
def test_a_path_of_the_dashboard_is_kept(target):
    assert find_own_path(target) == target


def test_there_are_at_least_sixty_hostile_targets():
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("target", HOSTILE)
def test_any_other_target_leads_home(target):
    assert find_own_path(target) == "/"
    assert find_own_path(target, "/data") == "/data"


@pytest.mark.parametrize("target", [*OWN, *HOSTILE])
def test_a_browser_that_follows_a_redirect_stays_here(target):
    app = flask.Flask("test")
    with app.test_request_context("/sign-in"):
        response = redirect_within(target)
    assert response.status_code == 303
    went = urlsplit(urljoin("https://dashboard.example/sign-in", response.headers["Location"]))
    assert (went.scheme, went.netloc) == ("https", "dashboard.example")
