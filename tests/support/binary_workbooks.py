"""A small binary workbook (xlsb), written record by record: LibreOffice can only read them."""

import io
import struct
import zipfile

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>
<Override PartName="/xl/worksheets/sheet2.bin" ContentType="application/vnd.ms-excel.worksheet"/>
<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>
</Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = '<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>'
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="http://schemas.openxmlformats'
    '.org/package/2006/relationships">{relations}</Relationships>'
)


def binary_workbook(rows, *, percents=(), hidden_rows=(), hidden_columns=(), merged=()):
    """The bytes of a workbook with a sheet “Data” of these rows and a hidden one, “Old”.

    `percents` are the (row, column) of cells with the format 0.0%. A cell is text, a number or
    the error `#DIV/0!`; rows and columns count from 0.
    """
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": _workbook(),
        "xl/_rels/workbook.bin.rels": _relations(
            [
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "worksheet", "worksheets/sheet2.bin"),
                ("rId3", "styles", "styles.bin"),
            ]
        ),
        "xl/styles.bin": _styles(),
        "xl/worksheets/sheet1.bin": _sheet(rows, percents, hidden_rows, hidden_columns, merged),
        "xl/worksheets/sheet2.bin": _sheet([["Area"], ["North"]], (), (), (), ()),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def _relations(relations):
    written = (
        _RELATION.format(id=each, office=_OFFICE, kind=kind, target=target)
        for each, kind, target in relations
    )
    return _RELATIONS.format(relations="".join(written))


def _record(kind, content=b""):
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return number + length + content


def _text(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _workbook():
    sheets = (
        _record(156, struct.pack("<II", hidden, number) + _text(f"rId{number}") + _text(name))
        for number, (name, hidden) in enumerate([("Data", 0), ("Old", 1)], 1)
    )
    return _record(131) + _record(143) + b"".join(sheets) + _record(144) + _record(132)


def _styles():
    """Three styles of cells: General, 0.0% and a written percent sign, in that order."""
    formats = [(164, "0.0%"), (165, '0.0"%"')]
    written = (_record(44, struct.pack("<H", at) + _text(code)) for at, code in formats)
    styles = (_record(47, struct.pack("<HH10xH", 0, number, 1)) for number in (0, 164, 165))
    return b"".join(
        [
            _record(278),
            _record(615, struct.pack("<I", len(formats))),
            *written,
            _record(616),
            _record(626, struct.pack("<I", 1)),
            _record(47, struct.pack("<HH12x", 0xFFFF, 164)),
            _record(627),
            _record(617, struct.pack("<I", 3)),
            *styles,
            _record(618),
            _record(279),
        ]
    )


def _sheet(rows, percents, hidden_rows, hidden_columns, merged):
    width = max(map(len, rows))
    columns = (
        _record(60, struct.pack("<4IH", column, column, 0, 0, 1)) for column in hidden_columns
    )
    spans = (_record(176, struct.pack("<4I", *span)) for span in merged)
    return b"".join(
        [
            _record(129),
            _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)),
            _record(390),
            *columns,
            _record(391),
            _record(145),
            *(_row(at, cells, percents, at in hidden_rows) for at, cells in enumerate(rows)),
            _record(146),
            _record(177, struct.pack("<I", len(merged))),
            *spans,
            _record(178),
            _record(130),
        ]
    )


def _row(number, cells, percents, hidden):
    flags = 0x10 if hidden else 0
    head = struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)
    written = (
        _cell(column, cell, (number, column) in percents) for column, cell in enumerate(cells)
    )
    return _record(0, head) + b"".join(written)


def _cell(column, cell, percent):
    head = struct.pack("<II", column, int(percent))
    if cell == "":
        return b""
    if cell == "#DIV/0!":
        return _record(3, head + b"\x07")
    if isinstance(cell, str):
        return _record(6, head + _text(cell))
    return _record(5, head + struct.pack("<d", cell))
