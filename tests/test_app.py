"""The command line: sentences and exit status, never a traceback."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.loaders.test_load import CANLEY, HILLFIELDS, extract

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """run("load", file): the program in a process of its own, on a database of its own."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'cli.db'}"}

    def run(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, ROOT / "app.py", *map(str, words)]
        done = subprocess.run(
            command, env=environment | more, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return run


@pytest.mark.parametrize("command", ["", "serve", "load", "check", "pull", "export"])
def test_every_command_explains_itself(command: str, run: Run) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_load_check_and_export_from_the_command_line(run: Run, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY)
    checked = run("check", path)
    assert (checked.returncode, checked.stdout.count("2 rows read")) == (0, 1)
    loaded = run("load", path)
    assert loaded.returncode == 0
    assert "2 rows read: 2 loaded, 0 refused, 0 blank." in loaded.stdout
    assert "10 new, 0 restated, 0 unchanged" in loaded.stdout
    assert "already loaded; nothing changed" in run("load", path).stdout
    out = tmp_path / "plan.xlsx"
    done = run("export", "--team", "tile-hill-canley", "--month", "2026-09", "--out", out)
    assert done.returncode == 0
    assert load_workbook(out).worksheets[0]["A1"].value == "Action plan: Tile Hill and Canley"
    everyone = tmp_path / "all.xlsx"
    assert run("export", "--all", "--out", everyone).returncode == 0
    assert len(load_workbook(everyone).worksheets) == 10


def test_a_refused_row_is_told_by_file_row_column_value_and_remedy(
    run: Run, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS.replace("Hillfields", "Hillfeilds"))
    done = run("load", path)
    assert done.returncode == 1
    assert "1 rows read: 0 good, 1 refused, 0 blank." in done.stdout
    told = f"{path.name}, row 2, column A"
    assert re.search(re.escape(told) + ".*'Hillfeilds'.*Hillfields", done.stdout)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load", "gone.csv"), "gone.csv"),
        (("load",), "Missing argument"),
        (("export", "--out", "x.xlsx"), "Name one team, or ask for all."),
        (("export", "--team", "nowhere", "--out", "x.xlsx"), "There is no place “nowhere”."),
        (("export", "--team", "hillfields", "--month", "2026", "--out", "x"), "is not a month"),
        (("export", "--all", "--out", "x.xlsx"), "Nothing has been loaded yet"),
        (("serve", "--port", "1", "--host", "203.0.113.1"), "Cannot serve on 203.0.113.1:1"),
        (("dance",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_failing_status(
    words: tuple[str, ...], says: str, run: Run
) -> None:
    done = run(*words)
    assert done.returncode != 0
    assert says in done.stdout + done.stderr


def test_a_wrong_database_address_and_wrong_files_are_told(run: Run, tmp_path: Path) -> None:
    assert "not a database address" in run("check", "x", DATABASE_URL="nonsense").stderr
    assert "not supported" in run("check", "x", DATABASE_URL="mysql://a@b/c").stderr
    done = run("check", "x", DATA_FOLDER=str(tmp_path))
    assert done.returncode == 1
    assert "programme.toml" in done.stderr
