"""The command that writes the files of a new council."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.settings import ROOT
from indicators.access.declared_needs import operator
from indicators.domain.errors import UserError


@click.command("new-council")
@operator
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", required=True, help="The name of the programme.")
@click.option("--council", required=True, help="The name of the council.")
@click.option("--whole", default="", help="The name of the whole area: a city, a county.")
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="CODE=AGENCY:NAME",
    help="A service, with the short and the full name of the agency that sends its figures.",
)
@click.option(
    "--places",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV, workbook or GeoJSON with the areas: area, team, hub, spellings.",
)
@click.option(
    "--property", "property_name", default="", help="The property of the GeoJSON with the names."
)
@click.option("--indicator", "indicators", multiple=True, metavar="CODE")
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="CODE=VALUE",
    help="Your own target of an indicator, or CODE=none. Others keep the shipped ones.",
)
@click.option("--profile", "profiles", multiple=True, metavar="CODE")
@click.option("--agreed-by", "approver", default="", help="Who approved the sharing agreement.")
@click.option(
    "--agreed-until", "until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day, YYYY-MM-DD."
)
def new_council(
    folder: Path,
    name: str,
    council: str,
    whole: str,
    services: tuple[str, ...],
    places: Path | None,
    property_name: str,
    indicators: tuple[str, ...],
    targets: tuple[str, ...],
    profiles: tuple[str, ...],
    approver: str,
    until: datetime | None,
) -> None:
    """Write the files of a new council into an empty FOLDER, and say what is still missing.

    Without --service it has the shipped services that are awaited each month; without --indicator
    the shipped indicators of its services that are rows of every dashboard; without --profile the
    shipped profiles that read these.
    """
    from cli.council.planned_council import TypedCouncil, build_plan
    from cli.council.written_council import describe_result, write_folder
    from indicators.configuration.new_council.council_files import write_council_files
    from indicators.configuration.new_council.shipped_files import ShippedFiles

    if folder.exists() and any(folder.iterdir()):
        raise UserError(
            f"{folder} is not empty.", remedy="Choose another folder, or one that is empty."
        )
    typed = TypedCouncil(
        name.strip(),
        council.strip(),
        whole.strip(),
        services,
        places,
        property_name,
        indicators,
        targets,
        profiles,
        approver.strip(),
        until.date() if until else None,
    )
    shipped = ShippedFiles(ROOT / "data")
    plan = build_plan(typed, shipped, datetime.now(UTC).date())
    write_folder(folder, write_council_files(plan, shipped))
    click.echo(describe_result(folder, plan))
    click.echo(f"Next: DATA_FOLDER={shlex.quote(str(folder.absolute()))} python app.py serve")
