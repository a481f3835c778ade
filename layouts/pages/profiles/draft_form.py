"""The form in which a profile is made: its fields, and the draft that they describe.

The form repeats fields for each table, figure and mark: `t0.sheet`, `t0.f1.indicator`, `m2.mark`.
A field with a value that makes no sense counts as empty, since the form is sent at every click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, ValidationError
from wtforms.validators import Length
from wtforms.widgets import TextInput

from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, ProfileDraft
from layouts.site.form_fields import LineField, SignedForm, TextField
from layouts.site.numbers import parse_number

PATH, LIST_PATH = "/data/profile", "/data/profiles"
"""The addresses of the form and of the list of profiles."""
_MOST_TABLES, _MOST_FIGURES, _MOST_MARKS = 200, 60, 40
_LONGEST, _LONGEST_TOML = 200, 200_000
_LONGEST_CODE = 60
FLAGS = (
    "leave_totals",
    "leave_other_places",
    "fill_down",
    "add_up",
    "first_of_brackets",
    "to_blank_row",
)
FormData = MultiDict[str, str]
_Choice = TypeVar("_Choice", PeriodSource, PeriodNotation)


class ColumnField(Field):
    """The number of a row or column, or None."""

    data: int | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = parse_number(valuelist[0]) if valuelist else None


class MeasureForm(Form):
    """One figure of a table: the columns of an indicator."""

    indicator = LineField(longest=_LONGEST)
    numerator = ColumnField()
    plus = ColumnField()
    denominator = ColumnField()
    percentage = ColumnField()
    proportion = BooleanField()
    only = ColumnField()
    word = LineField(longest=_LONGEST)


class TableForm(Form):
    """The table on one sheet."""

    sheet = TextField()
    read = BooleanField()
    header = ColumnField()
    above = ColumnField()
    area = ColumnField()
    period = TextField()
    label = LineField(longest=_LONGEST)
    written = TextField()
    year = ColumnField()
    totals = LineField(longest=_LONGEST)
    leave_totals = BooleanField()
    leave_other_places = BooleanField()
    fill_down = BooleanField()
    add_up = BooleanField()
    first_of_brackets = BooleanField()
    to_blank_row = BooleanField()


class MarkForm(Form):
    """What a cell without a number means."""

    mark = TextField()
    meaning = LineField(longest=_LONGEST)


class DraftForm(SignedForm):
    """The whole form: the file and sheet in view, the button pressed, and the profile's names."""

    file = TextField()
    sheet = TextField()
    column = ColumnField()
    row = ColumnField()
    apply = ColumnField()
    role = TextField(name="is")
    record = TextField()
    about = LineField(longest=_LONGEST)
    service = LineField(longest=_LONGEST)
    files = LineField(longest=_LONGEST)


class SpellingForm(Form):
    """Another spelling of a place."""

    spelling = TextField(
        validators=[Length(max=_LONGEST, message=f"A spelling has at most {_LONGEST} characters.")],
    )
    place = TextField()

    def validate_place(self, place: TextField) -> None:
        if not place.data:
            spelling = self.spelling.data
            raise ValidationError(f"No place was chosen for “{spelling}”. Choose one first.")


class ProfileTextForm(SignedForm):
    """A profile as text."""

    toml = TextField(
        filters=[lambda text: text.replace("\r\n", "\n")],
        validators=[
            Length(max=_LONGEST_TOML, message=f"It is longer than {_LONGEST_TOML:,} characters.")
        ],
    )


def parse_draft(data: FormData) -> ProfileDraft:
    """Return the draft that the fields of the form describe."""
    form = DraftForm(data)
    about = form.about.data
    return ProfileDraft(
        make_code(about),
        about,
        form.service.data,
        form.files.data,
        tuple(_parse_tables(data, form)),
        tuple(_parse_marks(data)),
    )


def make_code(name: str) -> str:
    """Return the code of a profile with this name: `uhcw_maternity`."""
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in name.casefold())
    return "_".join(letters.split())[:_LONGEST_CODE].strip("_")


def _parse_tables(data: FormData, draft: DraftForm) -> Iterator[DraftTable]:
    """Yield the tables that are read; a row that was clicked is the header of the one in view."""
    for at in range(_MOST_TABLES):
        if f"t{at}.sheet" not in data:
            continue
        form = TableForm(data, prefix=f"t{at}.")
        is_clicked = form.sheet.data == draft.sheet.data and "row" in data
        if is_clicked or form.read.data:
            header = draft.row.data if is_clicked else form.header.data
            yield _build_table(form, header, tuple(_parse_measures(data, f"t{at}")))


def _build_table(
    form: TableForm, header: int | None, figures: tuple[DraftMeasure, ...]
) -> DraftTable:
    where, _, column = form.period.data.partition(":")
    return DraftTable(
        form.sheet.data,
        max(1, header or 1),
        min(5, form.above.data or 0),
        form.area.data,
        _choose(PeriodSource, where, PeriodSource.COLUMN),
        parse_number(column),
        form.label.data,
        _choose(PeriodNotation, form.written.data, PeriodNotation.ITSELF),
        figures,
        form.totals.data,
        year_column=form.year.data,
        **{flag: form[flag].data for flag in FLAGS},
    )


def _parse_measures(data: FormData, table: str) -> Iterator[DraftMeasure]:
    for at in range(_MOST_FIGURES):
        if not data.get(f"{table}.f{at}.indicator"):
            continue
        form = MeasureForm(data, prefix=f"{table}.f{at}.")
        added = (form.numerator.data, form.plus.data)
        yield DraftMeasure(
            form.indicator.data,
            tuple(dict.fromkeys(index for index in added if index is not None)),
            form.denominator.data,
            form.percentage.data,
            form.proportion.data,
            form.only.data,
            form.word.data,
        )


def _parse_marks(data: FormData) -> Iterator[tuple[str, str]]:
    for at in range(_MOST_MARKS):
        if f"m{at}.mark" in data:
            form = MarkForm(data, prefix=f"m{at}.")
            yield form.mark.data[:_LONGEST], form.meaning.data


def _choose(kind: Callable[[str], _Choice], written: str, default: _Choice) -> _Choice:
    try:
        return kind(written)
    except ValueError:
        return default
