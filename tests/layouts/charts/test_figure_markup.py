"""What every cell of a table is written with: its words are escaped, and a link has one focus."""

import pytest

from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.figures.span_sum import SpanSum
from indicators.stats.spc import VariationIcon
from layouts.charts import figure_markup
from layouts.text.icon_labels import IconLabel
from tests.support.builders import indicator

VISITS = indicator("visits", small_number_threshold=7)
YEAR = Period(Month.of(2026, 10), 12)
NONE = Figure(SpanSum(YEAR, ObservationStatus.HIDDEN))


def test_words_are_escaped_once():
    label = IconLabel("a & b", "<i>", "Formal & long")
    written = figure_markup.write_ring("variation", "common", 'more than 7 "<b>"', label)
    assert written == (
        '<svg class="ring" role="img" aria-label="more than 7 &#34;&lt;b&gt;&#34;">'
        "<title>more than 7 &#34;&lt;b&gt;&#34; (formal &amp; long)</title>"
        '<use href="#variation-common"></use></svg>'
    )


@pytest.mark.parametrize(("linked", "focuses"), [(False, 1), (True, 0)])
def test_a_mark_for_no_figure_takes_the_focus_unless_its_link_has_it(linked, focuses):
    written = figure_markup.write_figure_and_verdict(NONE, VISITS, linked=linked)
    assert written.count("tabindex") == focuses
    assert "fewer than 8" in written
    assert ">[c]<" in written


def test_only_a_verdict_has_a_mark():
    assert figure_markup.write_mark(NONE) == ""
    for verdict in Verdict:
        assert f"#mark-{verdict}" in figure_markup.write_mark(Figure(NONE.sum, verdict=verdict))
        assert f"#mark-{verdict}" in figure_markup.write_bare_mark(verdict)


def test_in_a_table_of_many_a_mark_for_no_figure_says_what_it_means():
    assert figure_markup.write_short_figure(NONE, VISITS) == (
        '<abbr class="none" title="hidden to protect people: small, or would reveal a small '
        'number">[c]</abbr>'
    )


def test_in_a_table_of_many_only_verdicts_and_real_changes_have_a_mark():
    assert figure_markup.write_short_mark(None) == ""
    assert figure_markup.write_short_ring(None) == ""
    assert figure_markup.write_short_ring(VariationIcon.COMMON) == ""
    assert figure_markup.write_short_mark(Verdict.CROSS) == (
        '<svg class="mark mark-cross" role="img"><title>Cross</title>'
        '<use href="#mark-cross"/></svg>'
    )
    for icon in set(VariationIcon) - {VariationIcon.COMMON}:
        assert f"#variation-{icon}" in figure_markup.write_short_ring(icon)
