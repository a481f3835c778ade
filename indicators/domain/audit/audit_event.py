"""An event of the audit log and its kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from indicators.domain.audit.actor import Actor


class AuditKind(StrEnum):
    """What kind of event it is. The values are stored, so they are never renamed."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    REFUSED = "refused"
    SMALL_NUMBERS_VIEWED = "small_numbers_viewed"
    LOAD = "load"
    UNDO = "undo"
    EXPORT = "export"
    ORIGINAL_READ = "original_read"
    ACTION_CHANGED = "action_changed"
    FEEDBACK_CHANGED = "feedback_changed"
    SURVEY_CHANGED = "survey_changed"
    MEETING_CHANGED = "meeting_changed"
    ESCALATION_CHANGED = "escalation_changed"
    TARGET_CHANGED = "target_changed"
    PLACE_CHANGED = "place_changed"
    AGREEMENT_CHANGED = "agreement_changed"
    SET_UP_CHANGED = "set_up_changed"
    SETTING_CHANGED = "setting_changed"
    USER_CHANGED = "user_changed"
    PROFILE_CHANGED = "profile_changed"
    SPELLING_CHANGED = "spelling_changed"
    COMMENT_CHANGED = "comment_changed"
    RECORD_CHANGED = "record_changed"
    COUNTS_DECLARED = "counts_declared"
    RELEASE_PUBLISHED = "release_published"
    DIGEST_CHOSEN = "digest_chosen"
    DIGEST_SENT = "digest_sent"
    DIGEST_AGAIN = "digest_again"
    BACKUP_MADE = "backup_made"
    BACKUP_RESTORED = "backup_restored"
    RETENTION = "retention"
    VIEW_AS_STARTED = "view_as_started"
    VIEW_AS_ENDED = "view_as_ended"
    TOKEN_MADE = "token_made"  # noqa: S105 - a kind of event
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a kind of event


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One event. `what` names the object in codes, as “load 12”. `at` is UTC."""

    kind: AuditKind
    what: str
    at: datetime
    actor: Actor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events are asked for. What is left out does not matter; `until` is the last day."""

    kind: AuditKind | None = None
    who: str = ""
    from_: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event and its place in the chain."""

    number: int
    event: AuditEvent
