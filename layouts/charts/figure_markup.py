"""Figures, verdicts and icons as markup, for every table.

A page has hundreds of them. They are functions, since a macro takes several times as long, and what
has few forms is written once.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup as SafeHtml
from markupsafe import escape

from indicators.domain.core import Verdict
from indicators.domain.indicator import Indicator
from indicators.figures.figure import Figure
from indicators.stats.spc import VariationIcon
from layouts.text import icon_labels, labels
from layouts.text.access import hidden_text
from layouts.text.icon_labels import IconLabel

_KEPT = 1000
_NOTHING = SafeHtml("")
_MARK = SafeHtml(
    '<svg class="mark mark-%s" role="img" aria-label="%s"><title>%s: %s</title>'
    '<use href="#mark-%s"></use></svg>'
)
_BARE_MARK = SafeHtml(
    '<svg class="mark mark-%s" aria-hidden="true"><use href="#mark-%s"></use></svg>'
)
_RING = SafeHtml(
    '<svg class="ring" role="img" aria-label="%s"><title>%s (%s)</title>'
    '<use href="#%s-%s"></use></svg>'
)
_FIGURE = SafeHtml('<span class="figure">%s</span>')
_LINE = SafeHtml('<span class="line">%s %s</span>')
_NO_FIGURE = SafeHtml(
    '<abbr class="none"%s title="%s"><span aria-hidden="true">%s</span>'
    '<span class="vh">%s</span></abbr>'
)
_FOCUS = SafeHtml(' tabindex="0"')
_TITLED = SafeHtml('<svg class="%s" role="img"><title>%s</title><use href="#%s-%s"/></svg>')
_SHORT_NO_FIGURE = SafeHtml('<abbr class="none" title="%s">%s</abbr>')


def write_mark(shown: Figure) -> SafeHtml:
    """Return the mark of a figure's verdict with its meaning; nothing without a verdict."""
    return _NOTHING if shown.verdict is None else _write_mark(shown.verdict)


@lru_cache(_KEPT)
def write_bare_mark(verdict: Verdict) -> SafeHtml:
    """Return the mark of a verdict for next to its name."""
    return _BARE_MARK % (verdict, verdict)


def write_figure(shown: Figure, indicator: Indicator, linked: bool = False) -> SafeHtml:
    """Return a figure, or the mark that stands for none.

    A mark shows its words on hover and on focus. In a link, which has the focus, it takes none.
    """
    if shown.value is not None:
        return _FIGURE % labels.format_figure(shown, indicator)
    why = hidden_text.explain_mark(shown, indicator)
    focus = _NOTHING if linked else _FOCUS
    return _NO_FIGURE % (focus, why, labels.MARKS[shown.status], why)


def write_figure_and_verdict(shown: Figure, indicator: Indicator, linked: bool = False) -> SafeHtml:
    """Return a figure with the mark of its verdict, on one line."""
    return _LINE % (write_figure(shown, indicator, linked), write_mark(shown))


@lru_cache(_KEPT)
def write_ring(kind: str, value: str, sentence: str, label: IconLabel) -> SafeHtml:
    """Return a variation or assurance icon with its sentence and its formal name."""
    return _RING % (sentence, sentence, label.formal.lower(), kind, value)


def write_short_figure(shown: Figure, indicator: Indicator) -> SafeHtml:
    """Return a figure for a table of many, or the mark that stands for none with its meaning."""
    if shown.value is not None:
        return escape(labels.format_figure(shown, indicator))
    return _SHORT_NO_FIGURE % (labels.MARK_MEANS[shown.status], labels.MARKS[shown.status])


@lru_cache(_KEPT)
def write_short_mark(verdict: Verdict | None) -> SafeHtml:
    """Return the mark of a verdict with its name only; nothing without a verdict."""
    if verdict is None:
        return _NOTHING
    return _TITLED % (f"mark mark-{verdict}", labels.VERDICTS[verdict], "mark", verdict)


@lru_cache(_KEPT)
def write_short_ring(icon: VariationIcon | None) -> SafeHtml:
    """Return the ring of a real change in single months; nothing for usual variation."""
    if icon is None or icon is VariationIcon.COMMON:
        return _NOTHING
    return _TITLED % ("ring", icon_labels.VARIATION[icon].sentence, "variation", icon)


@lru_cache(_KEPT)
def _write_mark(verdict: Verdict) -> SafeHtml:
    name = labels.VERDICTS[verdict]
    return _MARK % (verdict, name, name, labels.VERDICT_MEANS[verdict], verdict)
