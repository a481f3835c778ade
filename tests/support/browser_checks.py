"""What a test of a page needs beside Playwright: watch for trouble, wait for Dash, ask axe."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Idle on two frames running, because a click's callback may be asked for one frame later.
# It is one evaluate, not wait_for_function, which a content security policy without eval stops.
IDLE = """
(seconds) => new Promise((resolve, reject) => {
  const until = performance.now() + seconds * 1000;
  let quiet = 0;
  const busy = () => {
    if (document.readyState !== "complete") return "the document";
    if (document.fonts.status !== "loaded") return "fonts";
    if (![...document.images].every((image) => image.complete)) return "images";
    if (!document.getElementById("_dash-config")) return "";
    const state = window.store?.getState();
    if (state?.appLifecycle !== "HYDRATED") return "Dash to start";
    const { stored, completed, ...waiting } = state.callbacks;
    const names = Object.keys(waiting).filter((name) => waiting[name].length);
    if (names.length) return "callbacks: " + names.join(", ");
    if (state.isLoading) return "Dash to load";
    if (document.querySelector(".dash-graph--pending")) return "a chart";
    return "";
  };
  const look = () => {
    const reason = busy();
    quiet = reason ? 0 : quiet + 1;
    if (quiet >= 2) resolve();
    else if (performance.now() > until) reject(new Error("still waiting for " + reason));
    else requestAnimationFrame(look);
  };
  look();
})
"""


def watch(context: BrowserContext) -> list[str]:
    """A list that grows by a line for each page error, console error and outside request."""
    problems: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console error: {message.text} ({message.location['url']})")

    def page_error(error: WebError) -> None:
        problems.append(f"page error: {error.error}")

    def request(sent: Request) -> None:
        url = urlsplit(sent.url)
        if url.scheme in {"http", "https", "ws", "wss"} and url.hostname != "127.0.0.1":
            problems.append(f"request to another host: {sent.url}")

    context.on("console", console)
    context.on("weberror", page_error)
    context.on("request", request)
    return problems


def wait_until_idle(page: Page, seconds: float = 20) -> None:
    """Return when the page has loaded and Dash, if it is there, has no callback left to run."""
    page.wait_for_load_state("load")
    page.evaluate(IDLE, seconds)


def axe_violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, a line for each element."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", AXE_TAGS)
    return [
        f"{violation['id']}: {violation['help']}: {node['html']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
