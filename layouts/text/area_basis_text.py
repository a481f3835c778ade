"""Which areas the months of a file are added up from, where these are not each month's own."""

from __future__ import annotations

from indicators.domain.settings.settings_key import DraftKey
from indicators.reports.base import Reports
from layouts.text import labels


def find_draft_fault(reports: Reports) -> str:
    """Return why the arrangement that is rehearsed cannot be used any more, or ""."""
    if reports.settings is None or reports.settings_key.draft is None:
        return ""
    return reports.settings.find(reports.settings_key).draft_fault


def find_draft(reports: Reports) -> DraftKey | None:
    """Return the arrangement that is rehearsed, if it can be used."""
    draft = reports.settings_key.draft
    return draft if draft and not find_draft_fault(reports) else None


def name_area_basis(reports: Reports) -> str:
    """Return what the areas are called: today's, or those of an arrangement that is rehearsed."""
    if draft := find_draft(reports):
        return f"Rehearsal of an arrangement from {draft.month.name}"
    return labels.TODAYS_AREAS if reports.find_basis_month() else ""


def describe_area_basis(reports: Reports) -> str:
    """Return the same with what it means for the figures."""
    if find_draft(reports):
        return f"{name_area_basis(reports)}. It is not accepted. Every month uses its areas."
    basis = reports.find_basis_month()
    return f"{labels.TODAYS_AREAS}. {labels.label_todays_areas(basis)}" if basis else ""
