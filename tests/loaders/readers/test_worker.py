"""A file is read in a child process with limits; whatever it does there, this process lives on."""

import os
import pickle
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits, worker
from loaders.readers.grid import read_grid
from loaders.readers.sandbox import run_in_sandbox
from tests.conftest import ROOT
from tests.support.child_environment import list_variables
from tests.support.extracts import SHARED

BOMBS = ["issue_594_dos.ods", "OOM_alloc3.xls", "issue252.xlsx"]


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("Area,Due\nNorth,3\n")
    return path


@pytest.fixture
def large(tmp_path):
    """A workbook of 960,000 cells, which take calamine some 30 MB and a good part of a second."""
    Workbook().save(tmp_path / "small.xlsx")
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="H%d"><v>2</v></c></row>'
    with (
        zipfile.ZipFile(tmp_path / "small.xlsx") as old,
        zipfile.ZipFile(tmp_path / "large.xlsx", "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if "worksheets/sheet" in name:
                rows = b"".join(row % (at, at, at) for at in range(1, 120_001))
                content = content.replace(b"<sheetData>", b"<sheetData>" + rows)
                assert rows in content
            new.writestr(name, content)
    return tmp_path / "large.xlsx"


def test_one_worker_reads_many_files(small):
    read_grid(small)
    (before,) = [idle.process.pid for idle in worker.idle_workers[-1:]]
    for _ in range(5):
        assert read_grid(small).sheets == {"": [["Area", "Due"], ["North", "3"]]}
    assert worker.idle_workers[-1].process.pid == before


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_a_sentence_and_nothing_on_the_error_stream(name, capfd, small):
    path = SHARED / "nasty" / "calamine" / name
    if not path.exists():
        pytest.skip("the shared files are not here")
    with pytest.raises(UnreadableFileError) as told:
        read_grid(path)
    assert told.value.where == name
    assert told.value.remedy
    assert capfd.readouterr().err == ""
    assert read_grid(small).sheets


def test_a_file_that_takes_too_long_is_given_up(large, small, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 1)
    monkeypatch.setattr(limits, "BLOCK_ROWS", 1)  # so that it takes longer
    monkeypatch.setattr(pickle, "load", slowly(pickle.load))
    with pytest.raises(UnreadableFileError, match="takes longer than 1 seconds"):
        read_grid(large)
    monkeypatch.undo()
    assert read_grid(small).sheets


def slowly(load):
    """A reader that is asleep while the child waits to hand over: its alarm rings all the same."""
    started = threading.Event()

    def wait(file):
        if not started.is_set():
            started.set()
            threading.Event().wait(1.5)
        return load(file)

    return wait


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no limit on memory")
def test_a_file_that_takes_too_much_memory_is_given_up(large, small, monkeypatch):
    monkeypatch.setattr(limits, "MEMORY_BYTES", 60 * limits.MEGABYTE)
    with pytest.raises(UnreadableFileError, match="memory"):
        read_grid(large)
    monkeypatch.undo()
    assert read_grid(small).sheets


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no limit on memory")
def test_a_zip_bomb_ends_in_a_sentence(tmp_path, small, monkeypatch):
    """Half a gigabyte of spaces in half a megabyte."""
    Workbook().save(tmp_path / "small.xlsx")
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(tmp_path / "small.xlsx") as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            head, row, tail = old.read(name).partition(b"<sheetData>")
            with new.open(name, "w") as part:
                part.write(head + row)
                for _ in range(500 if row else 0):
                    part.write(b" " * limits.MEGABYTE)
                part.write(tail)
    assert path.stat().st_size < limits.MEGABYTE
    monkeypatch.setattr(limits, "MEMORY_BYTES", 256 * limits.MEGABYTE)
    with pytest.raises(UnreadableFileError, match="Copy the table alone"):
        read_grid(path)
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 256 * limits.MEGABYTE)
    with pytest.raises(UnreadableFileError, match="unpacks to far more"):
        read_grid(path)
    assert read_grid(small).sheets


def test_a_worker_that_was_killed_is_replaced(small):
    read_grid(small)
    for idle in worker.idle_workers:
        idle.process.kill()
        idle.process.wait()
    assert read_grid(small).sheets


def test_threads_do_not_mix_their_files_up(tmp_path):
    paths = []
    for number in range(8):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text("Area,Due\n" + f"North,{number}\n" * 3000)
    read = {}

    def load(path):
        for _ in range(5):
            read[path.stem] = {row[1] for row in read_grid(path).sheets[""][1:]}

    threads = [threading.Thread(target=load, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {str(number): {str(number)} for number in range(8)}
    assert len(worker.idle_workers) <= 2


def test_a_fork_starts_children_of_its_own(small):
    """As gunicorn's workers do where the program was loaded before they were forked."""
    program = f"""
import os, pathlib
from loaders.readers import worker as child
from loaders.readers.grid import read_grid
from loaders.readers.sandbox import run_in_sandbox
path = pathlib.Path({str(small)!r})
read_grid(path)
ours = child.idle_workers[0].process.pid
if os.fork() == 0:
    read_grid(path)
    os._exit(child.idle_workers[0].process.pid == ours)
assert os.wait()[1] == 0
read_grid(path)
assert child.idle_workers[0].process.pid == ours
"""
    command = [sys.executable, "-W", "error", "-c", program]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_reads_a_file_is_given_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("LANG", "C.UTF-8")
    names = run_in_sandbox(list_variables).decode().splitlines()
    assert "LANG" in names
    assert "SECRET_KEY" not in names
    started = worker._Worker()
    while not (given := Path(f"/proc/{started.process.pid}/environ").read_bytes()):
        pass  # the system has not put it there yet
    started.stop()
    assert b"LANG=" in given
    assert b"a secret" not in given
