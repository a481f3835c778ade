"""Uploads: a file is read once, waits for a person, and is loaded or discarded."""

import zlib
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.store.schema import staged, staged_cells, staged_part
from layouts.text.load_labels import summarise_preview
from loaders.ingest.uploads import MADE_UP
from loaders.readers import grid
from loaders.readers.worker import read_in_worker
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract
from tests.support.person_lists import records

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
US = PARTNER
TABLES = (staged, staged_part, staged_cells)
WHOLE = {"now": NOW, "rest": False, "confirmed": (), "who": "Jo", "why": "", "viewer": US}


@pytest.fixture
def context(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context
    context.table.engine.dispose()


@pytest.fixture
def uploads(context):
    return context.upload_service


def receive(uploads, path):
    with path.open("rb") as content:
        return uploads.receive(path.name, content, who="Jo", now=NOW, viewer=US)


def load(uploads, sha256, **options):
    """Load a file as it is previewed at this moment."""
    key = uploads.preview(sha256, NOW, US).report.effect_key
    return uploads.load(sha256, **({"seen": key} | options))


def kept(context):
    """How many rows there are in each table of staged files."""
    with context.table.engine.connect() as connection:
        counts = (sa.select(sa.func.count()).select_from(t) for t in TABLES)
        return [connection.scalar(count) for count in counts]


def test_a_good_file_waits_and_is_then_loaded(context, uploads, tmp_path):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS, CANLEY)).staged
    (preview,) = uploads.list_waiting(NOW, US).previews
    assert (preview.staged, preview.report.outcome) == (waits, "checked")
    assert (preview.report.rows_read, preview.report.service) == (2, "midwifery")
    assert context.table.history.list_loads() == []
    report = load(uploads, waits.sha256, **WHOLE)
    assert (report.outcome, report.load_id) == ("loaded", 1)
    assert context.table.history.find_event(1).who == "Jo"
    assert (uploads.list_waiting(NOW, US).number, kept(context)) == (0, [0, 0, 0])
    name, pieces = uploads.read_original(1, US)
    assert (name, b"".join(pieces)) == (waits.file, (tmp_path / name).read_bytes())


def test_nothing_of_people_s_records_or_of_junk_is_kept(context, uploads, tmp_path):
    rows = records(3, ["nhs", "surname"], 30)
    people = tmp_path / "UHCW_maternity_list.csv"
    people.write_text("\n".join(",".join(map(str, row)) for row in rows))
    junk = tmp_path / "UHCW_maternity_2026-09.xlsx"
    junk.write_bytes(b"PK\x03\x04 cut short")
    for path, says in ((people, "list of people"), (junk, "damaged")):
        received = receive(uploads, path)
        assert (received.staged, says in received.problem) == (None, True), received.problem
    assert kept(context) == [0, 0, 0]
    assert rows[1][0] not in received.problem


def test_a_file_that_no_profile_knows_waits_and_is_not_loaded(context, uploads, tmp_path):
    path = tmp_path / "new_shape.csv"
    path.write_text("Where,When,How many\nHillfields,2026-09,7\n")
    waits = receive(uploads, path).staged
    assert uploads.preview(waits.sha256, NOW, US).report.outcome == "no_profile"
    cells = uploads.read_cells(waits.sha256, NOW)
    assert (cells.file, cells.sheets[""][1]) == (path.name, ["Hillfields", "2026-09", "7"])
    assert load(uploads, waits.sha256, **WHOLE).outcome == "no_profile"
    assert kept(context) == [1, 1, 1]


def test_refused_rows_are_told_and_the_rest_loaded_only_if_asked_for(context, uploads, tmp_path):
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    waits = receive(uploads, path).staged
    preview = uploads.preview(waits.sha256, NOW, US)
    assert [(one.text, one.near[0]) for one in preview.unknown] == [("Canly", "canley")]
    assert load(uploads, waits.sha256, **WHOLE).outcome == "refused"
    marked = uploads.send_back(waits.sha256, NOW, US)
    (tmp_path / marked.name).write_bytes(marked.content)
    assert load_workbook(tmp_path / marked.name)["Errors to correct"]["C2"].value == "Canly"
    assert load(uploads, waits.sha256, **(WHOLE | {"rest": True})).rows_loaded == 1
    assert context.table.history.read_refusals(1) == list(preview.report.refusals)


def test_a_file_is_loaded_only_once_everything_unlikely_is_confirmed(context, uploads, tmp_path):
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-08.csv")
    waits = receive(uploads, path).staged
    to_confirm = uploads.preview(waits.sha256, NOW, US).report.to_confirm
    assert len(to_confirm) == 1
    refused = load(uploads, waits.sha256, **WHOLE)
    assert (refused.outcome, refused.to_confirm) == ("unconfirmed", to_confirm)
    assert context.table.history.list_loads() == []
    assert (
        load(
            uploads, waits.sha256, **(WHOLE | {"confirmed": [one.key for one in to_confirm]})
        ).outcome
        == "loaded"
    )


def test_among_made_up_figures_a_file_is_made_up_too_and_that_is_confirmed(
    context, uploads, tmp_path
):
    context.loader.load(extract(tmp_path, HILLFIELDS), viewer=PARTNER, now=NOW, synthetic=True)
    waits = receive(uploads, extract(tmp_path, CANLEY)).staged
    assert MADE_UP in uploads.preview(waits.sha256, NOW, US).report.to_confirm
    assert load(uploads, waits.sha256, **WHOLE).outcome == "unconfirmed"
    to_confirm = uploads.preview(waits.sha256, NOW, US).report.to_confirm
    assert (
        load(
            uploads, waits.sha256, **(WHOLE | {"confirmed": [one.key for one in to_confirm]})
        ).outcome
        == "loaded"
    )
    assert context.table.history.find_event(2).synthetic


def test_the_rest_of_a_file_is_asked_about_too_among_made_up_figures(context, uploads, tmp_path):
    first = extract(tmp_path, HILLFIELDS)
    context.loader.load(first, viewer=PARTNER, now=NOW, synthetic=True)
    wrong = CANLEY.replace("Canley", "Nowhere")
    path = extract(
        tmp_path, HILLFIELDS.replace("2026-09", "2026-10"), wrong, name="UHCW_maternity_2026-10.csv"
    )
    waits = receive(uploads, path).staged
    assert load(uploads, waits.sha256, **WHOLE).outcome == "refused"
    assert load(uploads, waits.sha256, **WHOLE | {"rest": True}).outcome == "unconfirmed"


def test_the_same_file_under_two_names_waits_once_and_both_are_named(context, uploads, tmp_path):
    first = receive(uploads, extract(tmp_path, HILLFIELDS, name="UHCW_maternity_a.csv"))
    again = receive(uploads, extract(tmp_path, HILLFIELDS, name="UHCW_maternity_b.csv"))
    assert (first.other_name, again.other_name) == ("", "UHCW_maternity_a.csv")
    (waiting,) = uploads.list_waiting(NOW, US).previews
    assert (waiting.staged.file, waiting.staged.other_names) == (again.file, (first.file,))


def test_a_file_loaded_under_another_name_says_which(context, uploads, tmp_path):
    context.loader.load(
        extract(tmp_path, HILLFIELDS, name="UHCW_maternity_a.csv"), viewer=PARTNER, now=NOW
    )
    waits = receive(uploads, extract(tmp_path, HILLFIELDS, name="UHCW_maternity_b.csv")).staged
    preview = uploads.preview(waits.sha256, NOW, US)
    assert (preview.report.outcome, preview.report.loaded_as) == (
        "already_loaded",
        "UHCW_maternity_a.csv",
    )
    assert summarise_preview(preview).startswith(
        "This file is already loaded, as load 1, UHCW_maternity_a.csv."
    )


def test_what_is_discarded_or_a_day_old_is_gone(context, uploads, tmp_path):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS)).staged
    receive(uploads, extract(tmp_path, CANLEY, name="UHCW_maternity_b.csv"))
    uploads.discard(waits.sha256, NOW, US)
    assert kept(context) == [1, 1, 1]
    assert uploads.list_waiting(NOW + timedelta(hours=25), US).number == 0
    assert kept(context) == [0, 0, 0]
    for gone in (
        lambda: load(uploads, waits.sha256, **WHOLE),
        lambda: uploads.discard("no", NOW, US),
    ):
        with pytest.raises(UserError, match="no longer waiting"):
            gone()


def test_a_load_is_undone(context, uploads, tmp_path):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS)).staged
    load(uploads, waits.sha256, **WHOLE)
    undone = uploads.undo(1, now=NOW, who="Jo", why="The wrong month", viewer=US)
    assert (undone.removed, context.table.history.find_event(undone.event).why) == (
        5,
        "The wrong month",
    )


@pytest.fixture
def reads(monkeypatch):
    """The names of the files that the reading worker was asked to read."""
    asked = []

    def read(path, wanted):
        asked.append(path.name)
        return read_in_worker(path, wanted)

    monkeypatch.setattr(grid, "read_in_worker", read)
    return asked


@contextmanager
def counting_queries(engine):
    """Count the statements that are sent to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def another_process(database_url):
    return Context.open(Settings(database_url=database_url, now=NOW))


def months_of(tmp_path, number):
    """Files with one row each, of different months."""
    for at in range(number):
        month = f"{2018 + at // 12}-{at % 12 + 1:02}"
        row = HILLFIELDS.replace("2026-09", month)
        yield extract(tmp_path, row, name=f"UHCW_maternity_{month}.csv")


def test_a_file_is_read_once_from_upload_to_load(context, uploads, reads, tmp_path):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS, CANLEY)).staged
    for _ in range(3):
        uploads.list_waiting(NOW, US)
    context.profile_builder.list_profiles(US)
    context.profile_builder.propose(waits.sha256, "", NOW, US)
    uploads.list_waiting(NOW, US)
    assert load(uploads, waits.sha256, **WHOLE).outcome == "loaded"
    assert reads == [waits.file]


def test_another_process_does_not_read_the_file_again(uploads, reads, tmp_path, database_url):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS, CANLEY)).staged
    other = another_process(database_url)
    (preview,) = other.upload_service.list_waiting(NOW, US).previews
    assert (preview.report.rows_read, preview.effect.new) == (2, 10)
    assert load(other.upload_service, waits.sha256, **WHOLE).outcome == "loaded"
    other.table.engine.dispose()
    assert reads == [waits.file]


def test_a_new_spelling_counts_at_once_and_the_file_is_not_read_again(
    context, uploads, reads, tmp_path
):
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    waits = receive(uploads, path).staged
    assert uploads.preview(waits.sha256, NOW, US).report.rows_refused == 1
    context.profile_builder.record_spelling("Canly", "canley", who="Jo", now=NOW, viewer=US)
    assert uploads.preview(waits.sha256, NOW, US).report.rows_refused == 0
    assert reads == [waits.file]


def test_what_a_file_would_change_follows_the_data(context, uploads, reads, tmp_path):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS, CANLEY)).staged
    assert uploads.preview(waits.sha256, NOW, US).effect.new == 10
    context.loader.load(
        extract(tmp_path, HILLFIELDS, name="UHCW_maternity_b.csv"), viewer=PARTNER, now=NOW
    )
    effect = uploads.preview(waits.sha256, NOW, US).effect
    assert (effect.new, effect.unchanged) == (5, 5)
    assert reads == [waits.file, "UHCW_maternity_b.csv"]


def test_a_file_staged_without_its_cells_is_read_once_and_then_has_them(
    context, uploads, reads, tmp_path, database_url
):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS)).staged
    with context.table.engine.begin() as connection:
        connection.execute(sa.delete(staged_cells))
    for process in (another_process(database_url), another_process(database_url)):
        assert process.upload_service.preview(waits.sha256, NOW, US).report.outcome == "checked"
        process.table.engine.dispose()
    assert reads == 2 * [waits.file]


@pytest.mark.parametrize("content", [b"no zlib", zlib.compress(b"no grid"), zlib.compress(b"")])
def test_damaged_cells_are_read_again_from_the_file(
    context, uploads, reads, tmp_path, database_url, content
):
    waits = receive(uploads, extract(tmp_path, HILLFIELDS)).staged
    with context.table.engine.begin() as connection:
        connection.execute(sa.update(staged_cells).values(content=content))
    for process in (another_process(database_url), another_process(database_url)):
        assert process.upload_service.preview(waits.sha256, NOW, US).report.outcome == "checked"
        process.table.engine.dispose()
    assert reads == 2 * [waits.file]


def test_a_hundred_files_cost_no_more_than_sixteen(context, uploads, reads, tmp_path):
    """The latest sixteen are shown in full, and any other when a person chooses it."""
    queries = {}
    for number, path in enumerate(months_of(tmp_path, 100), 1):
        receive(uploads, path)
        if number in (16, 100):
            for view in ("first view", "later view"):
                with counting_queries(context.table.engine) as sent:
                    waiting = uploads.list_waiting(NOW, US)
                queries[number, view] = len(sent)
            assert (len(waiting.previews), waiting.number) == (16, number)
    assert queries[100, "first view"] <= queries[16, "first view"]
    assert queries[100, "later view"] == queries[16, "later view"]
    chosen = waiting.others[-1]
    assert chosen in [one.staged for one in uploads.list_waiting(NOW, US, chosen.sha256).previews]
    context.profile_builder.list_profiles(US)
    uploads.list_waiting(NOW, US)
    assert load(uploads, chosen.sha256, **WHOLE).outcome == "loaded"
    assert sorted(reads) == sorted(path.name for path in tmp_path.glob("*.csv"))
