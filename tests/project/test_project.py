"""Promises about the project itself that nothing else would notice being broken."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from cli.version import read_version
from tests.conftest import ROOT

RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "tests" / "requirements.txt"
ALONE = {group: ROOT / f"requirements-{group}.txt" for group in ("audit", "installer")}
PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[a-z0-9.]+)(?: ; [^\\]+?)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)
STANDARD_FROM_3_14 = {"compression"}


def entries(path):
    """Requirements as written, each with its lines of hashes."""
    return re.split(r"\n(?! )", path.read_text().rstrip("\n"))


def pins(path):
    """The pinned version of each distribution."""
    found = map(PIN.fullmatch, entries(path))
    return {match["name"]: match["version"] for match in found}


def normal(name):
    """A distribution's name as PyPI compares it, without extras, versions and conditions."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=;]", name)[0]).lower()


@pytest.mark.parametrize("path", [RUNTIME, TESTS, *ALONE.values()])
def test_every_requirement_is_pinned_with_hashes_and_none_says_where_to_fetch_it(path):
    assert [entry for entry in entries(path) if not PIN.fullmatch(entry)] == []


def test_tests_add_to_what_runs_and_change_nothing():
    assert pins(RUNTIME).items() <= pins(TESTS).items()


def test_pins_cover_what_is_asked_for():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = asked["dependency-groups"]
    assert {normal(each) for each in asked["project"]["dependencies"]} <= pins(RUNTIME).keys()
    assert {normal(each) for each in groups["test"]} <= pins(TESTS).keys()
    for group, path in ALONE.items():
        assert {normal(each) for each in groups[group]} <= pins(path).keys()


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
    standard = {*sys.stdlib_module_names, *STANDARD_FROM_3_14}
    outside = imported - standard - {*rooms, "app"}
    distributions = packages_distributions()
    installed = pins(RUNTIME).keys()
    unknown = {
        module
        for module in outside
        if not {normal(each) for each in distributions.get(module, [])} & installed
    }
    assert unknown == set()


def test_the_version_is_stated_once_and_the_changelog_opens_with_it():
    version = read_version()
    assert re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M).group(1) == version


def test_the_readme_leads_to_every_document():
    linked = set(re.findall(r"\]\((docs/[a-z-]+\.md)\)", (ROOT / "README.md").read_text()))
    assert linked == {str(each.relative_to(ROOT)) for each in (ROOT / "docs").glob("*.md")}
