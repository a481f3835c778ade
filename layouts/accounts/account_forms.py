"""The forms of sign-in, of the user's own account and of the administration of users."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import Form, IntegerField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange

from indicators.access.roles import ROLE_NAMES
from indicators.accounts.token_service import LONGEST_DAYS
from indicators.accounts.user_admin import AccountChoices
from indicators.domain.people.users import User, UserDetails
from layouts.site.form_fields import LONGEST_NAME, LineField, TextField

_LONGEST_EMAIL = 254
_LONGEST_PATH = 2048


def _list_roles() -> list[SelectChoice]:
    return [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()]


class SignInForm(Form):
    """E-mail address and password."""

    email = LineField(
        longest=_LONGEST_EMAIL, validators=[InputRequired("Type your e-mail address.")]
    )
    password = TextField(validators=[InputRequired("Type your password.")])
    next = TextField(validators=[Length(max=_LONGEST_PATH)])


class CodeForm(Form):
    """The second factor."""

    code = LineField(longest=40, validators=[InputRequired("Type the code.")])


class FirstPasswordForm(Form):
    """A password, typed twice."""

    new = TextField(validators=[InputRequired("Type a password.")])
    again = TextField(validators=[InputRequired("Type the password again.")])

    def check_again(self) -> bool:
        """Note it as a fault if the two are not the same, and return whether they are."""
        if self.new.data == self.again.data:
            return True
        self.again.errors = [*self.again.errors, "The two passwords are not the same."]
        return False


class PasswordForm(FirstPasswordForm):
    """A new password, with the present one."""

    old = TextField(validators=[InputRequired("Type your present password.")])


class ConfirmForm(Form):
    """The present password, before the second factor is changed."""

    password = TextField(validators=[InputRequired("Type your password.")])


class TokenForm(Form):
    """A token for a program."""

    name = LineField(
        longest=LONGEST_NAME, validators=[InputRequired("Name the program that will use it.")]
    )
    role = SelectField(choices=_list_roles())
    days = IntegerField(
        default=90,
        validators=[NumberRange(1, LONGEST_DAYS, f"Type a number of days, 1 to {LONGEST_DAYS}.")],
    )


class UserForm(Form):
    """What an administrator says of a user."""

    name = LineField(longest=LONGEST_NAME, validators=[InputRequired("Type a name.")])
    email = LineField(longest=_LONGEST_EMAIL, validators=[InputRequired("Type an address.")])
    organisation = SelectField(default="")
    roles = SelectMultipleField(choices=_list_roles(), default=())
    team = SelectField(default="")
    service = SelectField(default="")

    def offer(self, choices: AccountChoices) -> None:
        """Offer what a user can belong to."""
        self.organisation.choices = _list_options(choices.organisations)
        self.team.choices = _list_options(choices.teams)
        self.service.choices = _list_options(choices.services)

    def read(self) -> UserDetails:
        """Return what was filled in."""
        return UserDetails(
            self.name.data,
            self.email.data,
            self.organisation.data or "",
            tuple(self.roles.data or ()),
            self.team.data or "",
            self.service.data or "",
        )


def fill_user_form(user: User, choices: AccountChoices) -> UserForm:
    """Return the form with what is known of a user."""
    known = user.details
    form = UserForm(
        name=known.name,
        email=known.email,
        organisation=known.organisation,
        roles=list(known.roles),
        team=known.team,
        service=known.service,
    )
    form.offer(choices.keep_organisation(known.organisation))
    return form


def _list_options(names: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", "None"), *(SelectChoice(*each) for each in names.items())]
