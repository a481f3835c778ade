"""What a viewer may do, which rows they may see, and the one function that refuses the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from indicators.domain.errors import UserError


class Permission(StrEnum):
    """One thing a viewer may do."""

    VIEW_FIGURES = "view_figures"
    VIEW_LOAD_HISTORY = "view_load_history"
    LOAD_DATA = "load_data"
    UNDO_LOAD = "undo_load"
    READ_ORIGINAL = "read_original"
    EDIT_PROFILES = "edit_profiles"
    DECLARE_COUNTS = "declare_counts"
    COMMENT_ON_FIGURES = "comment_on_figures"
    EDIT_ACTIONS = "edit_actions"
    EDIT_FEEDBACK = "edit_feedback"
    ENTER_RECORDS = "enter_records"
    ENTER_CHAMPION_RECORDS = "enter_champion_records"
    ANSWER_ESCALATIONS = "answer_escalations"
    CHANGE_SETTINGS = "change_settings"
    CHANGE_AGREEMENTS = "change_agreements"
    PREVIEW_RELEASE = "preview_release"
    PUBLISH_RELEASE = "publish_release"
    MANAGE_USERS = "manage_users"
    SET_UP_COUNCIL = "set_up_council"
    VIEW_AS_USER = "view_as_user"
    READ_AUDIT_LOG = "read_audit_log"
    VIEW_STATUS = "view_status"


ACTIONS = {
    Permission.VIEW_FIGURES: "see figures",
    Permission.VIEW_LOAD_HISTORY: "see what was loaded",
    Permission.LOAD_DATA: "check or load files",
    Permission.UNDO_LOAD: "undo a load",
    Permission.READ_ORIGINAL: "download the files that were loaded",
    Permission.EDIT_PROFILES: "change how files are read",
    Permission.DECLARE_COUNTS: "declare that a file holds counts and no people",
    Permission.COMMENT_ON_FIGURES: "comment on figures",
    Permission.EDIT_ACTIONS: "change actions",
    Permission.EDIT_FEEDBACK: "change the feedback of parents",
    Permission.ENTER_RECORDS: "enter records of the own team",
    Permission.ENTER_CHAMPION_RECORDS: "enter records that the champion keeps",
    Permission.ANSWER_ESCALATIONS: "answer what was escalated",
    Permission.CHANGE_SETTINGS: "change targets, events and other settings",
    Permission.CHANGE_AGREEMENTS: "change sharing agreements",
    Permission.PREVIEW_RELEASE: "check what a release would reveal",
    Permission.PUBLISH_RELEASE: "publish figures for sharing",
    Permission.MANAGE_USERS: "manage users",
    Permission.SET_UP_COUNCIL: "set up the council",
    Permission.VIEW_AS_USER: "see the dashboard as another user does",
    Permission.READ_AUDIT_LOG: "read the audit log",
    Permission.VIEW_STATUS: "see the state of the installation",
}
"""Each permission in words, to follow “You may not”."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that a role needs to see. None stands for every place, or every service."""

    places: frozenset[str] | None = None
    services: frozenset[str] | None = None

    def includes(self, place: str, service: str) -> bool:
        return (self.places is None or place in self.places) and (
            self.services is None or service in self.services
        )


@dataclass(frozen=True, slots=True)
class ExactRight:
    """The rows that a viewer may see exactly. None stands for all.

    `source` is the code of the agreement, or “” for figures that the viewer's own organisation
    sent.
    """

    source: str
    indicators: frozenset[str] | None = None
    places: frozenset[str] | None = None
    services: frozenset[str] | None = None

    def covers(self, indicator: str, service: str) -> bool:
        """Return whether it covers an indicator at some place."""
        return (self.indicators is None or indicator in self.indicators) and (
            self.services is None or service in self.services
        )

    def includes(self, indicator: str, service: str, place: str) -> bool:
        """Return whether it covers an indicator at one place."""
        is_there = self.places is None or place in self.places
        return is_there and self.covers(indicator, service)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone who uses the dashboard, with all that decides what they see.

    The figures of `public` places, such as England, are published by others. `team` is their own.
    Viewers who see the same are equal, so that cached pages can be shared among them. What says who
    they are is not compared: `name`, `user` (the number of the account; None on the command line
    and for sample users) and `organisation`.
    """

    name: str = field(compare=False)
    permissions: frozenset[Permission] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    exact: frozenset[ExactRight] = frozenset()
    public: frozenset[str] = frozenset()
    user: int | None = field(default=None, compare=False)
    organisation: str = field(default="", compare=False)
    team: str = ""
    is_signed_in: bool = True

    @property
    def sees_everything(self) -> bool:
        """Whether no row is hidden from the viewer: then none has to be looked at."""
        return Scope() in self.scopes and any(
            right.indicators is right.places is right.services is None for right in self.exact
        )

    @property
    def cache_key(self) -> str:
        """The same text in every process for viewers who see the same."""
        scopes = sorted(f"{_list(s.places)}/{_list(s.services)}" for s in self.scopes)
        exact = sorted(
            f"{r.source}/{_list(r.indicators)}/{_list(r.places)}/{_list(r.services)}"
            for r in self.exact
        )
        public = _list(self.public)
        who = [self.team, "" if self.is_signed_in else "nobody"]
        parts = [*sorted(self.permissions), "|", *scopes, "|", *exact, "|", public, "|", *who]
        return " ".join(parts)


def _list(codes: frozenset[str] | None) -> str:
    return "*" if codes is None else ",".join(sorted(codes))


PARTNER = Viewer(
    "partner", frozenset(Permission), frozenset({Scope()}), frozenset({ExactRight("command line")})
)
"""Someone at the server's own command line, who could read the database without us."""
NOBODY = Viewer("nobody", is_signed_in=False)
"""Someone who is not signed in."""
COLLECTOR = Viewer("collector", frozenset({Permission.LOAD_DATA}))
"""The command that collects files from the sources."""


class AccessError(UserError):
    """The viewer may not have what was asked for."""


class PermissionDeniedError(AccessError):
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
