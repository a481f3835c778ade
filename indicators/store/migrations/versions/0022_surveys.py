"""Staff surveys, their scores, and which of them were removed."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False, comment="when it was asked, in words"),
        sa.Column("highest", sa.Integer, nullable=False, comment="the end of the scale, from 0"),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("loaded", sa.Integer, nullable=False, comment="rows"),
        sa.Column("refused", sa.Integer, nullable=False, comment="rows"),
        sa.Column("blank", sa.Integer, nullable=False, comment="rows"),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_table(
        "survey_removal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("survey_id", KEY, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False, comment="false: taken back"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_removal_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_removal")),
    )
    op.create_index(op.f("ix_survey_removal_survey_id"), "survey_removal", ["survey_id"])
    op.create_table(
        "survey_score",
        sa.Column("survey_id", KEY, nullable=False),
        sa.Column("profession", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False, comment="a number"),
        sa.Column("after", sa.Text, nullable=False, comment="a number"),
        sa.Column("pairs", sa.Integer, nullable=False, comment="how many are equal"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_score_survey_id")
        ),
        sa.PrimaryKeyConstraint(
            *("survey_id", "profession", "question", "before", "after"),
            name=op.f("pk_survey_score"),
        ),
    )


def downgrade() -> None:
    op.drop_table("survey_score")
    op.drop_table("survey_removal")
    op.drop_table("survey")
