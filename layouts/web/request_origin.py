"""The names that the server answers for, and what it believes of a proxy in front of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from indicators.domain.errors import UserError
from layouts.site.current_user import name_cookie
from layouts.site.sample_mode import LOOPBACK_HOSTS

_HOST = re.compile(r"([a-z0-9.-]{1,253}|\[[a-f0-9:.]{2,45}\])(?::[0-9]{1,5})?", re.I | re.ASCII)
"""A name or an address, and perhaps a port. Werkzeug's own list of hosts takes no IPv6 address."""


class UnknownHostError(UserError):
    """A request for another server."""


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """The names of this server other than those of its own machine, and whether a proxy serves it.

    A proxy says by its headers who asked and whether by TLS. Without one, anybody could send them.
    """

    hosts: Sequence[str] = ()
    is_behind_proxy: bool = False


class SecureOverTlsSessions(SecureCookieSessionInterface):
    """Sessions whose cookie is sent over TLS alone if it was given over TLS.

    The key does not change while the server runs, so what signs with it is made once.
    """

    _made: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: flask.Flask) -> URLSafeTimedSerializer | None:
        if self._made is None:
            self._made = super().get_signing_serializer(app)
        return self._made

    def get_cookie_name(self, app: flask.Flask) -> str:
        return name_cookie(super().get_cookie_name(app))

    def get_cookie_secure(self, app: flask.Flask) -> bool:  # noqa: ARG002 - Flask's own signature
        return flask.request.is_secure


def check_origin(server: flask.Flask, origin: RequestOrigin) -> None:
    """Refuse requests for other names, which a page elsewhere can make a browser send."""
    trusted = {name.lower() for name in (*LOOPBACK_HOSTS, *origin.hosts)}

    @server.before_request
    def check_host() -> None:
        found = _HOST.fullmatch(flask.request.headers.get("Host", ""))
        if found is None or found[1].lower() not in trusted:
            raise UnknownHostError(
                "Your browser asked for the dashboard by a name that this server does not go by.",
                remedy="Use the address that you were given. Administrators: add the name to the "
                "setting ALLOWED_HOSTS.",
            )

    server.session_interface = SecureOverTlsSessions()
    if origin.is_behind_proxy:
        server.wsgi_app = ProxyFix(server.wsgi_app)  # type: ignore[method-assign]
