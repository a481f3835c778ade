"""Workbooks with the traits of other programs: how Excel and Google Sheets write the same cells."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from tests.support.sheet_files import save

_DAYS_TO_1904 = 1462
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_INLINE = re.compile(r'<c ([^>]*?) t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>')
_NO_TEXT = re.compile(r'<c ([^>]*?) t="inlineStr"></c>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_SHARED_LINK = (
    '<Relationship Id="rIdShared" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/sharedStrings" Target="sharedStrings.xml"/>'
)
_PARTS_OF_GOOGLE = ("dataValidations", "conditionalFormatting", "sheetProtection", "pageSetup")


def rewrite_parts(content: bytes, rewrite: Callable[[str, str], str]) -> bytes:
    """The workbook with each of its XML parts rewritten: `rewrite` is given its name and text."""
    written = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith(".xml"):
                text = rewrite(name, text.decode()).encode()
            new.writestr(name, text)
    return written.getvalue()


def share_strings(content: bytes) -> bytes:
    """Each text once, in a part of its own, as Excel and Google Sheets keep them."""
    return _share(content, lambda text: f'<t xml:space="preserve">{text}</t>')


def rich_text(content: bytes) -> bytes:
    """Each text in two runs, the second in bold, as Excel keeps a word that someone marked."""

    def split(escaped: str) -> str:
        text = unescape(escaped)
        halves = (escape(text[: len(text) // 2]), escape(text[len(text) // 2 :]))
        first, second = (f'<t xml:space="preserve">{half}</t>' for half in halves)
        return f"<r>{first}</r><r><rPr><b/></rPr>{second}</r>"

    return _share(content, split)


def _share(content: bytes, make_item: Callable[[str], str]) -> bytes:
    texts: dict[str, int] = {}

    def point(match: re.Match[str]) -> str:
        number = texts.setdefault(match[2], len(texts))
        return f'<c {match[1]} t="s"><v>{number}</v></c>'

    def rewrite(name: str, text: str) -> str:
        if _SHEET.fullmatch(name):
            return _NO_TEXT.sub(r"<c \1/>", _INLINE.sub(point, text))
        if name == "[Content_Types].xml":
            return text.replace("</Types>", f"{_SHARED_TYPE}</Types>")
        return text

    shared = rewrite_parts(content, rewrite)
    items = "".join(f"<si>{make_item(text)}</si>" for text in texts)
    written = BytesIO()
    with ZipFile(BytesIO(shared)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                end = b"</Relationships>"
                part = part.replace(end, _SHARED_LINK.encode() + end)
            new.writestr(name, part)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{items}</sst>')
    return written.getvalue()


def count_from_1904(content: bytes) -> bytes:
    """The days counted from 1904, as Excel for Mac did for long."""
    book = load_workbook(BytesIO(content))
    dates = {
        cell.coordinate
        for cells in book.worksheets[0].iter_rows()
        for cell in cells
        if isinstance(cell.value, datetime)
    }

    def shift(match: re.Match[str]) -> str:
        if match[2] not in dates:
            return match[0]
        return f"{match[1]}{float(match[3]) - _DAYS_TO_1904:g}{match[4]}"

    def rewrite(name: str, text: str) -> str:
        if name == "xl/workbook.xml":
            return text.replace("<workbookPr", '<workbookPr date1904="1"', 1)
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(r'(<c r="([A-Z]+\d+)"[^>]*><v>)([\d.]+)(</v></c>)', shift, text)
        return text

    return rewrite_parts(content, rewrite)


def saved_by_google(content: bytes) -> bytes:
    """What Google Sheets leaves: no names, checks or protection, every sheet to be seen, and
    a thousand rows of 26 styled cells."""
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        sheet.sheet_state = "visible"
    first = book.worksheets[0]
    for row in range(first.max_row + 1, 1001):
        for column in range(1, 27):
            first.cell(row, column).number_format = "@"

    def strip(name: str, text: str) -> str:
        if name == "xl/workbook.xml":
            return re.sub(r"<definedNames>.*?</definedNames>", "", text, flags=re.DOTALL)
        if _SHEET.fullmatch(name):
            for part in _PARTS_OF_GOOGLE:
                text = re.sub(rf"<{part}\b[^>]*/>", "", text)
                text = re.sub(rf"<{part}\b.*?</{part}>", "", text, flags=re.DOTALL)
        return text

    return rewrite_parts(save(book), strip)
