"""The desk: what comes in is looked at first, waits for a person, is loaded or discarded."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.store.schema import staged, staged_part
from loaders.ingest.upload_desk import MADE_UP
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract
from tests.support.person_lists import records

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
US = PARTNER
WHOLE = {"now": NOW, "rest": False, "confirmed": (), "who": "Jo", "why": "", "viewer": US}


@pytest.fixture
def house(database_url):
    house = Context.open(Settings(database_url=database_url, now=NOW))
    yield house
    house.table.engine.dispose()


@pytest.fixture
def desk(house):
    return house.upload_service


def receive(desk, path):
    with path.open("rb") as content:
        return desk.receive(path.name, content, who="Jo", now=NOW, viewer=US)


def kept(house):
    """How many rows stand in the two tables of staged files."""
    with house.table.engine.connect() as connection:
        counts = (sa.select(sa.func.count()).select_from(t) for t in (staged, staged_part))
        return [connection.scalar(count) for count in counts]


def test_a_good_file_waits_and_is_then_loaded(house, desk, tmp_path):
    waits = receive(desk, extract(tmp_path, HILLFIELDS, CANLEY)).staged
    (preview,) = desk.list_waiting(NOW, US)
    assert (preview.staged, preview.report.outcome) == (waits, "checked")
    assert (preview.report.rows_read, preview.report.service) == (2, "midwifery")
    assert house.table.list_loads() == []
    report = desk.load(waits.sha256, **WHOLE)
    assert (report.outcome, report.load_id) == ("loaded", 1)
    assert house.table.load(1).who == "Jo"
    assert (desk.list_waiting(NOW, US), kept(house)) == ([], [0, 0])
    name, pieces = desk.original(1, US)
    assert (name, b"".join(pieces)) == (waits.file, (tmp_path / name).read_bytes())


def test_nothing_of_people_s_records_or_of_junk_is_kept(house, desk, tmp_path):
    rows = records(3, ["nhs", "surname"], 30)
    people = tmp_path / "UHCW_maternity_list.csv"
    people.write_text("\n".join(",".join(map(str, row)) for row in rows))
    junk = tmp_path / "UHCW_maternity_2026-09.xlsx"
    junk.write_bytes(b"PK\x03\x04 cut short")
    for path, says in ((people, "list of people"), (junk, "damaged")):
        received = receive(desk, path)
        assert (received.staged, says in received.problem) == (None, True), received.problem
    assert kept(house) == [0, 0]
    assert rows[1][0] not in received.problem


def test_a_file_that_no_profile_knows_waits_and_is_not_loaded(house, desk, tmp_path):
    path = tmp_path / "new_shape.csv"
    path.write_text("Where,When,How many\nHillfields,2026-09,7\n")
    waits = receive(desk, path).staged
    assert desk.preview(waits.sha256, NOW, US).report.outcome == "no_profile"
    with desk.file(waits.sha256, NOW) as there:
        assert (there.name, there.read_text()) == (path.name, path.read_text())
    assert desk.load(waits.sha256, **WHOLE).outcome == "no_profile"
    assert kept(house) == [1, 1]


def test_refused_rows_are_told_and_the_rest_loaded_only_if_asked_for(house, desk, tmp_path):
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    waits = receive(desk, path).staged
    preview = desk.preview(waits.sha256, NOW, US)
    assert [(one.text, one.near[0]) for one in preview.unknown] == [("Canly", "canley")]
    assert desk.load(waits.sha256, **WHOLE).outcome == "refused"
    marked = desk.send_back(waits.sha256, NOW, US)
    (tmp_path / marked.name).write_bytes(marked.content)
    assert load_workbook(tmp_path / marked.name)["What to mend"]["C2"].value == "Canly"
    assert desk.load(waits.sha256, **(WHOLE | {"rest": True})).rows_loaded == 1
    assert house.table.read_refusals(1) == list(preview.report.refusals)


def test_a_file_is_loaded_only_once_everything_unlikely_is_confirmed(house, desk, tmp_path):
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-08.csv")
    waits = receive(desk, path).staged
    to_confirm = desk.preview(waits.sha256, NOW, US).report.to_confirm
    assert len(to_confirm) == 1
    refused = desk.load(waits.sha256, **WHOLE)
    assert (refused.outcome, refused.to_confirm) == ("unconfirmed", to_confirm)
    assert house.table.list_loads() == []
    assert (
        desk.load(waits.sha256, **(WHOLE | {"confirmed": [one.key for one in to_confirm]})).outcome
        == "loaded"
    )


def test_among_made_up_figures_a_file_is_made_up_too_and_that_is_confirmed(house, desk, tmp_path):
    house.loader.load(extract(tmp_path, HILLFIELDS), viewer=PARTNER, now=NOW, synthetic=True)
    waits = receive(desk, extract(tmp_path, CANLEY)).staged
    assert MADE_UP in desk.preview(waits.sha256, NOW, US).report.to_confirm
    assert desk.load(waits.sha256, **WHOLE).outcome == "unconfirmed"
    to_confirm = desk.preview(waits.sha256, NOW, US).report.to_confirm
    assert (
        desk.load(waits.sha256, **(WHOLE | {"confirmed": [one.key for one in to_confirm]})).outcome
        == "loaded"
    )
    assert house.table.load(2).synthetic


def test_the_rest_of_a_file_is_asked_about_too_among_made_up_figures(house, desk, tmp_path):
    first = extract(tmp_path, HILLFIELDS)
    house.loader.load(first, viewer=PARTNER, now=NOW, synthetic=True)
    wrong = CANLEY.replace("Canley", "Nowhere")
    path = extract(
        tmp_path, HILLFIELDS.replace("2026-09", "2026-10"), wrong, name="UHCW_maternity_2026-10.csv"
    )
    waits = receive(desk, path).staged
    assert desk.load(waits.sha256, **WHOLE).outcome == "refused"
    assert desk.load(waits.sha256, **WHOLE | {"rest": True}).outcome == "unconfirmed"


def test_what_is_discarded_or_a_day_old_is_gone(house, desk, tmp_path):
    waits = receive(desk, extract(tmp_path, HILLFIELDS)).staged
    receive(desk, extract(tmp_path, CANLEY, name="UHCW_maternity_b.csv"))
    desk.discard(waits.sha256, NOW, US)
    assert kept(house) == [1, 1]
    assert desk.list_waiting(NOW + timedelta(hours=25), US) == []
    assert kept(house) == [0, 0]
    for gone in (lambda: desk.load(waits.sha256, **WHOLE), lambda: desk.discard("no", NOW, US)):
        with pytest.raises(UserError, match="no longer waiting"):
            gone()


def test_a_load_is_undone_at_the_desk(house, desk, tmp_path):
    waits = receive(desk, extract(tmp_path, HILLFIELDS)).staged
    desk.load(waits.sha256, **WHOLE)
    undone = desk.undo(1, now=NOW, who="Jo", why="The wrong month", viewer=US)
    assert (undone.taken_away, house.table.load(undone.event).why) == (5, "The wrong month")
