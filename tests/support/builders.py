"""Small hand-made indicators, places and files for the tests of the domain."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd

from indicators.domain.catalogue import Catalogue, Programme
from indicators.domain.indicator import Indicator
from indicators.domain.loads import LoadCounts
from indicators.domain.localities import Locality
from indicators.domain.observation_schema import apply_schema
from indicators.domain.periods import Month
from indicators.domain.places import Places
from indicators.domain.reading.observation_texts import join_observations
from indicators.figures.observation_source import Observation
from indicators.figures.series import Series
from indicators.store.as_of import COLUMNS
from indicators.store.observations import IndicatorTable

SERVICES = ("midwifery", "health-visiting")
V1 = {"code": "v1", "from": "2010-04", "numerator": "done", "denominator": "due", "source": "us"}


def indicator(code: str = "visits", **keys) -> Indicator:
    """A percentage where higher is better, without a target, unless the keys say otherwise."""
    needed = {
        "code": code,
        "name": code.capitalize(),
        "service": "midwifery",
        "order": 1,
        "question": "How many?",
        "counts": "Done of due",
        "unit": "percent",
        "better": "higher",
        "small_number_threshold": 7,
        "definition": [V1],
    }
    return Indicator.model_validate(needed | keys)


def target(value: str, definition: str = "v1", since: str = "2010-04", **keys) -> dict:
    return {"value": value, "definition": definition, "from": since, "source": "us"} | keys


def catalogue(*indicators: Indicator) -> Catalogue:
    services = [
        {"code": code, "name": code.capitalize(), "agency": "A", "agency_name": "A", "due_day": 10}
        for code in SERVICES
    ]
    programme = {"name": "Here", "council": "Council", "service": services}
    return Catalogue(Programme.model_validate(programme), indicators)


def places(teams: dict[str, Sequence[str]]) -> Places:
    """A city, teams by code with their areas, and every area in one hub."""
    city = {"code": "city", "kind": "city", "name": "City"}
    above = [{"place": "city", "from": "2010-04"}]
    found = [city, {"code": "hub", "kind": "hub", "name": "Hub", "parents": above}]
    for team, areas in teams.items():
        found.append({"code": team, "kind": "team", "name": team.capitalize(), "parents": above})
        parents = [{"place": p, "from": "2010-04"} for p in (team, "hub")]
        found += [
            {"code": area, "kind": "area", "name": area.capitalize(), "parents": parents}
            for area in areas
        ]
    return Places([Locality.model_validate(place) for place in found])


def row(
    code: str,
    place: str,
    ended: Month,
    numerator: int | None = None,
    denominator: int | None = None,
    *,
    definition: str = "v1",
    months: int = 1,
    value: str | None = None,
    status: str = "ok",
    note: str = "",
) -> tuple:
    """One observation in the order of COLUMNS, which is also how the table gives it back."""
    counted = (numerator, denominator)
    return (code, ended.number, place, definition, months, *counted, value, status, note)


def fill(series: Series, rows: Iterable[tuple]) -> None:
    """Fill observations into a series, as if a database had joined them."""
    series.fill(join_observations(rows))


def read_named(
    table: IndicatorTable, indicators: Sequence[str], places: Sequence[str], ended: Sequence[int]
) -> list[Observation]:
    """Return what the table holds, with its columns by name."""
    return [Observation(*found) for found in table.read_observations(indicators, places, ended)]


def take_in(
    table: IndicatorTable,
    rows: Sequence[tuple],
    *,
    file: str = "a.csv",
    not_areas: Sequence[str] = ("city", "hub", "team"),
    refusals: Sequence = (),
    original: Sequence[bytes] = (),
    **record,
) -> tuple[int, LoadCounts]:
    """Take the rows in as one file, whose name stands for its content."""
    frame = apply_schema(pd.DataFrame(rows, columns=COLUMNS))
    ended = [each[1] for each in rows]
    known = {
        "file": file,
        "sha256": file.rjust(64, "0"),
        "profile": "made",
        "service": "midwifery",
        "loaded_at": datetime(2026, 11, 10),  # noqa: DTZ001 -- kept as UTC, without its zone
        "synthetic": False,
        "first_ended": min(ended, default=202604),
        "last_ended": max(ended, default=202604),
        "rows_read": len(rows) + len(refusals),
        "rows_loaded": len(rows),
        "rows_refused": len(refusals),
        "rows_blank": 0,
    }
    return table.commit_load(known | record, frame, refusals, not_areas, original)
