"""Markup for WeasyPrint, parsed by libxml2 in a tenth of the time of its own parser."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, TreeBuilder

import cssselect2
from lxml import etree
from weasyprint import HTML
from weasyprint.urls import URLFetcher

_WHOLE = "N/A"


class ParsedMarkup(HTML):  # type: ignore[misc]
    """A document without addresses of other files. libxml2 does not know SVG inside HTML."""

    def __init__(self, markup: str, fetcher: URLFetcher) -> None:
        """Do what WeasyPrint does with a string, but for its parser."""
        parser = etree.HTMLParser(target=_Elements(), encoding="utf-8", huge_tree=True)
        parser.feed(markup.encode())
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            parser.close(), content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def list_class_names(self) -> frozenset[str]:
        """Return the names of all classes that an element of the document has."""
        lists = {element.get("class", "") for element in self.etree_element.iter()}
        return frozenset(name for listed in lists for name in listed.split())


class _Elements(TreeBuilder):
    """Python's own elements, which WeasyPrint uses as keys."""

    def start(self, tag: str, attrs: Mapping[str, str]) -> Element:
        return super().start(tag, dict(attrs))

    def data(self, data: str) -> None:
        """Keep N/A on one line: Pango ends a line after a slash, browsers do not."""
        before, *others = data.split(_WHOLE)
        super().data(before)
        for after in others:
            super().start("span", {"class": "whole"})
            super().data(_WHOLE)
            super().end("span")
            super().data(after)
