"""Signs that a sheet is a list of people: some are enough alone, some only together."""

from __future__ import annotations

from loaders.pii import heading_evidence as headings
from loaders.pii import value_evidence as values
from loaders.pii.column_evidence import MANY, NHS_BY_CHECK, check_column
from loaders.pii.count_evidence import CountEvidence
from loaders.pii.people_rows import find_people_rows, is_count, is_large_count
from loaders.pii.sampled_columns import SampledColumn, SampledSheet, take_top_rows
from loaders.pii.signs import Sign, Signs
from loaders.readers.sheet import Sheet


def find_signs(rows: Sheet) -> Signs:
    """Return why a sheet looks like a list of people, by column from 0."""
    # A sheet may claim thousands of columns with nothing in them.
    kept = [at for at, column in enumerate(rows.columns) if column.values != [""]]
    if not (rows.height and kept):
        return {}
    found = _find_signs_in(Sheet([rows.columns[at] for at in kept], rows.height))
    return {kept[at]: sign for at, sign in found.items()}


def _find_signs_in(rows: Sheet) -> Signs:
    if form := _find_form(rows):
        return form
    sheet = SampledSheet(rows)
    sure = {column.index: sign for column in sheet.columns if (sign := check_column(column))}
    return (
        sure
        or _find_scattered_numbers(sheet)
        or find_people_rows(sheet)
        or _combine_weak_signs(sheet)
    )


def _find_scattered_numbers(sheet: SampledSheet) -> Signs:
    """Find NHS numbers that are spread over several columns, too few in each."""
    found = {column.index: values.count_nhs_numbers(column.texts) for column in sheet.columns}
    tens, valid = (sum(counts) for counts in zip(*found.values(), strict=True))
    if not values.is_beyond_chance(tens, valid, 1e-4):
        return {}
    return {at: NHS_BY_CHECK for at, (_, valid) in found.items() if valid}


def _find_form(rows: Sheet) -> Signs:
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
            why = f"asks for {' and '.join(sorted(kinds))}, with answers next to it"
            return {at: Sign(why, certain=True)}
    return {}


def _is_answered(kind: str, cells: list[str]) -> bool:
    """Return whether the cells next to a label answer it: a date, a long number, a name."""
    if kind == headings.BORN:
        return any(map(values.read_day, cells))
    if kind == headings.NHS:
        return any(map(values.is_long_number, cells))
    if kind == headings.HOME:
        return values.count("postcode", cells) > 0
    names = kind in (headings.NAME, headings.PERSON) and bool(cells)
    return names and all(values.is_full_name(cell) for cell in cells)


def _combine_weak_signs(sheet: SampledSheet) -> Signs:
    """Combine signs that are too weak alone.

    A different code on every row is a sign if no column is a count, or next to dates or postcodes.
    """
    keys: Signs = {}
    details: Signs = {}
    counts = 0
    for column in sheet.columns:
        filled = len(column.filled)
        if filled < MANY:
            continue
        if is_count(column):
            counts += is_large_count(column)
        elif _is_key(column):
            keys[column.index] = Sign("has a different code on nearly every row")
        elif len(column.days) >= 0.3 * filled and values.has_birthday_spread(column.days):
            details[column.index] = Sign("has many different full dates")
        elif values.count("postcode", column.texts) >= 0.5 * filled:
            details[column.index] = Sign("has many different full postcodes")
    if keys and not details and not counts:
        proven = CountEvidence(sheet).find_counts()
        counts += len(proven & set(keys))
        keys = {at: sign for at, sign in keys.items() if at not in proven}
    return keys | details if keys and (details or not counts) else {}


def _is_key(column: SampledColumn) -> bool:
    """Return whether it holds a code on nearly every row, other than row numbers and dates."""
    if (
        2 * len(column.days) > len(column.texts)
        or column.coded < 0.9
        or len(column.filled) < 0.9 * len(column.cells) - 5
    ):
        return False
    whole = sorted(int(text) for text in column.texts if text.isdigit() and len(text) < 9)
    if len(whole) > 1 and whole[-1] - whole[0] < 1.2 * len(whole) and not column.sheet.sampled:
        return False
    return column.differ >= 0.95 and not column.sheet.has_organisations(column)
