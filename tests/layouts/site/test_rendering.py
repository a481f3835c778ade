"""Templates call functions without Jinja's context, so none of those that they know may need it."""

from layouts.site import rendering


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
