"""The fields of the steps areas, teams and hubs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from indicators.configuration.new_council.area_table import (
    PlaceColumn,
    PlannedPlaces,
    is_heading,
    read_place_rows,
    read_place_text,
)
from indicators.configuration.new_council.council_plan import CouncilPlan
from indicators.configuration.new_council.place_outlines import read_place_outlines
from indicators.configuration.new_council.places_text import list_groups
from indicators.configuration.new_council.shipped_files import ShippedFiles
from indicators.domain.errors import UserError
from indicators.ports.place_table_reader import PlaceTableReader
from layouts.pages.setup.typed_values import Values, is_ticked, read_line

_OUTLINES = (".geojson", ".json")
MOST_BYTES = 20 * 1024 * 1024


def fill_areas(plan: CouncilPlan, _: ShippedFiles) -> dict[str, str]:
    """Return the list of areas, one on each line, with other spellings where there are any.

    It has headings where the first area would be read as one.
    """
    has_spellings = any(area.spellings for area in plan.area)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if has_spellings:
        writer.writerow([PlaceColumn.AREA, PlaceColumn.SPELLINGS])
    elif plan.area and is_heading(plan.area[0].name):
        writer.writerow([PlaceColumn.AREA])
    for area in plan.area:
        writer.writerow([area.name, ";".join(area.spellings)] if has_spellings else [area.name])
    return {"areas": lines.getvalue(), "property": "", "no_outlines": ""}


def read_areas(values: Values, plan: CouncilPlan, _: ShippedFiles) -> CouncilPlan:
    """Return the plan with the areas that were typed or pasted, and with their teams and hubs."""
    without = is_ticked(values, "no_outlines")
    if not values.get("areas", "").strip():
        return plan.model_copy(update={"area": (), "outlines": None})
    found = _add_places(plan, read_place_text(values["areas"]))
    return found.model_copy(update={"outlines": None}) if without else found


def read_area_file(
    name: str, content: bytes, values: Values, plan: CouncilPlan, tables: PlaceTableReader
) -> CouncilPlan:
    """Return the plan with the areas of a GeoJSON or CSV file, or a workbook."""
    if len(content) > MOST_BYTES:
        raise UserError(
            f"{name} has more than {MOST_BYTES // 1024**2} MB.",
            remedy="Export the outlines in less detail.",
        )
    if name.casefold().endswith(_OUTLINES):
        places, outlines = read_place_outlines(content, read_line(values, "property"))
        return _add_places(plan, places).model_copy(update={"outlines": outlines})
    return _add_places(plan, read_place_rows(tables.read(name, io.BytesIO(content))))


def _add_places(plan: CouncilPlan, places: PlannedPlaces) -> CouncilPlan:
    teams, hubs = {**plan.teams, **places.teams}, {**plan.hubs, **places.hubs}
    return plan.model_copy(update={"area": places.areas, "teams": teams, "hubs": hubs})


def count_places(plan: CouncilPlan) -> str:
    """Return how many areas, teams and hubs there are, so that a misread list is noticed."""
    found = (
        (len(plan.area), "area"),
        (len(list_groups(plan, plan.teams)), "team"),
        (len(list_groups(plan, plan.hubs)), "hub"),
    )
    return ", ".join(f"{count} {noun}{'s' if count != 1 else ''}" for count, noun in found)


def fill_groups(plan: CouncilPlan, groups: Mapping[str, str]) -> dict[str, str]:
    """Return a field for each area, with the name of its team or hub."""
    named = {f"area-{at}": area.name for at, area in enumerate(plan.area)}
    return named | {f"group-{at}": groups.get(a.name, "") for at, a in enumerate(plan.area)}


def fill_teams(plan: CouncilPlan, _: ShippedFiles) -> dict[str, str]:
    """Return the team of each area."""
    return fill_groups(plan, plan.teams)


def fill_hubs(plan: CouncilPlan, _: ShippedFiles) -> dict[str, str]:
    """Return the hub of each area."""
    return fill_groups(plan, plan.hubs)


def read_teams(values: Values, plan: CouncilPlan, _: ShippedFiles) -> CouncilPlan:
    """Return the plan with the teams that were typed."""
    return plan.model_copy(update={"teams": _read_groups(values, plan.teams)})


def read_hubs(values: Values, plan: CouncilPlan, _: ShippedFiles) -> CouncilPlan:
    """Return the plan with the hubs that were typed."""
    return plan.model_copy(update={"hubs": _read_groups(values, plan.hubs)})


def _read_groups(values: Values, before: Mapping[str, str]) -> dict[str, str]:
    """Return the team or hub of each area; areas that the form does not have keep theirs."""
    typed = {
        area: read_line(values, f"group-{name.removeprefix('area-')}")
        for name, area in values.items()
        if name.startswith("area-")
    }
    return {area: group for area, group in {**before, **typed}.items() if group}
