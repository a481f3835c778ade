"""A page that is kept costs one query, and is still no older than the data."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
import sqlalchemy as sa

from indicators.access.roles import Role
from indicators.store.page_reads import direct_query
from tests.support.account_site import AccountSite
from tests.support.databases import create_sqlite

PAGE = "/area/a"


@pytest.fixture
def site(tmp_path):
    made = AccountSite(create_sqlite(tmp_path / "kept.db"))
    yield made
    made.close()


def list_queries(site, ask):
    """Return what SQLAlchemy asks, and what the driver is asked directly."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    sa.event.listen(site.table.engine, "before_cursor_execute", note)
    try:
        with patch.object(direct_query, "note_statement") as directly:
            ask()
    finally:
        sa.event.remove(site.table.engine, "before_cursor_execute", note)
    return [*asked, *directly.call_args_list]


def test_a_kept_page_asks_the_database_once_for_someone_who_is_signed_in(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    assert browser.get(PAGE).status_code == 200
    assert len(list_queries(site, lambda: browser.get(PAGE))) == 1


def test_what_is_loaded_is_on_the_next_page_of_someone_who_is_signed_in(site):
    browser = site.sign_in(site.add(Role.ANALYST))
    before = browser.get(PAGE).text
    site.load(synthetic=True, file="b.csv")
    assert "Synthetic data." not in before
    assert "Synthetic data." in browser.get(PAGE).text


def test_a_disabled_user_is_out_at_the_next_request_though_the_page_is_kept(site):
    user = site.add(Role.ANALYST)
    browser = site.sign_in(user)
    assert browser.get(PAGE).status_code == 200
    site.accounts.users.disable(user.id, datetime.now(UTC))
    assert browser.get(PAGE).status_code != 200
