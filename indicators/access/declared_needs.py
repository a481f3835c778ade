"""Who may use a route or a command: the function that answers it declares it with one of these."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from indicators.access.audience import Audience, Need

Answer = TypeVar("Answer", bound=Callable[..., Any])
_NEEDS: MutableMapping[Callable[..., Any], Need] = WeakKeyDictionary()


def needs(need: Need) -> Callable[[Answer], Answer]:
    """Declare what someone needs to use a function. Write it right below its route or command."""

    def declare(answer: Answer) -> Answer:
        _NEEDS[answer] = need
        return answer

    return declare


public = needs(Audience.ANYONE)
signed_in = needs(Audience.SIGNED_IN)
operator = needs(Audience.OPERATOR)


def find_need(answer: Callable[..., Any]) -> Need | None:
    """Return what a function declares, or None."""
    return _NEEDS.get(answer)
