"""What every response carries: its page's status, the content policy and other headers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import flask

from layouts.web.style_hashes import CHART_STYLES, DASH_STYLE_HASHES, hash_for_policy

_MADE_HERE = ("text/html", "application/json", "text/csv")
_TLS_ONLY = f"max-age={365 * 24 * 3600}; includeSubDomains"


def register_headers(server: flask.Flask, build_policy: Callable[[], str]) -> None:
    """Add headers to every response; `build_policy` is called once, at the first response."""
    policy = ""

    @server.after_request
    def read_whole_file(response: flask.Response) -> flask.Response:
        # Files are small here: read whole they are closed at once and compressed with a length.
        if response.direct_passthrough and response.status_code == 200:
            response.direct_passthrough = False
            response.set_data(response.get_data())
        return response

    @server.after_request
    def add_headers(response: flask.Response) -> flask.Response:
        nonlocal policy
        policy = policy or build_policy()
        status = flask.g.pop("status", None)
        if status and response.status_code == 200:
            response.status_code = status
        if response.mimetype in _MADE_HERE:
            # Figures are for partners: nothing keeps a page, not even their browser on a disk.
            response.headers.setdefault("Cache-Control", "no-store")
        if flask.request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", _TLS_ONLY)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response


def build_content_policy(hashes: Iterable[str], *inline: str) -> str:
    """Return the policy that lets only our own scripts run, and the inline ones with these hashes.

    `inline` are the texts of our own scripts within a page. Of inline styles only those of Dash
    apply, and of attributes that style one element only those that Plotly writes into charts.
    """
    scripts = " ".join([*hashes, *map(hash_for_policy, inline)])
    attributes = " ".join(map(hash_for_policy, CHART_STYLES))
    return (
        f"default-src 'self'; script-src 'self' {scripts}; "
        f"style-src 'self' {' '.join(DASH_STYLE_HASHES)}; "
        f"style-src-attr 'unsafe-hashes' {attributes}; "
        # A chart that is saved as an image is drawn from an address within the page (blob:).
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
