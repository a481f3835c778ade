"""A whole document as Typst source, made from the markup of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from layouts.exports.typeset.drawings import Drawings
from layouts.exports.typeset.inline_source import write_line, write_picture
from layouts.exports.typeset.literals import UNKNOWN, quote
from layouts.exports.typeset.parsed_markup import (
    Element,
    get_classes,
    has_class,
    list_shown,
    parse_markup,
)
from layouts.exports.typeset.table_source import CellKinds, write_table

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_PARAGRAPHS = {
    "lead": "lead",
    "hint": "hint",
    "arrivals": "hint",
    "reasons": "hint",
    "kind": "hint",
    "stated": "stated",
    "improving": "stated",
    "large": "result",
    "meeting-line": "filled-in",
}
_LINES = {"synthetic": "notice", "as-at": "notice", "gap-sentence": "small-lead"}
_PAIRS = {"first-look": "look-first", "seen": "side-by-side"}
_BLOCKS = {
    "abreast": "abreast",
    "key": "key",
    "minuted": "minuted",
    "open-actions": "open-actions",
}
_LISTS = {"facts-seen": "fact-list", "loads": "load-list", "open-list": "open-list"}
_NOT_PRINTED = f"{UNKNOWN} is a character that could not be printed: see the page."
_SAID_ONCE = frozenset(["synthetic", "as-at", "matters"])


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """The source of a document, and the kinds of the cells of its tables in their order."""

    text: str
    tables: list[CellKinds]


def write_document(html: str) -> DocumentSource:
    """Return the source for a page of `printed.html`."""
    writer = _Writer()
    body = parse_markup(writer.drawings.take_out(html))
    title = quote(body.getparent().findtext("head/title") or "")
    foot = body.get("data-foot", "")
    written, drawn = writer.write_parts(body), writer.drawings.define()
    if any(UNKNOWN in words for words in (title, quote(foot), written, drawn)):
        foot = f"{foot.rstrip('.')}. {_NOT_PRINTED}"
    begin = f"#show: document-of.with({title}, {quote(foot)})"
    return DocumentSource("\n".join([_read_style(), drawn, begin, written]), writer.tables)


class _Writer:
    def __init__(self) -> None:
        self.drawings = Drawings()
        self.tables: list[CellKinds] = []
        self._is_first, self._is_alone = True, False
        self._by_tag: dict[str, Callable[[Element], str]] = {
            "table": self._write_table,
            "ul": self._write_list,
            "ol": self._write_list,
            "dl": self._write_terms,
            "p": self._write_paragraph,
            "summary": lambda element: f"#stated(bold({write_line(element)}))",
            "figcaption": lambda element: f"#stated({write_line(element)})",
            "img": lambda element: f"#{write_picture(element)}",
        }

    def write_parts(self, body: Element) -> str:
        """Return the source of what is before the parts, and of each on a page of its own.

        The key of the last part and the footnotes of the first are below the contents: there they
        have room, and a part does not need a page more for them.
        """
        parts = [child for child in body if has_class(child, "part")]
        before = [child for child in body if not has_class(child, "part")]
        self._is_alone = any(has_class(child, "alone") for child in before)
        written = [self._write(child) for child in before]
        if not self._is_alone:
            written += map(self._write_block, filter(_is_key, parts[-1].iter()))
            written += map(self._write_block, filter(_is_footnote, parts[0].iter()))
        for at, part in enumerate(parts):
            self._is_first = at == 0
            if at or not self._is_alone:
                written.append("#pagebreak()")
            written.append(f"#metadata(none) <{part.get('id')}>")
            written.append(self._write_inside(part))
        return "\n".join(written)

    def _write_inside(self, element: Element) -> str:
        return "\n".join(filter(None, (self._write(child) for child in list_shown(element))))

    def _write(self, element: Element) -> str:
        """Return the source of an element that is not in a line."""
        if self._is_left_out(element):
            return ""
        if element.tag in _HEADINGS:
            return f"#heading(level: {_HEADINGS[element.tag]}, {write_line(element)})"
        write = self._by_tag.get(element.tag, self._write_block)
        return write(element)

    def _write_table(self, element: Element) -> str:
        source, kinds = write_table(element)
        self.tables.append(kinds)
        return source

    def _write_block(self, element: Element) -> str:
        classes = get_classes(element)
        for name in classes:
            if name in _LINES:
                return f"#{_LINES[name]}({write_line(element)})"
            if name in _PAIRS:
                return self._write_pair(_PAIRS[name], list(list_shown(element)))
        if "heading" in classes:
            return self._write_title(element)
        if _has_own_words(element):
            return f"#par({write_line(element)})"
        inside = self._write_inside(element)
        looks = next((_BLOCKS[name] for name in classes if name in _BLOCKS), "")
        return f"#{looks}[\n{inside}\n]" if looks and inside else inside

    def _write_title(self, element: Element) -> str:
        title = next(element.iter("h1"))
        kind = [p for p in element.iter("p") if has_class(p, "kind") and not has_class(p, "ways")]
        if not kind:
            return self._write(title)
        return f"#titled({self._write(title).removeprefix('#')}, {write_line(kind[0])})"

    def _write_pair(self, looks: str, parts: list[Element]) -> str:
        sides = [f"[\n{self._write_inside(part)}\n]" for part in parts]
        return f"#{looks}({', '.join((*sides, '[]')[:2])})"

    def _write_paragraph(self, element: Element) -> str:
        line = write_line(element)
        if line == "[]":
            return ""
        looks = next((_PARAGRAPHS[c] for c in get_classes(element) if c in _PARAGRAPHS), "par")
        return f"#{looks}({line})"

    def _write_list(self, element: Element) -> str:
        classes = get_classes(element)
        items = [child for child in list_shown(element) if child.tag == "li"]
        if not items:
            return ""
        if "contents" in classes:
            return self._write_contents(items)
        if "crosses" in get_classes(element.getparent()):
            return f"#cross-list({''.join(self._write_cross(item) for item in items)})"
        lines = ", ".join(write_line(item) for item in items)
        if "figure-notes" in classes:
            return f"#in-two({lines})"
        usual = "enum" if element.tag == "ol" else "list"
        looks = next((_LISTS[name] for name in classes if name in _LISTS), usual)
        return f"#{looks}({lines})"

    def _write_contents(self, items: list[Element]) -> str:
        links = [next(item.iter("a")) for item in items]
        parts = (f"({write_line(a)}, <{a.get('href', '').removeprefix('#')}>)," for a in links)
        return f"#contents({''.join(parts)})"

    def _write_cross(self, item: Element) -> str:
        cells = [
            write_picture(part) if part.tag == "img" else write_line(part)
            for part in list_shown(item)
        ]
        return f"({', '.join((*cells, '[]', '[]')[:5])}),"

    def _write_terms(self, element: Element) -> str:
        pairs = [(div.find("dt"), div.find("dd")) for div in element.iterfind("div")]
        if not pairs:
            return ""
        if has_class(element.getparent(), "key"):
            items = "".join(f"({write_line(dt)}, {write_line(dd)})," for dt, dd in pairs)
            return f"#key-terms({items})"
        terms = (f"terms.item({write_line(dt)}, {write_line(dd)})" for dt, dd in pairs)
        return f"#terms({', '.join(terms)})"

    def _is_left_out(self, element: Element) -> bool:
        """Return whether a part is left out, because it is said once in a document."""
        classes = get_classes(element)
        if _is_key(element) or _is_footnote(element):
            return not self._is_alone
        if "notes" in classes and "figure-notes" not in classes:
            return True
        return not self._is_first and not _SAID_ONCE.isdisjoint(classes)


def _is_key(element: Element) -> bool:
    """Return whether it explains the marks of all parts, and not what is in one part alone."""
    return has_class(element, "key") and not has_class(element, "others")


def _is_footnote(element: Element) -> bool:
    """Return whether it explains rows that all parts have, and not the figures of one part."""
    return has_class(element, "footnotes")


def _has_own_words(element: Element) -> bool:
    """Return whether words are in an element itself, and not only in what is in it."""
    return any((text or "").strip() for text in (element.text, *(e.tail for e in element)))


@cache
def _read_style() -> str:
    return Path(__file__).with_name("style.typ").read_text(encoding="utf-8")
