"""Comments on figures. Nothing is changed or removed: a comment that is withdrawn stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.chart_entries.figure_comment import FigureComment
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.page_reads.direct_query import DirectQuery
from indicators.store.schema import figure_comment

_COMMENTS = DirectQuery(
    sa.select(figure_comment)
    .where(
        figure_comment.c.indicator.in_(sa.bindparam("indicators", expanding=True)),
        figure_comment.c.place.in_(sa.bindparam("places", expanding=True)),
    )
    .order_by(figure_comment.c.id)
)


class FigureComments:
    """The comments in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def list_comments(
        self, indicators: Sequence[str], places: Sequence[str]
    ) -> list[FigureComment]:
        """Return the comments on the figures of indicators in places, oldest first."""
        found = _COMMENTS.read_dicts(self.engine, indicators=list(indicators), places=list(places))
        return [_read(row) for row in found]

    def add(
        self, indicator: str, place: str, month: Month, text: str, *, who: str, now: datetime
    ) -> None:
        """Keep a comment."""
        made = {
            "indicator": indicator,
            "place": place,
            "ended": month.number,
            "text": text,
            "who": who,
            "made_at": strip_zone(now),
        }
        with open_write_transaction(self.engine) as connection:
            connection.execute(sa.insert(figure_comment), made)
            what = f"comment on {indicator}, {place}, {month}, added"
            record_event(connection, AuditKind.COMMENT_CHANGED, what)

    def withdraw(self, number: int, indicator: str, place: str, *, who: str, now: datetime) -> None:
        """Withdraw a comment on an indicator in a place.

        Raises UserError for one that is withdrawn already, or that is not there.
        """
        found = sa.update(figure_comment).where(
            figure_comment.c.id == number,
            figure_comment.c.indicator == indicator,
            figure_comment.c.place == place,
            figure_comment.c.withdrawn_at.is_(None),
        )
        ended = {"withdrawn_by": who, "withdrawn_at": strip_zone(now)}
        with open_write_transaction(self.engine) as connection:
            if not connection.execute(found.values(ended)).rowcount:
                raise UserError(
                    "There is no such comment to withdraw.",
                    remedy="Look at the comments again: it may have been withdrawn already.",
                )
            what = f"comment {number} on {indicator}, {place}, withdrawn"
            record_event(connection, AuditKind.COMMENT_CHANGED, what)


def _read(row: dict[str, Any]) -> FigureComment:
    return FigureComment(month=Month.from_number(row.pop("ended")), **row)
