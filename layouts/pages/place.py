"""A team, centre area, hub or the city: its dashboard for the month in view."""

from indicators.answers import PlaceReport
from indicators.model import Kind
from indicators.periods import Period
from indicators.places import Locality
from layouts import wording
from layouts.site import Asked, Site, View


def register(site: Site) -> None:
    def show(asked: Asked, kind: str, code: str) -> View:
        places = site.reports.places
        place = places[code]
        if place.kind != kind:
            words = places.words
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
            notes=wording.notes(report, {p.code: p.name for p in places.localities.values()}),
            former=_former(report),
            whole_kind=places.words[place.kind][0],
            change_heading=f"Change on year to {(report.months.shown - 12).name}",
            whole_word=places.words[report.tabs[0].kind][0],
            kind_word=places.words[place.kind][0].capitalize(),
            city_name=places.city.name,
            alone=Period(report.months.shown, months).name,
        )

    site.add(f"/<any({', '.join(Kind)}):kind>/<code>", show)


def _former(report: PlaceReport) -> list[Locality]:
    """The areas that ended within the months shown and have a page of their own."""
    return [c.area for c in report.changes if c.ended and c.area.code != report.place.code]
