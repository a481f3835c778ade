"""What a viewer may do, and the one function that refuses the rest.

Today everyone who reaches the dashboard is a partner under the sharing agreement, so `PARTNER` is
the only viewer in use. Issue 12 adds sign-in: the identity of the user, a role that decides the
permissions, the rows a viewer may see, and the version of the agreement. They become fields of
`Viewer`. Whatever is cached for a viewer already has the viewer in its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.errors import UserError


class Permission(StrEnum):
    """One thing a viewer may do."""

    VIEW_EXACT_FIGURES = "view_exact_figures"
    VIEW_LOAD_HISTORY = "view_load_history"
    LOAD_DATA = "load_data"
    UNDO_LOAD = "undo_load"
    READ_ORIGINAL = "read_original"
    EDIT_PROFILES = "edit_profiles"
    DECLARE_COUNTS = "declare_counts"
    COMMENT_ON_FIGURES = "comment_on_figures"


ACTIONS = {
    Permission.VIEW_EXACT_FIGURES: "see exact figures",
    Permission.VIEW_LOAD_HISTORY: "see what was loaded",
    Permission.LOAD_DATA: "check or load files",
    Permission.UNDO_LOAD: "undo a load",
    Permission.READ_ORIGINAL: "download the files that were loaded",
    Permission.EDIT_PROFILES: "change how files are read",
    Permission.DECLARE_COUNTS: "declare that a file holds counts and no people",
    Permission.COMMENT_ON_FIGURES: "comment on figures",
}
"""Each permission in words, to follow “You may not”."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone who uses the dashboard. It is hashable, so that it can be part of a cache key."""

    name: str
    permissions: frozenset[Permission] = frozenset()

    @property
    def cache_key(self) -> str:
        """The same text in every process for viewers who see the same."""
        return " ".join([self.name, *sorted(self.permissions)])


PARTNER = Viewer("partner", frozenset(Permission))
"""Anyone who works under the sharing agreement."""
COLLECTOR = Viewer("collector", frozenset({Permission.LOAD_DATA}))
"""The command that collects files from the sources."""


class PermissionDeniedError(UserError):
    """The viewer may not do what was asked."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(
            f"You may not {ACTIONS[permission]}.",
            remedy="Ask your administrator for access.",
        )


def require(viewer: Viewer, permission: Permission) -> None:
    """Raise PermissionDeniedError unless the viewer has the permission."""
    if permission not in viewer.permissions:
        raise PermissionDeniedError(permission)
