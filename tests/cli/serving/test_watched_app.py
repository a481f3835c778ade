"""A finished set-up reaches every process without a restart."""

from cli.serving import watched_app
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
