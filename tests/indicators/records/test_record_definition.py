"""A file of a record: what it may say, and the words for what it may not."""

import pytest

from indicators.configuration.records_reader import read_records
from indicators.domain.errors import ConfigurationError
from tests.support.two_years import CATALOGUE

SCORED = """
code = "matrix"
name = "Matrix"
description = "How the team works"
source = "us"
per = "quarter"
from = "2026-01"

[scores]
lowest = 0
highest = 5
mature_from = 4

[[field]]
code = "first"
name = "First"
"""


def read(folder, text, name="matrix.toml"):
    (folder / "records").mkdir(exist_ok=True)
    (folder / "records" / name).write_text(text, encoding="utf-8")
    return read_records(folder, CATALOGUE)


def test_a_file_is_one_kind_of_record(tmp_path):
    found = read(tmp_path, SCORED)
    assert list(found) == ["matrix"]
    assert found["matrix"].fields["first"].name == "First"


def test_a_council_without_records_has_none(tmp_path):
    assert read_records(tmp_path, CATALOGUE) == {}


COUNTED = SCORED.replace(
    "[scores]\nlowest = 0\nhighest = 5\nmature_from = 4",
    '[counts]\nservice = "midwifery"\nsmall_number_threshold = 5',
)
FAULTS = [
    (
        SCORED.replace('per = "quarter"', 'per = "day"'),
        "key per: “day” is not allowed. Use 'quarter'",
    ),
    (SCORED.replace("mature_from = 4", "mature_from = 6"), "mature_from: 6 is no score."),
    (SCORED.replace("lowest = 0", "lowest = 5"), "highest score, 5, is not above the lowest, 5"),
    (SCORED + '[[field]]\ncode = "first"\nname = "Again"\n', "Two have the code “first”."),
    (
        SCORED
        + '[[band]]\nname = "High"\nfrom = 3\nto = 4\n[[band]]\nname = "Low"\nfrom = 0\nto = 1',
        "“Low” ends with 1 and “High” begins with 3.",
    ),
    (SCORED.replace("[scores]", "[score]"), "key score: There is no such key. Did you mean"),
    (
        SCORED + '[counts]\nservice = "midwifery"\nsmall_number_threshold = 5',
        "A record is scored or counted.",
    ),
    (
        COUNTED + '[[rate]]\ncode = "r"\nname = "R"\nnumerator = "first"\ndenominator = "all"',
        "There is no field “all”. Use one of: first.",
    ),
    (COUNTED.replace("midwifery", "police"), "key counts.service: There is no service “police”."),
    (SCORED.replace('"matrix"', '"other"'), "Make the two the same."),
    (SCORED.replace('name = "Matrix"\n', ""), "key name: This key is missing. Add it."),
]


@pytest.mark.parametrize(("text", "says"), FAULTS)
def test_a_fault_is_named_with_file_key_and_remedy(tmp_path, text, says):
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path, text)
    assert "records/matrix.toml" in str(error.value)
    assert says in str(error.value)


def test_a_record_has_no_code_of_an_indicator(tmp_path):
    with pytest.raises(ConfigurationError, match="There is an indicator with the code “visits”"):
        read(tmp_path, SCORED.replace('"matrix"', '"visits"'), "visits.toml")
