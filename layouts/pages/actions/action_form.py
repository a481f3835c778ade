"""The form of an action: its fields as they were typed."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectMultipleField

from indicators.actions.action_fields import EMPTY, ActionField, ActionFields
from layouts.site.form_fields import TextField

EDITABLE = tuple(field for field in ActionField if field is not ActionField.REMOVED)


class ActionForm(Form):
    """An action as a person fills it in. `version` is what they saw when they began."""

    team = TextField()
    areas = SelectMultipleField(validate_choice=False)
    indicator = TextField()
    what = TextField()
    why = TextField()
    owner = TextField()
    agency = TextField()
    due = TextField()
    status = TextField()
    measure = TextField()
    started = TextField()
    expected_direction = TextField()
    expected_size = TextField()
    expected_unit = TextField()
    expected_from = TextField()
    outcome = TextField()
    version = TextField()


def read_sent_fields(sent: MultiDict[str, str]) -> dict[ActionField, str]:
    """Return the fields that a form sent: one with some fields only changes these."""
    form = ActionForm(sent)
    found: dict[ActionField, str] = {
        field: form[field.value].data or ""
        for field in EDITABLE
        if field is not ActionField.AREAS and field.value in sent
    }
    if "areas" in sent or "has_areas" in sent:
        found[ActionField.AREAS] = ";".join(form.areas.data or [])
    return found


def fill_form(fields: ActionFields, version: int) -> dict[str, str]:
    """Return what a form starts with: the fields of an action."""
    return {field.value: fields[field] for field in ActionField} | {"version": str(version)}


def start_form(query: Mapping[str, str], team: str = "", area: str = "") -> dict[str, str]:
    """Return what the form of a new action starts with: what its address says.

    `team` and `area` are those of the place that it names, if it names one. Under the name `began`
    the browser keeps what is typed and not saved.
    """
    started = {field.value: text for field, text in EMPTY.items()} | {"version": "0"}
    given = ("team", "indicator", "what", "why", "agency")
    started["team"] = team
    started |= {name: query[name] for name in given if query.get(name)}
    # In an address, `areas` says which areas earlier months are added up from.
    started["areas"] = query.get("area", "") or area
    began = " ".join(("/actions/new", *(started[name] for name in ("team", "areas", "indicator"))))
    return started | {"began": began}
