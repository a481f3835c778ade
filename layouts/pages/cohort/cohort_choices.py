"""What the address of the birth cohort page chooses: a place and a quarter of births."""

from indicators.domain.periods import parse_quarter
from indicators.reports import cohort_report
from indicators.reports.outcome_models import CohortReport
from layouts.site.page_request import PageRequest


def read_cohort_request(request: PageRequest) -> CohortReport | None:
    """Return the cohort of the place and quarter in the address; the city without a place."""
    code = request.query.get("place") or request.reports.places.city.code
    quarter = request.query.get("quarter")
    births = parse_quarter(quarter) if quarter else None
    return cohort_report.build_cohort_report(request.reports, code, births, request.viewer)
