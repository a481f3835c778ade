"""What one column says about people: its heading and cells together, or its values alone."""

from __future__ import annotations

from loaders.pii import heading_evidence as headings
from loaders.pii import value_evidence as values
from loaders.pii.people_rows import has_form_of_names
from loaders.pii.sampled_columns import NEARLY, SampledColumn
from loaders.pii.signs import Sign

MANY = 20
"""Rows from which values that differ on nearly every row are a sign by themselves."""
NHS_BY_CHECK = Sign("holds NHS numbers, by their check digit", certain=True)
_CERTAIN = (headings.NHS, headings.NAME, headings.INITIALS)
_NAMES = Sign(f"holds {headings.NAME}", certain=True)


def check_column(column: SampledColumn) -> Sign | None:
    """Return why a column alone is enough to refuse the sheet, or None."""
    return _check_heading(column) or _check_values(column)


def _check_heading(column: SampledColumn) -> Sign | None:
    """Return what the heading says a column holds, if its cells confirm it."""
    if not column.kind or not column.filled:
        return None
    texts = [text for text in column.texts if text != column.heading]
    worded = [text for text in column.worded if text != column.heading and len(text) > 1]
    if column.kind == headings.PERSON:
        return _check_person_heading(column, worded)
    filled = len(column.filled)
    different = filled >= 3 and len(texts) >= 0.5 * filled
    confirmed = {
        headings.NHS: sum(map(values.is_long_number, texts)) * 2 >= len(texts) > 0,
        headings.NAME: len(worded) * 2 >= len(texts) > 0
        and sum(any(map(str.isdigit, text)) for text in worded) * 2 < len(worded),
        headings.INITIALS: sum(map(values.is_initials, texts)) * 2 >= len(texts) > 0,
        headings.BORN: bool(column.days) or sum(map(_is_day_number, texts)) * 2 >= len(texts) > 0,
        headings.KEY: _is_key(column, len(texts)),
        headings.HOME: values.count("postcode", texts) > 0,
        headings.ADDRESS: different and len(worded) * 2 >= filled and not _is_of_places(column),
        headings.NOTES: different and sum(text.count(" ") >= 4 for text in worded) >= 3,
    }
    certain = column.kind in _CERTAIN
    return Sign(f"holds {column.kind}", certain) if confirmed[column.kind] else None


def _is_key(column: SampledColumn, different: int) -> bool:
    """Return whether codes are those of people: the same ones each month, or one on each row."""
    person = headings.is_key_of_person(column.heading)
    enough = different >= (3 if person else max(1, 0.3 * len(column.filled)))
    return len(column.filled) >= 3 and enough and column.coded >= NEARLY - 0.1


def _check_person_heading(column: SampledColumn, texts: list[str]) -> Sign | None:
    """Return whether a column headed “Child” or “Name” holds names of people.

    They are certain if some are common names; else they only have the form of names.
    """
    if not texts or len(texts) * 2 < len(column.texts) or column.organisations >= 0.2:
        return None
    named, known, _ = values.count_names(texts)
    if named >= 0.6 * len(texts) and known >= max(1, 0.25 * named):
        return _NAMES
    formed = sum(values.is_full_name(text) or values.is_initialled(text) for text in texts)
    if "name" in headings.split_heading_words(column.heading):
        return Sign("holds what may be names of people") if has_form_of_names(column) else None
    return Sign(f"holds {headings.PERSON}") if formed >= 0.6 * len(texts) else None


def _is_of_places(column: SampledColumn) -> bool:
    """Return whether each address is one of a place or an organisation, named next to it."""
    if column.sheet.has_organisations(column):
        return True
    some = values.count_organisations(column.worded) >= 0.25 * len(column.worded)
    return some and any(
        headings.is_of_place(other.heading) and len(set(other.filled)) == len(other.filled)
        for other in column.sheet.columns
        if len(other.filled) >= len(column.filled)
    )


def _is_day_number(text: str) -> bool:
    """Return whether a number may be a day as a spreadsheet counts them, 1954 to 2064."""
    return text.isdigit() and 20_000 <= int(text) < 60_000


def _check_values(column: SampledColumn) -> Sign | None:
    """Return what a column holds by values that hardly anything else has."""
    numbers = values.count_nhs_numbers(column.texts)
    if values.is_beyond_chance(*numbers) or _is_few_spaced(column, *numbers):
        return NHS_BY_CHECK
    if values.count("born", column.texts) >= max(2, 0.3 * len(column.filled)):
        return Sign(f"holds {headings.BORN}")
    if len(column.filled) < 5:
        return None
    return _check_words(column) or _check_different_values(column)


def _is_few_spaced(column: SampledColumn, tens: int, valid: int) -> bool:
    """Return whether a few numbers are all valid and written as NHS numbers are: 3, 3 and 4."""
    spaced = sum(bool(values.SPACED.fullmatch(text)) for text in column.texts)
    return 0 < valid == tens == spaced


def _check_words(column: SampledColumn) -> Sign | None:
    contacts = values.count("contact", column.texts)
    many = contacts >= max(5, 0.3 * len(column.texts))
    if many and not column.sheet.has_organisations(column):
        return Sign("holds people's e-mail addresses or mobile numbers")
    if len(column.worded) < 5:
        return None
    if _holds_known_names(column):
        return _NAMES
    streets = values.count("street", column.worded) >= max(5, 0.5 * len(column.texts))
    if streets and column.differ >= 0.7 and not _is_of_places(column):
        return Sign(f"holds {headings.ADDRESS}")
    prose, people = values.count_prose(column.worded)
    if people >= max(10, 0.5 * prose) and prose >= 0.5 * len(column.texts):
        return Sign("holds notes about people")
    return None


def _holds_known_names(column: SampledColumn) -> bool:
    """Return whether a share of the texts hold names that people have, under any heading."""
    least = 0.6 * len(column.texts)
    initialled = [text for text in column.worded if values.is_initialled(text)]
    firsts = {text.split()[0].casefold() for text in initialled}
    if len(initialled) >= max(5, least) and len(firsts) >= 0.6 * len(initialled):
        return True
    named, known, different = values.count_names(column.worded)
    return named >= least and known >= max(4, 0.25 * named) and different >= 4


def _check_different_values(column: SampledColumn) -> Sign | None:
    """Find postcodes and dates that differ on nearly every row, without organisations."""
    filled = len(column.filled)
    if filled < MANY or len(column.texts) < 0.7 * filled:
        return None
    postcodes = values.count("postcode", column.texts) >= NEARLY * len(column.texts)
    births = len(column.days) >= max(50, 0.7 * filled) and values.has_birthday_spread(column.days)
    if not (postcodes or births) or column.differ < 0.7:
        return None
    if column.sheet.has_organisations(column):
        return None
    if postcodes:
        return Sign("has a different full postcode on nearly every row")
    return Sign("has a different date on nearly every row, as dates of birth have")
