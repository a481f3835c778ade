"""Birth cohort: one quarter of births in one place, and the steps of the path they are on."""

from indicators import cohort
from indicators.model import Kind
from indicators.periods import parse_quarter, quarter_code
from layouts import outcome_words
from layouts.site import Asked, Site, View

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
            told=outcome_words,
        )

    site.add("/cohort", show, asks=("place", "quarter"))


def asked_for(asked: Asked) -> cohort.CohortReport | None:
    """The cohort of the place and quarter in the address; the city where no place is."""
    code = asked.query.get("place") or asked.reports.places.city.code
    quarter = asked.query.get("quarter")
    births = parse_quarter(quarter) if quarter else None
    return cohort.cohort(asked.reports, code, births, asked.viewer)
