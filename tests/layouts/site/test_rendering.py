"""Templates call functions without Jinja's context, so none of those that they know may need it."""

import weakref

from jinja2 import DictLoader, meta, nodes

from indicators.domain.operations.garbage_search import pause_garbage_search
from layouts.site import rendering
from tests.conftest import ROOT


def test_no_function_that_templates_know_needs_the_context():
    known = rendering._ENVIRONMENT.globals
    assert "labels" in known
    parts = [getattr(each, name) for each in known.values() for name in dir(each)]
    assert not [each for each in (*known.values(), *parts) if hasattr(each, "jinja_pass_arg")]


def test_what_a_macro_returns_is_not_escaped_again_and_what_it_prints_is_escaped_once(tmp_path):
    told = rendering._ENVIRONMENT.overlay().from_string(
        "{% macro bold(word, more='') %}<b>{{ word }}{{ more }}</b>{% endmacro %}"
        "{% for each in words %}{{ bold(each, more='&') }}{{ shout(each) }}{% endfor %}"
    )
    page = told.render(words=["<a>"], shout=str.upper)
    assert page == "<b>&lt;a&gt;&amp;</b>&lt;A&gt;"


def test_no_page_takes_a_name_of_its_frame_for_something_else():
    """What a page sets outside its blocks, its frame reads: such as the address of the view."""
    parse = rendering._ENVIRONMENT.parse
    frame = meta.find_undeclared_variables(parse((ROOT / "layouts/site/frame.html").read_text()))
    assert {"address", "month", "path"} <= frame
    taken = {}
    for path in (ROOT / "layouts").rglob("*.html"):
        parts = parse(path.read_text()).body
        in_frame = any(
            isinstance(each, nodes.Extends) and each.template == nodes.Const("frame.html")
            for each in parts
        )
        sets = {
            each.target.name
            for each in parts
            if isinstance(each, nodes.Assign) and isinstance(each.target, nodes.Name)
        }
        if in_frame and sets & frame:
            taken[path.name] = sets & frame
    assert taken == {}


class Shown:
    text = "<a>"


def test_what_a_page_was_made_of_is_let_go_without_a_search_for_garbage(monkeypatch):
    templates = {
        "parts.html": "{% macro bold() %}<b>{{ shown.text }}</b>{% endmacro %}",
        "page.html": "{% import 'parts.html' as parts with context %}"
        "{% macro own() %}{{ parts.bold() }}{{ shown.text }}{% endmacro %}{{ own() }}",
    }
    loader = DictLoader(templates)
    monkeypatch.setattr(rendering, "_ENVIRONMENT", rendering._ENVIRONMENT.overlay(loader=loader))
    shown = Shown()
    kept = weakref.ref(shown)
    with pause_garbage_search():
        assert rendering.render("page.html", shown=shown) == "<b>&lt;a&gt;</b>&lt;a&gt;"
        del shown
        assert kept() is None
