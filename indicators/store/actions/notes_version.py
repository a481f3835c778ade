"""The version of what people wrote about figures: comments, actions and their notes."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.page_reads.versions import select_actions_version, select_comments_version

_VERSION = sa.select(select_comments_version() + select_actions_version())


def read_notes_version(engine: sa.Engine) -> int:
    """Return a number that changes whenever a comment or an action does, in one query."""
    with engine.connect() as connection:
        return int(connection.scalar(_VERSION) or 0)
