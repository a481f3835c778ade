"""Names who acts in each request, for the audit log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import flask

from indicators.access.permissions import Viewer
from indicators.domain.audit.actor import Actor, act_as
from layouts.site.current_user import find_current_user


def register_actor(server: flask.Flask, viewer: Callable[[], Viewer]) -> None:
    """Name who acts. Register it right after what gives each request its id."""

    def find_actor() -> Actor:
        found, user = viewer(), find_current_user()
        # An administrator who sees what another user sees is still who acts.
        number = user.user.id if user and user.session else found.user
        who = found.name if number is None else f"user:{number}"
        return Actor(who, flask.request.remote_addr or "", flask.g.request_id)

    @server.before_request
    def begin() -> None:
        flask.g.acting = ExitStack()
        flask.g.acting.enter_context(act_as(find_actor))

    @server.teardown_request
    def end(_: BaseException | None) -> None:
        if acting := flask.g.pop("acting", None):
            acting.close()
