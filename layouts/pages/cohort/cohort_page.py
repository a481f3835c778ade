"""Birth cohort: one quarter of births in one place, and the steps of the path they are on."""

from indicators.domain.core import Kind
from indicators.domain.periods import parse_quarter, quarter_code
from indicators.reports import cohort_report
from layouts.site.site import Asked, Site, View
from layouts.text import outcome_labels

ORDER = (Kind.CITY, Kind.TEAM, Kind.AREA, Kind.HUB)


def register(site: Site) -> None:
    def show(asked: Asked) -> View:
        places = asked.reports.places
        report = asked_for(asked)
        if report is None:
            return site.nothing_loaded(asked)
        groups = [
            (places.words[kind][1].capitalize(), places.of_kind(kind, report.latest))
            for kind in ORDER
        ]
        return site.page(
            "cohort.html",
            asked,
            title=f"Birth cohort, {report.place.name}, {report.births.name}",
            shown=None,
            report=report,
            groups=[(name, held) for name, held in groups if held],
            quarter_code=quarter_code,
            told=outcome_labels,
        )

    site.add("/cohort", show, asks=("place", "quarter"))


def asked_for(asked: Asked) -> cohort_report.CohortReport | None:
    """The cohort of the place and quarter in the address; the city where no place is."""
    code = asked.query.get("place") or asked.reports.places.city.code
    quarter = asked.query.get("quarter")
    births = parse_quarter(quarter) if quarter else None
    return cohort_report.cohort(asked.reports, code, births, asked.viewer)
