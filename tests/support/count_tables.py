"""Tables of counts as publishers and services lay them out: each shape a function from chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

Rows = list[list[object]]
WARDS = ["Bablake", "Binley and Willenhall", "Cheylesmore", "Earlsdon", "Foleshill", "Henley"]
WARDS += ["Holbrook", "Longford", "Lower Stoke", "Radford", "St Michael's", "Sherbourne"]
WARDS += ["Upper Stoke", "Wainbody", "Westwood", "Whoberley", "Woodlands", "Wyken"]
COUNCILS = ["Barnet", "Bexley", "Coventry", "Derby", "Devon", "Durham", "Essex", "Kent", "Luton"]
COUNCILS += ["Medway", "Milton Keynes", "Norfolk", "Oldham", "Reading", "Rutland", "Salford"]
COUNCILS += ["Slough", "Solihull", "Stockport", "Suffolk", "Swindon", "Telford and Wrekin"]
CENTRES = ["Hillfields", "Tile Hill", "Canley", "Radford", "Richard Lee", "Elizabeth Way"]


def _months(since: int, many: int, write: Callable[[int, int], object]) -> list[object]:
    return [write(since + at // 12, at % 12 + 1) for at in range(many)]


def _iso(year: int, month: int) -> str:
    return f"{year}-{month:02}"


def _named(year: int, month: int) -> str:
    return date(year, month, 1).strftime("%B %Y")


def _short(year: int, month: int) -> str:
    return date(year, month, 1).strftime("%b-%y")


def _monthly_country(lot: Random) -> Rows:
    months = _months(2020, lot.randint(20, 70), lot.choice([_iso, _named, _short, date_of]))
    return [["Area", "Month", "Births"],
            *(["England", month, lot.randint(42_000, 53_000)] for month in months)]  # fmt: skip


def date_of(year: int, month: int) -> date:
    return date(year, month, 1)


def _yearly(lot: Random) -> Rows:
    rows: Rows = [["Year", "Eligible", "Vaccinated"]]
    for year in range(lot.choice([1995, 2000]), 2026):
        eligible = lot.randint(60_000, 70_000)
        rows.append([lot.choice([year, str(year)]), eligible, int(eligible * lot.uniform(0.8, 1))])
    return rows


def _financial_years(lot: Random) -> Rows:
    years = [f"{year}/{(year + 1) % 100:02}" for year in range(2002, 2025)]
    return [["Financial year", "Assessments"], *([y, lot.randint(1500, 9000)] for y in years)]


def _area_and_month(lot: Random) -> Rows:
    places = lot.choice([WARDS, COUNCILS, CENTRES])
    months = _months(2024, lot.randint(6, 24), lot.choice([_iso, _short]))
    rows: Rows = [["Area", "Month", "Contacts"]]
    rows += [[place, month, lot.randint(1000, 9999)] for place in places for month in months]
    return rows


def _months_across(lot: Random) -> Rows:
    months = _months(2025, 12, lot.choice([_iso, _short, _named]))
    rows: Rows = [["Council", *months]]
    rows += [[place, *[lot.randint(1000, 99_999) for _ in months]] for place in COUNCILS]
    return rows


def _with_total(lot: Random) -> Rows:
    rows: Rows = [[place, lot.randint(1000, 9999)] for place in COUNCILS]
    total = ["All", sum(int(str(row[1])) for row in rows)]
    return [["Council", "Births"], *(lot.choice([[*rows, total], [total, *rows]]))]


def _part_of_whole(lot: Random) -> Rows:
    rows: Rows = [["Council", "Children due", "Children seen"]]
    for place in COUNCILS:
        due = lot.randint(1200, 30_000)
        rows.append([place, due, int(due * lot.uniform(0.85, 0.99))])
    return rows


def _with_separators(lot: Random) -> Rows:
    return [[str(row[0]), str(row[1]), f"{row[2]:,}"] if at else list(row)
            for at, row in enumerate(_area_and_month(lot))]  # fmt: skip


def _groups(lot: Random) -> Rows:
    months = _months(2025, 12, _iso)
    groups = [
        (age, group) for age in ("Under 1", "1 to 4") for group in ("White", "Asian", "Mixed")
    ]
    rows: Rows = [["Month", "Age", "Ethnic group", "Number"]]
    rows += [[month, *group, lot.randint(1000, 9999)] for month in months for group in groups]
    return rows


def _local_codes(lot: Random) -> Rows:
    return [["Reach code", "Reach area", "Births", "Visits"],
            *([f"CV-R{at:03}", place, lot.randint(20, 300), lot.randint(10, 200)]
              for at, place in enumerate(WARDS))]  # fmt: skip


def _quarters(lot: Random) -> Rows:
    quarters = [f"{y}/{(y + 1) % 100:02} Q{q}" for y in range(2017, 2025) for q in (1, 2, 3, 4)]
    return [["Quarter", "Eligible", "Vaccinated", "%"],
            *([q, n := lot.randint(150_000, 170_000), n - lot.randint(1000, 9000), 95.1]
              for q in quarters)]  # fmt: skip


def _hubs(lot: Random) -> Rows:
    hubs = ["Aspire", "The Moat", "Pathways", "Families for All", "Harmony", "Mosaic", "Park Edge"]
    addresses = ["Gosford Primary School", "12 Example Road", "Riley Community Centre"]
    rows: Rows = [["Hub", "Address", "Postcode"], ["Fair", "Fair School", "CV6 5LB"]]
    rows += [[hub, addresses[at % 3], f"CV{at + 1} {at + 1}AB"] for at, hub in enumerate(hubs)]
    return rows


def _leads(lot: Random) -> Rows:
    return [["Children's centre", "Lead agency"], *([place, "Health visiting"] for place in WARDS)]


def _rates(lot: Random) -> Rows:
    rows: Rows = [["Ward", "Births", "Rate per 1,000"]]
    return rows + [[w, lot.randint(50, 400), round(lot.uniform(20, 90), 1)] for w in WARDS]


def _caveats(lot: Random) -> Rows:
    notes = ["Incomplete data", "Provider changed its system", ""]
    rows: Rows = [["Council_name", "Caveat", "Resolved"]]
    return rows + [[f"{place} council".upper(), lot.choice(notes), "No"] for place in COUNCILS]


def _ages(lot: Random) -> Rows:
    rows: Rows = [["Age of mother", "Sex", "Births"]]
    return rows + [[a, sex, lot.randint(100, 9000)] for a in range(15, 46) for sex in "MF"]


SHAPES: dict[str, Callable[[Random], Rows]] = {
    "monthly, one country": _monthly_country,
    "yearly, eligible and vaccinated": _yearly,
    "financial years": _financial_years,
    "area and month": _area_and_month,
    "months across": _months_across,
    "with a total": _with_total,
    "part of a whole": _part_of_whole,
    "thousands separators": _with_separators,
    "groups by month": _groups,
    "local codes": _local_codes,
    "quarters": _quarters,
    "hubs with addresses": _hubs,
    "lead agencies": _leads,
    "rates": _rates,
    "caveats": _caveats,
    "ages of mothers": _ages,
}
