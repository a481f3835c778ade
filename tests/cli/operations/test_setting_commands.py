"""settings export: the files that say what was changed, and what no file can say yet."""

import tomllib
from datetime import UTC, datetime, timedelta

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.settings.setting_change import SettingKind
from indicators.reports.settings.settings_book import SettingsBook
from tests.support.recorded_settings import note

NOW = datetime.now(UTC)
LATER = NOW.date() + timedelta(days=40)


def change_target(url, value, version, effective):
    context = Context.open(Settings(database_url=url))
    book = SettingsBook(context.reports, PARTNER)
    entry = book.find_entry(SettingKind.TARGETS, "new_birth_visit")
    targets = [{**each, "value": value} for each in entry.value["target"]]
    planned = book.plan_value(SettingKind.TARGETS, "new_birth_visit", {"target": targets})
    book.record(planned, note(version=version, effective=effective), NOW)
    context.table.engine.dispose()


def test_an_export_has_what_counts_and_names_what_waits(typed, tmp_path):
    url = f"sqlite:///{tmp_path / 'test.db'}"
    change_target(url, "92", 0, NOW.date())
    change_target(url, "91", 1, LATER)
    out = tmp_path / "out"
    done = typed({"DATABASE_URL": url}, "settings", "export", out)
    assert f"Written: {out}/catalogue/new_birth_visit.toml\n" in done.stdout
    waits = f"Waits in the database alone until {LATER}: targets new_birth_visit."
    assert waits in done.stdout
    text = (out / "catalogue" / "new_birth_visit.toml").read_text()
    assert {each["value"] for each in tomllib.loads(text)["target"]} == {"92"}
