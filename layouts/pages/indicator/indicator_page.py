"""One indicator in one place: its chart, what it says, its figures, and every area beside it."""

from indicators.domain.core import Kind
from indicators.reports.indicator_report import IndicatorReport, indicator_report
from layouts.pages.indicator.small_multiples import small_charts
from layouts.pages.indicator.variation_chart import marks, variation_drawing
from layouts.site.site import Asked, Site, View
from layouts.text import captions, labels

ASKS = ("place", "by")
KINDS = (Kind.CITY, Kind.TEAM, Kind.AREA, Kind.HUB)


def register(site: Site) -> None:
    def show(asked: Asked, code: str) -> View:
        place, by = (asked.query.get(name, "") for name in ASKS)
        report = indicator_report(asked.reports, code, place, by, asked.month, asked.viewer)
        if report is None:
            return site.nothing_loaded(asked)
        if not report.months.has_data:
            return site.no_such_month(asked, report.months)
        return site.page(
            "indicator.html",
            asked,
            title=f"{report.indicator.name}, {report.place.name}",
            shown=report.months,
            report=report,
            chart=variation_drawing(report, under(asked, report)),
            marks=marks(report),
            small=small_charts(report),
            reading=captions,
            service=site.reports.catalogue.services[report.indicator.service],
            picker=_picker(asked, report),
            kind_word=site.reports.places.words[report.place.kind][0],
            area_word=site.reports.places.words[Kind.AREA][0],
            file=asked.link(
                "/sheets/indicator", report.months.shown, indicator=code, **asked.query
            ),
        )

    site.add("/indicator/<code>", show, asks=ASKS)


def under(asked: Asked, report: IndicatorReport) -> str:
    """Where the figures are from, in two lines below an image."""
    definition = report.definition
    counted = f"{definition.numerator}, of {definition.denominator}" if definition else ""
    if definition and not definition.denominator:
        counted = definition.numerator
    lines = [counted, captions.behind(report, asked.reports.seen_on)]
    if asked.reports.synthetic():
        lines.append(f"Synthetic data. {labels.SYNTHETIC}")
    return "\n".join(lines)


def _picker(asked: Asked, report: IndicatorReport) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Every place there is in the month, grouped by kind: code, name, whether it is in view."""
    places = asked.reports.places
    month = asked.reports.arranged(report.months.shown)
    groups = [(places.words[kind][1].capitalize(), places.of_kind(kind, month)) for kind in KINDS]
    return [
        (name, [(p.code, p.name, p.code == report.place.code) for p in found])
        for name, found in groups
        if found
    ]
