"""A team's actions, and its sheet as exported."""

from pathlib import Path

import pytest

from indicators.access.permissions import PARTNER
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from tests.support.action_sheets import EXPORTED, TEAM
from tests.support.builders import take_in
from tests.support.databases import create_sqlite
from tests.support.sheet_files import export_sheet
from tests.support.two_years import CATALOGUE, PLACES, extracts

ACTIONS = (
    {"indicator": "visits", "what": "Phone every family", "owner": "Ada", "due": "2026-12-01"},
    {"indicator": "visits", "what": "=1+1", "agency": "A", "status": "in_progress"},
    {"indicator": "plans", "what": "Write plans\nwith families", "measure": "-5", "outcome": "@"},
    {"what": "Share the list  of groups", "owner": "#N/A"},
)


def open_reports(folder: Path) -> Reports:
    """The figures of two years, and four open actions of the team: A-1 to A-4."""
    table = IndicatorTable.open(create_sqlite(folder / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    reports = Reports(table, CATALOGUE, PLACES)
    book = ActionBook(reports, PARTNER)
    for given in ACTIONS:
        fields = {ActionField(name): text for name, text in given.items()}
        book.add(fields | {ActionField.TEAM: TEAM}, now=EXPORTED)
    return reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Reports that tests only read."""
    reports = open_reports(tmp_path_factory.mktemp("sheets"))
    yield reports
    reports.table.engine.dispose()


@pytest.fixture(scope="module")
def exported(reports):
    """The team's sheet."""
    return export_sheet(reports)


@pytest.fixture
def live(tmp_path):
    """Reports of the test's own, to change."""
    reports = open_reports(tmp_path)
    yield reports
    reports.table.engine.dispose()
