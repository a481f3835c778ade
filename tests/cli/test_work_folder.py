"""Temporary files of a run: removed at its end, and after a kill by the next run."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cli.work_folder import open_work_folder
from tests.conftest import ROOT

KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from cli.work_folder import open_work_folder
with open_work_folder(Path(sys.argv[1])) as folder:
    with tempfile.NamedTemporaryFile(prefix="upload-", delete=False) as file:
        file.write(b"what was uploaded")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_temporary_files_are_in_it_and_go_with_it(tmp_path):
    before = tempfile.gettempdir()
    with open_work_folder(tmp_path / "parent") as folder:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            assert Path(file.name).parent == folder == Path(os.environ["TMPDIR"])
        assert folder.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "parent").iterdir()) == []
    assert tempfile.gettempdir() == before


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path):
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    killed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    left = Path(killed.stdout.strip())
    assert [file.read_bytes() for file in left.iterdir()] == [b"what was uploaded"]
    with open_work_folder(tmp_path) as folder:
        assert not left.exists()
        with open_work_folder(tmp_path) as another:  # a second run leaves the first alone
            assert folder.exists()
            assert another.exists()


def test_a_forked_worker_leaves_it_to_its_parent(tmp_path):
    with open_work_folder(tmp_path) as folder:
        child = os.fork()
        if child == 0:
            try:
                raise SystemExit
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        assert folder.exists()
