"""Words of the audit log: kinds of events and who did them."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.audit.actor import COMMAND_LINE, SYSTEM
from indicators.domain.audit.audit_event import AuditKind

KINDS: Mapping[AuditKind, str] = {
    AuditKind.SIGN_IN: "Signed in",
    AuditKind.SIGN_IN_FAILED: "Sign-in failed",
    AuditKind.SIGN_OUT: "Signed out",
    AuditKind.REFUSED: "Access refused",
    AuditKind.SMALL_NUMBERS_VIEWED: "Exact small numbers seen",
    AuditKind.LOAD: "File loaded",
    AuditKind.UNDO: "Load undone",
    AuditKind.EXPORT: "File downloaded",
    AuditKind.ORIGINAL_READ: "Original file read",
    AuditKind.ACTION_CHANGED: "Action changed",
    AuditKind.FEEDBACK_CHANGED: "Parent feedback changed",
    AuditKind.SURVEY_CHANGED: "Staff survey changed",
    AuditKind.MEETING_CHANGED: "Meeting changed",
    AuditKind.ESCALATION_CHANGED: "Escalation changed",
    AuditKind.TARGET_CHANGED: "Target changed",
    AuditKind.PLACE_CHANGED: "Place changed",
    AuditKind.AGREEMENT_CHANGED: "Agreement changed",
    AuditKind.USER_CHANGED: "User changed",
    AuditKind.SET_UP_CHANGED: "Set-up changed",
    AuditKind.PROFILE_CHANGED: "Profile changed",
    AuditKind.SPELLING_CHANGED: "Spelling changed",
    AuditKind.COMMENT_CHANGED: "Comment changed",
    AuditKind.RECORD_CHANGED: "Record changed",
    AuditKind.SETTING_CHANGED: "Setting changed",
    AuditKind.COUNTS_DECLARED: "Declared to hold counts",
    AuditKind.RELEASE_PUBLISHED: "Figures published",
    AuditKind.DIGEST_CHOSEN: "Digests by e-mail chosen",
    AuditKind.DIGEST_SENT: "Digest sent",
    AuditKind.DIGEST_AGAIN: "Digest sent again on request",
    AuditKind.BACKUP_MADE: "Backup made",
    AuditKind.BACKUP_RESTORED: "Backup restored",
    AuditKind.RETENTION: "Removed when its time was over",
    AuditKind.VIEW_AS_STARTED: "Seeing as another user started",
    AuditKind.VIEW_AS_ENDED: "Seeing as another user ended",
    AuditKind.TOKEN_MADE: "Token made",
    AuditKind.TOKEN_REVOKED: "Token revoked",
}
COLUMNS = ("number", "at", "who", "name", "kind", "what", "reason", "where", "request")
"""The columns of the file."""
_USER, _SYSTEM_USER = "user:", "uid:"


def describe_actor(who: str, names: Mapping[int, str]) -> str:
    """Return who a code is about. `names` are those of the accounts."""
    if who == SYSTEM.who:
        return "The dashboard itself"
    if who.startswith(_SYSTEM_USER):
        return f"{COMMAND_LINE.capitalize()}, system user {who.removeprefix(_SYSTEM_USER)}"
    number = who.removeprefix(_USER)
    if who.startswith(_USER) and number.isdecimal():
        return names.get(int(number), f"User {number}")
    return who[:1].upper() + who[1:]
