"""The structure check finds what it is there to find."""

import ast

import pytest

from tests.project.check_structure import (
    build_import_graph,
    find_cycles,
    find_duplicate_names,
    find_long_chain,
    find_longest_chain,
    list_function_names,
    measure_verb_share,
)
from tests.project.outdated_phrases import find_outdated_phrases, read_outdated_phrases


def test_a_cycle_of_imports_is_named():
    (fault,) = find_cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert fault.startswith("modules import each other: ")


def test_a_chain_of_fifteen_modules_is_too_long():
    chain = {str(n): {str(n + 1)} for n in range(14)} | {"14": set()}
    (fault,) = find_long_chain(chain)
    assert fault.startswith("15 modules in a chain of imports: 0 -> 1")
    assert list(find_long_chain({**chain, "13": set()})) == []


def test_an_import_for_type_checking_counts_and_one_in_a_function_only_for_cycles():
    source = "if TYPE_CHECKING:\n    from b import B\ndef read():\n    from c import C"
    modules = {"a": ast.parse(source), "b": ast.parse(""), "c": ast.parse("")}
    assert build_import_graph(modules)["a"] == {"b", "c"}
    assert build_import_graph(modules, in_functions=False)["a"] == {"b"}


def test_the_longest_chain_counts_modules():
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert find_longest_chain(graph) == ["a", "b", "c"]


def test_a_class_name_used_twice_is_named_with_both_modules():
    modules = {name: ast.parse("class Cell: pass") for name in ("one.first", "two.second")}
    (fault,) = find_duplicate_names(modules)
    assert fault.startswith("class Cell is in one.first, two.second")


def test_properties_and_predicates_need_no_verb():
    source = "def is_open(): ...\n@property\ndef name(): ...\ndef read_it(): ...\ndef figure(): ..."
    names = list(list_function_names({"any": ast.parse(source)}))
    assert names == ["read_it", "figure"]
    assert measure_verb_share(names) == 50


@pytest.mark.parametrize(
    ("text", "found"),
    [("It is told here.", 1), ("Retold and stolde.", 0), ("HELD AGAINST the target", 1)],
)
def test_outdated_phrases_are_found_as_words(tmp_path, text, found):
    (tmp_path / "README.md").write_text(text)
    faults = list(find_outdated_phrases(tmp_path, ["told", "held against"]))
    assert len(faults) == found


def test_phrases_are_the_left_column_of_the_last_table(tmp_path):
    glossary = tmp_path / "glossary.md"
    glossary.write_text(
        "| term | meaning |\n| --- | --- |\n| a | b |\n\n## Outdated phrases\n\n"
        "| do not write | write |\n| --- | --- |\n| told | says |\n| mend, mended | fix |\n"
    )
    assert read_outdated_phrases(glossary) == ["told", "mend", "mended"]
