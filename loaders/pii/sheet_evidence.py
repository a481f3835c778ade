"""Signs that a sheet is a list of people: some are enough alone, some only together."""

from __future__ import annotations

from loaders.pii import heading_evidence as headings
from loaders.pii import value_evidence as values
from loaders.pii.sampled_columns import NEARLY, SampledColumn, SampledSheet, take_top_rows
from loaders.readers.sheet import Sheet

_MANY = 20
"""Rows from which values that differ on nearly every row are a sign by themselves."""
_NHS = "holds NHS numbers, by their check digit"


def find_signs(rows: Sheet) -> dict[int, str]:
    """Return why a sheet looks like a list of people, by column from 0.

    The words follow the column's name.
    """
    # A sheet may claim thousands of columns with nothing in them.
    kept = [at for at, column in enumerate(rows.columns) if column.values != [""]]
    if not (rows.height and kept):
        return {}
    found = _find_signs_in(Sheet([rows.columns[at] for at in kept], rows.height))
    return {kept[at]: why for at, why in found.items()}


def _find_signs_in(rows: Sheet) -> dict[int, str]:
    if form := _find_form(rows):
        return form
    sheet = SampledSheet(rows)
    sure = {
        column.index: why
        for column in sheet.columns
        if (why := _check_heading(column) or _check_values(column))
    }
    return sure or _find_scattered_numbers(sheet) or _combine_weak_signs(sheet)


def _check_heading(column: SampledColumn) -> str:
    """Return what the heading says a column holds, if its cells confirm it; else ""."""
    if not column.kind or not column.filled:
        return ""
    texts = [text for text in column.texts if text != column.heading]
    worded = [text for text in column.worded if text != column.heading and len(text) > 1]
    filled = len(column.filled)
    different = filled >= 3 and len(texts) >= 0.5 * filled
    confirmed = {
        headings.NHS: sum(map(_is_long_number, texts)) * 2 >= len(texts) > 0,
        headings.NAME: len(worded) * 2 >= len(texts) > 0
        and sum(any(map(str.isdigit, text)) for text in worded) * 2 < len(worded),
        headings.BORN: bool(column.days),
        headings.KEY: filled >= 3 and len(texts) >= 0.3 * filled and column.coded >= NEARLY - 0.1,
        headings.HOME: values.count("postcode", texts) > 0,
        headings.ADDRESS: different
        and len(worded) * 2 >= filled
        and not column.sheet.has_organisations(column),
        headings.NOTES: different and sum(text.count(" ") >= 4 for text in worded) >= 3,
    }
    return f"holds {column.kind}" if confirmed[column.kind] else ""


def _is_long_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= 9 or "E+0" in text.upper()


def _check_values(column: SampledColumn) -> str:
    """Return what a column holds by values that hardly anything else has, or ""."""
    if values.is_beyond_chance(*values.count_nhs_numbers(column.texts)):
        return _NHS
    if len(column.filled) < 5:
        return ""
    return _check_words(column) or _check_different_values(column)


def _check_words(column: SampledColumn) -> str:
    contacts = values.count("contact", column.texts)
    many = contacts >= max(5, 0.3 * len(column.texts))
    if many and not column.sheet.has_organisations(column):
        return "holds people's e-mail addresses or mobile numbers"
    if len(column.worded) < 5:
        return ""
    named, known, different = values.count_forenames(column.worded)
    if named >= 0.6 * len(column.texts) and known >= max(5, 0.15 * named) and different >= 5:
        return "holds names of people"
    prose, people = values.count_prose(column.worded)
    if people >= max(10, 0.5 * prose) and prose >= 0.5 * len(column.texts):
        return "holds notes about people"
    return ""


def _check_different_values(column: SampledColumn) -> str:
    """Find postcodes and dates that differ on nearly every row, without organisations."""
    filled = len(column.filled)
    if filled < _MANY or len(column.texts) < 0.7 * filled:
        return ""
    postcodes = values.count("postcode", column.texts) >= NEARLY * len(column.texts)
    births = len(column.days) >= max(50, 0.7 * filled) and values.has_birthday_spread(column.days)
    if not (postcodes or births) or column.differ < 0.7:
        return ""
    if column.sheet.has_organisations(column):
        return ""
    if postcodes:
        return "has a different full postcode on nearly every row"
    return "has a different date on nearly every row, as dates of birth have"


def _find_scattered_numbers(sheet: SampledSheet) -> dict[int, str]:
    """Find NHS numbers that are spread over several columns, too few in each."""
    found = {column.index: values.count_nhs_numbers(column.texts) for column in sheet.columns}
    tens, valid = (sum(counts) for counts in zip(*found.values(), strict=True))
    if not values.is_beyond_chance(tens, valid, 1e-4):
        return {}
    return {at: _NHS for at, (_, valid) in found.items() if valid}


def _find_form(rows: Sheet) -> dict[int, str]:
    """Find a form about one person, or people in columns.

    It has headings of two kinds down one column, with answers next to them.
    """
    top = take_top_rows(rows)
    for at, cells in enumerate(zip(*top, strict=True)):
        kinds = {
            kind
            for row, cell in enumerate(cells)
            if isinstance(cell, str) and cell and (kind := headings.classify_heading(cell))
            if _is_answered(kind, [values.trim_cell(c) for c in top[row][at + 1 :] if c != ""])
        }
        if len(kinds) >= 2:
            return {at: f"asks for {' and '.join(sorted(kinds))}, with answers next to it"}
    return {}


def _is_answered(kind: str, cells: list[str]) -> bool:
    """Return whether the cells next to a label answer it: a date, a long number, a name."""
    if kind == headings.BORN:
        return any(map(values.read_day, cells))
    if kind == headings.NHS:
        return any(map(_is_long_number, cells))
    if kind == headings.HOME:
        return values.count("postcode", cells) > 0
    return kind == headings.NAME and 0 < len(cells) == values.count_forenames(cells)[0]


def _combine_weak_signs(sheet: SampledSheet) -> dict[int, str]:
    """Combine signs that are too weak alone.

    A different code on every row is a sign if no column is a count, or next to dates or postcodes.
    """
    keys: dict[int, str] = {}
    details: dict[int, str] = {}
    counts = 0
    for column in sheet.columns:
        filled = len(column.filled)
        if filled < _MANY:
            continue
        if _is_count(column):
            counts += 1
        elif _is_key(column):
            keys[column.index] = "has a different code on nearly every row"
        elif len(column.days) >= 0.3 * filled and values.has_birthday_spread(column.days):
            details[column.index] = "has many different full dates"
        elif values.count("postcode", column.texts) >= 0.5 * filled:
            details[column.index] = "has many different full postcodes"
    return keys | details if keys and (details or not counts) else {}


def _is_count(column: SampledColumn) -> bool:
    """Return whether a column may be a count or a percentage: several different short numbers."""
    return len(column.numbers) >= max(5, 0.5 * len(column.texts)) and column.coded < 0.9


def _is_key(column: SampledColumn) -> bool:
    """Return whether it holds a code on nearly every row, other than row numbers."""
    if column.coded < 0.9 or len(column.filled) < 0.9 * len(column.cells) - 5:
        return False
    whole = sorted(int(text) for text in column.texts if text.isdigit() and len(text) < 9)
    if len(whole) > 1 and whole[-1] - whole[0] < 1.2 * len(whole) and not column.sheet.sampled:
        return False
    return column.differ >= 0.95 and not column.sheet.has_organisations(column)
