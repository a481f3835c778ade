"""The text of a file with other tables: they are exchanged in their place, and the rest stays."""

import tomllib

import pytest

from indicators.configuration.file_tables import replace_tables
from indicators.configuration.toml_text.toml_blocks import split_blocks
from tests.support.shipped_data import DATA

FILE = """\
code = "visits" # [[target]] is below
note = '''
[[target]]
# no comment'''
months = [
  ["a"],
]

# Agreed in [May].
[[target]]  # the only one
value = "90"
# why 90

# A remark.

# The plan of the board:
[[trajectory]]
shape = "steps"

[[trajectory.point]]
month = "2026-04"
# last words
"""
NEW = [{"value": "85"}, {"value": "80"}]


def test_only_the_tables_are_exchanged_in_their_place():
    old = '[[target]]  # the only one\nvalue = "90"\n# why 90\n'
    new = '[[target]]\nvalue = "85"\n\n[[target]]\nvalue = "80"\n'
    assert replace_tables(FILE, "target", NEW) == FILE.replace(old, new)


def test_tables_within_tables_go_with_them():
    written = replace_tables(FILE, "trajectory", [])
    assert "trajectory" not in tomllib.loads(written)
    assert "A remark" in written
    assert "The plan of the board" not in written


@pytest.mark.parametrize("text", ["a = 1\n", "", 'a = 1\ntarget = [{ value = "90" }]\n'])
def test_tables_that_are_not_there_or_on_one_line_are_written_below(text):
    rest = {"a": 1} if text else {}
    assert tomllib.loads(replace_tables(text, "target", NEW)) == {**rest, "target": NEW}


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.toml")), ids=lambda path: path.name)
def test_any_file_of_a_council_is_what_its_tables_make_up(path):
    text = path.read_text(encoding="utf-8")
    assert "".join(block.text for block in split_blocks(text)) == text
    said = tomllib.loads(text)
    for key, tables in said.items():
        if isinstance(tables, list) and tables and isinstance(tables[0], dict):
            assert tomllib.loads(replace_tables(text, key, tables)) == said
