"""The table of what was changed in the browser instead of in the council's files."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.store.schema import BigKey, Code, metadata

# Rows are only added. The newest version of a setting is the one that counts, from its day on. The
# version is unique, so that two people cannot both write the next one.
setting_change = sa.Table(
    "setting_change",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("kind", Code, nullable=False),
    sa.Column("subject", Code, nullable=False, comment="which of its kind"),
    sa.Column("version", sa.Integer, nullable=False, comment="counts the changes of the setting"),
    sa.Column("action", sa.Text, nullable=False, comment="set, remove or use_file"),
    sa.Column("value", sa.JSON(none_as_null=True), comment="as a table of the file, if set"),
    sa.Column("before", sa.JSON(none_as_null=True), comment="what it was; empty: not there"),
    sa.Column("in_file", sa.JSON(none_as_null=True), comment="what the file said then"),
    sa.Column("effective", sa.Date, nullable=False, comment="the day from which it counts"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.UniqueConstraint(
        "kind", "subject", "version", name="uq_setting_change_kind_subject_version"
    ),
)

# Who made a draft sees it, and nobody else: in the browser that keeps its secret.
boundary_draft = sa.Table(
    "boundary_draft",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("secret", Code, nullable=False),
    sa.Column("user_id", BigKey, comment="the account; empty for sample users"),
    sa.Column("name", sa.Text, nullable=False, comment="its file"),
    sa.Column("content", sa.JSON, nullable=False, comment="as the tables of the file"),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ended_at", sa.DateTime, comment="UTC; empty: not accepted or discarded yet"),
    sa.UniqueConstraint("secret", name="uq_boundary_draft_secret"),
)
