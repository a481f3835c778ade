"""The sample city, loaded as a fresh start loads it: once for all processes of tests.

It takes some 15 seconds, so it is kept in pytest's cache for as long as nothing changes that it is
made from (`pytest --cache-clear` throws it away).
"""

import atexit
import fcntl
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask

from app import create_app
from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.domain.periods import Month
from layouts.web.dashboard_app import DashboardApp
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from sample.generate import write_sample

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".pytest_cache" / "d" / "sample"
MADE_FROM = ["cli", "data", "indicators", "loaders", "sample", "requirements.txt", __file__]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST = Month.of(2026, 10)


@cache
def dashboard_codes() -> list[str]:
    """The indicators of the dashboards, in their order."""
    return [indicator.code for indicator in read_catalogue(Settings().data).dashboard]


@cache
def sample_files() -> list[Path]:
    """The files of the sample up to October 2026, in the order they are loaded. Read them only."""
    return write_sample(_built() / "files", LAST)


@cache
def sample_settings() -> Settings:
    """Settings of a dashboard that holds the sample up to October 2026. Read it; do not load into
    it: other tests look at the same one."""
    folder = Path(tempfile.mkdtemp(prefix="sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # A copy, so that no test can write into what later runs are given.
    return _settings_of(Path(shutil.copy(_built() / "sample.db", folder)))


def copy_sample(folder: Path) -> Settings:
    """Settings of a sample of one's own, in a folder, to write into."""
    return _settings_of(Path(shutil.copy(_built() / "sample.db", folder)))


@cache
def sample_app() -> DashboardApp:
    """The dashboard over that sample, made once for each process of tests."""
    return create_app(sample_settings())


def sample_server() -> Flask:
    """Its server."""
    server: Flask = sample_app().server
    return server


@cache
def _built() -> Path:
    """The folder of the sample's files and database. Who asks first builds it; others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = CACHE / _fingerprint()
        if not folder.exists():
            for old in filter(Path.is_dir, CACHE.iterdir()):
                shutil.rmtree(old)
            _build(CACHE / "half-built")
            (CACHE / "half-built").rename(folder)
    return folder


def _build(folder: Path) -> None:
    context = Context.open(_settings_of(folder / "sample.db"))
    loader = context.loader
    for path in write_sample(folder / "files", LAST):
        report = loader.load(
            path,
            viewer=PARTNER,
            now=NOW,
            synthetic=True,
            approval=EVERYTHING_CONFIRMED,
        )
        assert report.outcome == "loaded", report
    context.table.engine.dispose()


def _settings_of(database: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{database}", now=NOW)


def _fingerprint() -> str:
    """A hash of the code and data that decide what the sample holds."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for each in MADE_FROM:
        path = ROOT / each
        yield from sorted(p for p in path.rglob("*") if p.suffix in {".py", ".toml"}) or [path]
