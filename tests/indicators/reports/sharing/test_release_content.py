"""What the ledger keeps of a release is what was solved."""

import json
from dataclasses import replace

import pytest

from indicators.access.permissions import PARTNER
from indicators.disclosure.secondary import suppress
from indicators.reports.sharing.month_figures import collect_month
from indicators.reports.sharing.release_content import (
    calculate_digest,
    decode_released,
    decode_table,
    decode_tables,
    encode_figures,
    encode_suppression,
)
from indicators.reports.sharing.released_figures import build_released
from tests.support.builders import row, take_in
from tests.support.two_years import MARCH


@pytest.fixture
def collected(reports, table):
    take_in(table, [row("plans", "a", MARCH - 1, status="hidden")], file="hidden")
    return list(collect_month(reports, MARCH, PARTNER))


def test_figures_are_decoded_as_they_were_encoded(collected):
    for shared in collected:
        published = replace(shared.table, unpublished=())
        released = build_released(shared, suppress(published))
        content = encode_figures(shared) | encode_suppression(released.suppression)
        kept = json.loads(json.dumps(content))
        assert decode_released(shared.indicator.code, kept) == released
        table = released.suppression.released
        assert decode_table(shared.indicator.code, kept) == table
        assert decode_tables(shared.indicator.code, [kept, kept]) == [table, table]


def test_the_digest_follows_the_figures_and_not_what_is_hidden(collected):
    contents = {shared.indicator.code: encode_figures(shared) for shared in collected}
    digest = calculate_digest(contents)
    assert digest == calculate_digest(json.loads(json.dumps(contents)))
    contents["visits"]["parts"][0][2] += 1
    assert calculate_digest(contents) != digest
