"""Keep and withdraw comments on the figures of an indicator in a place."""

from __future__ import annotations

from datetime import datetime

from indicators.access.permissions import Permission, PermissionDeniedError, Viewer, require
from indicators.domain.chart_entries.figure_comment import LONGEST_COMMENT, FigureComment
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.store.figure_comments import FigureComments


class CommentBook:
    """The comments on one indicator in one place. UserError if either is unknown."""

    def __init__(self, reports: Reports, indicator: str, place: str, viewer: Viewer) -> None:
        require(viewer, Permission.COMMENT_ON_FIGURES)
        self._reports = reports.limit_to(viewer)
        self._store = FigureComments(reports.table.engine)
        scope = self._reports.scope
        self.indicator = scope.require_indicator(indicator)
        self.place = scope.require_place(place or reports.places.city.code)
        # A comment may name a number, so it is for those who see the figure exactly.
        if not scope.has_exact_row(self.indicator.code, self.place.code):
            raise PermissionDeniedError(Permission.COMMENT_ON_FIGURES)

    def list_every(self) -> list[FigureComment]:
        """Return every comment, also those that were withdrawn, newest first."""
        return self._store.list_comments([self.indicator.code], [self.place.code])[::-1]

    def list_months(self) -> list[Month]:
        """Return the months that can be commented on, newest first."""
        months = self._reports.find_months()
        return list(months.available[::-1]) if months else []

    def keep(self, month: Month | None, text: str, *, who: str, now: datetime) -> None:
        """Keep a comment. Raises UserError if anything is missing, unknown or too long."""
        text = text.replace("\x00", "").strip()
        if month is None or month not in self.list_months():
            raise UserError("This month has no figures.", remedy="Choose a month from the list.")
        if not text:
            raise UserError("There is no comment.", remedy="Write what you want to say.")
        if len(text) > LONGEST_COMMENT:
            raise UserError(
                f"The comment has {len(text)} characters, and {LONGEST_COMMENT} are allowed.",
                remedy="Shorten it, or write two.",
            )
        self._store.add(
            self.indicator.code, self.place.code, month, text, who=_check_name(who), now=now
        )

    def withdraw(self, number: int, *, who: str, now: datetime) -> None:
        """Withdraw a comment, which stays in the history."""
        self._store.withdraw(
            number, self.indicator.code, self.place.code, who=_check_name(who), now=now
        )


def _check_name(who: str) -> str:
    name = who.replace("\x00", "").strip()
    if not name:
        raise UserError("The name is missing.", remedy="Write your name.")
    return name
