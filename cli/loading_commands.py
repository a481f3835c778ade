"""Commands that read extracts: load, check and pull."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.settings import Settings
from cli.shared import FILES, WHY, find_user_name, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.errors import UserError


@click.command()
@operator
@FILES
@click.option("--rest", is_flag=True, help="Load the other rows of a file if some are refused.")
@click.option(
    "--confirm",
    "keys",
    metavar="KEY",
    multiple=True,
    help="Load a file whose unlikely figures you have checked, with the key shown below them.",
)
@click.option("--synthetic", is_flag=True, help="Mark the figures as synthetic.")
@WHY
@click.option(
    "--these-are-counts",
    "counts",
    is_flag=True,
    help="Declare that a file taken for a list of people holds counts; needs --by and --reason.",
)
@click.option("--by", default="", help="Who declares it; kept in the history.")
@click.option("--reason", default="", help="Why it holds counts; kept in the history.")
def load(
    files: tuple[Path, ...],
    rest: bool,
    keys: tuple[str, ...],
    synthetic: bool,
    why: str,
    counts: bool,
    by: str,
    reason: str,
) -> None:
    """Load extracts.

    A file with a refused row loads nothing unless you give --rest. A file with unlikely figures
    loads nothing unless you --confirm the KEY that is shown with them. Another load or file gives
    another key, so that you never confirm what you have not seen.

    A file that was taken for a list of people loads if you declare that it holds counts. Names of
    people and NHS numbers are always refused.
    """
    from cli.context import open_context
    from cli.load_summary import format_load_report
    from loaders.ingest.approval import Approval
    from loaders.ingest.declared_counts import declare_counts
    from loaders.ingest.load_reports import report_error

    if counts and not (by.strip() and reason.strip()):
        raise click.UsageError("--these-are-counts needs --by NAME and --reason TEXT.")
    loader = open_context(begins=True).loader
    services = loader.catalogue.services
    failed, who = 0, find_user_name()
    for at, path in enumerate(files, 1):
        click.echo(f"({at} of {len(files)}) {path.name} ...", err=True)
        now = datetime.now(UTC)
        try:
            if counts:
                engine = loader.table.engine
                declare_counts(engine, path, who=by, why=reason, now=now, viewer=PARTNER)
            report = loader.load(
                path,
                viewer=PARTNER,
                now=now,
                rest=rest,
                synthetic=synthetic,
                approval=Approval(effects=keys),
                who=who,
                why=why,
            )
        except UserError as error:
            report = report_error(path, error)
        click.echo(format_load_report(report, services))
        failed += report.failed
    if failed:
        raise UserError(f"{failed} of {len(files)} not loaded.")


@click.command()
@operator
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--send-back",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Write a workbook there for each sender, with the refused cells marked and explained.",
)
def check(files: tuple[Path, ...], folder: Path | None) -> None:
    """List what is in extracts, what would be refused and what is unlikely. Loads nothing.

    Without FILES only the council's own files are checked: catalogue, places, programme, profiles.
    """
    from cli.context import open_context
    from cli.load_summary import format_load_report
    from indicators.store.audit_log import AuditLog
    from loaders.ingest.previous_loads import hash_file

    loader = open_context(align=False, begins=True).loader
    if not files:
        click.echo("The council's files have no errors.")
        if not loader.profiles:
            click.echo("There is no profile yet. Create the first one on the Data page.")
    failed = 0
    for path in files:
        report = loader.check(path, PARTNER)
        click.echo(format_load_report(report, loader.catalogue.services))
        failed += report.failed
        if folder and report.refusals and (marked := loader.send_back(path, PARTNER)):
            what = f"errors to send back, file {hash_file(path)[:12]}"
            AuditLog(loader.table.engine).record(AuditKind.EXPORT, what)
            write_file(folder / marked.name, [marked.content])
    if failed:
        raise UserError(f"{failed} of {len(files)} cannot be loaded.")


@click.command()
@operator
def pull() -> None:
    """Collect extracts from the sources in sources.toml, and load the new ones.

    If one source fails, the others are still collected, and the exit status is 1. You can run it as
    often as you like, also while another pull is running. Secrets come from the environment
    variables that sources.toml names.
    """
    from cli.context import open_context, use_finished_council
    from cli.load_summary import format_pull_result
    from loaders.sources.pull import PullInProgressError, pull_sources
    from loaders.sources.source_settings import FILE, read_sources

    settings = use_finished_council(Settings.from_environment())
    sources = read_sources(settings.data)
    if not sources:
        click.echo(f"{FILE} names no source, so there is nothing to collect.")
        return
    failed = 0
    try:
        loader = open_context(settings, begins=True).loader
        for pulled in pull_sources(loader, sources, settings.data):
            failed += pulled.failed
            services = loader.catalogue.services
            for line in format_pull_result(pulled.source, pulled.reports, pulled.problem, services):
                click.echo(line)
    except PullInProgressError as other:
        click.echo(str(other))
    if failed:
        raise UserError(f"{failed} of {len(sources)} sources were not collected completely.")
