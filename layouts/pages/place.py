"""A team, centre area, hub or the city: its dashboard for the month in view."""

from indicators.model import Kind
from indicators.periods import Period
from layouts import wording
from layouts.site import Asked, Site, View


def register(site: Site) -> None:
    def show(asked: Asked, kind: str, code: str) -> View:
        place = site.reports.places[code]
        if place.kind != kind:
            words = site.reports.places.words
            return site.message(
                asked,
                f"There is no {words[Kind(kind)][0]} “{code}”",
                f"{place.name} is a {words[place.kind][0]}.",
                links=[(place.name, asked.link(f"/{place.kind}/{code}"))],
                status=404,
            )
        report = asked.reports.place(code, asked.month, asked.viewer)
        if report is None:
            return site.nothing_loaded(asked)
        if not report.months.has_data:
            return site.no_such_month(asked, report.months)
        months = min(row.indicator.months for row in report.rows)
        return site.page(
            "place.html",
            asked,
            title=place.name,
            shown=report.months,
            report=report,
            sentences=wording.summary(report),
            notes=wording.notes(report, {p.code: p.name for p in (place, *report.areas)}),
            change_heading=f"Change on year to {(report.months.shown - 12).name}",
            whole_word=site.reports.places.words[report.tabs[0].kind][0],
            kind_word=site.reports.places.words[place.kind][0].capitalize(),
            city_name=site.reports.places.city.name,
            has_cohort=any(row.indicator.cohort for row in report.rows),
            alone=Period(report.months.shown, months).name,
        )

    site.add(f"/<any({', '.join(Kind)}):kind>/<code>", show)
