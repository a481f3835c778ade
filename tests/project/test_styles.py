"""The style sheet: it parses, says nothing twice, and names only what the pages have."""

import re

import tinycss2

from tests.conftest import ROOT

SHEET = ROOT / "layouts" / "assets" / "style.css"
USERS = [
    path
    for path in (ROOT / "layouts").rglob("*")
    if path.suffix in {".html", ".py", ".js"} and "vendor" not in path.parts
]
WRITTEN = " ".join(path.read_text(encoding="utf-8") for path in USERS)
FOREIGN = {"svg-container"}
"""Classes that Plotly's script gives."""


def rules_in(nodes):
    """Every rule with declarations, also within @media and the like."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword in {"media", "supports"}:
            yield from rules_in(parse_rules(node.content))


def parse_rules(source):
    return tinycss2.parse_rule_list(source, skip_comments=True, skip_whitespace=True)


def declarations_of(rule):
    return tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)


RULES = list(rules_in(parse_rules(SHEET.read_text(encoding="utf-8"))))


def words_of(nodes):
    return tinycss2.serialize(nodes).strip()


def test_it_parses():
    top = parse_rules(SHEET.read_text(encoding="utf-8"))
    parsed = [*top, *(part for rule in RULES for part in declarations_of(rule))]
    assert [node.message for node in parsed if node.type == "error"] == []


def test_no_rule_says_the_same_twice():
    for rule in RULES:
        said = [(each.name, words_of(each.value)) for each in declarations_of(rule)]
        assert len(said) == len(set(said)), words_of(rule.prelude)


def test_every_custom_property_that_is_used_is_defined():
    sheet = SHEET.read_text(encoding="utf-8")
    defined = set(re.findall(r"(--[\w-]+)\s*:", sheet))
    # In a style attribute of a template, or by setProperty in a script.
    defined |= set(re.findall(r"(--[\w-]+)(?::|\",)", WRITTEN))
    assert set(re.findall(r"var\((--[\w-]+)", sheet)) <= defined


def test_every_class_is_one_that_a_page_or_script_names():
    preludes = " ".join(words_of(rule.prelude) for rule in RULES)
    classes = set(re.findall(r"\.([A-Za-z_][\w-]*)", preludes)) - FOREIGN
    # A class may be put together from a fixed beginning and a value: class="ground-{{ ... }}".
    beginnings = tuple(re.findall(r"([a-z]+-)(?:\{\{|\{\w|\" ?~)", WRITTEN))
    unused = {
        each
        for each in classes
        if not re.search(rf"\b{re.escape(each)}\b", WRITTEN) and not each.startswith(beginnings)
    }
    assert unused == set()
