"""Promises about the project itself that nothing else would notice being broken."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.conftest import ROOT

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==[a-z0-9.]+( ; .+)?")
RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "tests" / "requirements.txt"


def lines(path):
    """Requirements as written: no comments, and no line that includes the other file."""
    every = path.read_text().splitlines()
    return [line for line in every if line and not line.startswith(("#", "-r "))]


def names(path):
    return {line.split("==")[0] for line in lines(path)}


def normal(name):
    """A distribution's name as PyPI compares it, without extras and versions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=]", name)[0]).lower()


def test_every_requirement_is_pinned_and_none_says_where_to_fetch_it():
    assert [each for each in lines(RUNTIME) + lines(TESTS) if not PIN.fullmatch(each)] == []


def test_tests_add_to_what_runs_and_change_nothing():
    assert TESTS.read_text().startswith("-r ../requirements.txt\n")
    assert names(RUNTIME) & names(TESTS) == set()


def test_pins_cover_what_is_asked_for():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert {normal(each) for each in groups["run"]} <= names(RUNTIME)
    assert {normal(each) for each in groups["test"]} <= names(TESTS)


def test_no_lock_file_with_registry_addresses():
    assert not (ROOT / "uv.lock").exists()


def test_what_runs_imports_only_what_make_run_installs():
    rooms = ["cli", "indicators", "loaders", "layouts", "sample"]
    sources = [ROOT / "app.py", *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]
    imported = set()
    for source in filter(lambda path: path.exists(), sources):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.split(".")[0])
    outside = imported - set(sys.stdlib_module_names) - {*rooms, "app"}
    distributions = packages_distributions()
    installed = names(RUNTIME)
    unknown = {
        module
        for module in outside
        if not {normal(each) for each in distributions.get(module, [])} & installed
    }
    assert unknown == set()
