"""The workbook that goes back to its sender: marked, explained, listed, otherwise unchanged."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from indicators.domain.errors import UnreadableFileError
from indicators.domain.refusals import Refusal, RefusalCode
from loaders.ingest.error_workbook import AMBER, SHEET, write_error_workbook
from loaders.readers import limits
from loaders.readers.grid import read_grid
from tests.support.extracts import COVENTRY, midwifery, mothers


def mark(path, refusals):
    return write_error_workbook(path, read_grid(path), refusals)


def refusal(
    row,
    column="A",
    sheet="",
    value="x",
    reason="It is wrong.",
    remedy="Correct it.",
    sender_remedy="Correct it.",
):
    return Refusal(
        RefusalCode.COUNT_IS_TEXT, "f", sheet, row, column, "", value, reason, remedy, sender_remedy
    )


def opened(sent):
    return load_workbook(io.BytesIO(sent.content))


def workbook(path, fill=lambda sheet: None, title="July"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(["Area", "Seen"])
    sheet.append(["Hilfields", 12])
    sheet.append(["Canley", "=B2*2"])
    fill(sheet)
    book.save(path)
    return path


def test_a_csv_comes_back_as_a_workbook_with_the_refused_cell_marked_and_linked(tmp_path):
    path = midwifery(tmp_path, mothers("Hilfields"), mothers("Canley", Bookings="=1+1"))
    told = COVENTRY.read(path).refusals
    sent = mark(path, told)
    assert (sent.name, sent.whole) == ("UHCW_maternity_2026-10.xlsx", True)
    book = opened(sent)
    assert book.sheetnames == [SHEET, "UHCW_maternity_2026-10"]
    cell = book.worksheets[1]["A2"]
    assert (cell.value, cell.fill.fgColor.rgb) == ("Hilfields", AMBER)
    assert "No such place is known. Is it “Hillfields”?" in cell.comment.text
    first, second = list(book[SHEET].iter_rows(min_row=2, values_only=True))
    assert first[1:4] == ("A2", "Hilfields", "No such place is known.")
    assert book[SHEET]["B2"].hyperlink.location == "'UHCW_maternity_2026-10'!A2"
    assert second[1:3] == ("C3", "=1+1")
    formula = book.worksheets[1]["C3"]
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)
    assert book.active.title == SHEET
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, False]


def test_the_sender_is_told_only_what_a_sender_can_do_and_the_code(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    one = refusal(2, sheet="July", remedy="Correct it, or ask the analyst.")
    book = opened(mark(path, [one]))
    assert book["July"]["A2"].comment.text == "It is wrong. Correct it."
    assert [cell.value for cell in book[SHEET][1]][-3:] == ["What to do", "Code", "How many"]
    assert [cell.value for cell in book[SHEET][2]][-3:] == ["Correct it.", "count_is_text", 1]


def test_a_csv_that_comes_back_holds_the_cells_as_they_were_sent(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Area,Seen\n"007","1,234"\n-5,+44\n\n@b,é\n', encoding="utf-8")
    back = tmp_path / "back.xlsx"
    back.write_bytes(mark(path, []).content)
    assert read_grid(back).sheets["a"] == read_grid(path).sheets[""]


def test_a_workbook_keeps_its_formulas_formats_and_comments(tmp_path):
    def fill(sheet):
        sheet["A1"].font = Font(bold=True)
        sheet["A2"].comment = Comment("New here", "Jo")
        sheet["B2"].number_format = "0.0"

    path = workbook(tmp_path / "a.xlsx", fill)
    book = opened(mark(path, [refusal(2, sheet="July"), refusal(2, sheet="July", reason="Twice.")]))
    sheet = book["July"]
    assert sheet["A1"].font.bold
    assert (sheet["B3"].value, sheet["B2"].number_format) == ("=B2*2", "0.0")
    assert sheet["A2"].comment.text.split("\n\n") == [
        "New here",
        "It is wrong. Correct it.",
        "Twice. Correct it.",
    ]


def test_text_that_starts_as_a_formula_stays_text_in_a_workbook(tmp_path):
    def fill(sheet):
        sheet["A4"] = "=cmd|' /C calc'!A0"
        sheet["A4"].data_type = "s"

    path = workbook(tmp_path / "a.xlsx", fill)
    book = opened(mark(path, [refusal(4, sheet="July", value="=cmd|' /C calc'!A0")]))
    assert book["July"]["A4"].data_type == "s"
    assert book[SHEET]["C2"].data_type == "s"


def test_a_merged_cell_and_a_hidden_sheet_are_shown_where_they_are(tmp_path):
    def fill(sheet):
        sheet.merge_cells("A2:A3")
        sheet.parent.create_sheet("Front")
        sheet.sheet_state = "hidden"

    path = workbook(tmp_path / "a.xlsx", fill, title="Jo's")
    book = opened(mark(path, [refusal(3, sheet="Jo's")]))
    assert book["Jo's"]["A2"].comment
    assert book["Jo's"].sheet_state == "visible"
    assert book[SHEET]["B2"].hyperlink.location == "'Jo''s'!A2"


def test_a_cell_far_out_does_not_fill_the_sheet_up_to_it(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book["July"]["XFD20"].font = Font(bold=True)  # 300,000 empty cells to it
    book.save(path)
    sheet = opened(mark(path, [refusal(2, sheet="July")]))["July"]
    assert len(sheet._cells) == 7


def test_a_refused_row_or_sheet_is_listed_without_a_column(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    told = [refusal(3, "", "July"), refusal(1, "", "Gone"), refusal(2, "B", "July")]
    book = opened(mark(path, told))
    assert [row[1] for row in book[SHEET].iter_rows(min_row=2, values_only=True)] == [
        "A3",
        "row 1",
        "B2",
    ]


def test_a_sheet_of_ours_that_comes_in_again_does_not_stand_in_the_way(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(mark(workbook(tmp_path / "b.xlsx"), [refusal(2, sheet="July")]).content)
    book = opened(mark(path, [refusal(3, sheet="July")]))
    assert book.sheetnames == [SHEET, "July"]
    assert [row[1] for row in book[SHEET].iter_rows(min_row=2, values_only=True)] == ["A3"]
    assert book["July"]["A2"].comment is None
    assert book["July"]["A2"].fill.fill_type is None


def test_the_marks_of_a_workbook_sent_out_earlier_are_removed_too(tmp_path):
    def fill(sheet):
        sheet.parent.create_sheet("What to mend", 0)
        sheet["A2"].comment = Comment("No such place.", "What to mend")

    path = workbook(tmp_path / "a.xlsx", fill)
    book = opened(mark(path, [refusal(3, sheet="July")]))
    assert book.sheetnames == [SHEET, "July"]
    assert book["July"]["A2"].comment is None


def test_macros_do_not_come_back(tmp_path):
    path = workbook(tmp_path / "a.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    sent = mark(path, [refusal(2, sheet="July")])
    assert sent.name == "a.xlsx"
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_control_characters_and_long_texts_can_be_written(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Area,Seen\nAb,1\n" + b"c" * 40_000 + b",2\n")
    long = "w" * 40_000
    book = opened(mark(path, [refusal(2, value="A\x07b", reason=long), refusal(3, value=long)]))
    assert book[SHEET]["C2"].value == "A\ufffdb"
    assert len(book[SHEET]["C3"].value) == 32_767


def test_too_large_a_file_is_listed_alone_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "SENT_BACK_CELLS", 3)
    monkeypatch.setattr(limits, "SENT_BACK_REFUSALS", 1)
    sent = mark(workbook(tmp_path / "a.xlsx"), [refusal(2, sheet="July"), refusal(3)])
    book = opened(sent)
    assert (sent.whole, book.sheetnames) == (False, [SHEET])
    said = [row[0] for row in book[SHEET].iter_rows(min_row=3, values_only=True) if row[0]]
    assert said == [
        "These are the first 1 of 2.",
        "The file is too large to return, so its cells are not included.",
    ]


@pytest.mark.parametrize(
    "part",
    [
        '<mergeCells count="1"><mergeCell ref="D9:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="D9:XFD1048576" location="July!A1"/></hyperlinks>',
    ],
    ids=["merged", "linked"],
)
def test_a_workbook_that_would_take_all_memory_to_open_comes_back_as_its_cells(
    part, tmp_path, monkeypatch
):
    """17 billion cells in 5 kB, of which calamine sees none."""
    monkeypatch.setattr(limits, "SENT_BACK_SECONDS", 1)
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(workbook(tmp_path / "a.xlsx")) as plain,
        zipfile.ZipFile(bomb, "w") as made,
    ):
        for name in plain.namelist():
            text = plain.read(name)
            made.writestr(name, text.replace(b"<pageMargins", part.encode() + b"<pageMargins"))
    sent = mark(bomb, [refusal(2, sheet="July")])
    sheet = opened(sent)["July"]
    assert sent.whole
    assert (sheet["A2"].value, sheet["A2"].fill.fgColor.rgb) == ("Hilfields", AMBER)
    assert (sheet.merged_cells.ranges, sheet.max_row) == (set(), 3)


def test_what_cannot_be_read_is_told(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(UnreadableFileError):
        mark(tmp_path / "a.xlsx", [])


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods"])
def test_it_opens_in_libreoffice_with_every_mark(kind, tmp_path, soffice):
    path = midwifery(tmp_path, mothers("Hilfields"), mothers("Canley", Bookings="=1+1"))
    if kind != "csv":
        path = soffice(path, kind)
    told = COVENTRY.read(path).refusals
    assert told
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(mark(path, told).content)
    again = load_workbook(soffice(marked, "xlsx"))
    assert again.sheetnames[0] == SHEET
    comments = [cell for row in again.worksheets[1].iter_rows() for cell in row if cell.comment]
    assert len(comments) == len({(one.row, one.column) for one in told})
    assert again[SHEET].max_row == len(told) + 1


def test_the_copy_of_a_workbook_in_an_archive_hides_and_merges_what_the_sender_did(tmp_path):
    def fill(sheet):
        sheet.append(["Canley", 3])
        sheet.append(["Canley", 4])
        sheet.merge_cells("A4:A5")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("Old").append(["x"])
        sheet.parent["Old"].sheet_state = "hidden"

    path = workbook(tmp_path / "July.xlsx", fill)
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.write(path, path.name)
    sent = mark(tmp_path / "sent.zip", [refusal(2, sheet="July")])
    book = opened(sent)
    assert sent.name == "July.xlsx"
    assert (book["July"].sheet_state, book["Old"].sheet_state) == ("visible", "hidden")
    assert book["July"].row_dimensions[3].hidden
    assert book["July"].column_dimensions["B"].hidden
    assert [str(span) for span in book["July"].merged_cells.ranges] == ["A4:A5"]
    assert book["July"]["A2"].fill.fgColor.rgb == AMBER


def test_many_identical_errors_are_one_line_with_their_number(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    book = opened(mark(path, [refusal(row, sheet="July") for row in range(2, 42)]))
    listed = list(book[SHEET].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[-1]) for row in listed] == [("A2", 40)]
    assert book["July"]["A41"].comment is not None
