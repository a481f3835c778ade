"""The text of a chart as SVG: lines, bold words, colours, and how wide they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser

_KEPT_TEXTS = 500
"""Texts that each process keeps: charts have the same ticks again and again."""
LEADING = 1.3
"""The height of a line, in sizes of its letters."""
_TAG = re.compile("<[^>]*>")
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMW%@—")
_NARROW_EM, _WIDE_EM, _CAPITAL_EM, _OTHER_EM, _BOLD = 0.35, 0.95, 0.72, 0.61, 1.1


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words in one look."""

    text: str
    bold: bool = False
    colour: str = ""


class _RunReader(HTMLParser):
    """Reads the few tags that the text of a chart has: br, b, and span with a colour."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[TextRun]] = [[]]
        self._bold, self._colour = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append([])
        elif tag == "b":
            self._bold = True
        elif tag == "span":
            self._colour = (dict(attrs).get("style") or "").removeprefix("color:")

    def handle_endtag(self, tag: str) -> None:
        if tag == "b":
            self._bold = False
        elif tag == "span":
            self._colour = ""

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(TextRun(data, self._bold, self._colour))


@lru_cache(_KEPT_TEXTS)
def read_lines(markup: str) -> tuple[tuple[TextRun, ...], ...]:
    """Return the lines of a chart's text, each as its runs."""
    reader = _RunReader()
    reader.feed(markup)
    reader.close()
    return tuple(map(tuple, reader.lines))


def read_plain(markup: str) -> str:
    """Return a chart's text without its tags, its lines one below the other."""
    return unescape(_TAG.sub("", markup.replace("<br>", "\n")))


def estimate_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many pixels a line takes. The browser's font is not known here."""
    ems = sum(
        _NARROW_EM
        if letter in _NARROW
        else _WIDE_EM
        if letter in _WIDE
        else _CAPITAL_EM
        if letter.isupper()
        else _OTHER_EM
        for letter in text
    )
    return ems * size * (_BOLD if bold else 1)


def write_text(markup: str, *, x: str, y: float, size: float, colour: str, anchor: str) -> str:
    """Return a text element whose first line stands on `y`; `anchor` is start, middle or end."""
    lines = read_lines(markup)
    inner = "".join(
        f'<tspan x="{x}" dy="{size * LEADING:g}">{_write_runs(line)}</tspan>'
        if at
        else _write_runs(line)
        for at, line in enumerate(lines)
    )
    return (
        f'<text x="{x}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}">'
        f"{inner}</text>"
    )


def _write_runs(line: Iterable[TextRun]) -> str:
    written = []
    for run in line:
        looks = ' font-weight="700"' if run.bold else ""
        looks += f' fill="{escape(run.colour)}"' if run.colour else ""
        text = escape(run.text, quote=False)
        written.append(f"<tspan{looks}>{text}</tspan>" if looks else text)
    return "".join(written)
