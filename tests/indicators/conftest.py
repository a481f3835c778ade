"""An empty table, and reports over two years, on both databases."""

import pytest

from indicators.reports import Reports
from indicators.table import IndicatorTable
from tests.indicators.two_years import CATALOGUE, PLACES, extracts
from tests.making import take_in


@pytest.fixture
def table(database_url):
    table = IndicatorTable.at(database_url)
    yield table
    table.engine.dispose()


@pytest.fixture
def reports(table):
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service)
    return Reports(table, CATALOGUE, PLACES)
