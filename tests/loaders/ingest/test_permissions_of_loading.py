"""Loading, undoing and reading originals are refused without their permission, on every way in."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import Permission, PermissionDeniedError
from loaders.ingest.undo_load import undo_load
from tests.support.viewers import without

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
FILE = Path("any.csv")
LOADING = {
    "load": lambda context, viewer: context.loader.load(FILE, viewer=viewer, now=NOW),
    "check": lambda context, viewer: context.loader.check(FILE, viewer),
    "preview": lambda context, viewer: context.loader.preview(FILE.name, "0", None, viewer),
    "send back": lambda context, viewer: context.loader.send_back(FILE, viewer),
    "receive": lambda context, viewer: context.upload_service.receive(
        "any.csv", BytesIO(), who="", now=NOW, viewer=viewer
    ),
    "list waiting": lambda context, viewer: context.upload_service.list_waiting(NOW, viewer),
    "preview waiting": lambda context, viewer: context.upload_service.preview("0", NOW, viewer),
    "load waiting": lambda context, viewer: context.upload_service.load(
        "0", now=NOW, rest=False, confirmed=(), seen="", who="", why="", viewer=viewer
    ),
    "discard": lambda context, viewer: context.upload_service.discard("0", NOW, viewer),
    "send waiting back": lambda context, viewer: context.upload_service.send_back("0", NOW, viewer),
}
UNDOING = {
    "on the page": lambda context, viewer: context.upload_service.undo(
        1, now=NOW, who="", why="", viewer=viewer
    ),
    "by command": lambda context, viewer: undo_load(
        context.table, context.places, 1, now=NOW, who="", why="", viewer=viewer
    ),
}
ORIGINALS = {"original": lambda context, viewer: context.upload_service.read_original(1, viewer)}
PROFILES = {
    "profiles": lambda context, viewer: context.profile_builder.list_profiles(viewer),
    "remove": lambda context, viewer: context.profile_builder.remove(
        "any", who="", now=NOW, viewer=viewer
    ),
    "spelling": lambda context, viewer: context.profile_builder.record_spelling(
        "any", "city", who="", now=NOW, viewer=viewer
    ),
}
CASES = [
    (permission, ask)
    for permission, questions in [
        (Permission.LOAD_DATA, LOADING),
        (Permission.UNDO_LOAD, UNDOING),
        (Permission.READ_ORIGINAL, ORIGINALS),
        (Permission.EDIT_PROFILES, PROFILES),
    ]
    for ask in questions.values()
]


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('permissions') / 'dashboard.db'}"
    context = Context.open(Settings(database_url=url, now=NOW))
    yield context
    context.table.engine.dispose()


@pytest.mark.parametrize(("permission", "ask"), CASES)
def test_without_its_permission_it_is_refused(context, permission, ask):
    with pytest.raises(PermissionDeniedError) as denied:
        ask(context, without(permission))
    assert denied.value.permission is permission
