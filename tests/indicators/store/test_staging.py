"""Files that wait for a person: seen by every process, for a day, and gone without a trace."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from indicators.domain.errors import UserError
from indicators.domain.loads import StagedFile
from indicators.store.database import connect, migrate
from indicators.store.schema import staged_cells, staged_part
from indicators.store.signing_keys import get_secret
from indicators.store.staging import MOST_IN_ALL, MOST_OF_ONE, Room, StagedFiles

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
A, B = "a" * 64, "b" * 64


@pytest.fixture
def engine(database_url):
    engine = connect(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def staging(engine):
    return StagedFiles(engine)


def staged(sha256=A, file="a.csv", at=NOW, **more):
    known = {"who": "Jo", "source": ""} | more
    return StagedFile(sha256, file, 7, at.replace(tzinfo=None), **known)


def parts(engine):
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(staged_part))


def test_a_file_waits_until_it_is_removed(engine, staging):
    assert staging.keep(staged(), [b"PK one", b"two"])
    other = StagedFiles(connect(str(engine.url.render_as_string(hide_password=False))))
    assert other.list_waiting(NOW) == [staged()]
    assert other.find(A, NOW) == staged()
    assert list(other.read_pieces(A)) == [b"PK one", b"two"]
    other.remove(A)
    other.engine.dispose()
    assert (staging.list_waiting(NOW), parts(engine)) == ([], 0)
    with pytest.raises(UserError, match="no longer waiting"):
        staging.find(A, NOW)


def test_the_latest_stands_first_and_the_same_file_is_kept_once(engine, staging):
    staging.keep(staged(), [b"one"])
    staging.keep(staged(B, "b.csv", NOW + timedelta(hours=1)), [b"two"])
    staging.keep(staged(A, "renamed.csv", NOW + timedelta(hours=2)), [b"one"])
    assert [each.file for each in staging.list_waiting(NOW)] == ["renamed.csv", "b.csv"]
    assert parts(engine) == 2


def test_one_file_under_several_names_keeps_each_of_them_once(staging):
    for at, name in enumerate(["a.csv", "b.csv", "a.csv", "c.csv"]):
        staging.keep(staged(A, name, NOW + timedelta(minutes=at)), [b"one"])
    (file,) = staging.list_waiting(NOW)
    assert (file.file, file.other_names) == ("c.csv", ("b.csv", "a.csv"))
    assert staging.find(A, NOW) == file


def test_a_file_that_was_discarded_begins_without_other_names(staging):
    staging.keep(staged(A, "a.csv", source="folder"), [b"one"])
    staging.discard(A, NOW)
    staging.keep(staged(A, "b.csv"), [b"one"])
    assert staging.find(A, NOW).other_names == ()


def test_after_a_day_it_is_seen_no_more_and_forgotten(engine, staging):
    staging.keep(staged(), [b"one"])
    assert staging.list_waiting(NOW + DAY) != []
    assert staging.list_waiting(NOW + DAY + timedelta(seconds=1)) == []
    staging.expire(NOW + DAY)
    assert parts(engine) == 1
    staging.expire(NOW + DAY + timedelta(seconds=1))
    assert parts(engine) == 0
    staging.keep(staged(), [b"one"])
    staging.keep(staged(B, at=NOW + 2 * DAY), [b"two"])  # another that comes in tidies up too
    assert parts(engine) == 1


def test_what_a_person_discarded_is_not_offered_again_by_collecting(engine, staging):
    staging.keep(staged(who="", source="UHCW"), [b"one"])
    staging.discard(A, NOW)
    assert (staging.list_waiting(NOW), parts(engine)) == ([], 0)
    assert not staging.keep(staged(who="", source="UHCW", at=NOW + 3 * DAY), [b"one"])
    assert (staging.list_waiting(NOW), parts(engine)) == ([], 0)
    assert staging.keep(staged(at=NOW + 3 * DAY), [b"one"])  # a person who drops it wants it
    assert list(staging.read_pieces(A)) == [b"one"]


def test_what_was_dropped_and_discarded_leaves_no_name(engine, staging):
    staging.keep(staged(), [b"one"])
    staging.discard(A, NOW)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM staged")) == 0


def test_what_was_discarded_is_not_left_in_the_database_s_file(tmp_path):
    file = tmp_path / "dashboard.db"
    engine = connect(f"sqlite:///{file}")
    migrate(engine)
    said = b"PK what nobody is to find again"
    StagedFiles(engine).keep(staged(), [said])
    assert said in file.read_bytes()
    StagedFiles(engine).discard(A, NOW)
    engine.dispose()
    assert said not in file.read_bytes()


def test_cells_are_stored_with_a_file_and_go_with_it(engine, staging):
    def stored():
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(staged_cells))

    staging.keep_cells(A, [b"of no file"])
    assert (list(staging.read_cells(A)), stored()) == ([], 0)
    for forget in (
        lambda: staging.remove(A),
        lambda: staging.discard(A, NOW),
        lambda: staging.expire(NOW + 2 * DAY),
    ):
        staging.keep(staged(), [b"one"])
        staging.keep_cells(A, [b"before"])
        staging.keep_cells(A, [b"cell", b"cells"])
        assert list(staging.read_cells(A)) == [b"cell", b"cells"]
        forget()
        assert (list(staging.read_cells(A)), stored()) == ([], 0)


def test_a_secret_is_made_once_and_is_the_same_for_every_process(engine):
    made = get_secret(engine, "forms")
    assert len(made) >= 43
    assert get_secret(engine, "forms") == made
    assert get_secret(engine, "other") != made


def test_a_fault_of_the_database_tells_no_log_what_was_to_be_kept(staging):
    nobody = staged(file="Mary Kaur.csv", who=None)
    with pytest.raises(sa.exc.IntegrityError) as fault:
        staging.keep(nobody, [b"one"])
    assert "parameters hidden" in str(fault.value)


@pytest.mark.parametrize("room", [Room(2, 1000), Room(9, 14)])  # a file has 7 bytes
def test_so_many_files_and_bytes_of_one_visitor_wait(room, staging, monkeypatch):
    monkeypatch.setattr("indicators.store.staging.MOST_OF_ONE", room)
    for sha256 in (A, B):
        staging.keep(staged(sha256, visitor="x"), [b"one"])
    third = staged("c" * 64, visitor="x")
    for refuse in (staging.require_room, lambda file: staging.keep(file, [b"one"])):
        with pytest.raises(UserError, match=r"2 files from your computer are waiting already"):
            refuse(third)
    staging.require_room(staged(A, "again.csv", visitor="x"))  # it waits already
    for other in (staged("c" * 64, visitor="y"), staged("d" * 64, who="", source="a source")):
        staging.require_room(other)
        staging.keep(other, [b"one"])
    staging.discard(A, NOW)
    staging.keep(third, [b"one"])


def test_so_many_files_of_all_visitors_wait(staging, monkeypatch):
    monkeypatch.setattr("indicators.store.staging.MOST_IN_ALL", Room(2, 1000))
    staging.keep(staged(A, visitor="x"), [b"one"])
    staging.keep(staged(B, visitor="y"), [b"one"])
    with pytest.raises(UserError, match=r"2 files from everybody are waiting already"):
        staging.require_room(staged("c" * 64, visitor="z"))
    staging.require_room(staged("c" * 64, at=NOW + 2 * DAY, visitor="z"))  # theirs have expired
    assert MOST_OF_ONE.files < MOST_IN_ALL.files
