"""The command that writes the shared view."""

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
    assert (done.returncode, "Publish one month only" in done.stderr) == (0, True)
    assert done.stdout.startswith(f"Written: {path}\n")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["place"] for row in rows} >= {"hillfields", "canley", "tile-hill-canley"}
    hidden = sum(row["mark"] == "c" for row in rows)
    assert hidden > 0
    assert f"{len(rows)} figures, {hidden} of them hidden" in done.stdout


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
