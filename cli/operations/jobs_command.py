"""The command that runs the jobs, for cron or a timer."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

import click

from cli.mail.digest_sending import greet_mail_server, send_due_digests
from cli.operations.fault_texts import explain_fault
from cli.settings import MAIL_HOST, Settings
from indicators.access.declared_needs import operator
from indicators.domain.errors import UserError
from indicators.domain.operations.job_run import JOB_NAMES, JobKind, JobOutcome

if TYPE_CHECKING:  # the help of a command does without it
    import sqlalchemy as sa


@click.command("jobs")
@click.option(
    "--only",
    "chosen",
    multiple=True,
    type=click.Choice([kind.value for kind in JobKind]),
    help="A job; without this, all of them.",
)
@operator
def run_jobs(chosen: tuple[str, ...]) -> None:
    """Collect files, send digests, clean up, make a backup and try to restore it.

    Run it each night, or each hour: a backup is made once a day. If it runs already, this one does
    nothing. One job that fails does not keep the others from running; the exit status is 1 then.
    """
    from cli.context import open_context
    from cli.operations.job_steps import JobSteps
    from indicators.store.database import LockName, try_exclusive_lock

    context = open_context(Settings.from_environment(), align=False)
    engine = context.table.engine
    pull = partial(_collect_files, context.settings)
    digest = partial(_send_digests, context.settings)
    asked = frozenset(map(JobKind, chosen))
    steps = [
        (kind, step)
        for kind, step in JobSteps(engine, context.settings, pull, digest, asked)
        .list_steps()
        .items()
        if not asked or kind in asked
    ]
    try:
        with try_exclusive_lock(engine, LockName.JOBS) as is_alone:
            if not is_alone:
                click.echo("The jobs are running already, so this run did nothing.")
                return
            failed = [JOB_NAMES[kind] for kind, step in steps if not _run(engine, kind, step)]
    finally:
        engine.dispose()
    if failed:
        raise UserError(f"Failed: {', '.join(failed)}.")


def _collect_files(settings: Settings) -> str | None:
    """Collect files from the sources of sources.toml, and return what was done."""
    from cli.context import open_context
    from loaders.sources.pull import pull_sources
    from loaders.sources.source_settings import read_sources

    sources = read_sources(settings.data)
    if not sources:
        return None
    loader = open_context(settings).loader
    try:
        pulled = list(pull_sources(loader, sources, settings.data))
    finally:
        loader.table.engine.dispose()
    failed = [each.source for each in pulled if each.failed]
    if failed:
        raise UserError(
            f"{len(failed)} of {len(sources)} sources were not collected completely: "
            f"{', '.join(failed)}.",
            remedy="Run python app.py pull, which says why.",
        )
    files = sum(len(each.reports) for each in pulled)
    return f"{files} files from {len(sources)} sources looked at"


def _send_digests(settings: Settings) -> str | None:
    """Send the digests that are due, if there is a mail server."""
    if not os.environ.get(MAIL_HOST):
        return None
    counts = send_due_digests(lambda _: None, is_trial=False, settings=settings)
    if counts.refused:
        raise UserError(
            f"{counts.refused} mails were refused.",
            remedy="Run python app.py digest send, which says why.",
        )
    if not counts.handled:  # what is said of mail at /readyz comes from this run
        greet_mail_server()
    return f"{counts.handled} digests handled"


def _run(engine: sa.Engine, kind: JobKind, step: Callable[[], str | None]) -> bool:
    """Run a job, record how it went, and return whether it went well."""
    from indicators.store.operations.job_runs import JobRuns

    runs = JobRuns(engine)
    number = runs.begin(kind, datetime.now(UTC))
    try:
        detail, outcome = step(), JobOutcome.DONE
    except Exception as error:  # noqa: BLE001 - whatever it is, the other jobs have to run
        detail, outcome = _describe_failure(error), JobOutcome.FAILED
    if detail is None:
        runs.take_back(number)
        click.echo(f"{JOB_NAMES[kind]}: nothing to do.")
        return True
    runs.end(number, outcome, detail, datetime.now(UTC))
    click.echo(f"{JOB_NAMES[kind]}: {outcome.value}. {detail}")
    return outcome is JobOutcome.DONE


def _describe_failure(error: Exception) -> str:
    """Return what went wrong. Of a fault of the program only where: its text may hold values."""
    if explained := error if isinstance(error, UserError) else explain_fault(error):
        return str(explained)
    last = extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
    return f"A fault of the program: {where}. Please report it."
