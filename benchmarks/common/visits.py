"""Visits to a page in Chromium, with the moments that `watch.js` tells."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from indicators.domain.periods import Month

WATCH = (Path(__file__).parent / "watch.js").read_text(encoding="utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PREVIOUS = "a[rel=prev], #previous"
NEXT = "a[rel=next], #next"
PATIENCE_MS = 20_000
SETTLE_MS = 300


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as CHROMIUM or the path names it."""
    names = [os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome"]
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise SystemExit("No Chromium: run tests/setup.sh, or set CHROMIUM=/path/to/chromium.")
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield browser
    browser.close()


@dataclass(frozen=True)
class Sought:
    """What is on view once a `box` that can be seen has so many `parts`."""

    box: str
    part: str
    parts: int


class Visitor:
    """Visits one site, each round with a browser profile that has nothing in it."""

    def __init__(self, browser: Browser, url: str, sought: Sought, *, live: bool) -> None:
        """A site is waited for until what is sought is on view, a `live` one until it is
        interactive too."""
        self.browser, self.url, self.sought, self.live = browser, url, sought, live
        self.told: dict[str, float] = {}
        self.fetched: list[tuple[str, int]] = []

    def round(self, path: str, month: Month) -> dict[str, float]:
        """One cold visit, one warm, and changes of month; milliseconds by what was waited for."""
        with self._profile() as context:
            seen, page = self._visits(context, f"{path}?month={month}")
            new = self._change(page, PREVIOUS, month - 1)
            self._change(page, NEXT, month)
            known = self._change(page, PREVIOUS, month - 1)
        return seen | {"change, new": new, "change, known": known}

    def visits(self, address: str) -> dict[str, float]:
        """One cold visit and one warm."""
        with self._profile() as context:
            return self._visits(context, address)[0]

    @contextmanager
    def _profile(self) -> Iterator[BrowserContext]:
        context = self.browser.new_context(viewport={"width": 1366, "height": 768})
        context.expose_binding("benchTold", lambda _, what, at: self.told.update({what: at}))
        sought = json.dumps(asdict(self.sought))
        context.add_init_script(f"window.benchSought = {sought};\n{WATCH}")
        yield context
        context.close()

    def _visits(self, context: BrowserContext, address: str) -> tuple[dict[str, float], Page]:
        cold, page = self._visit(context, self.url + address, count=True)
        page.close()
        warm, page = self._visit(context, self.url + address)
        seen = {f"{what}, cold": at for what, at in cold.items()}
        return seen | {f"{what}, warm": at for what, at in warm.items()}, page

    def _visit(
        self, context: BrowserContext, address: str, *, count: bool = False
    ) -> tuple[dict[str, float], Page]:
        page = context.new_page()
        if count:
            self.fetched = _count(page, context)
        self.told.clear()
        page.goto(address)
        self._wait(page, "on view")
        if self.live:
            self._wait(page, "interactive")
        page.wait_for_timeout(SETTLE_MS)
        return dict(self.told), page

    def _change(self, page: Page, selector: str, month: Month) -> float:
        self.told.pop("change", None)
        page.evaluate("([link, month]) => benchClick(link, month)", [selector, month.name])
        self._wait(page, "change")
        page.wait_for_timeout(SETTLE_MS)
        return self.told["change"]

    def _wait(self, page: Page, what: str) -> None:
        """Let events come in until the page has told this moment; it took the time itself."""
        for _ in range(PATIENCE_MS // 20):
            if what in self.told:
                return
            page.wait_for_timeout(20)
        raise SystemExit(f"{page.url} did not come to “{what}” in {PATIENCE_MS // 1000} s.")


def _count(page: Page, context: BrowserContext) -> list[tuple[str, int]]:
    """A list that grows by path and bytes moved for each answer that comes in.

    The browser also tells of addresses with their data in them, for which it asks nobody.
    """
    fetched: list[tuple[str, int]] = []
    asked: dict[str, str] = {}
    session = context.new_cdp_session(page)

    def sent(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        address = urlsplit(asked.get(event["requestId"], "?"))
        if address.scheme != "data":
            fetched.append((address.path, int(event["encodedDataLength"])))

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return fetched
