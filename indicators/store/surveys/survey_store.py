"""Staff surveys: kept with their scores, removed and taken back. Each step is a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.surveys.survey_tables import survey, survey_removal, survey_score
from indicators.surveys.survey import (
    NewSurvey,
    ScorePair,
    Survey,
    UnknownSurveyError,
    check_survey,
    count_equal_pairs,
)


def select_surveys_version() -> sa.ColumnElement[int]:
    """Return a query for a number that changes when a survey is added, removed or taken back."""
    first, second = (
        sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).scalar_subquery()
        for table in (survey, survey_removal)
    )
    return first + second


class SurveyStore:
    """The surveys in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def get_version(self) -> int:
        """Return a number that changes whenever a survey is added, removed or taken back."""
        with self.engine.connect() as connection:
            return int(connection.scalar(sa.select(select_surveys_version())) or 0)

    def add(self, new: NewSurvey, *, who: str, now: datetime) -> int:
        """Keep a survey and return its number. Raises UserError if something is missing."""
        check_survey(new)
        row = {
            "name": new.name,
            "asked": new.asked,
            "highest": new.highest,
            "file": new.file,
            "loaded": len(new.pairs),
            "refused": new.refused,
            "blank": new.blank,
            "made_by": who,
            "made_at": strip_zone(now),
        }
        with open_write_transaction(self.engine) as connection:
            number = connection.execute(sa.insert(survey).returning(survey.c.id), row).scalar_one()
            scores = [
                {
                    "survey_id": number,
                    "profession": pair.profession,
                    "question": pair.question,
                    "before": f"{pair.before}",
                    "after": f"{pair.after}",
                    "pairs": count,
                }
                for pair, count in count_equal_pairs(new.pairs).items()
            ]
            connection.execute(sa.insert(survey_score), scores)
            record_event(connection, AuditKind.SURVEY_CHANGED, f"survey {number} added")
        return int(number)

    def list_surveys(self, *, removed: bool = False) -> list[Survey]:
        """Return the surveys, the newest first; with `removed` also those."""
        with self.engine.connect() as connection:
            found = _read(connection, sa.true())
        return [each for each in found if removed or not each.is_removed]

    def find(self, number: int) -> Survey:
        """Return one survey, also a removed one. Raises UnknownSurveyError."""
        with self.engine.connect() as connection:
            return _find(connection, number)

    def list_scores(self, numbers: Sequence[int]) -> dict[int, dict[ScorePair, int]]:
        """Return how often each pair occurs in each survey."""
        wanted = sa.select(survey_score).where(survey_score.c.survey_id.in_(numbers))
        scores: dict[int, dict[ScorePair, int]] = {number: {} for number in numbers}
        with self.engine.connect() as connection:
            for row in connection.execute(wanted):
                pair = ScorePair(
                    row.profession, row.question, Decimal(row.before), Decimal(row.after)
                )
                scores[row.survey_id][pair] = row.pairs
        return scores

    def set_removed(self, number: int, removed: bool, *, who: str, now: datetime) -> None:
        """Remove a survey from every page, or take it back. It stays in the database."""
        with open_write_transaction(self.engine) as connection:
            if _find(connection, number).is_removed is removed:
                return
            made = {"survey_id": number, "removed": removed, "who": who, "made_at": strip_zone(now)}
            connection.execute(sa.insert(survey_removal), made)
            what = "removed" if removed else "taken back"
            record_event(connection, AuditKind.SURVEY_CHANGED, f"survey {number} {what}")


def _find(connection: sa.Connection, number: int) -> Survey:
    found = _read(connection, survey.c.id == number)
    if not found:
        raise UnknownSurveyError(number)
    return found[0]


def _read(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Survey]:
    last = sa.select(sa.func.max(survey_removal.c.id)).group_by(survey_removal.c.survey_id)
    removal = sa.select(survey_removal).where(survey_removal.c.id.in_(last)).subquery()
    wanted = (
        sa.select(
            survey, removal.c.removed, removal.c.who, removal.c.made_at.label("removal_made_at")
        )
        .outerjoin(removal, removal.c.survey_id == survey.c.id)
        .where(where)
        .order_by(survey.c.id.desc())
    )
    return [_build(row._asdict()) for row in connection.execute(wanted)]


def _build(row: dict[str, Any]) -> Survey:
    removed = bool(row.pop("removed"))
    who, made_at = row.pop("who"), row.pop("removal_made_at")
    return Survey(**row, removed_by=who if removed else "", removed_at=made_at if removed else None)
