"""PDFs in the background: one at a time in a process, seen by every process, and begun again."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from indicators.domain.errors import UserError
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from indicators.store.pdf_jobs import ABANDONED_AFTER, KEPT_FOR, PdfJob, PdfJobs
from layouts.exports.pdf_queue import MOST_UNDER_WAY, PdfQueue
from tests.support.two_years import CATALOGUE, PLACES

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WAIT = 20


@pytest.fixture
def reports(database_url):
    table = IndicatorTable.open(database_url)
    yield Reports(table, CATALOGUE, PLACES)
    table.engine.dispose()


@pytest.fixture
def jobs(reports):
    return reports.pdf_jobs


def find(jobs: PdfJobs, key: str) -> PdfJob | None:
    return jobs.find(key, datetime.now(UTC))


def test_a_job_is_begun_once_and_seen_by_all(reports, jobs):
    assert jobs.begin("a", 3, NOW, 10)
    assert not reports.pdf_jobs.begin("a", 3, NOW, 10)
    jobs.note_step("a", 2, [], NOW)
    assert reports.pdf_jobs.find("a", NOW) == PdfJob("a", 2, 3, "", None)
    jobs.finish("a", b"PDF", "", NOW)
    assert reports.pdf_jobs.find("a", NOW) == PdfJob("a", 2, 3, "", b"PDF")


def test_a_job_of_a_process_that_ended_is_begun_again(jobs):
    jobs.begin("a", 3, NOW, 10)
    jobs.begin("waits", 3, NOW, 10)
    jobs.note_step("a", 1, ["waits"], NOW + timedelta(seconds=1))
    last = NOW + timedelta(seconds=1) + ABANDONED_AFTER
    for key in ("a", "waits"):
        assert jobs.find(key, last) is not None
        assert jobs.find(key, last + timedelta(seconds=1)) is None
    assert jobs.begin("a", 3, last + timedelta(seconds=1), 1)


def test_a_pdf_is_kept_for_an_hour(jobs):
    jobs.begin("a", 1, NOW, 10)
    jobs.finish("a", b"PDF", "", NOW)
    assert jobs.find("a", NOW + KEPT_FOR).content == b"PDF"
    assert jobs.find("a", NOW + KEPT_FOR + timedelta(seconds=1)) is None


def test_one_is_written_at_a_time_and_others_wait(reports, jobs):
    queue, may_go_on, done = PdfQueue(reports), Event(), Event()

    def work_slowly():
        yield None
        assert may_go_on.wait(WAIT)
        yield b"first"

    def work():
        assert find(jobs, "first").content == b"first"
        yield b"second"
        done.set()

    queue.begin("first", 2, work_slowly)
    queue.begin("second", 1, work)
    queue.begin("second", 1, work)
    assert find(jobs, "second").step == 0
    may_go_on.set()
    assert done.wait(WAIT)
    queue._writer.shutdown()
    assert find(jobs, "second").content == b"second"


@pytest.mark.parametrize(
    ("error", "said"),
    [(UserError("Too long."), "Too long."), (ValueError(), "could not be written")],
)
def test_a_failure_is_said_and_can_be_tried_again(error, said, reports, jobs):
    queue = PdfQueue(reports)

    def fail():
        yield None
        raise error

    queue.begin("a", 2, fail)
    queue._writer.shutdown()
    assert said in find(jobs, "a").problem
    jobs.forget("a")
    assert find(jobs, "a") is None


def test_too_many_at_once_are_refused(reports, jobs):
    for at in range(MOST_UNDER_WAY):
        jobs.begin(str(at), 1, datetime.now(UTC), MOST_UNDER_WAY)
    with pytest.raises(UserError, match="Try again in a minute"):
        PdfQueue(reports).begin("more", 1, lambda: iter([b""]))
