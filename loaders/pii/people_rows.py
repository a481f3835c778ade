"""Signs that each row is a person, on a sheet where no column counts anything."""

from __future__ import annotations

from loaders.pii import heading_evidence as headings
from loaders.pii import value_evidence as values
from loaders.pii.count_evidence import CountEvidence
from loaders.pii.sampled_columns import NEARLY, SampledColumn, SampledSheet
from loaders.pii.signs import Sign, Signs

_FEW = 3
_ENOUGH = 5
_MANY_VISITS = 20


def find_people_rows(sheet: SampledSheet) -> Signs:
    """Return why the rows look like people, by column; nothing if a column holds counts."""
    found = _find_people_in(sheet)
    return {} if found and CountEvidence(sheet).find_counts() else found


def _find_people_in(sheet: SampledSheet) -> Signs:
    filled = [column for column in sheet.columns if len(column.filled) >= _FEW]
    if any(map(is_count, filled)):
        return {}
    found: Signs = {}
    for column in filled:
        if why := _check_full_names(column) or _check_homes(column) or _check_key(column):
            found[column.index] = Sign(why)
    own = [column for column in filled if headings.is_of_one_person(column.heading)]
    if len(own) >= 2 and max(len(column.filled) for column in own) >= _ENOUGH:
        sign = Sign("says something of one person on each row")
        found |= {column.index: sign for column in own}
    return found


def is_large_count(column: SampledColumn) -> bool:
    """Return whether counts or percentages are larger than those a person has, such as visits.

    One large number alone may be the total of a list.
    """
    if not is_count(column):
        return False
    whole = [int(each) for each in column.numbers if "." not in each]
    return len(whole) < len(column.numbers) or sum(each >= _MANY_VISITS for each in whole) > 1


def is_count(column: SampledColumn) -> bool:
    """Return whether a column may be a count or a percentage: several different short numbers.

    The age of a person is none, and neither is a yes or no written as 1 or 0.
    """
    if headings.is_of_one_person(column.heading) or set(column.numbers) <= {"0", "1"}:
        return False
    least = min(5, max(2, len(column.filled) // 2))
    return len(column.numbers) >= max(least, 0.5 * len(column.texts)) and column.coded < 0.9


def has_form_of_names(column: SampledColumn) -> bool:
    """Return whether nearly every text is another full name, which no list has to know."""
    texts = [text for text in column.texts if text != column.heading]
    names = sum(map(values.is_full_name, texts))
    if len(texts) < _ENOUGH or headings.is_of_place(column.heading):
        return False
    return names >= 0.75 * len(texts) and column.differ >= NEARLY and column.organisations < 0.2


def _check_full_names(column: SampledColumn) -> str:
    """Find what may be names, next to a date or a yes or no on each row."""
    marked = any(
        len(other.days) >= 0.1 * len(other.filled) > 0 or _is_flag(other)
        for other in column.sheet.columns
    )
    if has_form_of_names(column) and (marked or not column.heading):
        return "holds what may be names of people, and no column holds counts"
    return ""


def _is_flag(column: SampledColumn) -> bool:
    """Return whether a column holds yes or no, or outcomes such as “Seen”."""
    words = {text.casefold() for text in column.texts if text != column.heading}
    return bool(words & _FLAGS) and len(words) <= 8


_FLAGS = frozenset(
    {"y", "n", "yes", "no", "seen", "dna", "did not attend", "cancelled", "declined"}
)


def _check_homes(column: SampledColumn) -> str:
    """Find a few postcodes where no column names a place or an organisation for each."""
    texts = [text for text in column.texts if text != column.heading]
    if len(texts) < _FEW or column.differ < 0.7 or has_places(column):
        return ""
    postcodes = values.count("postcode", texts) >= NEARLY * len(texts)
    return "has a different full postcode on nearly every row" if postcodes else ""


def _check_key(column: SampledColumn) -> str:
    """Find a few different codes under a heading such as “ID”."""
    coded = len(column.filled) >= _ENOUGH and column.coded >= NEARLY and column.differ >= 0.95
    if coded and headings.is_any_key(column.heading) and not has_places(column):
        return "has a different code on nearly every row"
    return ""


def has_places(of: SampledColumn) -> bool:
    """Return whether each value goes with another place or organisation."""
    return of.sheet.has_organisations(of) or any(
        headings.is_of_place(column.heading) and len(set(column.filled)) >= 0.9 * len(of.filled)
        for column in of.sheet.columns
    )
