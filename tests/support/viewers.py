"""Viewers that lack permissions."""

from indicators.access.permissions import PARTNER, Permission, Viewer

STRANGER = Viewer("stranger")


def without(*permissions: Permission) -> Viewer:
    """A viewer with every permission but these."""
    return Viewer("limited", PARTNER.permissions - set(permissions))
