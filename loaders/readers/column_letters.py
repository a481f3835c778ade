"""Columns by letter, as a spreadsheet names them."""

from __future__ import annotations


def parse_column_letters(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def format_column_letters(index: int) -> str:
    """Return the letters of a column by its index: A for 0, AA for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
