"""The sample city, loaded as a fresh start loads it, once for each process of tests."""

import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask

from app import Context, Settings, create_app
from indicators.domain.periods import Month
from sample.generate import write_sample

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST = Month.of(2026, 10)


@cache
def sample_files() -> list[Path]:
    """The files of the sample up to October 2026, in the order they are loaded. Read them only."""
    return write_sample(Path(tempfile.mkdtemp(prefix="sample-")), LAST)


@cache
def sample_settings() -> Settings:
    """Settings of a dashboard that holds the sample up to October 2026. Read it; do not load into
    it: other tests look at the same one."""
    folder = Path(tempfile.mkdtemp(prefix="sample-"))
    settings = Settings(database_url=f"sqlite:///{folder / 'sample.db'}", now=NOW)
    loader = Context.of(settings).loader
    for path in sample_files():
        report = loader.load(path, now=NOW, synthetic=True, confirmed=None)
        assert report.outcome == "loaded", report
    return settings


@cache
def sample_server() -> Flask:
    """The dashboard over that sample, made once for each process of tests."""
    server: Flask = create_app(sample_settings()).server
    return server
