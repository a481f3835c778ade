"""Viewers that lack permissions."""

from dataclasses import replace

from indicators.access.permissions import PARTNER, Permission, Viewer

STRANGER = Viewer("stranger")


def without(*permissions: Permission) -> Viewer:
    """A viewer with every permission but these."""
    return replace(PARTNER, name="limited", permissions=PARTNER.permissions - set(permissions))
