"""Temporary files of tests are in memory only where that is safe."""

import os
import tempfile

import pytest

from tests.support.memory_files import keep_temporary_files_in_memory


@pytest.fixture
def plain(monkeypatch):
    """No place for temporary files is chosen yet."""
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)


def test_files_are_made_in_memory_where_there_is_room(plain, tmp_path):
    keep_temporary_files_in_memory(tmp_path, room=1)
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(tmp_path)


def test_where_there_is_little_room_they_stay_on_the_disk(plain, tmp_path):
    keep_temporary_files_in_memory(tmp_path, room=2**80)
    assert "TMPDIR" not in os.environ


def test_where_there_is_no_such_place_they_stay_on_the_disk(plain, tmp_path):
    keep_temporary_files_in_memory(tmp_path / "missing", room=1)
    assert "TMPDIR" not in os.environ


def test_a_place_that_someone_chose_is_used(plain, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", "/chosen")
    keep_temporary_files_in_memory(tmp_path, room=1)
    assert os.environ["TMPDIR"] == "/chosen"
