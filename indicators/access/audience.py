"""Who may use a page, an address or a command. What does not declare it is closed."""

from __future__ import annotations

from enum import StrEnum

from indicators.access.permissions import AccessError, Permission, Viewer, require


class Audience(StrEnum):
    """Those who may use something without a permission of their own."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    OPERATOR = "operator"
    """People who run commands on the server. They could read the database without us."""


Need = Permission | Audience
"""What someone needs in order to use a page, an address or a command."""


class SignInNeededError(AccessError):
    """Nobody is signed in, and what was asked for is not for anyone."""

    def __init__(self) -> None:
        super().__init__("You are not signed in.", remedy="Sign in, then open the page again.")


class UndeclaredError(AccessError):
    """What was asked for does not say who may use it, so that nobody may."""

    def __init__(self) -> None:
        super().__init__(
            "This address does not say who may use it, so it is closed.",
            remedy="Tell your administrator.",
        )


def has_need(viewer: Viewer, need: Need) -> bool:
    """Return whether the viewer has what is needed."""
    try:
        check_need(viewer, need)
    except AccessError:
        return False
    return True


def check_need(viewer: Viewer, need: Need | None) -> None:
    """Raise an error unless the viewer has what is needed; None stands for an undeclared need."""
    if need is Audience.ANYONE:
        return
    if not viewer.is_signed_in:
        raise SignInNeededError
    if isinstance(need, Permission):
        require(viewer, need)
    elif need is not Audience.SIGNED_IN:
        raise UndeclaredError
