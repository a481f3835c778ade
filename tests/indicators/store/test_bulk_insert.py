"""Rows go in many at a time just as they are, on both databases."""

import pytest
import sqlalchemy as sa

from indicators.store.bulk_insert import insert_rows
from indicators.store.database import connect, open_migration

ODD = ["", "a\tb", "line\nbreak", "back\\slash", "\\N", "quote'\"", None, "Café"]


@pytest.fixture
def put(database_url):
    """Puts columns into a fresh table and reads its rows again."""
    engine = connect(database_url)
    table = sa.Table(
        "rows_put",
        sa.MetaData(),
        sa.Column("number", sa.BigInteger),
        sa.Column("word", sa.Text),
        sa.Column("same", sa.Text),
    )

    def put(**columns):
        with open_migration(engine) as connection:
            table.drop(connection, checkfirst=True)
            table.create(connection)
            insert_rows(connection, "rows_put", columns)
            found = connection.execute(sa.select(table).order_by(table.c.number))
            return [tuple(row) for row in found]

    yield put
    engine.dispose()


@pytest.mark.parametrize("many", [0, 1, 99, 100, 101, 250])
def test_every_row_goes_in_once_however_many_there_are(put, many):
    words = [f"word {at % 7}" for at in range(many)]
    rows = [(at, word, "alike") for at, word in enumerate(words)]
    assert put(number=list(range(many)), word=words, same=["alike"] * many) == rows


def test_odd_text_and_nothing_stay_as_they_are(put):
    assert put(number=range(len(ODD)), word=ODD, same=[None] * len(ODD)) == [
        (at, word, None) for at, word in enumerate(ODD)
    ]


def test_rows_may_all_be_alike(put):
    assert put(number=[7] * 3, word=["a"] * 3, same=["b"] * 3) == [(7, "a", "b")] * 3
