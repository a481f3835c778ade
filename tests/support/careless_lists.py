"""Lists of people as careless senders make them: each shape a function from chance to rows.

Names come from Faker, which knows more origins than the guard's own word lists.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from faker import Faker
from openpyxl import Workbook

from tests.support.person_lists import NOTES, STREETS, born, nhs_number, postcode, spaced

Rows = list[list[object]]
LOCALES = ["en_GB", "en_GB", "en_GB", "en_IN", "en_PK", "pl_PL", "ro_RO", "en_NG", "yo_NG", "en_IE"]
LOCALES += ["lt_LT", "cs_CZ", "pt_PT", "tr_TR", "es_ES", "fr_FR", "zu_ZA", "sw", "ga_IE"]
OTHER_SCRIPTS = ["zh_CN", "ar_AA", "uk_UA", "ta_IN", "hi_IN", "bn_BD", "fa_IR"]
CENTRES = ["Hillfields", "Tile Hill", "Canley", "Radford", "Foleshill", "Bell Green", "Willenhall"]
ETHNIC = ["White British", "Pakistani", "Any other Asian background", "Black African", "Not stated"]
OUTCOMES = ["Seen", "Did not attend", "Cancelled", "Declined", "Moved out of area"]
WORKERS = ["S Team", "N Team", "Duty"]


class Chance(Random):
    """A source of chance that also makes up people, all of one origin."""

    def __init__(self, seed: int, locales: list[str] = LOCALES) -> None:
        super().__init__(seed)
        self.fake: Faker = _make_faker(self.choice(locales))
        self.fake.seed_instance(seed)

    def forename(self) -> str:
        return str(self.fake.first_name())

    def surname(self) -> str:
        return str(self.fake.last_name())

    def name(self) -> str:
        return f"{self.forename()} {self.surname()}"

    def initials(self) -> str:
        dot = self.choice(["", ".", ". "])
        return f"{self.letter()}{dot}{self.letter()}{dot}".strip()

    def letter(self) -> str:
        return self.choice("ABCDEFGHJKLMNPRSTW")

    def contact(self) -> str:
        return (date(2026, 9, 1) + timedelta(self.randrange(60))).strftime("%d/%m/%Y")

    def dob(self) -> str:
        return born(self).strftime("%d/%m/%Y")


@cache
def _make_faker(locale: str) -> Faker:
    return Faker(locale)


def _table(head: list[str], make: Callable[[Chance], list[object]], least: int = 5,
           most: int = 120) -> Callable[[Chance], Rows]:  # fmt: skip
    def write(lot: Chance) -> Rows:
        rows = [make(lot) for _ in range(lot.randint(least, most))]
        return [list(head), *rows] if head else rows

    return write


def _title(lot: Chance, rows: Rows) -> Rows:
    width = len(rows[0])
    return [["Monthly return, October 2026", *[""] * (width - 1)], [""] * width, *rows]


def _form(lot: Chance) -> Rows:
    address = f"{lot.randrange(1, 99)} {lot.choice(STREETS)}"
    return [
        ["Child's name", lot.name()],
        ["Date of birth", lot.dob()],
        ["Address", address],
        ["Outcome", "Seen"],
    ]


def _people_across(lot: Chance) -> Rows:
    people = range(lot.randint(4, 12))
    return [["Child name", *[lot.name() for _ in people]], ["DOB", *[lot.dob() for _ in people]],
            ["Seen", *["Y" for _ in people]]]  # fmt: skip


def _wide(lot: Chance) -> Rows:
    head = ["Case ref", "Forename", "Surname", "D.O.B", *[f"Q{n}" for n in range(60)]]
    rows: Rows = [list(head)]
    for _ in range(lot.randint(5, 15)):
        person = [f"C{lot.randrange(10**6)}", lot.forename(), lot.surname(), lot.dob()]
        rows.append([*person, *[lot.choice("YN") for _ in range(60)]])
    return rows


def _two_header_rows(lot: Chance) -> Rows:
    head = [["Child", "", "", "Visit", ""], ["Forename", "Surname", "DOB", "Date", "Outcome"]]
    return [*head, *([lot.forename(), lot.surname(), lot.dob(), lot.contact(),
            lot.choice(OUTCOMES)] for _ in range(lot.randint(5, 60)))]  # fmt: skip


def _with_total(lot: Chance) -> Rows:
    rows: Rows = [["Name", "Centre", "Appointments", "Missed"]]
    rows += [[lot.name(), lot.choice(CENTRES), lot.randint(3, 9), lot.randint(0, 3)]
             for _ in range(lot.randint(12, 60))]  # fmt: skip
    offered, missed = (sum(int(str(row[at])) for row in rows[1:]) for at in (2, 3))
    return [*rows, ["Total", "", offered, missed]]


def _ascending_ids(lot: Chance) -> Rows:
    at = lot.randrange(20_000, 400_000)
    rows: Rows = [["Mosaic ID", "Centre", "Referred"]]
    for _ in range(lot.randint(20, 200)):
        at += lot.randrange(1, 60)
        rows.append([at, lot.choice(CENTRES), lot.contact()])
    return rows


def _children_by_month(lot: Chance) -> Rows:
    keys = [lot.randrange(10**5, 10**6) for _ in range(lot.randint(5, 30))]
    months = [f"2026-{month:02}" for month in range(1, 11)]
    rows: Rows = [["Child ID", "Month", "Contacts"]]
    return rows + [[key, month, lot.randint(0, 9)] for key in keys for month in months]


def _indented(lot: Chance) -> Rows:
    rows = SHAPES["nhs, name, born"](lot)
    return [["", "", *[""] * len(rows[0])], *(["", "", *row] for row in rows)]


def _young(lot: Chance) -> int:
    return lot.randrange(0, 60)


SHAPES: dict[str, Callable[[Chance], Rows]] = {
    "nhs, name, born": _table(["NHS No", "Surname", "Forename", "DOB"],
        lambda p: [spaced(p), p.surname(), p.forename(), p.dob()]),
    "no header": _table([], lambda p: [nhs_number(p), p.surname(), p.forename(), p.dob()]),
    "name, contact": _table(["Name", "Contact date", "Outcome"],
        lambda p: [p.name(), p.contact(), p.choice(OUTCOMES)]),
    "child, centre": _table(["Child", "Centre", "Seen"],
        lambda p: [p.name(), p.choice(CENTRES), p.choice("YN")]),
    "surname first, no header": _table([],
        lambda p: [f"{p.surname().upper()}, {p.forename()}", p.dob(), p.choice(CENTRES)], 6),
    "short headings": _table(["FName", "SName", "Gndr", "Wd"],
        lambda p: [p.forename(), p.surname(), p.choice("MF"), p.choice(CENTRES)]),
    "initials, born": _table(["Initials", "DoB", "Centre"],
        lambda p: [p.initials(), p.dob(), p.choice(CENTRES)]),
    "initials, age": _table(["Child initials", "Age", "Ethnicity", "Postcode area"],
        lambda p: [p.initials(), p.randrange(5), p.choice(ETHNIC), f"CV{p.randrange(1, 9)}"]),
    "postcode, born": _table(["Postcode", "Birth Date"], lambda p: [postcode(p), p.dob()]),
    "postcode, age": _table(["PC", "Age (months)", "Sex"],
        lambda p: [postcode(p), _young(p), p.choice("MF")]),
    "postcode, no heading": _table(["", "Outcome"],
        lambda p: [postcode(p).replace(" ", ""), p.choice(OUTCOMES)]),
    "address lines": _table(["Add1", "Add2", "Town", "PCode"],
        lambda p: [f"{p.randrange(1, 200)} {p.fake.street_name()}", p.choice(CENTRES), "Coventry",
                   postcode(p)]),
    "address, no heading": _table([], lambda p: [f"{p.randrange(1, 200)} {p.choice(STREETS)}",
                   p.choice(CENTRES), p.choice("YN")], 8),
    "system id": _table(["LiquidLogic ID"], lambda p: [p.randrange(10**5, 10**7)], 8),
    "id alone": _table(["ID"], lambda p: [p.randrange(10**5, 10**7)], 25),
    "id, centre, month": _table(["RiO number", "Centre", "Month"],
        lambda p: [p.randrange(10**6, 10**7), p.choice(CENTRES), f"2026-{p.randrange(1, 11):02}"]),
    "ref, dates": _table(["Ref", "Referred", "Closed", "Team"],
        lambda p: [f"EH{p.randrange(10**5):05}", p.contact(), p.contact(), p.choice(WORKERS)], 25),
    "ascending ids": _ascending_ids,
    "wide": _wide,
    "one to four people": _table(["Name of child", "Date of Birth", "Ward"],
        lambda p: [p.name(), p.dob(), p.choice(CENTRES)], 1, 4),
    "few numbers, no header": _table([],
        lambda p: [spaced(p), p.dob(), p.choice(OUTCOMES)], 2, 4),
    "form": _form,
    "people across": _people_across,
    "two header rows": _two_header_rows,
    "title above": lambda p: _title(p, SHAPES["nhs, name, born"](p)),
    "indented": _indented,
    "people without identifiers": _table(["Age", "Sex", "Ethnic group", "Ward", "Smoker"],
        lambda p: [p.randrange(16, 45), p.choice("MF"), p.choice(ETHNIC), p.choice(CENTRES),
                   p.choice(["Yes", "No"])], 15),
    "mother and baby": _table(["Mother NHS", "Baby NHS", "Feed at discharge"],
        lambda p: [nhs_number(p), nhs_number(p), p.choice(["BF", "FF", "Mixed"])]),
    "contacts": _table(["Parent", "Mobile", "Email"],
        lambda p: [p.name(), f"07{p.randrange(10**9):09}", p.fake.free_email()]),
    "notes": _table(["Date", "Summary"], lambda p: [p.contact(),
        NOTES.format(f"{p.randrange(10**6)} things")], 10),
    "pupils": _table(["UPN", "Pupil", "Year group", "School"],
        lambda p: [f"{p.letter()}{p.randrange(10**12):012}", p.name(), p.randrange(1, 7),
                   p.choice(["Radford Primary School", "Moat House Primary School"])]),
    "surname and initial": _table(["Patient", "Seen on"],
        lambda p: [f"{p.surname()} {p.letter()}", p.contact()]),
    "capitals": _table(["NAME", "CLINIC", "DNA"],
        lambda p: [p.name().upper(), p.choice(CENTRES), p.choice("YN")], 10),
    "titles": _table(["Mum", "EDD"], lambda p: [f"{p.choice(['Mrs', 'Miss', 'Ms'])} {p.name()}",
        p.contact()]),
    "prefixed number": _table(["Identifier", "Status"],
        lambda p: [f"NHS: {spaced(p)}", p.choice(OUTCOMES)]),
    "day, month, year of birth": _table(["Forename", "Birth day", "Birth month", "Birth year"],
        lambda p: [p.forename(), p.randrange(1, 29), p.randrange(1, 13), p.randrange(2019, 2026)]),
    "name and visits": _table(["Mother", "Visits offered", "Visits missed"],
        lambda p: [p.name(), p.randint(2, 9), p.randint(0, 2)], 10),
    "with total": _with_total,
    "dates of birth alone": _table(["Date", "Centre"], lambda p: [p.dob(), p.choice(CENTRES)], 60),
    "appointments": _table(["Client ref", "Appointment", "Status"],
        lambda p: [p.randrange(10**4, 10**6), f"{p.contact()} {p.randrange(8, 17):02}:30",
                   p.choice(OUTCOMES)]),
    "hashes": _table(["pseudo_id", "centre", "booked"],
        lambda p: [f"{p.getrandbits(64):016x}", p.choice(CENTRES), p.choice("YN")]),
    "guids": _table(["Key", "Measure", "Value"], lambda p: [
        f"{p.getrandbits(32):08x}-{p.getrandbits(16):04x}-4{p.getrandbits(12):03x}", "Seen",
        p.choice(["1", "0"])], 25),
    "number as number": _table(["Number", "Centre"], lambda p: [float(nhs_number(p)),
        p.choice(CENTRES)]),
    "parents": _table(["Mother's name", "Father's name", "Sibling(s)"],
        lambda p: [p.name(), p.name(), p.forename()]),
    "delivery register": _table(
        ["Delivered", "Time", "Weight (g)", "Gestation", "Mode", "Mother's age", "Feed"],
        lambda p: [p.contact(), f"{p.randrange(24):02}:{p.randrange(60):02}",
                   p.randrange(2200, 4500), p.randrange(34, 42), p.choice(["SVD", "EMCS", "ELCS"]),
                   p.randrange(17, 44), p.choice(["BF", "FF"])], 15),
    "flags": _table(["Client ID", "Centre", "Booked by 12+6", "Smoker"],
        lambda p: [p.randrange(10**4, 10**6), p.choice(CENTRES), p.choice([0, 1]),
                   p.choice([0, 1])], 20),
    "details in one cell": _table(["Details"],
        lambda p: [f"{p.name()} (DOB {p.dob()})"]),
    "id and visits": _table(["Ref", "Visits offered", "Visits missed"],
        lambda p: [f"{p.letter()}{p.randrange(10**6):06}", p.randint(2, 9), p.randint(0, 2)], 25),
    "few ids": _table(["ID", "Outcome"], lambda p: [p.randrange(10**5, 10**7),
        p.choice(OUTCOMES)], 5, 12),
    "children by month": _children_by_month,
    "staff": _table(["Health visitor", "Caseload"], lambda p: [p.name(), p.randint(180, 420)], 10),
}  # fmt: skip
"""What a careless sender may send, by shape."""


def write_lists(folder: Path, each: int, seed: int = 0) -> Iterator[tuple[str, Path]]:
    """Write `each` lists of every shape as CSV or workbook; a tenth of them in other scripts."""
    for at, (shape, make) in enumerate(SHAPES.items()):
        for nth in range(each):
            number = seed + at * 1000 + nth
            lot = Chance(number, OTHER_SCRIPTS if nth % 10 == 9 else LOCALES)
            yield shape, write_list(folder / f"{at:02}_{nth:03}", make(lot), lot)


def write_list(path: Path, rows: Rows, lot: Random) -> Path:
    """Write rows as a CSV, or as a workbook with figures on its first sheet."""
    if lot.random() < 0.5:
        target = path.with_suffix(".csv")
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=lot.choice(",;\t")).writerows(rows)
        return target
    book = Workbook()
    if lot.random() < 0.3:
        for row in (["Centre", "Month", "Births"], ["Canley", "2026-10", 9]):
            book.active.append(row)
        sheet = book.create_sheet("Sheet2")
    else:
        sheet = book.active
    for row in rows:
        sheet.append(row)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")
