"""Documents of protection: every test that they name exists; security has no line without one."""

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


@pytest.mark.parametrize("name", ["security.md", "information-governance.md"])
def test_every_test_that_is_named_exists(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"`(test_\w+)`", text)) - list_tests() == set()


def test_there_are_lines_of_every_chapter_that_applies():
    chapters = {int(number) for line in LINES for number in re.findall(r"(\d+)\.", line[0])}
    assert chapters >= {*range(1, 17)} - {8, 9}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0].strip())
def test_each_line_has_a_test_or_says_why_not(line):
    *_, shown = line
    assert "`test_" in shown or shown.strip().startswith(("open", "not applicable"))
