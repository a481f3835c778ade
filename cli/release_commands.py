"""Commands about what is published for anyone to read: shared and releases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.shared import find_user_name, write_file
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.domain.errors import UserError
from indicators.domain.periods import Month


@click.command()
@operator
@click.option("--month", required=True, help="Month of the figures, as 2026-10.")
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to. It is created if it does not exist.",
)
@click.option("--preview", is_flag=True, help="Only count what would be hidden; publish nothing.")
@click.option("--why", default="", help="What it is published for, kept with the release.")
def shared(month: str, folder: Path | None, preview: bool, why: str) -> None:
    """Publish a month's figures for sharing (.csv), without small numbers.

    Further figures are hidden so that no small number can be worked out, also with the help of
    earlier releases. The release is recorded, because every later one is checked against it.
    """
    from cli.context import open_context
    from indicators.reports.sharing.publication import prepare_release, publish_release
    from indicators.reports.sharing.published_release import PublishedFigures
    from layouts.exports.shared_view_csv import write_shared_view
    from layouts.text.workflow.release_text import describe_counts, list_revealed

    chosen = Month.parse(month)
    if preview == (folder is not None):
        raise UserError(
            "Choose between publishing and a preview.",
            remedy="Add --out FOLDER to publish the month, or --preview to count only.",
        )
    context = open_context()
    if folder is None:
        prepared = prepare_release(context.reports, chosen, PARTNER)
        click.echo(describe_counts(prepared.draft.counts))
        click.echo("\n".join(list_revealed(prepared.view, context.places)))
        click.echo("This was a preview: nothing was published, recorded or written.")
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be created: {error.strerror}.", remedy="Choose another folder."
        ) from None
    prepared, release = publish_release(
        context.reports,
        chosen,
        PARTNER,
        who=find_user_name(),
        note=why,
        now=datetime.now(UTC),
    )
    published = PublishedFigures(context.reports.release_ledger, context.catalogue)
    rows = published.read_release(release).rows
    write_file(folder / f"shared-view-{chosen}.csv", [write_shared_view(rows)])
    click.echo(describe_counts(release.counts))
    click.echo("\n".join(list_revealed(prepared.view, context.places)))
    if prepared.recorded:
        click.echo(
            f"Nothing has changed since release {release.id} of {release.made_at:%d %B %Y}: "
            "this is the same file."
        )
    else:
        click.echo(f"Recorded as release {release.id}. Later releases are checked against it.")


@click.command()
@operator
def releases() -> None:
    """List what was published for sharing, oldest first."""
    from cli.context import open_context
    from layouts.text.workflow.release_text import describe_release

    found = open_context().reports.release_ledger.list_releases()
    click.echo("\n".join(map(describe_release, found)) or "Nothing has been published yet.")
