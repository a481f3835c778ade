"""Changes of the catalogue, the places and the agreements are in the audit log."""

import shutil

import pytest

from app import create_app
from cli.settings import Settings
from indicators.store.observations import IndicatorTable
from tests.conftest import ROOT
from tests.support.audit_events import list_events
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST


@pytest.fixture
def settings(tmp_path):
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    url = f"sqlite:///{tmp_path / 'test.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("early_booking", "hillfields", LAST, 30, 100)], synthetic=True)
    table.engine.dispose()
    return Settings(data=data, database_url=url)


def start(settings):
    """Start a server, let it answer once, and return what was recorded of files so far."""
    app = create_app(settings)
    app.server.test_client().get("/")
    engine = app.site.reports.table.engine
    kinds = ("target_changed", "place_changed", "agreement_changed")
    found = [(kind, what.split(",")[0]) for kind, what, _ in list_events(engine, *kinds)]
    engine.dispose()
    return found


def test_files_are_recorded_once_and_again_when_they_change(settings):
    first = [
        ("target_changed", "catalogue"),
        ("place_changed", "places"),
        ("agreement_changed", "agreements"),
    ]
    assert start(settings) == first
    assert start(settings) == first
    for file in ("catalogue/early_booking.toml", "places.toml"):
        path = settings.data / file
        path.write_text(path.read_text(encoding="utf-8") + "\n# Reviewed\n", encoding="utf-8")
    assert start(settings)[3:] == [("target_changed", "catalogue"), ("place_changed", "places")]


def test_a_change_of_agreements_is_recorded_at_the_next_request(settings):
    app = create_app(settings)
    client, engine = app.server.test_client(), app.site.reports.table.engine
    client.get("/")
    path = settings.data / "agreements.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# Reviewed\n", encoding="utf-8")
    client.get("/")
    client.get("/")
    assert len(list_events(engine, "agreement_changed")) == 2
    engine.dispose()
