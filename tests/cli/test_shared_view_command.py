"""The commands that publish the shared view and list what was published."""

import csv

import pytest

from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract


@pytest.fixture
def run(tmp_path, typed):
    """run("shared", ...): a command on a database of its own."""

    def run(*words):
        return typed({"DATABASE_URL": f"sqlite:///{tmp_path / 'cli.db'}"}, *words)

    return run


def test_the_shared_view_is_written_into_a_folder(run, tmp_path):
    run("load", extract(tmp_path, HILLFIELDS, CANLEY))
    done = run("shared", "--month", "2026-09", "--out", tmp_path / "new" / "folder")
    path = tmp_path / "new" / "folder" / "shared-view-2026-09.csv"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Written: {path}\n")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["place"] for row in rows} >= {"hillfields", "canley", "tile-hill-canley"}
    hidden = sum(row["mark"] == "c" for row in rows)
    assert hidden > 0
    assert f"{len(rows)} figures, {hidden} of them hidden" in done.stdout
    assert "Recorded as release 1." in done.stdout


def test_the_same_month_again_is_the_same_release_and_file(run, tmp_path):
    run("load", extract(tmp_path, HILLFIELDS, CANLEY))
    publish = ("shared", "--month", "2026-09", "--out", tmp_path, "--why", "Board papers")
    path = tmp_path / "shared-view-2026-09.csv"
    run(*publish)
    first = path.read_bytes()
    again = run(*publish)
    assert "Nothing has changed since release 1 of" in again.stdout
    assert path.read_bytes() == first
    listed = run("releases").stdout.splitlines()
    assert len(listed) == 1
    assert listed[0].startswith("1: September 2026, published ")
    assert listed[0].endswith("Board papers")


def test_a_preview_writes_and_records_nothing(run, tmp_path):
    run("load", extract(tmp_path, HILLFIELDS, CANLEY))
    before = set(tmp_path.iterdir())
    done = run("shared", "--month", "2026-09", "--preview")
    assert (done.returncode, "of them hidden" in done.stdout) == (0, True)
    assert set(tmp_path.iterdir()) == before
    assert run("releases").stdout == "Nothing has been published yet.\n"


@pytest.mark.parametrize("words", [(), ("--preview", "--out", "folder")])
def test_it_either_publishes_or_previews(run, words):
    done = run("shared", "--month", "2026-09", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--out FOLDER" in done.stderr


@pytest.mark.parametrize(
    ("month", "remedy"),
    [
        ("2026-13", "2026-10"),
        ("2025-12", "loaded"),
        ("2025-01", "Choose a month from September 2026"),
    ],
)
def test_a_month_without_figures_is_refused(run, tmp_path, month, remedy):
    run("load", extract(tmp_path, HILLFIELDS))
    done = run("shared", "--month", month, "--out", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert remedy in done.stderr
