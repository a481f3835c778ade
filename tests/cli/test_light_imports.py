"""What is slow to import is imported by what uses it, so that a start is quick."""

import subprocess
import sys

import pytest

from cli.settings import ROOT

HEAVY = {
    "alembic",
    "authlib",
    "cryptography",
    "dash",
    "docx",
    "flask",
    "flask.testing",
    "highspy",
    "icalendar",
    "joserfc",
    "numpy",
    "fontTools",
    "openpyxl",
    "pandas",
    "plotly",
    "pptx",
    "pyarrow",
    "pydantic",
    "python_calamine",
    "requests",
    "scipy",
    "segno",
    "sqlalchemy",
    "typst",
}
LIST_IMPORTED = f"import sys; print(*({HEAVY!r} & set(sys.modules)))"
CREATE_APP = """
from pathlib import Path
from app import create_app
from cli.settings import Settings
create_app(Settings(database_url=sys.argv[1])).warm("/data")
"""


def list_heavy(code: str, *arguments: str) -> set[str]:
    """Run a program and return the heavy modules that it has imported at its end."""
    run = [sys.executable, "-c", f"import sys\n{code}\n{LIST_IMPORTED}", *arguments]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["--help", "users --help", "load --help", "serve --help"])
def test_a_command_imports_nothing_heavy_to_say_what_it_does(command):
    code = f"""
from cli.command_line import commands
commands({command.split()!r}, standalone_mode=False)
"""
    assert list_heavy(code) == set()


def test_a_start_leaves_out_what_only_some_answers_need(tmp_path):
    address = f"sqlite:///{tmp_path / 'test.db'}"
    list_heavy(CREATE_APP, address)  # the first start migrates the database
    left_out = HEAVY - list_heavy(CREATE_APP, address)
    needed_by_some = {"alembic", "authlib", "cryptography", "docx", "icalendar", "joserfc"}
    needed_by_some |= {
        "python_calamine",
        "openpyxl",
        "pptx",
        "highspy",
        "pandas",
        "requests",
        "scipy",
        "segno",
    }
    assert left_out >= needed_by_some | {"flask.testing", "typst", "fontTools"}
