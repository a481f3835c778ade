"""When teams plan their next meetings: rows are only added, and the last one counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError
from indicators.meetings.meeting_slots import MeetingPlan
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.schema import BigKey, Code, metadata

meeting_plan = sa.Table(
    "meeting_plan",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("team", Code, nullable=False, index=True),
    sa.Column("day", sa.Text, nullable=False, comment="yyyy-mm-dd; empty if it is called off"),
    sa.Column("starts", sa.Text, nullable=False, comment="hh:mm in the UK, or empty"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)


class PlanChangedError(UserError):
    """A plan that someone else changed meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else changed the next meeting meanwhile.",
            remedy="Look at the day that is shown now, then change it if you still need to.",
        )


class MeetingPlans:
    """The plans in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_plans(self, teams: Collection[str]) -> dict[str, list[MeetingPlan]]:
        """Return the plans of some teams in the order of making."""
        wanted = sa.select(meeting_plan).where(meeting_plan.c.team.in_(teams))
        found: dict[str, list[MeetingPlan]] = {team: [] for team in teams}
        with self.engine.connect() as connection:
            for row in connection.execute(wanted.order_by(meeting_plan.c.id)):
                found[row.team].append(_read_plan(row))
        return found

    def add(
        self,
        team: str,
        day: date | None,
        starts: time | None,
        *,
        seen: int,
        who: str,
        now: datetime,
    ) -> None:
        """Keep a plan. `seen` is the number of the plan that was shown, or 0.

        Raises PlanChangedError if there is a later one.
        """
        last = sa.select(sa.func.max(meeting_plan.c.id)).where(meeting_plan.c.team == team)
        with open_write_transaction(self.engine) as connection:
            if (connection.scalar(last) or 0) != seen:
                raise PlanChangedError
            row = {
                "team": team,
                "day": day.isoformat() if day else "",
                "starts": f"{starts:%H:%M}" if starts else "",
                "who": who,
                "made_at": strip_zone(now),
            }
            connection.execute(sa.insert(meeting_plan), row)
            what = f"next meeting of {team}: {row['day'] or 'called off'}"
            record_event(connection, AuditKind.MEETING_CHANGED, what)


def _read_plan(row: Any) -> MeetingPlan:
    return MeetingPlan(
        row.id,
        date.fromisoformat(row.day) if row.day else None,
        time.fromisoformat(row.starts) if row.starts else None,
        row.who,
        row.made_at,
    )
