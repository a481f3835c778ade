"""One file in a `.gz` or `.zip` is read; anything else in an archive is refused with a sentence."""

import gzip
import io
import tarfile
import zipfile

import pytest
from openpyxl import Workbook

from indicators.domain.errors import UnreadableFileError
from indicators.domain.periods import Month
from loaders.parsing.extract import read_extract
from loaders.readers import limits
from loaders.readers.grid import read_grid
from tests.support.extracts import COVENTRY, PLACES, catalogue, midwifery, mothers, profile

TEXT = b"Area,Seen\nNorth,1\n"
CELLS = [["Area", "Seen"], ["North", "1"]]


def workbook_bytes():
    book = Workbook()
    book.active.append(["Area", 1])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def zipped(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def tarred():
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        member = tarfile.TarInfo("a.csv")
        member.size = len(TEXT)
        archive.addfile(member, io.BytesIO(TEXT))
    return written.getvalue()


def read(folder, name, content):
    (folder / name).write_bytes(content)
    return read_grid(folder / name)


def test_a_text_in_gzip(tmp_path):
    grid = read(tmp_path, "any.csv.gz", gzip.compress(TEXT))
    assert (grid.sheets, grid.file, grid.inside) == ({"": CELLS}, "any.csv.gz", "any.csv")


def test_a_workbook_in_gzip_and_in_zip(tmp_path):
    for name, content in {
        "any.xlsx.gz": gzip.compress(workbook_bytes()),
        "sent.zip": zipped({"July/any.xlsx": workbook_bytes()}),
    }.items():
        grid = read(tmp_path, name, content)
        assert (grid.sheets, grid.inside) == ({"Sheet": [["Area", 1.0]]}, "any.xlsx")


def test_what_the_system_adds_to_a_zip_does_not_count(tmp_path):
    files = {"July/": b"", "July/any.csv": TEXT, "__MACOSX/July/._any.csv": b"x", ".DS_Store": b"x"}
    assert read(tmp_path, "sent.zip", zipped(files)).sheets == {"": CELLS}


def test_a_text_that_begins_like_a_zip_is_a_text(tmp_path):
    assert read(tmp_path, "any.csv", b"PKB,Seen\nNorth,1\n").sheets[""][0] == ["PKB", "Seen"]


REFUSED = {
    "several.zip": (
        zipped({"a.csv": TEXT, "b/c.csv": TEXT}),
        "holds 2 files, and only one can be read: a.csv and c.csv",
    ),
    "empty.zip": (zipped({}), "archive is empty"),
    "blank.csv.gz": (gzip.compress(b" \n"), "file is empty"),
    "nested.zip": (zipped({"a.zip": zipped({"a.csv": TEXT})}), "another archive, a.zip"),
    "twice.csv.gz": (gzip.compress(gzip.compress(TEXT)), "another archive"),
    "many.tar.gz": (gzip.compress(tarred()), "another archive, many.tar"),
    "cut.csv.gz": (gzip.compress(TEXT * 1000)[:40], "damaged or was cut short"),
    "cut.zip": (zipped({"a.csv": TEXT * 1000})[:40], "damaged or was cut short"),
    "paper.zip": (zipped({"a.pdf": b"%PDF-1.7"}), "a PDF"),
    "named.zip": (zipped({"a.xlsx": TEXT}), "named .xlsx but is not a workbook"),
}


@pytest.mark.parametrize(("name", "case"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path, name, case):
    content, why = case
    with pytest.raises(UnreadableFileError, match=why) as told:
        read(tmp_path, name, content)
    assert told.value.remedy.endswith(".")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped({"a.csv": data})])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(limits, "FILE_BYTES", 1 << 20)
    with pytest.raises(UnreadableFileError, match="unpacks to far more"):
        read(tmp_path, "bomb", pack(b"0" * (64 << 20)))


def test_a_locked_archive_asks_for_one_without_a_password(tmp_path):
    content = bytearray(zipped({"a.csv": TEXT}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    with pytest.raises(UnreadableFileError, match="password"):
        read(tmp_path, "locked.zip", bytes(content))


def test_the_name_inside_decides_the_profile_and_the_month(tmp_path):
    path = midwifery(tmp_path, mothers())
    (tmp_path / "sent.zip").write_bytes(zipped({path.name: path.read_bytes()}))
    assert COVENTRY.read(tmp_path / "sent.zip", Month.of(2026, 11)).profile == "midwifery"
    (tmp_path / "b.zip").write_bytes(zipped({"2026-10.csv": b"Area,Seen,Due\nNorth End,1,2\n"}))
    rules = profile({"period": {"from": "file"}}, files=["*.csv"])
    reading = read_extract(tmp_path / "b.zip", [rules], catalogue(), PLACES, today=None)
    assert reading.observations.ended.tolist() == [202610]
