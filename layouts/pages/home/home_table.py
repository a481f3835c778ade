"""The cards of the first page as a table to download."""

from __future__ import annotations

from indicators.domain.core import Verdict
from indicators.domain.periods import get_rolling_year
from indicators.reports.home_report import build_home_report
from layouts.site.page_request import PageRequest
from layouts.text import labels, summaries
from layouts.text.page_table import PageTable, TableSource, join_notes

CARDS = "cards"


def build_cards_table(request: PageRequest) -> PageTable | None:
    """Return a row for each card; None for a month without figures."""
    reports = request.reports
    report = build_home_report(reports, request.month, request.viewer, request.by)
    if report is None or not report.months.has_data:
        return None
    month = report.months.shown
    word, words = reports.places.words[report.kind]
    changed = f"Changed since {report.before.name}" if report.before else "Changed"
    return PageTable(
        title=f"Verdicts of the {words}",
        name=f"{report.kind}s-{month}",
        period=f"12 months to {month.name}",
        headings=(word.capitalize(), "Areas", "Ticks", "N/As", "Crosses", "No verdict", changed),
        rows=tuple(
            (
                card.place.name,
                labels.join_names(area.name for area in card.areas),
                *(card.verdicts[verdict] for verdict in Verdict),
                card.without_verdict,
                join_notes(map(summaries.describe_verdict_change, card.turns)),
            )
            for card in report.cards
        ),
        source=TableSource(
            [card.place.code for card in report.cards],
            reports.catalogue.dashboard,
            get_rolling_year(month),
        ),
    )
