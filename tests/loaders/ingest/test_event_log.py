"""The log of loads, undone loads and pulls: counts and codes, and nothing from a file."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from loaders.ingest.undo_load import undo_load
from loaders.sources.pull import pull_sources
from loaders.sources.source_settings import read_sources
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, NOW, extract
from tests.support.databases import create_sqlite

LOGGER = "loaders.ingest.event_log"


@pytest.fixture
def context(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Context]:
    caplog.set_level(logging.INFO, logger=LOGGER)
    settings = Settings(database_url=create_sqlite(tmp_path / "test.db"), now=NOW)
    context = Context.open(settings)
    yield context
    context.table.engine.dispose()


def read_events(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    records = [record for record in caplog.records if record.name == LOGGER]
    return [{"event": record.getMessage(), **record.__dict__["fields"]} for record in records]


def test_a_load_is_one_line_with_its_counts(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY)
    context.loader.load(path, viewer=PARTNER, now=NOW, who="Jo Doe", why="Why-Doe")
    (fields,) = read_events(caplog)
    assert fields.pop("ms") >= 0
    assert fields == {
        "event": "load",
        "file": hashlib.sha256(path.read_bytes()).hexdigest()[:12],
        "outcome": "loaded",
        "profile": "midwifery",
        "service": "midwifery",
        "load": 1,
        "rows_read": 2,
        "rows_loaded": 2,
        "rows_refused": 0,
        "rows_blank": 0,
        "refused": {},
    }


def test_neither_a_file_s_name_nor_a_refused_value_nor_a_person_s_name_is_logged(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    wrong = CANLEY.replace("Canley", "Value-Doe")
    path = extract(tmp_path, HILLFIELDS, wrong, name="UHCW_maternity_File-Doe.csv")
    context.loader.load(path, viewer=PARTNER, now=NOW, who="Name-Doe", why="Why-Doe")
    (fields,) = read_events(caplog)
    assert (fields["outcome"], fields["rows_refused"]) == ("refused", 1)
    assert "Doe" not in "".join(str(record.__dict__) for record in caplog.records)


def test_an_upload_that_waits_for_an_answer_is_logged_with_its_outcome(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    context.loader.load(extract(tmp_path, CANLEY), viewer=PARTNER, now=NOW, synthetic=True)
    path, uploads = extract(tmp_path, HILLFIELDS), context.upload_service
    with path.open("rb") as content:
        staged = uploads.receive(path.name, content, who="", now=NOW, viewer=PARTNER).staged
    assert staged is not None
    seen = uploads.preview(staged.sha256, NOW, PARTNER).report.effect_key
    caplog.clear()
    uploads.load(
        staged.sha256, now=NOW, rest=False, confirmed=(), seen=seen, who="", why="", viewer=PARTNER
    )
    (fields,) = read_events(caplog)
    assert (fields["event"], fields["outcome"]) == ("load", "unconfirmed")


def test_a_file_that_cannot_be_opened_is_logged_without_a_hash(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    context.loader.load(tmp_path / "gone.csv", viewer=PARTNER, now=NOW)
    (fields,) = read_events(caplog)
    assert (fields["outcome"], fields["file"]) == ("unreadable", "")


def test_an_undone_load_is_one_line(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    context.loader.load(extract(tmp_path, HILLFIELDS), viewer=PARTNER, now=NOW)
    undo_load(context.table, context.places, 1, now=NOW, who="A Doe", why="Doe", viewer=PARTNER)
    undone = read_events(caplog)[-1]
    assert (undone["event"], undone["load"], undone["history"]) == ("undo", 1, 2)
    assert "Doe" not in "".join(str(record.__dict__) for record in caplog.records)


def test_a_pull_is_one_line_for_each_source_after_those_of_its_files(
    context: Context, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    folder = tmp_path / "settings"
    incoming = folder / "incoming"
    incoming.mkdir(parents=True)
    extract(incoming, HILLFIELDS)
    (folder / "sources.toml").write_text(
        f'[[source]]\nname = "ours"\naddress = "{incoming}"\npattern = "*.csv"\n'
    )
    for _ in pull_sources(context.loader, read_sources(folder), folder):
        pass
    load, pull = read_events(caplog)
    assert (load["event"], load["outcome"]) == ("load", "loaded")
    assert (pull["event"], pull["source"], pull["failed"]) == ("pull", "ours", False)
    assert (pull["files"], pull["outcomes"]) == (1, {"loaded": 1})
