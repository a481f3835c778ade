"""A file that looks like a list of people is loaded once a person declares that it holds counts."""

from datetime import UTC, datetime
from io import BytesIO
from random import Random

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import COLLECTOR, PARTNER, PermissionDeniedError
from indicators.domain.errors import PersonalRecordsError, UserError
from indicators.store.declarations import CountsDeclarations
from layouts.text.load_history import describe_declaration, format_event
from loaders.ingest.approval import Approval
from loaders.ingest.declared_counts import declare_counts
from loaders.ingest.previous_loads import hash_file
from tests.support.doubtful_counts import doubtful_lines
from tests.support.person_lists import nhs_number

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
NAME, WHY = "Asha Rai", "These are bookings by area and month, said UHCW"


@pytest.fixture
def context(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context
    context.table.engine.dispose()


def write(folder, *more, name="UHCW_maternity_2026-08.csv"):
    path = folder / name
    path.write_text("\n".join([*doubtful_lines(), *more]) + "\n")
    return path


def declare(context, path, who=NAME, why=WHY, viewer=PARTNER):
    declare_counts(context.table.engine, path, who=who, why=why, now=NOW, viewer=viewer)


def find(context, path):
    return CountsDeclarations(context.table.engine).find(hash_file(path))


def test_it_is_refused_and_the_message_says_how_to_declare(context, tmp_path):
    report = context.loader.check(write(tmp_path), PARTNER)
    assert report.outcome == "personal_records"
    assert "If it does hold counts, say so with your name and a reason" in report.problem
    assert "--these-are-counts" in report.problem


def test_a_declared_file_is_read_and_who_declared_it_is_in_the_history(context, tmp_path):
    path = write(tmp_path)
    declare(context, path)
    report = context.loader.check(path, PARTNER)
    assert report.rows_read == len(doubtful_lines()) - 1
    key = report.effect_key
    loaded = load(context, path, key)
    assert loaded.outcome == "loaded"
    event = context.table.history.find_event(loaded.load_id)
    assert (event.declared_by, event.declared_why) == (NAME, WHY)
    assert describe_declaration(event) == f"Declared to hold counts by {NAME}: {WHY}"
    assert f"Declared to hold counts by {NAME}" in format_event(event)


def load(context, path, key):
    return context.loader.load(
        path, viewer=PARTNER, now=NOW, approval=Approval(effects=(key,)), rest=True
    )


def test_another_file_is_not_covered_by_the_declaration(context, tmp_path):
    declare(context, write(tmp_path))
    other = write(tmp_path, "Canley,2025-12,5111,4222,5333,5444,4555,4666,5777,4888,5999,4001")
    assert context.loader.check(other, PARTNER).outcome == "personal_records"


@pytest.mark.parametrize(("who", "why"), [("", WHY), (NAME, ""), (" ", " ")])
def test_it_needs_a_name_and_a_reason(context, tmp_path, who, why):
    path = write(tmp_path)
    with pytest.raises(UserError, match="needs your name and a reason"):
        declare(context, path, who, why)
    assert find(context, path) is None


def test_it_needs_the_permission(context, tmp_path):
    path = write(tmp_path)
    with pytest.raises(PermissionDeniedError, match="declare that a file holds counts"):
        declare(context, path, viewer=COLLECTOR)
    assert find(context, path) is None


def test_names_of_people_are_refused_whatever_is_declared(context, tmp_path):
    path = tmp_path / "UHCW_maternity_list.csv"
    path.write_text("Forename,Surname,Visits\n" + "Aisha,Begum,4\nNoah,Smith,3\n" * 9)
    with pytest.raises(PersonalRecordsError, match="holds names of people"):
        declare(context, path)
    assert find(context, path) is None
    assert "--these-are-counts" not in context.loader.check(path, PARTNER).problem


def test_one_valid_nhs_number_is_enough_and_an_invalid_one_is_not(context, tmp_path):
    valid = nhs_number(Random(2))
    wrong = valid[:9] + str((int(valid[9]) + 1) % 10)
    row = "Canley,2025-12,{},4222,5333,5444,4555,4666,5777,4888,5999,4001"
    path = write(tmp_path, row.format(valid))
    with pytest.raises(PersonalRecordsError):
        declare(context, path)
    assert find(context, path) is None
    declare(context, write(tmp_path, row.format(wrong)))


def test_a_file_that_is_not_refused_needs_no_declaration_and_none_is_kept(context, tmp_path):
    path = tmp_path / "UHCW_maternity_2026-08.csv"
    path.write_text("\n".join(doubtful_lines()[:5]))
    declare(context, path)
    assert find(context, path) is None


def test_the_first_declaration_of_a_file_stays(context, tmp_path):
    path = write(tmp_path)
    declare(context, path)
    declare(context, path, who="Jo Bell", why="Again")
    assert find(context, path).who == NAME


def test_an_uploaded_file_waits_once_it_is_declared(context, tmp_path):
    content, uploads = write(tmp_path).read_bytes(), context.upload_service
    name = "UHCW_maternity_2026-08.csv"
    sent = {"who": NAME, "now": NOW, "viewer": PARTNER}
    assert uploads.receive(name, BytesIO(content), **sent).staged is None
    assert uploads.receive(name, BytesIO(content), **sent, counts="").staged is None
    received = uploads.receive(name, BytesIO(content), **sent, counts=WHY)
    assert uploads.preview(received.staged.sha256, NOW, PARTNER).report.rows_loaded > 0
    again = uploads.receive(name, BytesIO(content), **sent)
    assert again.staged is not None


def test_a_profile_can_be_made_from_a_declared_file(context):
    """A file of unknown headings, declared on the data page, leads to the profile page."""
    lines = doubtful_lines()
    lines[0] = lines[0].replace("Children's centre", "Reach area").replace("Bookings", "Booked")
    content = BytesIO("\n".join(lines).encode())
    received = context.upload_service.receive(
        "new kind.csv", content, who=NAME, now=NOW, viewer=PARTNER, counts=WHY
    )
    sha256 = received.staged.sha256
    assert context.upload_service.preview(sha256, NOW, PARTNER).report.outcome == "no_profile"
    drafted = context.profile_builder.propose(sha256, "", NOW, PARTNER)
    assert drafted.preview.rows_loaded + drafted.preview.rows_refused > 0
