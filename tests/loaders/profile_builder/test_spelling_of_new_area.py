"""A spelling of an area that an accepted arrangement brought, without a restart."""

import pytest

from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.base import Reports
from indicators.reports.settings.settings_book import SettingsBook
from indicators.store.observations import IndicatorTable
from indicators.store.user_settings import UserSettings
from loaders.profile_builder.builder_service import ProfileBuilder
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import NOON, keep_settings, note
from tests.support.two_years import CATALOGUE, PLACES

ARRANGEMENT = {
    "from": "2027-04",
    "place": [{"code": "d", "kind": "area", "name": "Dell"}],
    "team": {"north": ["a", "b"], "south": ["c", "d"]},
    "hub": {"hub": ["a", "b", "c", "d"]},
}


def test_it_can_be_recorded_as_soon_as_the_arrangement_is_accepted(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    reports = keep_settings(Reports(table, CATALOGUE, PLACES))
    settings = reports.settings
    builder = ProfileBuilder(
        None,
        None,
        UserSettings(table.engine),
        lambda: settings.find(settings.get_key()).configuration,
        tmp_path,
    )

    def record():
        return builder.record_spelling("The Dell", "d", who="Ann", now=NOON, viewer=PARTNER)

    with pytest.raises(UserError):
        record()
    book = SettingsBook(reports, PARTNER)
    book.record(book.plan_addition(SettingKind.BOUNDARIES, ARRANGEMENT), note(), NOON)
    assert record() == "Dell"
    assert [each.place for each in builder.list_spellings(PARTNER)] == ["Dell"]
    table.engine.dispose()
