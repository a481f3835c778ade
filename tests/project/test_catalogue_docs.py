"""docs/catalogue.md: every key of the council's files is explained, and every example is read."""

import tomllib

import pytest

from indicators.domain.file_models import FileModel
from tests.project.catalogue_docs import FILES, find_values, list_examples, list_models

EXAMPLES = list_examples()
KEYS = [
    (file, path, field.alias or name, field)
    for file, model in FILES.items()
    for path, inner in list_models(model)
    for name, field in inner.model_fields.items()
]
NAMES = [".".join(filter(None, (file, path, key))) for file, path, key, _ in KEYS]


def test_every_kind_of_file_has_an_example_and_no_example_is_of_something_else():
    assert {file for file, _ in EXAMPLES} == set(FILES)


@pytest.mark.parametrize(("file", "text"), EXAMPLES, ids=lambda each: each.partition("\n")[0])
def test_an_example_is_read_by_the_model_of_its_file(file, text):
    assert FILES[file].model_validate(tomllib.loads(text))


@pytest.mark.parametrize(("file", "path", "key", "field"), KEYS, ids=NAMES)
def test_a_key_says_what_it_means_and_stands_in_an_example(file, path, key, field):
    assert field.description
    assert field.description.endswith(".")
    where = [*filter(None, path.split(".")), key]
    found = [
        v
        for kind, text in EXAMPLES
        if kind == file
        for v in find_values(tomllib.loads(text), where)
    ]
    assert found


def test_every_table_has_a_summary_in_one_sentence():
    for model in FILES.values():
        for _, inner in list_models(model):
            summary = (inner.__doc__ or "").split("\n\n")[0]
            assert summary.endswith(".")
            assert issubclass(inner, FileModel)
