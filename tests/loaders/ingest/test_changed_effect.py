"""A load that would do something else than a person has seen is asked about again."""

import threading
from datetime import UTC, datetime
from functools import cache

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.store.observations import IndicatorTable
from loaders.ingest.approval import Approval
from loaders.pii.guarded_grid import read_guarded_grid
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract, load
from tests.support.builders import read_named

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LOADING = {"now": NOW, "rest": False, "confirmed": (), "who": "Jo", "why": "", "viewer": PARTNER}
OLDER = "UHCW_maternity_2026-09.csv"
FINAL = "UHCW_maternity_2026-09_final.csv"


@pytest.fixture
def context(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context
    context.table.engine.dispose()


@pytest.fixture
def uploads(context):
    return context.upload_service


def drop(uploads, path):
    """Upload a file and return its hash and the key of what its card says."""
    with path.open("rb") as content:
        staged = uploads.receive(path.name, content, who="Jo", now=NOW, viewer=PARTNER).staged
    return staged.sha256, uploads.preview(staged.sha256, NOW, PARTNER).report.effect_key


def booked(context):
    rows = read_named(context.table, ["early_booking"], ["hillfields"], [202609])
    return [(row.numerator, row.denominator) for row in rows]


def test_a_file_that_was_looked_at_before_another_load_is_asked_about_again(
    context, uploads, tmp_path
):
    sha256, seen = drop(uploads, extract(tmp_path, HILLFIELDS, name=OLDER))
    final, its = drop(
        uploads, extract(tmp_path, HILLFIELDS.replace("30,27,", "31,28,"), name=FINAL)
    )
    assert uploads.load(final, seen=its, **LOADING).outcome == "loaded"
    report = uploads.load(sha256, seen=seen, **LOADING)
    assert (report.outcome, booked(context)) == ("changed", [(28, 31)])
    assert report.effect_key == uploads.preview(sha256, NOW, PARTNER).report.effect_key != seen
    assert uploads.load(sha256, seen=report.effect_key, **LOADING).outcome == "loaded"
    assert booked(context) == [(27, 30)]


def test_an_undone_load_in_between_is_asked_about_too(context, uploads, tmp_path):
    load(context.loader, extract(tmp_path, HILLFIELDS.replace("30,27,", "31,28,"), name=FINAL))
    sha256, seen = drop(uploads, extract(tmp_path, HILLFIELDS, name=OLDER))
    uploads.undo(1, now=NOW, who="", why="", viewer=PARTNER)
    assert uploads.load(sha256, seen=seen, **LOADING).outcome == "changed"


def test_a_changed_profile_or_spelling_is_asked_about_too(context, uploads, tmp_path):
    rows = HILLFIELDS, CANLEY.replace("Canley", "Canly")
    sha256, seen = drop(uploads, extract(tmp_path, *rows))
    context.profile_builder.record_spelling("Canly", "canley", who="", now=NOW, viewer=PARTNER)
    report = uploads.load(sha256, seen=seen, **(LOADING | {"rest": True}))
    assert (report.outcome, context.table.get_version()) == ("changed", 0)


def test_a_load_of_another_month_changes_nothing_that_was_seen(context, uploads, tmp_path):
    sha256, seen = drop(uploads, extract(tmp_path, HILLFIELDS))
    other = HILLFIELDS.replace("2026-09", "2026-02")
    load(context.loader, extract(tmp_path, other, name="UHCW_maternity_2026-02.csv"))
    assert uploads.load(sha256, seen=seen, **LOADING).outcome == "loaded"


@pytest.mark.parametrize("seen", ["", "0" * 12])
def test_without_the_key_of_the_page_nothing_is_loaded(context, uploads, tmp_path, seen):
    sha256, _ = drop(uploads, extract(tmp_path, HILLFIELDS))
    assert uploads.load(sha256, seen=seen, **LOADING).outcome == "changed"
    assert context.table.get_version() == 0


def commit_first(monkeypatch, interfere):
    """Let another load commit between the check of a load and its own transaction."""
    commit = IndicatorTable.commit_load
    once = cache(interfere)

    def commit_after_another(table, *args, **options):
        if threading.current_thread() is threading.main_thread():
            other = threading.Thread(target=once)
            other.start()
            other.join()
        return commit(table, *args, **options)

    monkeypatch.setattr(IndicatorTable, "commit_load", commit_after_another)


def test_a_load_that_commits_at_the_last_moment_is_noticed(context, uploads, tmp_path, monkeypatch):
    final = extract(tmp_path, HILLFIELDS.replace("30,27,", "31,28,"), name=FINAL)
    sha256, seen = drop(uploads, extract(tmp_path, HILLFIELDS, name=OLDER))
    commit_first(monkeypatch, lambda: load(context.loader, final))
    assert uploads.load(sha256, seen=seen, **LOADING).outcome == "changed"
    assert booked(context) == [(28, 31)]


def test_an_unrelated_load_at_the_last_moment_does_not_stop_it(
    context, uploads, tmp_path, monkeypatch
):
    other = HILLFIELDS.replace("2026-09", "2026-02")
    path = extract(tmp_path, other, name="UHCW_maternity_2026-02.csv")
    sha256, seen = drop(uploads, extract(tmp_path, HILLFIELDS, name=OLDER))
    commit_first(monkeypatch, lambda: load(context.loader, path))
    assert uploads.load(sha256, seen=seen, **LOADING).outcome == "loaded"
    assert context.table.get_version() == 2


def test_a_key_confirms_what_was_listed_with_it_and_nothing_else(context, tmp_path):
    loader = context.loader
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-08.csv")
    key = loader.check(path, PARTNER).effect_key

    def load_with(*effects, path=path):
        parse = cache(lambda: loader.parse(read_guarded_grid(path)))
        approval = Approval(effects=effects)
        return loader.load(path, viewer=PARTNER, now=NOW, approval=approval, parse=parse)

    assert load_with().outcome == "unconfirmed"
    assert load_with().effect_key == key
    assert load_with("0" * 12).outcome == "unconfirmed"
    other = extract(
        tmp_path, HILLFIELDS, CANLEY.replace("20,18", "20,17"), name="UHCW_maternity_2026-08b.csv"
    )
    assert load_with(key, path=other).outcome == "unconfirmed"
    assert load_with(key).outcome == "loaded"
