"""The log on standard error: lines of JSON, at the level that LOG_LEVEL names."""

import json
import logging
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.log_output import PACKAGES, StandardErrorHandler, configure_logging
from indicators.domain.errors import UserError
from tests.support.databases import create_sqlite

LOG = logging.getLogger("layouts.test")


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    yield
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, StandardErrorHandler)]:
        root.removeHandler(handler)
    for package in PACKAGES:
        logging.getLogger(package).setLevel(logging.NOTSET)


def test_a_record_is_one_line_of_json_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    LOG.info("request", extra={"fields": {"route": "/", "status": 200}})
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("+00:00")
    assert told == {"level": "INFO", "event": "request", "route": "/", "status": 200}


def test_of_an_exception_only_the_type_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    try:
        raise ValueError("9434765919 Jane Doe")
    except ValueError:
        LOG.exception("failure")
    line = capsys.readouterr().err
    assert json.loads(line)["error"] == "ValueError"
    assert "Jane" not in line


@pytest.mark.parametrize(
    ("level", "logged"), [("debug", True), ("INFO", True), ("WARNING", False), ("ERROR", False)]
)
def test_the_environment_sets_the_level(
    level: str,
    logged: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LOG_LEVEL", level)
    configure_logging("INFO")
    LOG.info("request")
    assert bool(capsys.readouterr().err) == logged


def test_a_level_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    with pytest.raises(UserError, match="LOG_LEVEL is “LOUD”"):
        configure_logging("INFO")


def test_a_command_logs_nothing_unless_it_is_asked_to(
    typed: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    database = {"DATABASE_URL": create_sqlite(tmp_path / "test.db")}
    quiet = typed(database, "history")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert typed(database | {"LOG_LEVEL": "loud"}, "history").returncode == 1
