"""Ids of entries in calendars and feeds: the same for ever, and unlike those of other databases."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from indicators.store.signing_keys import get_secret


class EntryIds:
    """The ids of one database."""

    def __init__(self, engine: sa.Engine) -> None:
        secret = get_secret(engine, "calendar entries")
        self._space = uuid.uuid5(uuid.NAMESPACE_OID, secret)

    def build(self, kind: str, subject: str) -> uuid.UUID:
        """Return the id of what a kind and a subject name."""
        return uuid.uuid5(self._space, f"{kind} {subject}")
