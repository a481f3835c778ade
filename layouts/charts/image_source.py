"""The lines below an image that is saved from a page: where its figures come from, and when."""

from __future__ import annotations

from datetime import date

from indicators.domain.periods import format_day
from indicators.reports.base import Reports
from layouts.text import labels
from layouts.text.area_basis_text import describe_area_basis


def describe_image_source(reports: Reports, day: date, *about: str) -> str:
    """Return the lines `about` the figures, then the source, the day and the kind of view."""
    programme = reports.catalogue.programme
    lines = [*about, f"{programme.name}, {programme.council}. Created {format_day(day)}."]
    if reports.seen_on:
        lines.append(f"{labels.label_as_at(reports.seen_on)}.")
    lines.append(describe_area_basis(reports))
    if reports.has_synthetic():
        lines.append("Synthetic data.")
    return "\n".join(filter(None, lines))
