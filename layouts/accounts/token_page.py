"""The one page that shows a token."""

from __future__ import annotations

import flask

from indicators.access.roles import ROLE_NAMES, Role
from layouts.accounts.account_forms import TokenForm
from layouts.accounts.account_pages import AccountPages


def show_token(pages: AccountPages, token: str, form: TokenForm, back: str) -> flask.Response:
    """Return the one page that shows a token."""
    return pages.render_framed(
        "new_token.html",
        "Copy the token now",
        token=token,
        name=form.name.data,
        role=ROLE_NAMES[Role(form.role.data)],
        back=back,
    )
