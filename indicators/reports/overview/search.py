"""The search over places and indicators, by their names and the words of their definitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain.core import LocalityKind
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality, normalise_spelling
from indicators.domain.periods import Month
from indicators.reports.base import Reports

KINDS = (LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB, LocalityKind.CITY)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The places and indicators whose words include all words of a search."""

    places: tuple[Locality, ...]
    indicators: tuple[Indicator, ...]

    def __len__(self) -> int:
        return len(self.places) + len(self.indicators)


def search_reports(reports: Reports, text: str, month: Month | None) -> SearchResults:
    """Return what a text finds among what the viewer of the reports is shown in a month."""
    places = (place for kind in KINDS for place in reports.list_places(kind, month))
    catalogue = reports.catalogue
    return search(places, (*catalogue.dashboard, *catalogue.more), text)


def search(places: Iterable[Locality], indicators: Iterable[Indicator], text: str) -> SearchResults:
    """Return what a text finds; nothing for an empty text.

    Case, accents and punctuation do not matter, and part of a word is enough.
    """
    words = normalise_spelling(text).split()
    if not words:
        return SearchResults((), ())
    return SearchResults(
        tuple(place for place in places if _has_all(words, (place.name, *place.spellings))),
        tuple(i for i in indicators if _has_all(words, list_words(i))),
    )


def list_words(indicator: Indicator) -> tuple[str, ...]:
    """Return the texts by which an indicator is found."""
    return (indicator.name, indicator.short_name, indicator.question, indicator.counts)


def _has_all(words: Iterable[str], texts: Iterable[str]) -> bool:
    searched = normalise_spelling(" ".join(texts))
    return all(word in searched for word in words)
