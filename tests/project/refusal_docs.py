"""Write the tables of docs/refusals.md from the registries of refusals and confirmations."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.domain.confirmation_texts import CONFIRMATION_TEXTS
from indicators.domain.refusal_texts import REFUSAL_TEXTS, explain_refusal

REFUSAL_EXAMPLES = {
    "areas": "centre areas",
    "began": "November 2026",
    "cells": "C5:C7",
    "columns": "Centre, Month and Booked",
    "denominator": "24",
    "earlier": "row 7 of sheet October",
    "ended": "August 2026",
    "error": "#DIV/0!",
    "example": "2026-10 or October 2026",
    "file": "catalogue/early_booking.toml",
    "first": "C (Bookings [1])",
    "heading": "Bookings",
    "indicator": "Early booking",
    "kind": "hub",
    "length": "month",
    "message": "The re-referrals from all sources do not add up to the re-referrals.",
    "month": "October 2026",
    "others": "row 9",
    "numerator": "23",
    "one": "Bookings [1]",
    "other": "Bookings [2]",
    "per": "1,000",
    "percentage": "95.83",
    "period": "2026/27",
    "place": "Hillfields",
    "profile": "profiles/midwifery.toml",
    "row": "7",
    "rule": "re_referrals_by_source",
    "rules_file": "rules/quarterly_tables.toml",
    "stated": "100,000",
    "second": "D (Bookings [2])",
    "successors": "Tile Hill",
    "suggestion": "Is it “Hillfields”? ",
    "written": "Apr",
    "where": "cell B1, “octember”",
}
"""A value for each name in the texts, so that the page reads as people see it."""

CONFIRMATION_EXAMPLES: dict[str, object] = {
    "areas": "373 of 431",
    "cells": "cell A2 of sheet CAF",
    "changed": 40,
    "count": 5,
    "earlier": "September 2026",
    "figure": "12 of 60, 20.0%",
    "figures": 51,
    "heading": "Financial year",
    "indicator": "Early booking",
    "indicators": "Early booking",
    "its": "its",
    "last": "October 2016",
    "least": "0.85",
    "message": "More than a third of the days available are lost to sickness.",
    "rule": "sickness_over_a_third",
    "loads": "load 9 (UHCW_maternity_2026-08.csv, 5 October 2026)",
    "lost": "51 figures",
    "lower": "61.2%",
    "months": 120,
    "most": "0.98",
    "more": "",
    "named": "August 2026",
    "other": "2011/12",
    "period": "October 2026",
    "periods": "October 2026",
    "place": "Canley",
    "places": "Canley and Hillfields",
    "said": "2025/26",
    "share": "All 34 changed figures go",
    "sheets": "“Aug”",
    "source": "",
    "total": "186 of 215",
    "typical": 20,
    "upper": "97.4%",
    "usual": "UHCW_maternity_*",
    "were": "was",
    "words": "“Totl” (except, column “Age”)",
    "written": "201112",
}


def list_refusals() -> Iterator[str]:
    """Yield the lines of the table of refusals, in the order of the registry."""
    yield "| code | what it says | what the analyst does | what the sender does |"
    yield "| --- | --- | --- | --- |"
    for code in REFUSAL_TEXTS:
        why = explain_refusal(code, **REFUSAL_EXAMPLES)
        sender = why.sender_remedy or "Nothing."
        yield f"| `{code}` | {why.reason} | {why.remedy} | {sender} |"


def list_confirmations() -> Iterator[str]:
    """Yield the lines of the table of things to confirm."""
    yield "| code | what it says | what the analyst does |"
    yield "| --- | --- | --- |"
    for code, text in CONFIRMATION_TEXTS.items():
        yield f"| `{code}` | {text.text.format_map(CONFIRMATION_EXAMPLES)} | {text.check} |"
