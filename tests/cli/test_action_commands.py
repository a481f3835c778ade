"""The action sheet on the command line: out, in, undone, each with an exit status to rely on."""

import re
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import make_url

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from tests.support.sample_site import sample_settings
from tests.support.sheet_files import edit_workbook, write

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEAM = "foleshill-stoke-heath"


@pytest.fixture
def settings(tmp_path):
    """The sample with two actions of a team, in a database of the test's own."""
    sample = make_url(sample_settings().database_url).database
    assert sample is not None
    settings = Settings(database_url=f"sqlite:///{copy(sample, tmp_path)}", now=NOW)
    context = Context.open(settings)
    book = ActionBook(context.reports, PARTNER)
    for what, owner in (("Phone every family", "Ada"), ("Open a clinic", "")):
        fields = {ActionField.TEAM: TEAM, ActionField.WHAT: what, ActionField.OWNER: owner}
        book.add(fields, now=NOW)
    context.table.engine.dispose()
    return settings


@pytest.fixture
def run(typed, settings):
    """run("list") types `app.py actions list`."""

    def run(*words):
        return typed({"DATABASE_URL": settings.database_url}, "actions", *words)

    return run


@pytest.fixture
def exported(run, tmp_path) -> Path:
    path = tmp_path / "sheet.xlsx"
    done = run("export", "--team", TEAM, "--out", path)
    assert (done.returncode, done.stdout) == (0, f"Written: {path}\n")
    return path


def edit(path: Path, reference: str, **given: object) -> None:
    path.write_bytes(
        edit_workbook(path.read_bytes(), lambda sheet: write(sheet, reference, **given))
    )


def test_an_unchanged_sheet_has_no_difference(run, exported):
    done = run("import", exported)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "No difference")
    assert run("import", exported, "--apply").returncode == 0


def test_a_difference_is_printed_applied_listed_and_undone(run, exported):
    edit(exported, "A-1", Owner="Ben")
    edit(exported, "", Action="Write to schools")
    shown = run("import", exported)
    assert shown.returncode == 3
    assert re.sub(r"row \d+", "row", shown.stdout).splitlines()[1:] == [
        "A-1: Phone every family",
        "  Owner: Ada -> Ben",
        "New action, row: Write to schools",
        "  Action: (empty) -> Write to schools",
    ]
    applied = run("import", exported, "--apply", "--team", TEAM)
    assert (applied.returncode, applied.stderr) == (0, "")
    assert "Applied 2 changes. Undo: python app.py actions undo sheet-" in applied.stdout
    assert run("import", exported).stdout.endswith("No difference\n")
    assert len(run("list", "--team", TEAM).stdout.splitlines()) == 3
    undone = run("undo")
    assert undone.stdout.startswith("Undone: sheet-")
    assert run("list").stdout.splitlines() == [
        f"A-1 {TEAM}, Not started: Phone every family",
        f"A-2 {TEAM}, Not started: Open a clinic",
    ]
    assert run("list", "--imports").stdout.endswith("2 actions, undone\n")
    nothing = run("undo")
    assert (nothing.returncode, nothing.stderr) == (1, "There is no import to undo.\n")


def test_questions_are_answered_one_by_one_or_all_alike(run, exported):
    edit(exported, "A-1", Owner="", Due="01/12/2026")
    unanswered = run("import", exported, "--apply")
    assert unanswered.returncode == 1
    assert "Not answered yet: A-1.owner, A-1.due." in unanswered.stderr
    assert "A-1.due: keep (Dashboard: (empty)); sheet (Sheet: 1 December 2026); other_day" in (
        unanswered.stdout
    )
    wrong = run("import", exported, "--apply", "--answer", "A-1.due=tomorrow")
    assert (wrong.returncode, "Choose one of: keep, sheet, other_day" in wrong.stderr) == (1, True)
    answers = ["--answer", "A-1.due=other_day", "--others", "keep"]
    assert "Applied 1 change." in run("import", exported, "--apply", *answers).stdout
    assert "due 12 January 2026" in run("list").stdout


def test_refusals_are_printed_with_cell_and_remedy(run, exported, tmp_path):
    edit(exported, "A-1", Status="finished")
    refused = run("import", exported, "--apply")
    assert refused.returncode == 1
    assert "(“finished”): This is not a status. Write Not started" in refused.stdout
    assert refused.stderr == (
        "Refused cells: 1. Nothing was applied. Correct them in the file first.\n"
    )
    other = run("import", exported, "--team", "willenhall-east")
    assert (other.returncode, "This is the sheet of another team." in other.stderr) == (1, True)
    assert run("import", tmp_path / "no.xlsx").returncode == 1
    assert run("export", "--team", "nowhere", "--out", tmp_path / "x.xlsx").returncode == 1
