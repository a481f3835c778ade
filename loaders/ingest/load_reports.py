"""Make the report of a file that was not read, or not again."""

from __future__ import annotations

from pathlib import Path

from indicators.domain.errors import NoProfileError, PersonalRecordsError, UserError
from indicators.domain.loads import Load
from indicators.domain.periods import Month
from indicators.ports.load_outcome import LoadOutcome
from indicators.ports.upload_service import LoadReport


def report_error(path: Path, error: UserError) -> LoadReport:
    """Return the report of a file that cannot be used."""
    where = error.where.removeprefix(path.name).lstrip(",: ")
    what = f"{where}: {error.what}" if where else error.what
    problem = f"{what} {error.remedy}".strip()
    if isinstance(error, NoProfileError):
        return LoadReport(path.name, LoadOutcome.NO_PROFILE, problem=problem, summary=error.summary)
    if isinstance(error, PersonalRecordsError):
        return LoadReport(path.name, LoadOutcome.PERSONAL_RECORDS, problem=problem)
    return LoadReport(path.name, LoadOutcome.UNREADABLE, problem=problem)


def report_loaded_before(path: Path, before: Load) -> LoadReport:
    """Return the report of a file that was loaded `before`."""
    return LoadReport(
        path.name,
        LoadOutcome.ALREADY_LOADED,
        rows_read=before.rows_read,
        rows_loaded=before.rows_loaded,
        rows_blank=before.rows_blank,
        service=before.service,
        first=Month.from_number(before.first_ended),
        last=Month.from_number(before.last_ended),
        load_id=before.id,
        loaded_as=before.file,
    )
