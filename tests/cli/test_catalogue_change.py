"""Opening a database whose figures were loaded with an earlier catalogue."""

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.domain.periods import Month
from tests.support.builders import read_named, row, take_in
from tests.support.databases import create_sqlite

SMOKING, MAY_2016 = "smoking_at_delivery", Month.of(2016, 5)


@pytest.fixture
def settings(tmp_path):
    """Figures of May 2016 from when the definition had one version."""
    settings = Settings(database_url=create_sqlite(tmp_path / "test.db"))
    table = Context.open(settings).table
    sent = row(SMOKING, "hillfields", MAY_2016, 3, 20, definition="known-status")
    take_in(table, [sent], first_ended=MAY_2016.number)
    return settings


def list_definitions(context):
    rows = read_named(context.table, [SMOKING], ["hillfields"], [MAY_2016.number])
    return [each.definition for each in rows]


def test_figures_get_the_version_that_the_catalogue_has_now_and_the_log_says_so(settings, caplog):
    assert list_definitions(Context.open(settings)) == ["all-deliveries"]
    (text,) = caplog.messages
    assert text.endswith(f"{SMOKING} that are of “all-deliveries” now, not of “known-status”: 1.")


def test_a_check_changes_nothing_because_a_server_may_still_have_the_catalogue_as_it_was(
    settings, typed
):
    done = typed({"DATABASE_URL": settings.database_url}, "check")
    assert done.returncode == 0
    assert list_definitions(Context.open(settings, align=False)) == ["known-status"]
