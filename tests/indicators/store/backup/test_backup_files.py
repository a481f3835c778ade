"""A backup that is not complete, was changed or belongs to another key is never taken for one."""

import gzip
import json
import os
from datetime import UTC, datetime

import pyrage
import pytest

from indicators.store.backup.backup_errors import BackupFileError
from indicators.store.backup.backup_header import BackupHeader, StoredTable
from indicators.store.backup.backup_values import RowDigest, ValueKind
from indicators.store.backup.check_backup import check_backup
from indicators.store.backup.read_backup import open_backup
from indicators.store.backup.sealed_lines import (
    name_part,
    open_sealed_lines,
    write_sealed_lines,
)

KEY = pyrage.x25519.Identity.generate()
NOTES = StoredTable("note", {"id": ValueKind.INTEGER, "text": ValueKind.TEXT}, ("id",))
HEADER = BackupHeader(datetime(2026, 11, 29, tzinfo=UTC), "1", "sqlite", "0001", (NOTES,))
ROWS = [b'[1,"a"]\n', b'[2,"b"]\n']


def end(rows, name="note"):
    digest = RowDigest()
    for line in rows:
        digest.add(line)
    return json.dumps({"table": name, "rows": digest.rows, "digest": digest.text}).encode() + b"\n"


LAST = b'{"complete": true, "rows": 2}\n'
WHOLE = [HEADER.encode(), *ROWS, end(ROWS), LAST]


def seal(path, lines):
    path.unlink(missing_ok=True)
    write_sealed_lines(path, lines, [KEY.to_public()])
    return path


def verify(path, key=KEY):
    with open_backup(path, [key]) as reader:
        return check_backup(reader)


def test_a_whole_backup_verifies_and_only_its_owner_reads_the_file(tmp_path):
    path = seal(tmp_path / "b", WHOLE)
    assert verify(path).faults == []
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["b"]


def test_the_tools_of_age_and_gzip_read_it(tmp_path):
    path = seal(tmp_path / "b", WHOLE)
    assert gzip.decompress(pyrage.decrypt(path.read_bytes(), [KEY])) == b"".join(WHOLE)


def test_a_file_that_was_cut_off_anywhere_does_not_verify(tmp_path):
    filler = [b'[1,"' + os.urandom(30_000).hex().encode() + b'"]\n' for _ in range(4)]
    lines = [HEADER.encode(), *filler, end(filler), b'{"complete": true, "rows": 4}\n']
    whole = seal(tmp_path / "b", lines).read_bytes()
    assert verify(tmp_path / "b").faults == []
    chunks = range(200, len(whole), 64 * 1024 + 16)  # age's pieces end at such places
    for size in (0, 1, 100, *chunks, len(whole) // 2, len(whole) - 1):
        (tmp_path / "cut").write_bytes(whole[:size])
        with pytest.raises(BackupFileError, match="not a complete backup"):
            verify(tmp_path / "cut")


def test_a_file_with_a_changed_byte_does_not_verify(tmp_path):
    whole = seal(tmp_path / "b", WHOLE).read_bytes()
    for at in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[at] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises(BackupFileError):
            verify(tmp_path / "changed")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b"nonsense\n"],
        [b'{"format": 1}\n'],
        [HEADER.encode()],
        WHOLE[:-1],
        [*WHOLE, b"more\n"],
        [HEADER.encode(), ROWS[0], end(ROWS), LAST],
        [HEADER.encode(), ROWS[0], b'[2,"c"]\n', end(ROWS), LAST],
        [HEADER.encode(), *ROWS, end(ROWS, "other"), LAST],
        [HEADER.encode(), *ROWS, end(ROWS), b'{"complete": true, "rows": 3}\n'],
        [HEADER.encode(), *ROWS, end(ROWS), b'{"complete"\n'],
    ],
)
def test_a_file_that_lacks_something_does_not_verify(tmp_path, lines):
    with pytest.raises(BackupFileError, match="not a complete backup"):
        verify(seal(tmp_path / "b", lines))


def test_a_file_of_a_later_format_is_named_as_such(tmp_path):
    with pytest.raises(BackupFileError, match="format of a newer version"):
        verify(seal(tmp_path / "b", [HEADER.encode().replace(b'"format": 1', b'"format": 2')]))


def test_another_key_does_not_open_it_and_the_message_says_so(tmp_path):
    with pytest.raises(BackupFileError, match="encrypted for another key"):
        verify(seal(tmp_path / "b", WHOLE), pyrage.x25519.Identity.generate())


def test_a_fault_while_reading_the_database_leaves_no_file(tmp_path):
    def fail():
        yield HEADER.encode()
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError, match="the database is gone"):
        write_sealed_lines(tmp_path / "b", fail(), [KEY.to_public()])
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_backup_left_is_overwritten_and_a_finished_one_is_not(tmp_path):
    name_part(tmp_path / "b").write_bytes(b"left over" * 10_000)
    path = seal(tmp_path / "b", WHOLE)
    assert verify(path).faults == []
    with pytest.raises(BackupFileError, match="exists already"):
        write_sealed_lines(path, WHOLE, [KEY.to_public()])
    with pytest.raises(BackupFileError, match="No such file or directory"):
        write_sealed_lines(tmp_path / "no" / "b", WHOLE, [KEY.to_public()])


def test_reading_may_stop_early(tmp_path):
    long = [b"x" * 1000 + b"\n"] * 5000
    with open_sealed_lines(seal(tmp_path / "b", long), [KEY]) as lines:
        assert next(lines) == long[0]
