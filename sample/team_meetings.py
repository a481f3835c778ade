"""Who meets in the sample, and when: each team once a month, on a Tuesday."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.domain.periods import Month

FIRST_MEETINGS = Month.of(2025, 12)
MEETINGS = 12
FIGURES_AFTER = 2
"""The months that pass until all three agencies sent their files: November looks at September."""
_TUESDAY = 1


@dataclass(frozen=True, slots=True)
class SampleTeam:
    """On which Tuesday of the month a team meets, who leads the meeting, and who comes."""

    tuesday: int
    chair: str
    members: Mapping[str, tuple[str, ...]]
    """By agency. The last of an agency sends apologies now and then."""


def find_meeting_day(month: Month, tuesday: int) -> date:
    """Return the first, second, ... Tuesday of a month."""
    first = date(month.year, month.month, 1)
    to_tuesday = (_TUESDAY - first.weekday()) % 7
    return first + timedelta(days=to_tuesday + 7 * (tuesday - 1))


def _come(chair: str, tuesday: int, uhcw: str, cwpt: str, ccc: str) -> SampleTeam:
    named = {"UHCW": uhcw, "CWPT": cwpt, "CCC": ccc}
    members = {agency: tuple(names.split(", ")) for agency, names in named.items()}
    return SampleTeam(tuesday, chair, members)


SAMPLE_TEAMS: Mapping[str, SampleTeam] = {
    "tile-hill-canley": _come(
        "Ruth Clarke", 2, "Amina Yusuf", "Beth Morgan, Carl Hughes", "Ruth Clarke, Dev Patel"
    ),
    "foleshill-stoke-heath": _come(
        "Samira Khan", 2, "Joan Ellis", "Samira Khan, Owen Price", "Helen Ward, Ravi Shah"
    ),
    "tommies-flutterbies": _come(
        "Peter Lowe", 2, "Grace Adeyemi", "Nina Berg, Tom Walsh", "Peter Lowe"
    ),
    "radford-spon-gate-st-augustines": _come(
        "Mary Quinn", 2, "Mary Quinn, Esther Cole", "Farah Aziz", "Ian Bell, Lucy Hart"
    ),
    "hillfields-team": _come(
        "Diane Foster", 2, "Precious Moyo", "Kate Lin, Marek Nowak", "Diane Foster, Sue Reid"
    ),
    "richard-lee-team": _come("Alan Drew", 3, "Yvonne Carr", "Priya Nair, Rob Sykes", "Alan Drew"),
    "bell-green-moat-house": _come(
        "Chloe Barnes", 2, "Hana Ito, Una Kelly", "Chloe Barnes", "Mike Dunn, Tara Singh"
    ),
    "middle-ride-team": _come("Wendy Fox", 4, "Leila Haddad", "Paul Grant, Sian Rees", "Wendy Fox"),
    "gosford-park-team": _come(
        "Victor Hall", 3, "Zoe Marsh", "Victor Hall, Anna Kowalska", "Jim Tate, Rosa Diaz"
    ),
    "centres-16-17": _come("Fiona Neal", 3, "Ola Bakare", "Greg Stone, May Chan", "Fiona Neal"),
}
