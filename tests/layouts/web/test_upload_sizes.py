"""Every form that takes a file takes one that is larger than a form without files may be."""

import pytest

from app import create_app
from cli.settings import Settings
from indicators.access.roles import Role
from indicators.store.observations import IndicatorTable
from layouts.web.request_limits import FORM_BYTES, UPLOAD_ENDPOINTS
from tests.support.builders import row, take_in
from tests.support.generated_places import LAST

SENDS = {
    "uploads.receive": (Role.ANALYST, "/data/files"),
    "uploads.receive_declared": (Role.ANALYST, "/data/files/declared"),
    "action_imports.receive": (Role.CHAMPION, "/team/tile-hill-canley/actions/import"),
    "surveys.receive": (Role.ANALYST, "/surveys/check"),
    "record_imports.receive": (Role.CHAMPION, "/records/maturity/import"),
    "arrangements.load": (Role.ANALYST, "/settings/arrangements"),
    "councils.compare": (Role.ANALYST, "/settings/councils"),
    "setup.save": (Role.ADMINISTRATOR, "/setup/areas"),
}
"""Who sends a file to each of them, and where."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('sizes') / 'test.db'}"
    table = IndicatorTable.open(url)
    take_in(table, [row("early_booking", "hillfields", LAST, 30, 100)], synthetic=True)
    table.engine.dispose()
    app = create_app(Settings(database_url=url))  # synthetic figures alone: nobody has to sign in
    app.server.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.site.reports.table.engine.dispose()


def send(app, endpoint: str, size: int):
    role, address = SENDS[endpoint]
    client = app.server.test_client()
    client.post("/sample-user", data={"user": role.value})
    # The client would keep a body of this size in a file that it does not close.
    fields = {"who": "Asha", "why": "counts", "version": "0"}
    parts = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'name="file"; filename="large.csv"\r\n\r\n{"x" * size}')
    start = "--end\r\nContent-Disposition: form-data; "
    body = "".join(f"{start}{part}\r\n" for part in parts) + "--end--\r\n"
    return client.post(address, data=body, content_type="multipart/form-data; boundary=end")


@pytest.mark.parametrize("endpoint", UPLOAD_ENDPOINTS)
def test_a_file_larger_than_a_form_is_looked_at(app, endpoint):
    answer = send(app, endpoint, FORM_BYTES + 100_000)
    assert answer.status_code in (200, 303, 400, 422)


@pytest.mark.parametrize("endpoint", ["surveys.receive", "councils.compare", "setup.save"])
def test_one_that_is_too_large_is_refused_in_words(app, monkeypatch, endpoint):
    monkeypatch.setitem(app.server.config, "MAX_CONTENT_LENGTH", FORM_BYTES)
    answer = send(app, endpoint, FORM_BYTES + 100_000)
    assert answer.status_code == 413
    assert "Go back and send a smaller file." in answer.text
