"""Read how long things are kept."""

from __future__ import annotations

from pathlib import Path

from indicators.configuration.toml_files import parse_model, read_model
from indicators.domain.operations.retention import Retention

FILE = "retention.toml"


def read_retention(folder: Path) -> Retention:
    """Read `retention.toml` under `folder`, if there is one.

    Raises ConfigurationError with every fault.
    """
    path = folder / FILE
    return read_model(path, Retention, FILE) if path.exists() else Retention()


def parse_retention(text: str) -> Retention:
    """Return what a text of `retention.toml` says; "" leaves everything out.

    Raises ConfigurationError with every fault.
    """
    return parse_model(text, Retention, FILE)
