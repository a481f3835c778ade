"""Lines as Typst source: words, marks and what stresses them."""

from __future__ import annotations

import re

from layouts.exports.typeset.literals import quote
from layouts.exports.typeset.parsed_markup import Element, get_classes, is_shown

_SPACES = re.compile(r"[ \t\r\n\f]+")
_WHOLE = "N/A"
_LOOKS = {
    "b": "bold",
    "strong": "bold",
    "small": "note",
    "chance": "soft",
    "hint": "soft",
    "kind": "soft",
    "none": "soft",
    "is-real": "soft",
    "better": "good",
    "worse": "bad",
    "signal": "signal",
    "attended": "together",
}
"""The function for a tag or a class. A tag goes before a class, an earlier class before a later."""
_OWN_LINE = frozenset(["change-line"])
_IN_LINE = frozenset(["behind"])
_PICTURES = {"mark": "mark", "ring": "mark", "spark": "chart"}


def write_line(element: Element, *, is_large: bool = False) -> str:
    """Return an expression for what is in an element. In a large one, its figure is larger."""
    line = _Line(is_large=is_large)
    line.add_inside(element)
    return line.finish()


class _Line:
    """Collects the parts of a line. White space is one space, as browsers show it."""

    def __init__(self, *, is_large: bool) -> None:
        self._is_large = is_large
        self._parts: list[str] = []
        self._is_spaced = True

    def add_inside(self, element: Element) -> None:
        self._say(element.text)
        for child in element:
            if is_shown(child):
                self._add(child)
            self._say(child.tail)

    def finish(self) -> str:
        """Return one expression."""
        if not self._parts:
            return "[]"
        if len(self._parts) == 1:
            return self._parts[0]
        return f"{{{';'.join(self._parts)}}}"

    def _add(self, element: Element) -> None:
        classes = get_classes(element)
        if element.tag == "img":
            self._put(write_picture(element))
        elif element.tag == "br":
            self._break()
        elif "to-fill" in classes:
            self._put("blank-line")
        else:
            self._add_words(element, classes)

    def _add_words(self, element: Element, classes: list[str]) -> None:
        has_own_line = (
            element.tag in ("small", "p", "li", "div", "i") or not _OWN_LINE.isdisjoint(classes)
        ) and _IN_LINE.isdisjoint(classes)
        if has_own_line:
            self._break()
        elif "behind" in classes:
            self._say(" ")
        inside = _Line(is_large=self._is_large)
        inside._is_spaced = self._is_spaced
        inside.add_inside(element)
        if inside._parts:
            self._put(self._style(element, classes, inside.finish()))
            self._is_spaced = inside._is_spaced

    def _style(self, element: Element, classes: list[str], words: str) -> str:
        if self._is_large and "figure" in classes:
            return f"large({words})"
        if element.tag == "span" and element.getparent().get("scope") == "rowgroup":
            return f"agency({words})"
        looks = next((_LOOKS[name] for name in (element.tag, *classes) if name in _LOOKS), "")
        return f"{looks}({words})" if looks else words

    def _say(self, text: str | None) -> None:
        first, *others = _SPACES.sub(" ", text or "").split(_WHOLE)
        self._say_words(first)
        for words in others:
            self._put("na")  # it is not broken after its slash
            self._say_words(words)

    def _say_words(self, words: str) -> None:
        if self._is_spaced:
            words = words.lstrip(" ")
        if words:
            self._put(quote(words))
            self._is_spaced = words.endswith(" ")

    def _break(self) -> None:
        if self._parts:
            self._put("linebreak()")
            self._is_spaced = True

    def _put(self, source: str) -> None:
        self._parts.append(source)
        self._is_spaced = False


def write_picture(picture: Element) -> str:
    """Return an expression for a picture: a mark in a line, or a drawing of its own size."""
    classes = get_classes(picture)
    looks = next((_PICTURES[name] for name in classes if name in _PICTURES), "drawing")
    name, words = picture.get("src", ""), picture.get("alt", "")
    if words:
        return f"{looks}({name}, {quote(words)})"
    return f"pdf.artifact({looks}({name}, none))"
