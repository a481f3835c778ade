"""The staff surveys, and the results of each."""

from __future__ import annotations

from indicators.access.permissions import Permission
from indicators.reports.surveys.survey_book import SurveyBook
from indicators.surveys.survey import UnknownSurveyError
from layouts.pages.surveys.survey_table import (
    LIST,
    RESULTS,
    build_results_table,
    build_surveys_table,
)
from layouts.pages.surveys.survey_view import SURVEYS, render_results, render_surveys
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """Add the pages. They have forms, so they are not cached."""

    def show_list(request: PageRequest) -> PageView:
        book = SurveyBook(request.reports, request.viewer)
        can_upload = site.survey_reader is not None
        return render_surveys(site.frame, request, book, read_messages(), can_upload=can_upload)

    def show_results(request: PageRequest, number: int) -> PageView:
        book = SurveyBook(request.reports, request.viewer)
        try:
            results = book.find_results(number)
        except UnknownSurveyError as error:
            return site.messages.show(
                request, error.what, error.remedy, links=[("All surveys", SURVEYS)], status=404
            )
        return render_results(site.frame, request, results, read_messages())

    seen = Permission.VIEW_FIGURES
    tables = {RESULTS: build_results_table}
    listed = {LIST: build_surveys_table}
    site.add(SURVEYS, show_list, needs=seen, cached=False, tables=listed)
    site.add(f"{SURVEYS}/<int:number>", show_results, needs=seen, cached=False, tables=tables)
