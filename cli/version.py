"""The version of this dashboard, which pyproject.toml states once."""

from __future__ import annotations

import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def read_version() -> str:
    """Return the version. The project is not installed, so no package metadata holds it."""
    version: str = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return version
