"""A council made for a benchmark: as many areas and indicators as asked, in files of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path

AREAS_IN_A_TEAM = 3
SERVICES = ("first", "second", "third")


def write_council(folder: Path, areas: int, indicators: int) -> Path:
    """Write programme, places and catalogue under `folder`; every three areas make a team."""
    (folder / "catalogue").mkdir(parents=True)
    services = "".join(_service(code) for code in SERVICES)
    _write(folder / "programme.toml", f'name = "Benchmark"\ncouncil = "A council"\n{services}')
    for at in range(indicators):
        code = indicator_code(at)
        service = SERVICES[at * len(SERVICES) // indicators]
        _write(folder / "catalogue" / f"{code}.toml", _indicator(code, at, service))
    teams = range(-(-areas // AREAS_IN_A_TEAM))
    places = [_place("city", "city", "The city")]
    places += [_place(f"team-{t + 1}", "team", f"Team {t + 1}", "city") for t in teams]
    places += [
        _place(area_code(a), "area", f"Area {a + 1}", f"team-{a // AREAS_IN_A_TEAM + 1}")
        for a in range(areas)
    ]
    _write(folder / "places.toml", "".join(places))
    return folder


def area_code(at: int) -> str:
    return f"area-{at + 1}"


def indicator_code(at: int) -> str:
    return f"indicator_{at + 1}"


def _write(path: Path, text: str) -> None:
    tomllib.loads(text)  # a slip in this file is told here, not by the program under test
    path.write_text(text, encoding="utf-8")


def _service(code: str) -> str:
    name = code.capitalize()
    return (
        f'\n[[service]]\ncode = "{code}"\nname = "{name} service"\nagency = "{name}"\n'
        f'agency_name = "{name} agency"\ndue_day = 10\n'
    )


def _place(code: str, kind: str, name: str, parent: str = "") -> str:
    parents = f'parents = [{{ place = "{parent}", from = "2010-04" }}]\n' if parent else ""
    return f'[[place]]\ncode = "{code}"\nkind = "{kind}"\nname = "{name}"\n{parents}\n'


def _indicator(code: str, order: int, service: str) -> str:
    return f"""
code = "{code}"
name = "Indicator {order + 1}"
service = "{service}"
order = {order}
question = "How many children were seen in time?"
counts = "Children seen in time, of those due"
unit = "percent"
better = "higher"
small_number_threshold = 7
to_turn = {{ one = "more child seen in time", many = "more children seen in time" }}

[[definition]]
code = "as-now"
from = "2010-04"
numerator = "Children seen in time"
denominator = "Children due"
source = "Made for the benchmark"

[[target]]
value = "90"
definition = "as-now"
from = "2013-04"
source = "Made for the benchmark"
"""
