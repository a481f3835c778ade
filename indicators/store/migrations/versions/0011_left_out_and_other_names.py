"""Keep with a load what of its file was left out, and with a waiting file its other names."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "load",
        sa.Column(
            "left_out", sa.JSON, nullable=False, server_default="{}", comment="numbers by reason"
        ),
    )
    op.add_column(
        "staged",
        sa.Column(
            "other_names", sa.JSON, nullable=False, server_default="[]", comment="the latest last"
        ),
    )


def downgrade() -> None:
    op.drop_column("staged", "other_names")
    op.drop_column("load", "left_out")
