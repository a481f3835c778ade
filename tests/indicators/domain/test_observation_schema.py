"""The frame of observations has one schema, which reading, committing and storing share."""

import pandas as pd
import pytest

from indicators.domain.observation_schema import (
    IN_FILE_ONLY,
    OBSERVATION_COLUMNS,
    apply_schema,
    check_observations,
)
from indicators.store.as_of import COLUMNS
from indicators.store.schema import observation
from tests.support.builders import row
from tests.support.extracts import read_rows
from tests.support.generated_places import LAST

HEAD = ["Area", "Month", "Seen", "Due"]


def test_the_store_keeps_every_column_but_where_in_the_file_a_figure_is():
    assert set(COLUMNS) | set(IN_FILE_ONLY) == set(OBSERVATION_COLUMNS)
    assert set(COLUMNS) <= set(observation.c.keys())
    assert not set(IN_FILE_ONLY) & set(observation.c.keys())


@pytest.mark.parametrize(
    "rows", [[], [["North End", "2026-10", 9, 10]], [["South End", "2026-10", "*", 10]]]
)
def test_what_is_read_has_the_schema(rows, tmp_path):
    reading = read_rows(tmp_path, [HEAD, *rows])
    assert len(reading.observations) == len(rows)
    check_observations(reading.observations, list(OBSERVATION_COLUMNS))


def test_a_frame_with_other_columns_or_types_is_not_taken_in():
    frame = apply_schema(pd.DataFrame([row("visits", "a", LAST, 1, 2)], columns=COLUMNS))
    check_observations(frame, COLUMNS)
    with pytest.raises(TypeError, match="have the columns"):
        check_observations(frame.drop(columns="note"), COLUMNS)
    with pytest.raises(TypeError, match="float64 in column numerator, not Int64"):
        check_observations(frame.assign(numerator=0.5), COLUMNS)
