"""Connects to a source through fsspec, and checks the key or certificate of its server."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fsspec import AbstractFileSystem, filesystem

from loaders.sources.source_settings import Source, read_secret, resolve_path

SECONDS_TO_CONNECT = 15
SECONDS_OF_SILENCE = 60


def connect(
    source: Source, folder: Path, environment: Mapping[str, str]
) -> tuple[AbstractFileSystem, str]:
    """Return a file system for the source, and the path in it that the source names."""
    scheme, describe = _KINDS[source.kind]
    options, path = describe(source, folder, environment)
    return filesystem(scheme, skip_instance_cache=True, **options), path


Connection = tuple[dict[str, Any], str]
"""The options of a file system, and the path in it."""


def _describe_folder(source: Source, folder: Path, _: Mapping[str, str]) -> Connection:
    return {}, str(folder / source.address.removeprefix("file://"))


def _describe_sftp(source: Source, folder: Path, environment: Mapping[str, str]) -> Connection:
    """Set `known_hosts`: without it neither fsspec nor sshfs checks the server's host key."""
    parts = urlsplit(source.address)
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or 22,
        "username": source.login or None,
        "known_hosts": resolve_path(folder, source.known_hosts or "~/.ssh/known_hosts"),
        "client_keys": [resolve_path(folder, source.key_file)] if source.key_file else None,
        "agent_path": None,
        "config": None,
        "connect_timeout": SECONDS_TO_CONNECT,
        "login_timeout": SECONDS_TO_CONNECT,
        "keepalive_interval": SECONDS_TO_CONNECT,
    }
    if source.password:
        options["password"] = read_secret(source.password, environment)
    return options, parts.path or "."


def _describe_https(source: Source, folder: Path, environment: Mapping[str, str]) -> Connection:
    import aiohttp

    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=SECONDS_TO_CONNECT, sock_read=SECONDS_OF_SILENCE
    )
    client: dict[str, Any] = {"timeout": timeout, "raise_for_status": _check_status}
    if source.password:
        word = read_secret(source.password, environment)
        user = source.login or read_secret(source.user, environment)
        header = aiohttp.encode_basic_auth(user, word) if user else f"Bearer {word}"
        client["headers"] = {"Authorization": header}
    options: dict[str, Any] = {"client_kwargs": client, "allow_redirects": False}
    if source.ca:
        options["ssl"] = ssl.create_default_context(cafile=resolve_path(folder, source.ca))
    return options, source.address.replace(f"{source.login}@", "", 1) if source.login else (
        source.address
    )


class HttpStatusError(Exception):
    """A web server did not answer with the file. It holds the `status` and nothing else."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__()


async def _check_status(response: Any) -> None:
    """Raise for errors and redirects: a redirect could lead anywhere, and to plain http."""
    if response.status >= 300:
        raise HttpStatusError(response.status)


def _describe_s3(source: Source, folder: Path, environment: Mapping[str, str]) -> Connection:
    client = {"verify": resolve_path(folder, source.ca)} if source.ca else {}
    options: dict[str, Any] = {
        "client_kwargs": client,
        "config_kwargs": {
            "connect_timeout": SECONDS_TO_CONNECT,
            "read_timeout": SECONDS_OF_SILENCE,
            "retries": {"max_attempts": 2},
        },
        "endpoint_url": source.endpoint or None,
    }
    if source.user:
        options |= {
            "key": read_secret(source.user, environment),
            "secret": read_secret(source.password, environment),
        }
    return options, source.address.removeprefix("s3://")


_KINDS = {
    "folder": ("file", _describe_folder),
    "sftp": ("ssh", _describe_sftp),
    "https": ("https", _describe_https),
    "s3": ("s3", _describe_s3),
}
"""For each kind of source the scheme that fsspec knows, and what describes the connection."""
