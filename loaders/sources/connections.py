"""Opens a source's files through fsspec, with servers held to their keys and certificates."""

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
    """A file system for the source, and the path in it that the source names."""
    make = {"folder": _folder, "sftp": _sftp, "https": _https, "s3": _s3}[source.kind]
    options, path = make(source, folder, environment)
    scheme = {"folder": "file", "sftp": "ssh", "https": "https", "s3": "s3"}[source.kind]
    return filesystem(scheme, skip_instance_cache=True, **options), path


Door = tuple[dict[str, Any], str]


def _folder(source: Source, folder: Path, _: Mapping[str, str]) -> Door:
    return {}, str(folder / source.address.removeprefix("file://"))


def _sftp(source: Source, folder: Path, environment: Mapping[str, str]) -> Door:
    """Neither fsspec's own SFTP nor sshfs holds a server to its host key unless told to."""
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


def _https(source: Source, folder: Path, environment: Mapping[str, str]) -> Door:
    import aiohttp

    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=SECONDS_TO_CONNECT, sock_read=SECONDS_OF_SILENCE
    )
    client: dict[str, Any] = {"timeout": timeout, "raise_for_status": _answered}
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


class SourceTimeoutError(Exception):
    """A web server's answer is not the file: its `status`, and nothing else of it."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__()


async def _answered(response: Any) -> None:
    """A redirect is refused: it could lead anywhere, and to a plain http address."""
    if response.status >= 300:
        raise SourceTimeoutError(response.status)


def _s3(source: Source, folder: Path, environment: Mapping[str, str]) -> Door:
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
