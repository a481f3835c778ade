"""Ask about words of `only` and `except` that no row has: they may be mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from indicators.domain.confirmation_texts import write_confirmation
from indicators.domain.confirmations import Confirmation, ConfirmationCode, join_list
from loaders.parsing.sheet_table import SheetTable
from loaders.parsing.table_figures import MeasureFigures
from loaders.profiles.marks import mark_key
from loaders.readers.cell_text import format_cell

_LIKE = 0.8
"""How like two texts are, from 0 to 1, where one may be the other mistyped: “Totl” and “Total”."""


def ask_about_filters(
    tables: Sequence[SheetTable], measures: Sequence[MeasureFigures]
) -> Iterator[Confirmation]:
    """Yield one question about all words of `only` and `except` that may be mistyped."""
    read = [table for table in tables if any(measured.table is table for measured in measures)]
    if words := list(dict.fromkeys(_list_unmatched(read))):
        code = ConfirmationCode.FILTER_MATCHES_NO_ROW
        yield Confirmation(code, write_confirmation(code, words=join_list(words)))


def _list_unmatched(tables: Iterable[SheetTable]) -> Iterator[str]:
    """Yield each such word with its key and column. A table may be on several sheets."""
    written: dict[tuple[str, str, tuple[str, ...]], set[str]] = defaultdict(set)
    for table in tables:
        columns = table.columns
        for key, filters in (("only", columns.only), ("except", columns.except_)):
            for one in filters:
                cells = table.cells(one.heading).list_different()
                texts = {mark_key(format_cell(cell)) for cell in cells}
                written[key, one.heading.text, one.words] |= texts
    for (key, heading, words), texts in written.items():
        keys = {mark_key(word): word for word in words}
        for lost in [word for word in keys if word not in texts]:
            if not keys.keys() & texts or _is_like_one(lost, texts - keys.keys()):
                yield f"“{keys[lost]}” ({key}, column “{heading}”)"


def _is_like_one(word: str, texts: Iterable[str]) -> bool:
    """Return whether a text is nearly the word. Other digits make it another one: 2 or 5 years."""
    digits = _list_digits(word)
    same = [text for text in texts if _list_digits(text) == digits]
    return bool(get_close_matches(word, same, 1, _LIKE))


def _list_digits(text: str) -> list[str]:
    return [sign for sign in text if sign.isdigit()]
