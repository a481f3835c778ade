"""Whole numbers in addresses and forms, bounded before anything is done with them.

The text of a number can be as long as an address, in any script, and beyond what a database holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.routing import IntegerConverter

from indicators.domain.errors import UserError

_MOST_DIGITS = 7


class RowNumberConverter(IntegerConverter):
    """The number of a row in a path: digits of ASCII, and few enough for a 64-bit column.

    An address with any other number is one that does not exist.
    """

    regex = "[0-9]{1,18}"


CONVERTERS = {"int": RowNumberConverter}
"""What `<int:...>` means in every rule of an address."""


def parse_number(written: str) -> int | None:
    """Return a whole number of up to seven digits, or None."""
    is_number = written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
    return int(written) if is_number else None


def read_page_number(query: Mapping[str, str]) -> int:
    """Return the page that an address names, or the first. UserError for anything but a page."""
    page = parse_number(query.get("page", "1"))
    if not page:
        raise UserError(f"“{query['page']}” is not a page.", remedy="Pages are numbered from 1.")
    return page


def require_page(page: int, pages: int) -> None:
    """Raise UserError for a page that there is not, of `pages`."""
    if page > pages:
        many = "There is one page." if pages == 1 else f"There are {pages} pages."
        raise UserError(f"There is no page {page}.", remedy=many)
