"""What a password must be: long, and hard to guess for those who know its user."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.domain.errors import UserError

SHORTEST, LONGEST = 15, 128
LEAST_SCORE = 3
"""Of zxcvbn's scores 0 to 4: 3 means at least 10^8 guesses."""
_READ_BY_ZXCVBN = 72
"""It reads no more characters than these."""
_SHORTEST_NAME = 4
"""A shorter part of a name is in too many words to be a fault."""


class WeakPasswordError(UserError):
    """A password that does not meet the rules."""


def check_password(password: str, personal: Iterable[str]) -> None:
    """Raise WeakPasswordError unless a password may be used.

    `personal` are texts that others know, such as the user's name and e-mail address.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(
            f"The password has {len(password)} characters.",
            remedy=f"Use {SHORTEST} or more. Several words with spaces are easy to remember.",
        )
    if len(password) > LONGEST:
        raise WeakPasswordError(
            f"The password has {len(password)} characters.", remedy=f"Use at most {LONGEST}."
        )
    words = list_personal_words(personal)
    if any(word in password.casefold() for word in words):
        raise WeakPasswordError(
            "The password has a part of your name or e-mail address in it.",
            remedy="Use words that have nothing to do with you.",
        )
    if _is_easy_to_guess(password, words):
        raise WeakPasswordError(
            "The password is easy to guess: it is made of common words, names, dates or keys that "
            "are next to each other.",
            remedy="Use four or more words that do not belong together.",
        )


def list_personal_words(personal: Iterable[str]) -> list[str]:
    """Return the words in personal texts that a password must not have."""
    parts = (part for text in personal for part in re.split(r"[\W_]+", text.casefold()))
    return list(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST_NAME))


def _is_easy_to_guess(password: str, words: list[str]) -> bool:
    from zxcvbn import zxcvbn  # reads its lists of common passwords and names

    found = zxcvbn(password[:_READ_BY_ZXCVBN], user_inputs=words)
    return int(found["score"]) < LEAST_SCORE
