"""The settings in data/sources.toml: where extracts are collected. Secrets are in variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, field_validator, model_validator

from indicators.configuration.toml_files import read_model
from indicators.domain.errors import UserError
from indicators.domain.file_models import FileModel

FILE = "sources.toml"


class Source(FileModel):
    """One place that extracts are collected from."""

    name: str = Field(description="Its name in messages.")
    address: str = Field(description="A folder, or an sftp, https, s3 or database address.")
    pattern: str = Field(default="*", description="Which files; * and ? are wildcards.")
    rest: bool = Field(
        default=False, description="Whether a file's other rows are loaded if some are refused."
    )
    user: str = Field(default="", description="The environment variable with the user.")
    password: str = Field(default="", description="The environment variable with the password.")
    known_hosts: str = Field(default="", description="For sftp: the file with the host's key.")
    key_file: str = Field(default="", description="For sftp: the file with the key to sign in.")
    ca: str = Field(default="", description="For https and s3: the file of your own authority.")
    endpoint: str = Field(default="", description="For s3: the address of the object storage.")
    view: str = Field(default="", description="For a database: the view, with its schema.")

    @field_validator("user", "password", mode="before")
    @classmethod
    def _require_variable_name(cls, value: object) -> object:
        if not (isinstance(value, str) and re.fullmatch("([A-Z_][A-Z0-9_]*)?", value)):
            raise ValueError(
                "This is not the name of an environment variable. Put the secret in a variable "
                "such as UHCW_PASSWORD, and its name here."
            )
        return value

    @model_validator(mode="after")
    def _check(self) -> Source:
        parts = urlsplit(self.address)
        if parts.password:
            raise ValueError(
                "The address holds a password. Remove it, and name the environment variable "
                "that holds it under password."
            )
        if self.kind not in _KINDS:
            raise ValueError(f"“{parts.scheme}” is not a kind of source. Use {', '.join(_KINDS)}.")
        if (self.kind == "database") != bool(self.view):
            raise ValueError("A database needs a view, and other sources have none. Correct it.")
        for plain in (self.address, self.endpoint):
            if plain.startswith("http://") and not _is_loopback(plain):
                raise ValueError("http is not encrypted. Use https.")
        return self

    @property
    def kind(self) -> str:
        """One of folder, sftp, https, s3 and database; any other scheme as it is."""
        scheme = self.address.partition("://")[0] if "://" in self.address else "file"
        return _SCHEMES.get(scheme.partition("+")[0], scheme)

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def login(self) -> str:
        """The user in the address."""
        return unquote(urlsplit(self.address).username or "")


_SCHEMES = {"file": "folder", "http": "https", "postgresql": "database", "sqlite": "database"}
_KINDS = ("folder", "sftp", "https", "s3", "database")


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class SourcesFile(FileModel):
    """Where extracts are collected; nothing is without it."""

    source: tuple[Source, ...] = Field(default=(), description="The sources, one table each.")


def read_sources(folder: Path) -> tuple[Source, ...]:
    """Return the sources in `folder`/sources.toml, none if there is no such file.

    Raises ConfigurationError with every fault in it.
    """
    path = folder / FILE
    return read_model(path, SourcesFile, FILE).source if path.exists() else ()


def read_secret(variable: str, environment: Mapping[str, str]) -> str:
    """Return the value of the variable. Raises UserError with its name if it is not set."""
    if variable and not environment.get(variable):
        raise UserError(
            f"The environment variable {variable} is not set.", remedy="Set it, and pull again."
        )
    return environment[variable] if variable else ""


def resolve_path(folder: Path, named: str) -> str:
    """Return the path of a file named in sources.toml, from its folder unless it is absolute."""
    path = folder / Path(named).expanduser()
    if not path.is_file():
        raise UserError(f"The file {named} is missing.", remedy=f"Put it next to {FILE}.")
    return str(path)
