"""What the address of the compare page chooses: the places, their order and the indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from indicators.domain.core import LocalityKind, Verdict
from indicators.domain.errors import UserError
from indicators.domain.periods import Period
from indicators.reports.benchmarking import (
    choose_baseline,
    compare_with_baseline,
    order_by_change,
)
from indicators.reports.comparison_models import BaselineChange, Comparison, ComparisonChoice
from layouts.site.numbers import read_page_number
from layouts.site.page_request import PageRequest

SORTS = ("name", "worst", "best")


@dataclass(frozen=True, slots=True)
class BaselineChanges:
    """The places in the order of their change since a baseline year, and that of the whole."""

    baseline: Period
    compared: Comparison
    moved: tuple[BaselineChange, ...]
    whole: BaselineChange


def read_baseline_changes(request: PageRequest, compared: Comparison) -> BaselineChanges | None:
    """Return the changes since the baseline year in the address; None without an earlier year."""
    baseline = choose_baseline(compared, request.query.get("baseline", ""))
    if baseline is None:
        return None
    found, whole = compare_with_baseline(request.reports, compared, baseline, request.viewer)
    moved = order_by_change(found, compared.focus, compared.choice.order)
    ordered = replace(compared, compared=tuple(each.place for each in moved))
    return BaselineChanges(baseline, ordered, moved, whole)


def read_choice(request: PageRequest, view: str) -> ComparisonChoice:
    """Return the choices in the address. UserError for an unknown value.

    Charts show the worst first unless the address has another order.
    """
    query, kinds = request.query, {kind.value: kind for kind in LocalityKind}
    verdict = read_choice_of(query, "verdict", list(Verdict), "")
    return ComparisonChoice(
        by=kinds[read_choice_of(query, "by", kinds, "area")],
        service=query.get("service", ""),
        hub=query.get("hub", ""),
        verdict=Verdict(verdict) if verdict else None,
        indicator=query.get("indicator", ""),
        order=read_choice_of(query, "sort", SORTS, "name" if view == "matrix" else "worst"),
        page=read_page_number(query),
    )


def read_choice_of(query: Mapping[str, str], name: str, known: Any, default: str) -> str:
    """Return one choice in the address, or the default. UserError for an unknown value."""
    found = query.get(name) or default
    if found and found not in list(known):
        raise UserError(
            f"“{found}” is not a known {name}.",
            remedy=f"Choose one of: {', '.join(known)}.",
        )
    return found
