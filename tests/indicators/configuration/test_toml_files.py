"""The TOML files of a folder are listed, and one that cannot be read is not taken for empty."""

import os

import pytest

from indicators.configuration.toml_files import list_toml_files
from indicators.domain.errors import UserError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "below").mkdir()
    for name in ("b.toml", "a.toml", "c.txt", "below/d.toml"):
        (tmp_path / name).touch()
    return tmp_path


def test_toml_files_are_listed_by_name_and_those_below_if_asked(folder):
    assert [each.name for each in list_toml_files(folder)] == ["a.toml", "b.toml"]
    nested = list_toml_files(folder, with_nested=True)
    assert [each.name for each in nested] == ["a.toml", "b.toml", "d.toml"]


def test_a_folder_that_is_not_there_has_no_file(folder):
    assert list_toml_files(folder / "none") == list_toml_files(folder / "a.toml") == []


@pytest.mark.parametrize("closed", [".", "below"])
def test_a_folder_that_cannot_be_read_is_named(folder, monkeypatch, closed):
    def scan(path, scan=os.scandir):
        if os.fspath(path) == str(folder / closed):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scan)  # the tests may run as root, who reads all
    with pytest.raises(UserError) as refused:
        list_toml_files(folder, with_nested=True)
    assert str(refused.value).startswith(f"{folder / closed}: The folder cannot be read: Permissio")
