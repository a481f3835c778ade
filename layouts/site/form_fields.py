"""Fields that several forms share. `layouts/site/csrf.py` checks the token of every form."""

from __future__ import annotations

from functools import partial
from typing import Any

from wtforms import Form, StringField

from layouts.site.current_user import find_user_name

LONGEST_NAME, LONGEST_REASON = 80, 500


class TextField(StringField):
    """Text as it was typed, and "" if there is none."""

    data: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": "", **kwargs})


class LineField(TextField):
    """Text on one line: spaces and line breaks become one space, the rest is cut off."""

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        filters = [partial(_join_lines, longest=longest)]
        super().__init__(*args, filters=filters, **kwargs)


class SignedForm(Form):
    """A form with a name for the history: the user's own, or what a visitor types without one."""

    who = LineField(longest=LONGEST_NAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who.data = find_user_name() or self.who.data


class ReasonedForm(SignedForm):
    """A form with a name and a reason for the history."""

    why = LineField(longest=LONGEST_REASON)


def list_errors(form: Form) -> list[str]:
    """Return the sentences that say what is wrong in a form."""
    return [str(error) for errors in form.errors.values() for error in errors]


def _join_lines(text: str | None, longest: int) -> str:
    return " ".join((text or "").split())[:longest]
