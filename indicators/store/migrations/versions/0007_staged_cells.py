"""Keep the cells of a staged file, so that each uploaded file is read only once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "staged_cells",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
        sa.PrimaryKeyConstraint("sha256", "part", name=op.f("pk_staged_cells")),
        sa.ForeignKeyConstraint(["sha256"], ["staged.sha256"], name=op.f("fk_staged_cells_sha256")),
    )


def downgrade() -> None:
    op.drop_table("staged_cells")
