"""A site that is served, and a browser that fails the test when the page is in trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import program
from tests.support.browser_checks import watch

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No name but ours resolves, so that an outside request fails even where there is a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

# A check passes as soon as it holds; this long only on a computer that is busy with other tests.
expect.set_options(timeout=20_000)


ANSWER = "tests.answer"


class QuietHandler(WSGIRequestHandler):
    """Handles requests without a line for each on the test's output."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def connection_dropped(
        self, error: BaseException, environ: WSGIEnvironment | None = None
    ) -> None:
        """Close an answer whose reader has left, which werkzeug may leave open."""
        answer = (environ or {}).get(ANSWER)
        if answer is not None:
            answer.close()


def keep_answer(server: Flask) -> WSGIApplication:
    """Put each answer into its environ, where the handler finds it."""

    def respond(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[ANSWER] = server(environ, start_response)
        return environ[ANSWER]

    return respond


@contextmanager
def served(server: Flask, warm: str) -> Iterator[str]:
    # Dash sets itself up at the first request and is not safe for two at once.
    server.test_client().get(warm)
    http = make_server(
        "127.0.0.1", 0, keep_answer(server), threaded=True, request_handler=QuietHandler
    )
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@pytest.fixture
def live_site() -> Iterator[Callable[..., str]]:
    """live_site(flask_server, warm="/healthz") serves it until the test ends; returns its URL."""
    with ExitStack() as stack:
        yield lambda server, warm="/healthz": stack.enter_context(served(server, warm))


# One browser for each module of tests, not for the session: while Playwright runs, asyncio in this
# thread is taken, and tests elsewhere may want it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = program("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile: no cookies, no cache, English (UK)."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    yield context
    context.close()


@pytest.fixture
def problems(context: BrowserContext) -> list[str]:
    """Page errors, console errors and outside requests so far.

    A test that provokes one on purpose checks the list and clears it.
    """
    return watch(context)


@pytest.fixture
def page(context: BrowserContext, problems: list[str]) -> Iterator[Page]:
    """An empty page; the test fails if by its end anything went wrong in it."""
    page = context.new_page()
    yield page
    assert not problems, "\n".join(problems)
