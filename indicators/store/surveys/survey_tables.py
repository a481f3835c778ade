"""The tables of staff surveys and of their scores."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, metadata

survey = sa.Table(
    "survey",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False, comment="when it was asked, in words"),
    sa.Column("highest", sa.Integer, nullable=False, comment="the end of the scale, from 0"),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("loaded", sa.Integer, nullable=False, comment="rows"),
    sa.Column("refused", sa.Integer, nullable=False, comment="rows"),
    sa.Column("blank", sa.Integer, nullable=False, comment="rows"),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
# Removing a survey and taking it back are records too: the last one says whether it is shown.
survey_removal = sa.Table(
    "survey_removal",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("survey_id", BigKey, sa.ForeignKey("survey.id"), nullable=False, index=True),
    sa.Column("removed", sa.Boolean, nullable=False, comment="false: taken back"),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
)
# Equal pairs are counted and not listed, so that no row is one person.
survey_score = sa.Table(
    "survey_score",
    metadata,
    sa.Column("survey_id", BigKey, sa.ForeignKey("survey.id"), primary_key=True),
    sa.Column("profession", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("before", sa.Text, primary_key=True, comment="a number"),
    sa.Column("after", sa.Text, primary_key=True, comment="a number"),
    sa.Column("pairs", sa.Integer, nullable=False, comment="how many are equal"),
)
