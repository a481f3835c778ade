"""The places that each service sent figures of, by indicator and month, and their sets."""

import hashlib
from itertools import groupby

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
RECEIVED = """
    SELECT DISTINCT o.ended, l.service, o.place FROM observation o JOIN load l ON l.id = o.load_id
    WHERE o.replaced_by IS NULL AND o.indicator = :indicator ORDER BY o.ended, l.service
"""


def upgrade() -> None:
    place_set = op.create_table(
        "place_set",
        sa.Column("sha256", sa.String(64), nullable=False, comment="of the places"),
        sa.Column("places", CODE, nullable=False, comment="codes in order, with spaces between"),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_place_set")),
    )
    arrival = op.create_table(
        "arrival",
        sa.Column("indicator", CODE, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("service", CODE, nullable=False),
        sa.Column("place_set", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_set"], ["place_set.sha256"], name=op.f("fk_arrival_place_set")
        ),
        sa.PrimaryKeyConstraint("indicator", "ended", "service", name=op.f("pk_arrival")),
    )
    _fill(place_set, arrival)


def downgrade() -> None:
    op.drop_table("arrival")
    op.drop_table("place_set")


def _fill(place_set: sa.Table, arrival: sa.Table) -> None:
    connection = op.get_bind()
    indicators = connection.scalars(sa.text("SELECT DISTINCT indicator FROM observation")).all()
    sets: dict[str, str] = {}
    rows = []
    for indicator in indicators:
        found = connection.execute(sa.text(RECEIVED), {"indicator": indicator})
        for (ended, service), each in groupby(found, lambda row: (row.ended, row.service)):
            places = " ".join(sorted(row.place for row in each))
            sha256 = hashlib.sha256(places.encode()).hexdigest()
            sets[sha256] = places
            rows.append(
                {"indicator": indicator, "ended": ended, "service": service, "place_set": sha256}
            )
    op.bulk_insert(
        place_set, [{"sha256": sha256, "places": places} for sha256, places in sets.items()]
    )
    op.bulk_insert(arrival, rows)
