"""An empty table, and reports over two years, on both databases."""

import pytest

from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from tests.support.builders import take_in
from tests.support.two_years import CATALOGUE, PLACES, extracts


@pytest.fixture
def table(database_url):
    table = IndicatorTable.open(database_url)
    yield table
    table.engine.dispose()


@pytest.fixture
def reports(table):
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    return Reports(table, CATALOGUE, PLACES)
