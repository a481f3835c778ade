"""The command line: sentences and exit status, never a traceback."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from indicators.configuration.places_reader import read_places
from indicators.domain.periods import format_day
from indicators.store.observations import IndicatorTable
from indicators.store.user_settings import UserSettings
from layouts.text import labels
from tests.conftest import ROOT
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract
from tests.support.databases import create_sqlite
from tests.support.doubtful_counts import doubtful_lines
from tests.support.extracts import hidden_midwifery, mothers
from tests.support.sample_site import NOW

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, typed: Run) -> Run:
    """run("load", file): a command on a database of its own."""
    create_sqlite(tmp_path / "cli.db")

    def run(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
        return typed({"DATABASE_URL": database(tmp_path)} | more, *words)

    return run


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'cli.db'}"


@pytest.mark.slow
def test_the_program_ends_in_a_sentence_and_a_status(tmp_path: Path) -> None:
    """As a process of its own, which all other tests here stand for."""

    def ended(*words: object) -> tuple[int, str, str]:
        command = [sys.executable, ROOT / "app.py", *map(str, words)]
        environment = os.environ | {"DATABASE_URL": database(tmp_path)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    status, told, _ = ended("load", extract(tmp_path, HILLFIELDS))
    assert (status, "1 row read: 1 loaded" in told) == (0, True)
    status, told, wrong = ended("undo", 7, "--yes")
    assert (status, told) == (1, "")
    assert wrong.count("\n") <= 2
    assert "Traceback" not in wrong


def test_explaining_a_command_imports_no_slow_package() -> None:
    program = "import app, sys; print(*{'dash', 'pandas', 'sqlalchemy'} & sys.modules.keys())"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    "command",
    [
        "",
        "serve",
        "load",
        "check",
        "pull",
        "export",
        "shared",
        "history",
        "undo",
        "original",
        "arrangement",
        "profiles",
        "spellings",
    ],
)
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
    assert "2 rows read: 2 loaded, 0 refused, 0 blank or not needed." in loaded.stdout
    assert "10 new, 0 restated, 0 unchanged" in loaded.stdout
    assert "already loaded, as load 1; nothing changed" in run("load", path).stdout
    out = tmp_path / "plan.xlsx"
    done = run("export", "--team", "tile-hill-canley", "--month", "2026-09", "--out", out)
    assert done.returncode == 0
    assert load_workbook(out).worksheets[0]["A1"].value == "Action plan: Tile Hill and Canley"
    everyone = tmp_path / "all.xlsx"
    assert run("export", "--all", "--out", everyone).returncode == 0
    assert len(load_workbook(everyone).worksheets) == 11


def test_hidden_rows_are_named_by_check_and_load(run: Run, tmp_path: Path) -> None:
    path = hidden_midwifery(
        tmp_path, mothers("Hillfields", "2026-09"), mothers("Canley", "2026-09")
    )
    for command in ("check", "load"):
        told = run(command, path).stdout
        assert "1 row read: 1" in told
        assert "1 hidden row was left out: sheet Data, row 2." in told


def test_a_refused_row_is_told_by_file_row_column_value_and_remedy(
    run: Run, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS.replace("Hillfields", "Hillfeilds"))
    done = run("load", path)
    assert done.returncode == 1
    assert "1 row read: 0 good, 1 refused, 0 blank or not needed." in done.stdout
    told = f"{path.name}, row 2, column A"
    assert re.search(re.escape(told) + ".*'Hillfeilds'.*Hillfields", done.stdout)


def test_a_load_is_undone_told_of_given_back_and_loaded_again(run: Run, tmp_path: Path) -> None:
    first, second = (
        extract(tmp_path, HILLFIELDS.replace("30,27,", changed), name=f"UHCW_maternity_{at}.csv")
        for at, changed in enumerate(("30,27,", "31,28,"))
    )
    assert run("history").stdout == "Nothing has been loaded yet.\n"
    run("load", first)
    run("load", second, "--why", "A recount.")
    listed = run("history").stdout.splitlines()
    assert listed[0].startswith("2  ")
    assert "Reason: A recount." in listed[0]
    told = run("history", 2).stdout
    assert "1 figure changed:" in told
    assert "Early booking, Hillfields, September 2026: 27 of 30, now 28 of 31" in told
    asked = run("undo", 2)
    assert (asked.returncode, asked.stderr) == (130, "Stopped.\n")
    undone = run("undo", 2, "--yes", "--why", "Not a recount.")
    assert (
        "(number 3 in the history). 0 figures removed; for 1, the earlier figure" in undone.stdout
    )
    assert "load 2 (UHCW_maternity_1.csv) undone" in run("history").stdout
    assert run("original", 2, "--out", tmp_path / "back.csv").returncode == 0
    assert (tmp_path / "back.csv").read_bytes() == second.read_bytes()
    assert "0 new, 1 restated, 4 unchanged" in run("load", second).stdout


def test_unlikely_figures_are_loaded_with_the_key_shown_below_them(
    run: Run, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-08.csv")
    checked, stopped = run("check", path), run("load", path)
    key = re.search(r"--confirm ([0-9a-f]{12})", checked.stdout)
    assert key is not None
    assert (stopped.returncode, key[0] in stopped.stdout) == (1, True)
    assert run("load", "--confirm", "0" * 12, path).returncode == 1
    assert run("load", "--confirm", key[1], path).returncode == 0


def test_a_sheet_as_at_a_past_day(run: Run, tmp_path: Path) -> None:
    run("load", extract(tmp_path, HILLFIELDS))
    words = "export", "--team", "hillfields", "--out", tmp_path / "plan.xlsx", "--as-at"
    assert "There were no figures on 1 May 2020" in run(*words, "2020-05-01").stderr
    today = datetime.now(UTC).date()
    assert run(*words, today).returncode == 0
    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    assert str(sheet["A2"].value).endswith(f"as at {format_day(today)}")
    future = run(*words, "2999-01-01")
    assert (future.returncode, "1 January 2999 is in the future" in future.stderr) == (2, True)


def test_a_sheet_by_todays_areas_says_so(run: Run, tmp_path: Path) -> None:
    run("load", extract(tmp_path, HILLFIELDS))
    out = tmp_path / "today.xlsx"
    assert run("export", "--team", "hillfields", "--todays-areas", "--out", out).returncode == 0
    top = load_workbook(out).worksheets[0].iter_rows(max_row=5, values_only=True)
    assert any(labels.TODAYS_AREAS in str(row[0]) for row in top)


def test_a_check_tells_what_is_unlikely_and_marks_what_to_send_back(
    run: Run, tmp_path: Path
) -> None:
    radford = CANLEY.replace("Canley", "Radford")
    run("load", extract(tmp_path, HILLFIELDS, CANLEY, radford))
    october = [row.replace("2026-09", "2026-10") for row in (HILLFIELDS, CANLEY, radford)]
    same = extract(tmp_path, *october, name="UHCW_maternity_2026-10.csv")
    checked = run("check", same)
    assert checked.returncode == 0
    assert "nothing is refused, but something is unlikely" in checked.stdout
    assert "Check: " in checked.stdout
    assert "Contact: University Hospitals Coventry" in checked.stdout
    wrong = extract(tmp_path, "Nowhere" + CANLEY[6:], name="UHCW_maternity_wrong.csv")
    back = tmp_path / "back"
    back.mkdir()
    run("check", wrong, "--send-back", back)
    (marked,) = back.iterdir()
    assert load_workbook(marked).worksheets[0].title == "Errors to correct"


def test_the_refused_rows_of_a_load_can_be_listed_afterwards(run: Run, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, "Nowhere" + CANLEY[6:])
    assert run("load", "--rest", path).returncode == 0
    assert f"Refused: {path.name}, row 3, column A" in run("history", "1").stdout


@pytest.mark.parametrize(
    ("setting", "written", "says"),
    [
        (
            "WEB_CONCURRENCY",
            "two",
            "WEB_CONCURRENCY is “two”. Set it to a number of processes, 1 t",
        ),
        ("CACHE_MEGABYTES", "0", "CACHE_MEGABYTES is “0”. Set it to a number of megabytes, 1 to"),
        ("BEHIND_PROXY", "yes", "BEHIND_PROXY is “yes”. Set it to 1 or 0."),
        ("DATABASE_URL", "sqlite:///", "DATABASE_URL names no file, so all would be lost when"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL names no file, so all would be lost when"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "history"])
def test_a_wrong_setting_is_said(
    command: str, setting: str, written: str, says: str, run: Run
) -> None:
    done = run(command, **{setting: written})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(says)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("undo", "7", "--yes"), "There is no load 7."),
        (("history", "7"), "There is no load 7."),
        (("history", "--limit", "-1"), "-1 is not in the range"),
        (("original", "7", "--out", "x.csv"), "There is no load 7."),
        (("export", "--all", "--out", "x.xlsx", "--as-at", "May"), "“May” is not a date."),
        (("load", "gone.csv"), "gone.csv"),
        (("load",), "Missing argument"),
        (("export", "--out", "x.xlsx"), "Choose one team or all teams."),
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


def test_what_was_made_in_the_browser_is_listed_written_out_and_taken_back(
    run: Run, tmp_path: Path
) -> None:
    engine = IndicatorTable.open(database(tmp_path)).engine
    recorded, places = UserSettings(engine), read_places(ROOT / "data")
    text = (ROOT / "data" / "profiles" / "midwifery.toml").read_text()
    text = text.replace('code = "midwifery"', 'code = "our"').replace("UHCW_maternity_*", "Our_*")
    recorded.keep_profile("our", text, who="Jo", now=NOW)
    recorded.record_spelling("Hilfields", "hillfields", places, who="Jo", now=NOW)
    engine.dispose()
    path = extract(tmp_path, HILLFIELDS.replace("Hillfields", "Hilfields"))
    assert "1 good, 0 refused" in run("check", path).stdout
    listed = run("profiles").stdout.splitlines()
    assert [line.split()[0] for line in listed][:2] == ["our", "benchmarks"]
    out = tmp_path / "our.toml"
    assert run("profiles", "our", "--out", out, "--remove").returncode == 0
    assert out.read_text() == text
    assert "No profile “our” made in the browser is in use." in run("profiles", "our").stderr
    assert "1  Hilfields: Hillfields (" in run("spellings").stdout
    assert "no longer a spelling of Hillfields" in run("spellings", "--remove", 1).stdout
    assert "1 refused" in run("check", path).stdout


def test_check_without_files_checks_the_council_s_own(typed, tmp_path):
    done = typed({"DATABASE_URL": f"sqlite:///{tmp_path / 'test.db'}"}, "check")
    assert (done.returncode, done.stdout) == (0, "The council's files have no errors.\n")


def test_a_file_taken_for_a_list_of_people_loads_once_it_is_declared(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "UHCW_maternity_2026-09.csv"
    path.write_text("\n".join(doubtful_lines()) + "\n")
    refused = run("load", path)
    assert (refused.returncode, "list of people" in refused.stdout) == (1, True)
    unnamed = run("load", "--these-are-counts", "--by", "Jo Bell", path)
    assert (unnamed.returncode, "needs --by NAME and --reason TEXT" in unnamed.stderr) == (2, True)
    declared = ["load", "--these-are-counts", "--by", "Jo Bell", "--reason", "By area and month"]
    told = run(*declared, path).stdout
    if key := re.search(r"--confirm ([0-9a-f]+)", told):
        told = run(*declared, "--confirm", key[1], path).stdout
    assert "loaded" in told
    history = run("history").stdout
    assert "Declared to hold counts by Jo Bell: By area and month" in history
