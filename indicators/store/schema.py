"""The tables: every observation, every file that brought them, and what hangs on those.

The rows of `load` are the events of the table, in order: a file loaded, or a load undone. What
was current at event 7 has `since` 7 or earlier and was not `replaced_by` 7 or earlier.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
# Codes are compared byte by byte, so that both databases have them in one order.
Code = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BigKey = sa.BigInteger().with_variant(sa.Integer, "sqlite")

load = sa.Table(
    "load",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("profile", sa.Text, nullable=False),
    sa.Column("service", sa.Text, nullable=False),
    sa.Column("loaded_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("synthetic", sa.Boolean, nullable=False),
    sa.Column("first_ended", sa.Integer, nullable=False, comment="earliest month in it, yyyymm"),
    sa.Column("last_ended", sa.Integer, nullable=False, comment="latest month in it, yyyymm"),
    sa.Column("rows_read", sa.Integer, nullable=False),
    sa.Column("rows_loaded", sa.Integer, nullable=False),
    sa.Column("rows_refused", sa.Integer, nullable=False),
    sa.Column("rows_blank", sa.Integer, nullable=False),
    sa.Column("figures_new", sa.Integer, nullable=False),
    sa.Column("figures_restated", sa.Integer, nullable=False),
    sa.Column("figures_unchanged", sa.Integer, nullable=False),
    sa.Column("who", sa.Text, nullable=False, server_default=""),
    sa.Column("why", sa.Text, nullable=False, server_default=""),
    sa.Column("undoes", BigKey, sa.ForeignKey("load.id")),
    sa.Column("undone_by", BigKey, sa.ForeignKey("load.id")),
    sa.Column(
        "left_out", sa.JSON, nullable=False, server_default="{}", comment="numbers by reason"
    ),
    sa.CheckConstraint("rows_read = rows_loaded + rows_refused + rows_blank", "rows_add_up"),
)

refusal = sa.Table(
    "refusal",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("load_id", BigKey, sa.ForeignKey("load.id"), nullable=False, index=True),
    sa.Column("sheet", sa.Text, nullable=False),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("column", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False, server_default="not_recorded"),
    sa.Column("heading", sa.Text, nullable=False, server_default=""),
    sa.Column("sender_remedy", sa.Text, nullable=False, server_default=""),
)

# The one indicator table. A restated figure stays, with `replaced_by` naming the event that
# replaced it: what is current is where `replaced_by` is null, and what stood earlier can still be
# seen. `since` is its load, or the undoing that brought the figure of an earlier load back.
observation = sa.Table(
    "observation",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("indicator", Code, nullable=False),
    sa.Column("place", Code, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False, comment="last month of the period, yyyymm"),
    sa.Column("months", sa.SmallInteger, nullable=False, comment="length of the period"),
    sa.Column("definition", Code, nullable=False),
    sa.Column("numerator", sa.BigInteger),
    sa.Column("denominator", sa.BigInteger),
    sa.Column("value", sa.Text, comment="the decimal as sent, where no counts were"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    # No foreign keys here: PostgreSQL would look the one load up again for each of 200,000 rows, a
    # third of the time they take. Both are written in one transaction, and no load is removed.
    sa.Column("load_id", BigKey, nullable=False),
    sa.Column("replaced_by", BigKey),
    sa.Column("since", BigKey, nullable=False),
    # SQLite keeps a key that costs it nothing: it could drop it only by writing the table again.
    sa.ForeignKeyConstraint(["replaced_by"], ["load.id"], name="fk_observation_replaced_by").ddl_if(
        dialect="sqlite"
    ),
)
standing = sa.Index(
    "ix_observation_standing",
    observation.c.indicator,
    observation.c.ended,
    observation.c.place,
    observation.c.definition,
    observation.c.months,
    unique=True,
    sqlite_where=observation.c.replaced_by.is_(None),
    postgresql_where=observation.c.replaced_by.is_(None),
)
# What stood earlier is found by this, and loading new figures costs nothing more for it.
replaced = sa.Index(
    "ix_observation_replaced",
    observation.c.indicator,
    observation.c.ended,
    observation.c.place,
    observation.c.definition,
    sqlite_where=observation.c.replaced_by.is_not(None),
    postgresql_where=observation.c.replaced_by.is_not(None),
)

# The loads that sent a figure again as it stood. If the load that brought it is undone, it stays.
repeat = sa.Table(
    "repeat",
    metadata,
    sa.Column("observation_id", BigKey, sa.ForeignKey("observation.id"), primary_key=True),
    sa.Column("load_id", BigKey, sa.ForeignKey("load.id"), primary_key=True),
)

# The files as they came, by their hash and in parts, for as long as the table is kept.
original = sa.Table(
    "original",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
)

# The shapes of extracts and the other spellings of places that people recorded in the browser. What
# was replaced or removed stays, with when and who did it; what has no `ended_at` is in use.
profile = sa.Table(
    "profile",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("code", Code, nullable=False),
    sa.Column("toml", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_at", sa.DateTime, comment="UTC; when it was replaced or removed"),
)
sa.Index(
    "ix_profile_in_use",
    profile.c.code,
    unique=True,
    sqlite_where=profile.c.ended_at.is_(None),
    postgresql_where=profile.c.ended_at.is_(None),
)
spelling = sa.Table(
    "spelling",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, comment="without case, accents and punctuation"),
    sa.Column("spelling", sa.Text, nullable=False),
    sa.Column("place", Code, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_at", sa.DateTime, comment="UTC; when it was taken back"),
)
sa.Index(
    "ix_spelling_in_use",
    spelling.c.key,
    unique=True,
    sqlite_where=spelling.c.ended_at.is_(None),
    postgresql_where=spelling.c.ended_at.is_(None),
)

# The sum over every centre area, kept in step inside the transaction of each load, so that a page
# about three areas need not add up three thousand to show the figure with them.
city_total = sa.Table(
    "city_total",
    metadata,
    sa.Column("indicator", Code, primary_key=True),
    sa.Column("ended", sa.Integer, primary_key=True),
    sa.Column("definition", Code, primary_key=True),
    sa.Column("months", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("areas", sa.Integer, nullable=False, comment="how many areas have a count"),
    sa.Column("numerator", sa.BigInteger, nullable=False),
    sa.Column("denominator", sa.BigInteger, nullable=False),
)

# The places that each service sent figures of, by indicator and month, kept in step as well: a page
# need not look at each figure of a month. Mostly the same places send, so each set is kept once.
place_set = sa.Table(
    "place_set",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True, comment="of the places"),
    sa.Column("places", Code, nullable=False, comment="codes in order, with spaces between"),
)
arrival = sa.Table(
    "arrival",
    metadata,
    sa.Column("indicator", Code, primary_key=True),
    sa.Column("ended", sa.Integer, primary_key=True),
    sa.Column("service", Code, primary_key=True),
    sa.Column("place_set", sa.String(64), sa.ForeignKey("place_set.sha256"), nullable=False),
)

# Files that wait on the data page for a person to load or discard them, for a day at most. One
# that was collected and then discarded stays named, without its content, so that it is not offered
# again.
staged = sa.Table(
    "staged",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False, comment="bytes"),
    sa.Column("staged_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("who", sa.Text, nullable=False, comment="who dropped it; empty if it was collected"),
    sa.Column(
        "source", sa.Text, nullable=False, comment="where it was collected; empty if dropped"
    ),
    sa.Column("discarded_at", sa.DateTime, comment="UTC"),
    sa.Column("visitor", sa.Text, nullable=False, server_default="", comment="a keyed hash"),
    sa.Column(
        "other_names", sa.JSON, nullable=False, server_default="[]", comment="the latest last"
    ),
)

staged_part = sa.Table(
    "staged_part",
    metadata,
    sa.Column("sha256", sa.String(64), sa.ForeignKey("staged.sha256"), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
)

# The cells of a staged file as they were read once, so that no process has to read the file again.
staged_cells = sa.Table(
    "staged_cells",
    metadata,
    sa.Column("sha256", sa.String(64), sa.ForeignKey("staged.sha256"), primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False, comment="compressed by zlib"),
)

# The files that looked like lists of people and that a person declared to hold counts.
counts_declaration = sa.Table(
    "counts_declaration",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("declared_at", sa.DateTime, nullable=False, comment="UTC"),
)

# What people say about the figure of a month. A comment that is withdrawn stays.
figure_comment = sa.Table(
    "figure_comment",
    metadata,
    sa.Column("id", BigKey, primary_key=True),
    sa.Column("indicator", Code, nullable=False),
    sa.Column("place", Code, nullable=False),
    sa.Column("ended", sa.Integer, nullable=False, comment="the month, yyyymm"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False, comment="UTC"),
    sa.Column("withdrawn_by", sa.Text, nullable=False, server_default=""),
    sa.Column("withdrawn_at", sa.DateTime, comment="UTC"),
    sa.Index("ix_figure_comment_indicator_place", "indicator", "place"),
)

# PDFs that are written in the background: how far each is, and its content when it is done.
pdf_job = sa.Table(
    "pdf_job",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True, comment="hash of all that decides it"),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("steps", sa.Integer, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False, comment="UTC; when it was last worked on"),
    sa.Column("problem", sa.Text, nullable=False, server_default=""),
    sa.Column("content", sa.LargeBinary),
)

# What every process that serves this database must know alike, and nobody else.
secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
