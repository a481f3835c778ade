"""The forms of the data page."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, SelectMultipleField

from layouts.site.form_fields import ReasonedForm, SignedForm, TextField


class UploadForm(SignedForm):
    """One or more files."""

    files = MultipleFileField(
        validators=[FileRequired("No file was chosen. Choose one first.")], default=()
    )


class DeclarationForm(ReasonedForm):
    """One file, and the declaration that it holds counts and is no list of people."""

    file = FileField(validators=[FileRequired("No file was chosen. Choose one first.")])


class LoadForm(ReasonedForm):
    """Load a file: `rest` leaves out its refused rows, `confirm` are the boxes that are ticked.

    `seen` is the key of what the page said that loading would do.
    """

    rest = BooleanField()
    seen = TextField()
    confirm = SelectMultipleField(validate_choice=False, default=())
