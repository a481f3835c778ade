"""Files of every usual kind come in as one grid; whatever cannot be read ends in one sentence."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from indicators.domain.errors import UnreadableFileError
from loaders.readers import limits
from loaders.readers.grid import read_grid
from loaders.readers.worker_loop import read_file
from tests.support.extracts import SHARED

TABLE = "Area;Due\r\nSt Augustine’s;1\r\nCafé;2\r\n"
NASTY = sorted(p for p in (SHARED / "nasty").rglob("*") if p.is_file()) or [None]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_in_any_usual_encoding_and_delimiter(tmp_path, encoding, delimiter):
    path = tmp_path / "any.csv"
    path.write_bytes(TABLE.replace(";", delimiter).encode(encoding))
    assert read_grid(path).sheets == {"": [["Area", "Due"], ["St Augustine’s", "1"], ["Café", "2"]]}


def test_quoted_cells_ragged_rows_and_a_stated_delimiter(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text('sep=;\n"A; B";"say ""so"""\nonly\n"two\nlines";2;3\n')
    assert read_grid(path).sheets[""] == [
        ["", "", ""],
        ["A; B", 'say "so"', ""],
        ["only", "", ""],
        ["two\nlines", "2", "3"],
    ]


def workbook_bytes(**sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def test_a_workbook_starts_at_a1_and_only_the_sheets_asked_for_are_read(tmp_path):
    path = tmp_path / "any.xlsx"
    path.write_bytes(workbook_bytes(One=[[], [None, 23, "x"]], Two=[["left"]]))
    grid = read_grid(path, ["o*"])
    assert grid.sheets == {"One": [["", "", ""], ["", 23.0, "x"]]}
    assert grid.names == ("One", "Two")


@pytest.mark.parametrize("name", ["any.xls", "any.csv", "any", "any.ods"])
def test_a_workbook_under_a_wrong_name_is_read_all_the_same(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(workbook_bytes(One=[["Area", 1]]))
    assert read_grid(path).sheets == {"One": [["Area", 1.0]]}


def far_cell():
    content = workbook_bytes(One=[["Area"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="900000"><c r="XFD900000"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", far)
            new.writestr(name, text)
    return changed.getvalue()


def zipped(name):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "text")
    return held.getvalue()


UNREADABLE = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b" \n\n", "empty"),
    "text.xlsx": (b"Area,Due\n", "named .xlsx but is not a workbook"),
    "page.xls": (b"<html><table>", "web page"),
    "sheet.xls": (b'<?xml version="1.0"?><Workbook>', "web page or XML"),
    "paper.csv": (b"%PDF-1.7", "a PDF"),
    "noise.csv": (b"\x01\x02\x03\x04", "neither a workbook nor text"),
    "cut.xlsx": (workbook_bytes(One=[["Area"]] * 50)[:3000], "damaged or was cut short"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged or was cut short"),
    "half.xlsx": (zipped("[Content_Types].xml"), "damaged"),
    "far.xlsx": (far_cell(), "far away"),
    "open.csv": (b'Area,Due\n"North,3\nSouth,4\n', "quotation mark"),
}


@pytest.mark.parametrize(("name", "case"), UNREADABLE.items(), ids=UNREADABLE)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path, name, case):
    content, why = case
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFileError, match=why) as told:
        read_grid(tmp_path / name)
    assert told.value.where == name
    assert told.value.remedy.endswith(".")


def test_a_folder_a_missing_file_and_one_too_large_say_so(tmp_path, monkeypatch):
    with pytest.raises(UnreadableFileError, match="folder"):
        read_grid(tmp_path)
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        read_grid(tmp_path / "none.csv")
    (tmp_path / "big.csv").write_text("Area,Due\n")
    monkeypatch.setattr(limits, "FILE_BYTES", 5)
    with pytest.raises(UnreadableFileError, match="larger than"):
        read_grid(tmp_path / "big.csv")


def test_a_workbook_that_unpacks_to_too_much_or_has_too_many_cells_is_held_off(
    tmp_path, monkeypatch
):
    path = tmp_path / "any.xlsx"
    path.write_bytes(workbook_bytes(One=[[1, 2, 3]] * 10))
    monkeypatch.setattr(limits, "CELLS", 20)
    with pytest.raises(UnreadableFileError, match="far away"):
        read_grid(path)
    monkeypatch.setattr(limits, "PART_SCANNED_BYTES", 0)
    with pytest.raises(UnreadableFileError, match="more cells"):
        read_grid(path)
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="unpacks"):
        read_grid(path)


def test_calamines_panic_is_no_traceback(tmp_path, monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_path, _data):
        raise PanicException("index out of bounds")

    monkeypatch.setattr("loaders.readers.workbook_reader._open_workbook", panic)
    path = tmp_path / "any.xlsx"
    path.write_bytes(workbook_bytes(One=[[1]]))
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_file(path, ("*",))


def assert_explained(error):
    assert error.what
    assert error.remedy


@pytest.mark.parametrize("path", NASTY, ids=lambda path: path.name if path else "absent")
def test_every_nasty_file_ends_in_a_grid_or_a_sentence(path):
    if path is None:
        pytest.skip("the shared files are not here")
    try:
        grid = read_grid(path)
    except UnreadableFileError as raised:
        assert_explained(raised)
    else:
        assert all(len({len(row) for row in rows}) <= 1 for rows in grid.sheets.values())


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods"])
def test_a_password_is_named(kind):
    path = SHARED / "nasty" / "calamine" / f"pass_protected.{kind}"
    if not path.exists():
        pytest.skip("the shared files are not here")
    with pytest.raises(UnreadableFileError, match="password"):
        read_grid(path)


@pytest.mark.parametrize("start", [48, 60], ids=["sectors", "small sectors"])
def test_an_old_workbook_whose_sectors_run_in_a_ring_is_held_off(tmp_path, start):
    """Calamine follows such a ring until the memory is full."""
    sound = SHARED / "nasty" / "calamine" / "issue127.xls"
    if not sound.exists():
        pytest.skip("the shared files are not here")
    content = bytearray(sound.read_bytes())
    (table,) = struct.unpack_from("<I", content, 76)
    (first,) = struct.unpack_from("<I", content, start)
    if start == 60:  # the table of small sectors is itself in a sector; its first points at itself
        table, first = first, 0
    struct.pack_into("<I", content, (table + 1) * 512 + 4 * first, first)
    (tmp_path / "ring.xls").write_bytes(content)
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_grid(tmp_path / "ring.xls")
    assert read_grid(sound).sheets
