"""Refusals have a code, a heading apart from the column's letters, and a remedy for the sender."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NEW = ("code", "heading", "sender_remedy")
OLD_COLUMN = re.compile(r"([A-Z]{1,3}) \((.*)\)", re.DOTALL)
NO_HEADING = "no heading"
refusal = sa.table("refusal", sa.column("column"), sa.column("heading"))


def upgrade() -> None:
    """Split “B (Due)” into letters and heading; earlier refusals have no code and no remedy for
    the sender.
    """
    default = {"code": "not_recorded"}
    for name in NEW:
        op.add_column(
            "refusal",
            sa.Column(name, sa.Text, nullable=False, server_default=default.get(name, "")),
        )
    connection = op.get_bind()
    for written in connection.scalars(sa.select(refusal.c.column).distinct()).all():
        if match := OLD_COLUMN.fullmatch(written):
            heading = "" if match[2] == NO_HEADING else match[2]
            connection.execute(
                sa.update(refusal)
                .where(refusal.c.column == written)
                .values(column=match[1], heading=heading)
            )


def downgrade() -> None:
    """Write the letters and the heading into one column again; the codes are lost."""
    connection = op.get_bind()
    found = sa.select(refusal.c.column, refusal.c.heading).distinct()
    for letters, heading in connection.execute(found).all():
        if letters:
            connection.execute(
                sa.update(refusal)
                .where(refusal.c.column == letters, refusal.c.heading == heading)
                .values(column=f"{letters} ({heading or NO_HEADING})")
            )
    for name in NEW:
        op.drop_column("refusal", name)
