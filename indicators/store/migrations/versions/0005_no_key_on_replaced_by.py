"""PostgreSQL no longer looks up, for each new figure, the load that has not replaced it."""

from alembic import op

revision = "0005"
down_revision = "0004"

NAME = "fk_observation_replaced_by"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(NAME, "observation", type_="foreignkey")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(NAME, "observation", "load", ["replaced_by"], ["id"])
