"""Birth cohort: one quarter of births in one place, step by step."""

from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind
from indicators.domain.periods import format_quarter_code
from layouts.pages.cohort.cohort_choices import read_cohort_request
from layouts.pages.cohort.cohort_table import STEPS, build_steps_table
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import outcome_labels

ORDER = (LocalityKind.CITY, LocalityKind.TEAM, LocalityKind.AREA, LocalityKind.HUB)


def register(site: Site) -> None:
    """Add the birth cohort page."""

    def show(request: PageRequest) -> PageView:
        places = request.reports.places
        report = read_cohort_request(request)
        if report is None:
            return site.messages.show_nothing_loaded(request)
        groups = [
            (places.words[kind][1].capitalize(), request.reports.list_places(kind, report.latest))
            for kind in ORDER
        ]
        return site.frame.render_page(
            "cohort.html",
            request,
            title=f"Birth cohort, {report.place.name}, {report.births.name}",
            shown=None,
            report=report,
            groups=[(name, members) for name, members in groups if members],
            quarter_code=format_quarter_code,
            outcome_labels=outcome_labels,
        )

    site.add(
        "/cohort",
        show,
        needs=Permission.VIEW_FIGURES,
        asks=("place", "quarter"),
        tables={STEPS: build_steps_table},
    )
