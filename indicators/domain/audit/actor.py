"""Who acts: named once for a request or a command, and asked for at each event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

COMMAND_LINE = "command line"
"""The `where` of what is done on the server's own command line."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, from which address, in which request.

    `who` is the id of a user or a code, never a name: names stay in the table of users, so that
    someone who has left can be made anonymous there without touching the log.
    """

    who: str
    where: str = ""
    request: str = ""


SYSTEM = Actor("system")
"""The dashboard itself, such as a job in the background."""

_find_actor: ContextVar[Callable[[], Actor]] = ContextVar("find_actor")


@contextmanager
def act_as(find_actor: Callable[[], Actor]) -> Iterator[None]:
    """Name who acts from here on. It is asked at each event: a sign-in changes the answer."""
    before = _find_actor.set(find_actor)
    try:
        yield
    finally:
        _find_actor.reset(before)


def get_actor() -> Actor:
    """Return who acts: the system where nobody was named."""
    find_actor = _find_actor.get(None)
    return find_actor() if find_actor else SYSTEM
