"""The markup of the pages, parsed, without what paper does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any  # lxml has no types
_HIDDEN = frozenset(
    (
        *("vh", "more", "by-eye", "idea", "buttons", "bar", "jump", "jumps", "skip-matrix", "work"),
        *("downloads", "ways", "more-link", "records-of", "plot", "chart-key", "about-chart"),
        *("of-chart", "on-screen", "add", "add-here", "add-action", "messages"),
    )
)
"""Classes of what is only for screens, and of what a PDF has no room for."""
_CONTROLS = frozenset(
    (
        *("button", "footer", "form", "header", "input", "label", "nav", "noscript", "script"),
        *("select", "textarea"),
    )
)
_KEEP_LINKS = frozenset(["td", "th", "li"])


def parse_markup(markup: str) -> Element:
    """Return the body of the document."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    body = etree.fromstring(markup.encode(), parser).find("body")
    if body is None:
        raise ValueError("there is no body in the markup")
    return body


def get_classes(element: Element) -> list[str]:
    """Return the names of the classes that an element has."""
    names: list[str] = element.get("class", "").split()
    return names


def is_shown(element: Element) -> bool:
    """Return whether an element is for paper too. Of links, those in cells and lists are."""
    tag = element.tag
    if tag == "a" and not any(up.tag in _KEEP_LINKS for up in element.iterancestors()):
        return False
    if tag == "img" and has_class(element, "spark") and element.getparent().tag != "figure":
        return False  # a line of 24 months is small, and words next to it say the same
    return (
        element.tag not in _CONTROLS
        and element.get("hidden") is None
        and _HIDDEN.isdisjoint(get_classes(element))
    )


def list_shown(element: Element) -> Iterator[Element]:
    """Return the children of an element that paper shows."""
    return (child for child in element if is_shown(child))


def has_class(element: Element, *names: str) -> bool:
    """Return whether an element has one of these classes."""
    return not set(names).isdisjoint(get_classes(element))
