"""Every address that may hold figures is asked for by a test that looks for those of others."""

from werkzeug.exceptions import HTTPException

from layouts.web.access_guard import PAGE_ROUTES
from tests.spec import (
    test_access,
    test_access_to_more,
    test_feedback_and_survey_access,
    test_parts_of_agreements,
)
from tests.support.sample_site import sample_app

ASKED = [
    *test_access.PAGES,
    *test_access.FILES,
    *test_access_to_more.PAGES,
    *test_access_to_more.FILES,
    *test_feedback_and_survey_access.ADDRESSES,
    *test_parts_of_agreements.MORE,
    *test_parts_of_agreements.PDFS,
]
FOR_THOSE_WHO_SEE_ALL = {
    "loads",
    "load files",
    "undo",
    "originals",
    "profiles",
    "declare",
    "releases",
}
"""These groups show the figures of every agency; an analyst who sees all of them has them."""
WITHOUT_FIGURES = {
    "/account": "the own account",
    "/account/notifications": "the own account",
    "/api/": "a list of addresses",
    "/export-reason": "a question",
    "/records/<kind>/import": "a form",
    "/team/<code>/actions/import": "a form",
    "/settings/files/<path:name>": "targets and events, which are the same for everyone",
    "/agreements/agreements.toml": "the agreements, without figures",
    "/organisations/<code>": "the name of an organisation",
    "/setup": "the council's own files",
    "/setup/<step>": "the council's own files",
    "/setup/finish": "the council's own files",
    "/setup/data.zip": "the council's own files",
    "/packs/compare.pdf": "percentages alone, from the rows of the workbook that is asked for",
    "/packs/working-group.pdf": "from the rows of the workbook that is asked for",
}
GROUPS_WITHOUT_FIGURES = {"anyone", "users", "audit", "status"}


def test_every_address_with_figures_is_in_a_test_that_looks_for_those_of_others():
    app = sample_app()
    routes = app.server.url_map.bind("")

    def find_rule(asked):
        path = asked.partition("?")[0]
        try:
            rule = routes.match(path, return_rule=True)[0].rule
        except HTTPException:
            return ""
        return app.site.registry.find_rule(path) if rule in PAGE_ROUTES else rule

    rules = {rule.rule for rule in app.server.url_map.iter_rules() if "GET" in rule.methods}
    rules |= {page.rule for page in app.site.registry.list_pages()}
    free = FOR_THOSE_WHO_SEE_ALL | GROUPS_WITHOUT_FIGURES
    with_figures = {rule for rule in rules if test_access.ADDRESSES[rule] not in free}
    patterns = {rule for rule in with_figures if rule.startswith(("/<path:", "/api/<path:"))}
    assert with_figures - patterns - {find_rule(asked) for asked in ASKED} == set(WITHOUT_FIGURES)
