"""A finished set-up, or a database that was replaced, reaches every process without a restart."""

from dataclasses import replace

import sqlalchemy as sa
from werkzeug.test import Client

from cli.serving import watched_app
from indicators.store.database import open_engine
from indicators.store.operations.instances import mark_restored
from indicators.store.operations.operation_tables import instance
from layouts.web.dashboard_app import DashboardApp
from tests.support.council_set_up import ANSWERS, SetUpServer


def test_another_process_serves_the_council_after_a_moment(tmp_path, monkeypatch):
    monkeypatch.setattr(watched_app, "_SECONDS", 3600)
    one = SetUpServer(f"sqlite:///{tmp_path / 'new.db'}")
    token = one.begin_session("Ada Min", "administrator")
    ada, other = one.browse(token), SetUpServer(one.settings.database_url).browse(token)
    for step, fields in ANSWERS.items():
        ada.send(step, **fields)
    ada.send("finish")
    assert "Acting Early" in other.client.get("/users").text
    monkeypatch.setattr(watched_app, "_SECONDS", 0)
    assert "Best Start" in other.client.get("/users").text


def test_a_database_that_was_replaced_by_a_restored_one_is_another_app(database_url, monkeypatch):
    monkeypatch.setattr(watched_app, "_SECONDS", 0)
    server = SetUpServer(database_url)
    client = Client(server.app.server)
    client.get("/healthz")
    before = server.app._app
    client.get("/healthz")
    assert server.app._app is before
    with open_engine(database_url) as engine:
        mark_restored(engine)
    assert client.get("/healthz").status_code == 200
    assert server.app._app is not before


def test_a_database_of_another_installation_is_not_served(database_url, monkeypatch, caplog):
    monkeypatch.setattr(watched_app, "_SECONDS", 0)
    server = SetUpServer(database_url)
    client = Client(server.app.server)
    with open_engine(database_url) as engine, engine.begin() as connection:
        code = connection.scalar(sa.select(instance.c.code))
        server.app._settings = replace(server.settings, instance=code)
        connection.execute(sa.update(instance).values(code="f" * 32))
    refused = client.get("/healthz")
    assert (refused.status_code, refused.text[:24]) == (503, "The dashboard cannot use")
    assert caplog.records[-1].fields["reason"].startswith("The database is ffff")
    with open_engine(database_url) as engine, engine.begin() as connection:
        connection.execute(sa.update(instance).values(code=code))
    assert client.get("/healthz").status_code == 200


def count_open(engine):
    assert isinstance(engine.pool, sa.QueuePool)
    return engine.pool.checkedin()


def test_no_connection_is_left_for_two_processes_to_share(database_url):
    app = SetUpServer(database_url).app
    Client(app.server).get("/setup")
    assert isinstance(app._app, DashboardApp)
    engines = [app._store.engine, app._app.site.find_reports().table.engine]
    assert all(count_open(engine) for engine in engines)
    app.close_connections()
    assert not any(count_open(engine) for engine in engines)
    assert Client(app.server).get("/readyz").status_code == 200


def test_while_the_database_is_away_the_app_itself_answers(tmp_path, monkeypatch):
    monkeypatch.setattr(watched_app, "_SECONDS", 0)
    server = SetUpServer(f"sqlite:///{tmp_path / 'one.db'}")
    client = Client(server.app.server)
    (tmp_path / "one.db").rename(tmp_path / "moved.db")
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    (tmp_path / "moved.db").rename(tmp_path / "one.db")
    assert client.get("/readyz").status_code == 200
