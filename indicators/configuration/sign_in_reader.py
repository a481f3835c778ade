"""Read how people sign in."""

from __future__ import annotations

from pathlib import Path

from indicators.configuration.toml_files import read_model
from indicators.domain.people.sign_in_settings import SignInSettings

FILE = "sign-in.toml"


def read_sign_in_settings(folder: Path) -> SignInSettings:
    """Read `sign-in.toml` under `folder`, if there is one.

    Raises ConfigurationError with every fault.
    """
    path = folder / FILE
    return read_model(path, SignInSettings, FILE) if path.exists() else SignInSettings()
