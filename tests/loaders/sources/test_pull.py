"""Pulling: from real servers on loopback, what is new comes in, what fails is told, nothing else
is touched."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import boto3
import psycopg
import pytest
import sqlalchemy as sa

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.periods import Month
from indicators.store.database import connect, try_exclusive_lock
from indicators.store.staging import StagedFiles
from loaders.ingest import previous_loads
from loaders.sources import fetch
from loaders.sources.fetch import make_safe_name
from loaders.sources.source_settings import Source, read_sources
from tests.conftest import ROOT
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract
from tests.support import file_servers
from tests.support.file_servers import WORD
from tests.support.person_lists import records

GOOD = "2 rows read: 2 loaded, 0 refused, 0 blank or not needed."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A council's data folder with no source in it yet."""
    here = tmp_path / "data"
    here.mkdir()
    for name in ("catalogue", "profiles"):
        shutil.copytree(ROOT / "data" / name, here / name)
    for name in ("places.toml", "programme.toml"):
        shutil.copy(ROOT / "data" / name, here)
    return here


@pytest.fixture
def pull(folder: Path, tmp_path: Path, typed) -> Callable[..., subprocess.CompletedProcess[str]]:
    """pull(wanted): `app.py pull` with this in sources.toml."""

    def pull(wanted: str, **more: str) -> subprocess.CompletedProcess[str]:
        (folder / "sources.toml").write_text(wanted, encoding="utf-8")
        done = typed(environment_of(folder, tmp_path) | more, "pull")
        assert WORD not in done.stdout + done.stderr
        return done

    return pull


def environment_of(folder, tmp_path):
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'pulled.db'}",
        "DATA_FOLDER": str(folder),
        "WORD": WORD,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def outgoing(tmp_path: Path) -> Path:
    """A sender's folder with one extract, and what is not to be fetched."""
    there = tmp_path / "files"
    there.mkdir(exist_ok=True)
    extract(there, HILLFIELDS, CANLEY)
    (there / "readme.txt").write_text("not ours")
    (there / "UHCW_maternity_folder").mkdir()
    (there / "UHCW_maternity_link.csv").symlink_to("/etc/hostname")
    return there


def source(name: str, address: str, **keys: str) -> str:
    keys = {"name": name, "address": address, "pattern": "UHCW_maternity_*"} | keys
    return "\n[[source]]\n" + "".join(f'{key} = "{value}"\n' for key, value in keys.items())


def comes_in_once(pull, wanted: str, **environment: str) -> None:
    first = pull(wanted, **environment)
    assert (first.returncode, GOOD in first.stdout) == (0, True), first.stdout + first.stderr
    assert "1 files, 0 of them loaded before." in first.stdout
    again = pull(wanted, **environment)
    assert again.returncode == 0
    assert "1 files, 1 of them loaded before." in again.stdout
    assert "rows read" not in again.stdout


def test_a_folder(pull, tmp_path):
    comes_in_once(pull, source("folder", str(outgoing(tmp_path))))


@pytest.mark.slow
def test_sftp(folder, tmp_path):
    """In a process of its own, since what a connection leaves behind would be told of later."""

    def pull(wanted):
        (folder / "sources.toml").write_text(wanted, encoding="utf-8")
        done = started(folder, tmp_path)
        told = done.communicate(timeout=120)[0]
        assert WORD not in told
        return subprocess.CompletedProcess(done.args, done.returncode, told, "")

    outgoing(tmp_path)
    with file_servers.sftp(tmp_path) as server:
        (folder / "known_hosts").write_text(server.known_hosts)
        address = f"sftp://sender@127.0.0.1:{server.port}/files"
        comes_in_once(pull, source("sftp", address, password="WORD", known_hosts="known_hosts"))


def test_https_with_an_authority_of_its_own(pull, folder, tmp_path):
    (outgoing(tmp_path) / "UHCW_maternity_link.csv").unlink()  # this server would follow it
    with file_servers.https(tmp_path, folder / "ca.pem") as base:
        comes_in_once(pull, source("page of links", f"{base}/files/", ca="ca.pem"))
        address = f"{base}/private/UHCW_maternity_2026-09.csv".replace("//", "//sender@", 1)
        behind = pull(source("one file", address, ca="ca.pem", password="WORD"))
        assert (behind.returncode, "1 of them loaded before" in behind.stdout) == (0, True)
        faltering = pull(source("faltering", f"{base}/faltering/", ca="ca.pem"))
        assert (faltering.returncode, "1 of them loaded" in faltering.stdout) == (0, True)


@pytest.mark.slow
def test_object_storage(pull, tmp_path):
    outgoing(tmp_path)
    with file_servers.object_store() as endpoint:
        client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="id",
            aws_secret_access_key=WORD,
        )
        client.create_bucket(Bucket="early-years")
        path = tmp_path / "files" / "UHCW_maternity_2026-09.csv"
        client.upload_file(str(path), "early-years", f"monthly/{path.name}")
        client.upload_file(str(path), "early-years", "monthly/older/other.csv")
        client.close()
        keys = {"endpoint": endpoint, "user": "KEY", "password": "WORD"}
        comes_in_once(pull, source("bucket", "s3://early-years/monthly", **keys), KEY="id")
        gone = pull(source("gone", "s3://no-such-bucket/monthly", **keys), KEY="id")
        assert gone.returncode == 1
        assert "gone: There is nothing at this address." in gone.stdout


def test_a_view_of_a_postgresql_database(pull, postgresql_url, tmp_path):
    today = datetime.now(UTC)  # the view's file is named for the month before
    month = str(Month.of(today.year, today.month) - 1)
    sent = [line.replace("2026-09", month) for line in (HILLFIELDS, CANLEY)]
    lines = extract(tmp_path, *sent).read_text().splitlines()
    headings, *rows = [line.split(",") for line in lines]
    columns = ", ".join(
        '"{}" {}'.format(h, "text" if at < 2 else "int") for at, h in enumerate(headings)
    ).replace("%", "%%")
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA reporting")
        connection.execute(f"CREATE TABLE reporting.kept ({columns})")
        for row in rows:
            marks = ", ".join(["%s"] * len(row))
            connection.execute(f"INSERT INTO reporting.kept VALUES ({marks})", row)
        connection.execute('CREATE VIEW reporting."UHCW_maternity" AS SELECT * FROM reporting.kept')
    address = sa.make_url(postgresql_url).set(password=None)
    shown = address.render_as_string(hide_password=False)
    comes_in_once(pull, source("view", shown, view="reporting.UHCW_maternity"))
    done = pull(source("view", shown, view="reporting.nothing"))
    assert (done.returncode, "There is nothing at this address" in done.stdout) == (1, True)


@pytest.mark.slow
def test_sources_that_fail_are_told_in_a_sentence_and_do_not_stop_the_others(
    pull, folder, tmp_path
):
    there = outgoing(tmp_path)
    with (
        file_servers.sftp(tmp_path) as sftp,
        file_servers.https(tmp_path, folder / "ca.pem") as base,
    ):
        (folder / "known_hosts").write_text(sftp.known_hosts)
        (folder / "others").write_text("[127.0.0.1]:1 ssh-ed25519 AAAA\n")
        at = f"sftp://sender@127.0.0.1:{sftp.port}"
        knows = {"password": "WORD", "known_hosts": "known_hosts"}
        faults = {
            source("no folder", str(tmp_path / "gone")): "There is nothing at this address.",
            source("no port", f"sftp://sender@127.0.0.1:{free_port()}/x", **knows): (
                "It cannot be reached."
            ),
            source("no name", "https://nowhere.invalid/files/"): "It cannot be reached.",
            source("wrong password", f"{at}/files", **(knows | {"password": "OTHER"})): (
                "It refuses the login."
            ),
            source("no such folder", f"{at}/elsewhere", **knows): (
                "There is nothing at this address."
            ),
            source("other key", f"{at}/files", **(knows | {"known_hosts": "others"})): (
                "Its host key is not the one on record."
            ),
            source("no variable", f"{at}/files", **(knows | {"password": "UNSET"})): (
                "The environment variable UNSET is not set."
            ),
            source("no key file", f"{at}/files", **(knows | {"known_hosts": "none"})): (
                "The file none is missing."
            ),
            source("untrusted", f"{base}/files/"): "Its certificate cannot be trusted.",
            source("no login", f"{base}/private/", ca="ca.pem"): "It refuses the login.",
            source("no page", f"{base}/nowhere/", ca="ca.pem"): (
                "There is nothing at this address."
            ),
            source("redirected", f"{base}/away/", ca="ca.pem"): "It redirects to another address.",
            source("no database", f"postgresql://a@127.0.0.1:{free_port()}/b", view="v"): (
                "It cannot be reached."
            ),
        }
        done = pull("".join(faults) + source("good", str(there)), OTHER="wrong one")
    assert done.returncode == 1
    for keys, says in faults.items():
        name = keys.split('"')[1]
        assert f"\n{name}: {says}" in "\n" + done.stdout, f"{name}\n{done.stdout}"
    assert GOOD in done.stdout
    assert (
        f"{len(faults)} of {len(faults) + 1} sources were not collected completely." in done.stderr
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_refused_files_fail_the_pull_unless_the_rest_is_asked_for(pull, tmp_path):
    there = tmp_path / "files"
    there.mkdir()
    extract(there, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    keys = source("folder", str(there))
    refused = pull(keys)
    assert (refused.returncode, "'Canly'" in refused.stdout) == (1, True)
    rest = pull(f"{keys}rest = true\n")
    assert (rest.returncode, "1 loaded, 1 refused" in rest.stdout) == (0, True)


def test_what_needs_a_person_waits_for_one_until_it_is_discarded(pull, tmp_path):
    there, now = tmp_path / "files", datetime.now(UTC)
    there.mkdir()
    extract(there, HILLFIELDS, name="UHCW_maternity_2026-08.csv")  # with rows for September
    keys = source("folder", str(there))
    done = pull(keys)
    assert (done.returncode, "named for August 2026" in done.stdout) == (1, True)
    assert "It is on the Data page for review." in done.stdout
    staging = StagedFiles(connect(f"sqlite:///{tmp_path / 'pulled.db'}"))
    (waits,) = staging.list_waiting(now)
    assert (waits.file, waits.source, waits.who) == ("UHCW_maternity_2026-08.csv", "folder", "")
    staging.discard(waits.sha256, now)
    again = pull(keys)
    assert (again.returncode, staging.list_waiting(now)) == (0, [])
    assert "1 discarded by a person before." in again.stdout
    staging.engine.dispose()


def test_what_a_person_undid_is_brought_back_by_a_person_alone(pull, folder, tmp_path):
    wanted, now = source("folder", str(outgoing(tmp_path))), datetime.now(UTC)
    pull(wanted)
    context = Context.open(Settings(folder, f"sqlite:///{tmp_path / 'pulled.db'}"))
    context.table.undo_load(1, now=now, who="Jo", why="", not_areas=context.places.not_areas)
    again = pull(wanted)
    assert "1 files, 0 of them loaded before. 1 undone by a person before." in again.stdout
    assert (again.returncode, context.table.history.list_loads()) == (0, [])
    assert context.table.history.find_event(1).who == "pull from folder"
    here = tmp_path / "files" / "UHCW_maternity_2026-09.csv"
    assert previous_loads.is_undone(context.table, here.name, previous_loads.hash_file(here))
    # Its name may be what says the month: named for another, it is another file.
    assert not previous_loads.is_undone(
        context.table, "maternity_2026-10.csv", previous_loads.hash_file(here)
    )
    context.loader.load(here, viewer=PARTNER, now=now)
    assert "1 files, 1 of them loaded before.\n" in pull(wanted).stdout
    context.table.engine.dispose()


@pytest.mark.slow
def test_people_s_records_are_refused_and_nothing_is_left_behind(folder, tmp_path):
    there = tmp_path / "files"
    there.mkdir()
    rows = records(3, ["nhs", "surname"], 30)
    (there / "UHCW_maternity_list.csv").write_text("\n".join(",".join(map(str, r)) for r in rows))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (folder / "sources.toml").write_text(source("folder", str(there)))
    done = started(folder, tmp_path, TMPDIR=str(scratch))
    told = done.communicate(timeout=120)[0]
    assert (done.returncode, "list of people" in told) == (1, True)
    assert [each for each in scratch.rglob("*") if each.is_file()] == []


@pytest.mark.slow
def test_two_at_once(folder, tmp_path):
    """While one waits for a sender that is slow the other says so and ends well."""
    there = outgoing(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        (folder / "sources.toml").write_text(source("slow", address) + source("folder", str(there)))
        first = started(folder, tmp_path)
        silent.settimeout(120)
        connection, _ = silent.accept()
        second = started(folder, tmp_path)
        said = second.communicate(timeout=120)[0]
        assert said == "Another pull is still running, so this one did nothing.\n"
        assert second.returncode == 0
        connection.close()
    told = first.communicate(timeout=120)[0]
    assert (first.returncode, GOOD in told, "slow: It" in told) == (1, True, True)
    again = started(folder, tmp_path)
    assert "1 files, 1 of them loaded before" in again.communicate(timeout=120)[0]


@pytest.mark.slow
def test_two_started_in_the_same_moment_load_each_file_once(folder, tmp_path):
    there = outgoing(tmp_path)
    (folder / "sources.toml").write_text(source("folder", str(there)))
    told = [each.communicate(timeout=120)[0] for each in [started(folder, tmp_path) for _ in "ab"]]
    assert "".join(told).count(GOOD) == 1
    assert "Traceback" not in "".join(told)


def started(folder, tmp_path, **more):
    return subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "pull"],
        env=environment_of(folder, tmp_path) | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_source_that_never_answers_is_given_up(monkeypatch, tmp_path):
    monkeypatch.setattr(fetch, "_SECONDS", 0.2)
    monkeypatch.setattr(fetch, "_list_files", lambda *_: time.sleep(3))
    silent = Source(name="silent", address=str(tmp_path))
    with pytest.raises(UserError, match="did not end within"):
        list(fetch.fetch(silent, tmp_path, tmp_path, {}, Month.parse("2026-10")))


def test_one_alone_at_a_time_and_its_lock_dies_with_it(database_url):
    engine = connect(database_url)
    with try_exclusive_lock(engine) as first:
        with try_exclusive_lock(engine) as second:
            assert (first, second) == (True, False)
        with try_exclusive_lock(engine) as third:
            assert third is False
    with try_exclusive_lock(engine) as later:
        assert later is True
    holds = (
        "import sys, time; from indicators.store.database import connect, try_exclusive_lock\n"
        f"with try_exclusive_lock(connect({database_url!r})) as ours:\n"
        "    print(ours, flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", holds], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout.readline() == "True\n"
        with try_exclusive_lock(engine) as beside:
            assert beside is False
        child.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with try_exclusive_lock(engine) as after:
            if after:
                break
        time.sleep(0.1)
    assert after is True
    engine.dispose()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("https://a.example/x/report%20one.csv?token=1#top", "report one.csv"),
        ("/files/../../etc/passwd", "passwd"),
        ("https://a.example/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:\\temp\\..\\a.csv", "a.csv"),
        ("files/..", "unnamed"),
        ("x/.bashrc", "bashrc"),
        ("a\x00b\n\x1b[31m.csv", "a_b___31m.csv"),
        ("f" * 500 + ".xlsx", "f" * 120 + ".xlsx"),
        ("", "unnamed"),
    ],
)
def test_names_of_what_is_fetched_are_made_plain(path, name):
    assert make_safe_name(path) == name


def test_an_endless_file_is_given_up(pull, folder, tmp_path):
    outgoing(tmp_path)
    with file_servers.https(tmp_path, folder / "ca.pem") as base:
        done = pull(source("endless", f"{base}/endless.csv", ca="ca.pem"))
    assert (done.returncode, "endless.csv is larger than 200 MB." in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"address": "sftp://me:secret@a.example/x"}, "The address holds a password."),
        ({"address": "http://a.example/x/"}, "Use https."),
        ({"address": "gopher://a.example/x"}, "is not a kind of source"),
        ({"address": "s3://b/x", "endpoint": "http://a.example"}, "Use https."),
        ({"address": "postgresql://a.example/x"}, "A database needs a view"),
        ({"address": "/srv", "view": "v"}, "A database needs a view"),
        ({"address": "/srv", "password": "hunter2!"}, "not the name of an environment variable"),
        ({"address": "/srv", "pasword": "WORD"}, "Did you mean “password”?"),
    ],
)
def test_faults_in_sources_toml_are_told_and_no_secret_with_them(keys, says, tmp_path):
    (tmp_path / "sources.toml").write_text(source("one", **keys))
    with pytest.raises(ConfigurationError) as fault:
        read_sources(tmp_path)
    assert says in str(fault.value)
    assert not any(word in str(fault.value) for word in ("hunter2", "secret@"))


def test_the_shipped_file_names_no_source_and_its_examples_are_sound(tmp_path):
    shipped = (ROOT / "data" / "sources.toml").read_text()
    assert read_sources(ROOT / "data") == ()
    lines = [
        line.removeprefix("# ") for line in shipped.splitlines() if "=" in line or "[[" in line
    ]
    (tmp_path / "sources.toml").write_text("\n".join(lines))
    kinds = [each.kind for each in read_sources(tmp_path)]
    assert kinds == ["folder", "sftp", "https", "s3", "database"]


def test_plain_http_is_for_this_machine_only(tmp_path):
    (tmp_path / "sources.toml").write_text(source("one", "http://127.0.0.1:80/x/"))
    assert read_sources(tmp_path)[0].kind == "https"
