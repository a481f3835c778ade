"""Pseudonymises users who have left: their names give way to a number, everywhere but in texts.

The audit log names users by number only, so it stays as it is, and its chain with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.store.accounts.account_schema import (
    api_token,
    invitation,
    pending_sign_in,
    recovery_code,
    user_account,
    user_authenticator,
    user_identity,
    user_password,
    user_session,
)
from indicators.store.actions.action_tables import action, action_change, action_note
from indicators.store.audit_log import record_event
from indicators.store.council_setup.setup_tables import council, setup_entry
from indicators.store.database import open_write_transaction
from indicators.store.escalations.escalation_tables import escalation, escalation_record
from indicators.store.feedback.feedback_tables import parent_feedback, parent_feedback_change
from indicators.store.meetings.meeting_plans import meeting_plan
from indicators.store.meetings.meeting_tables import meeting, meeting_record
from indicators.store.moments import strip_zone
from indicators.store.notifications.notification_tables import (
    digest_delivery,
    digest_subscription,
    private_link,
)
from indicators.store.records.record_tables import record_version
from indicators.store.releases.release_tables import release
from indicators.store.schema import (
    counts_declaration,
    figure_comment,
    load,
    profile,
    spelling,
    staged,
)
from indicators.store.settings.setting_tables import boundary_draft, setting_change
from indicators.store.surveys.survey_tables import survey, survey_removal

NAME_COLUMNS: tuple[sa.Column[str], ...] = (
    load.c.who,
    profile.c.who,
    profile.c.ended_by,
    spelling.c.who,
    spelling.c.ended_by,
    staged.c.who,
    counts_declaration.c.who,
    figure_comment.c.who,
    figure_comment.c.withdrawn_by,
    release.c.who,
    record_version.c.who,
    action.c.made_by,
    action.c.owner,
    action_change.c.who,
    action_change.c.before,
    action_change.c.after,
    action_note.c.who,
    meeting.c.made_by,
    meeting.c.chair,
    meeting_plan.c.who,
    meeting_record.c.who,
    meeting_record.c.owner,
    escalation.c.made_by,
    escalation_record.c.who,
    parent_feedback.c.made_by,
    parent_feedback_change.c.who,
    setup_entry.c.who,
    council.c.who,
    setting_change.c.who,
    survey.c.made_by,
    survey_removal.c.who,
)
"""The columns that hold a person's name alone. Texts that people wrote are left as they are."""
OWN_TABLES = (
    api_token,
    boundary_draft,
    digest_delivery,
    digest_subscription,
    invitation,
    pending_sign_in,
    private_link,
    recovery_code,
    user_authenticator,
    user_identity,
    user_password,
    user_session,
)
"""What a user has alone: ways in, and what is sent to them. It is removed."""
_ADDRESS_END = "@left.invalid"


def name_leaver(number: int) -> str:
    """Return what a user who has left is called."""
    return f"Former user {number}"


def pseudonymise_leavers(engine: sa.Engine, age: timedelta, now: datetime) -> int:
    """Pseudonymise the users who were disabled so long ago, and return how many."""
    left = sa.select(user_account.c.id, user_account.c.name).where(
        user_account.c.disabled_at < strip_zone(now) - age,
        user_account.c.email.not_like(f"%{_ADDRESS_END}"),
    )
    with open_write_transaction(engine) as connection:
        leavers = connection.execute(left).all()
        for number, name in leavers:
            _pseudonymise(connection, number, name)
            what = f"user {number} pseudonymised"
            record_event(connection, AuditKind.USER_CHANGED, what, at=now)
    return len(leavers)


def _pseudonymise(connection: sa.Connection, number: int, name: str) -> None:
    """Replace a name. Where another user has the same one, it stays next to what was done."""
    for table in OWN_TABLES:
        connection.execute(sa.delete(table).where(table.c.user_id == number))
    namesakes = sa.select(user_account.c.id).where(
        user_account.c.name == name, user_account.c.id != number
    )
    is_alone = connection.scalar(namesakes.limit(1)) is None
    for column in NAME_COLUMNS if is_alone else ():
        connection.execute(
            sa.update(column.table).where(column == name).values({column: name_leaver(number)})
        )
    connection.execute(
        sa.update(user_account)
        .where(user_account.c.id == number)
        .values(name=name_leaver(number), email=f"{number}{_ADDRESS_END}")
    )
