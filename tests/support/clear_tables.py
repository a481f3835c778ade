"""Empty the tables of a database between examples of a property test."""

import sqlalchemy as sa

from indicators.store.schema import metadata

AUDIT = {"audit_event", "audit_head"}
"""They only grow, which the database sees to. What they hold says nothing about the figures."""


def clear_tables(connection: sa.Connection) -> None:
    for each in reversed(metadata.sorted_tables):
        if each.name not in AUDIT:
            connection.execute(sa.delete(each))
