"""Parent feedback is entered by keyboard, and a survey is read: without faults of accessibility."""

from datetime import UTC, datetime

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.surveys.survey_store import SurveyStore
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.surveys.survey_file import SurveyFiles
from tests.support.browser_checks import axe_violations, wait_until_idle
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.survey_pairs import make_survey, score
from tests.support.two_years import CATALOGUE, MARCH, PLACES

NOW = datetime(2026, 11, 12, tzinfo=UTC)


@pytest.fixture
def site(tmp_path, live_site):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", "a", MARCH - at, 80, 100) for at in range(3)])
    pairs = [score("Midwife", "Ability to lead", at % 5, 5 + at % 4) for at in range(9)]
    pairs += [score("Manager", "Ability to lead", 1, 9)] * 3
    SurveyStore(table.engine).add(make_survey(pairs), who="Ann", now=NOW)
    site = Site(Reports(table, CATALOGUE, PLACES), survey_reader=SurveyFiles())
    yield live_site(create_dash_app(site).server)
    table.engine.dispose()


def test_feedback_is_entered_answered_and_found_on_the_board(site, page, problems):
    page.goto(f"{site}/feedback/new")
    wait_until_idle(page)
    page.get_by_label("What parents said").fill("The waiting room is cold")
    page.get_by_label("Theme").select_option("other")
    page.get_by_label("Heard on").fill("2026-03-02")
    page.reload()  # what was typed and chosen is still there
    wait_until_idle(page)
    assert page.locator("#live #feedback-said").input_value() == "The waiting room is cold"
    assert page.locator("#live #feedback-theme").input_value() == "other"
    assert page.locator("#live [data-draft-note]").is_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("The feedback is saved.").wait_for()
    wait_until_idle(page)
    saved = page.url
    page.goto(f"{site}/feedback/new")  # and is not offered for the next line
    wait_until_idle(page)
    assert page.locator("#live #feedback-said").input_value() == ""
    page.goto(saved)
    wait_until_idle(page)
    page.get_by_label("What we did, or why not").fill("A heater was bought")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.get_by_text("Saved.").wait_for()
    page.goto(f"{site}/feedback?state=to_inform")
    wait_until_idle(page)
    assert page.get_by_role("link", name="The waiting room is cold").is_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("address", ["/surveys", "/surveys/1"])
def test_surveys_have_no_faults_of_accessibility(site, page, problems, address):
    page.goto(f"{site}{address}")
    wait_until_idle(page)
    assert axe_violations(page) == []
