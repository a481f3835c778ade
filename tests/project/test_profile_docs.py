"""docs/profiles.md has every key, mark and kind of file, with examples that a profile accepts."""

import tomllib
from typing import Any

import pytest

from indicators.domain.file_models import FileModel
from loaders.profiles.marks import USUAL_MARKS
from loaders.profiles.profile_schema import MeasureSpec, Profile
from loaders.readers.file_type import WORKBOOK_NAMES
from tests.conftest import ROOT
from tests.project.catalogue_docs import list_models
from tests.project.profile_docs import KEYS, MODELS

PAGE = (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8")
IN_MEASURE = {model for path, model in list_models(Profile) if path.startswith("table.measure")}
TABLE: dict[str, Any] = {"header": ["Area"], "area": "Area", "period": {"column": "Month"}}
MEASURE: dict[str, Any] = {"indicator": "one", "numerator": "Seen", "denominator": "Due"}
NEEDED: dict[str, dict[str, Any]] = {
    "rate": {"rate": "Rate", "per": 1000},
    "per": {"rate": "Rate", "per": 1000},
    "from": {"numerator": "{period} > Seen", "denominator": "{period} > Due"},
}
"""What else a measure needs for the example of a key."""
EXAMPLES = [
    (model, key, about["example"])
    for model in MODELS.values()
    for key, about in KEYS[model.__name__].items()
    if "example" in about
]


def list_keys(model: type[FileModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def test_every_table_of_a_profile_is_on_the_page():
    assert set(MODELS.values()) == {model for _, model in list_models(Profile)}


@pytest.mark.parametrize("model", MODELS.values())
def test_every_key_is_documented_and_no_other(model):
    assert list(KEYS[model.__name__]) == list_keys(model)
    assert all(
        f"| `{key}` | {about['meaning']} |" in PAGE for key, about in KEYS[model.__name__].items()
    )


@pytest.mark.parametrize(("model", "key", "example"), EXAMPLES)
def test_every_example_is_accepted(model, key, example):
    given = tomllib.loads(example)
    measure = MEASURE | NEEDED.get(key, {})
    measure |= given if model in IN_MEASURE else {}
    table = TABLE | {"measure": [measure]}
    table |= given if model not in IN_MEASURE and model is not Profile else {}
    whole = {"code": "any", "service": "any", "table": [table]}
    Profile.model_validate(whole | (given if model is Profile else {}))
    assert f"`{example}`" in PAGE


def test_every_usual_mark_is_on_the_page():
    marks = [*USUAL_MARKS.states, *USUAL_MARKS.statuses]
    assert [mark for mark in marks if mark and f"`{mark}`" not in PAGE] == []


def test_every_kind_of_workbook_is_on_the_page():
    assert [name for name in WORKBOOK_NAMES if f"{name[1:]}" not in PAGE] == []


def test_a_measure_is_within_a_table():
    assert MeasureSpec in IN_MEASURE
