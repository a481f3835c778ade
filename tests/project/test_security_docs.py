"""docs/security.md: every test that it names exists, and no line is without one or a reason."""

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| ([0-9][^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", TEXT, re.M)


def list_tests():
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
    }


def test_every_test_that_is_named_exists():
    assert set(re.findall(r"`(test_\w+)`", TEXT)) - list_tests() == set()


def test_there_are_lines_of_every_chapter_that_applies():
    chapters = {int(number) for line in LINES for number in re.findall(r"(\d+)\.", line[0])}
    assert chapters >= {*range(1, 17)} - {8, 9}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0].strip())
def test_each_line_has_a_test_or_says_why_not(line):
    *_, shown = line
    assert "`test_" in shown or shown.strip().startswith(("open", "not applicable"))
