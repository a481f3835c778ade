"""The targets of many months at once are those of each month."""

import pytest

from indicators.domain.periods import Month
from tests.support.builders import V1, indicator, target

MADE = indicator(
    definition=[V1 | {"until": "2025-05"}, V1 | {"code": "v2", "from": "2025-06"}],
    target=[
        target("80", until="2024-12"),
        target("85", since="2025-01", until="2025-05"),
        target("70", since="2025-03", until="2025-04", place="north"),
        target("90", "v2", since="2025-08"),
    ],
)
MONTHS = [Month.of(2024, 10) + at for at in range(14)]


@pytest.mark.parametrize("definition", ["v1", "v2", ""])
@pytest.mark.parametrize("place", ["north", "south"])
def test_they_are_those_of_each_month(definition, place):
    found = MADE.list_targets(MONTHS, definition, place)
    assert found == [MADE.find_target(month, definition, place) for month in MONTHS]
    assert any(found) == bool(definition)
    for first in range(len(MONTHS)):
        for last in range(first, len(MONTHS) + 1):
            assert MADE.list_targets(MONTHS[first:last], definition, place) == found[first:last]
