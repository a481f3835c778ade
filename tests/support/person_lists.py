"""Made-up people for the guard's tests: what records hold, in many spellings and shapes."""

from datetime import date, timedelta
from random import Random

SURNAMES = [
    "Okafor",
    "Patel",
    "Smith",
    "Kowalski",
    "O'Brien",
    "Singh-Gill",
    "Zhang",
    "Begum",
    "Hough",
]
FORENAMES = ["Aisha", "Oliver", "Zofia", "Priya", "Noah", "Xanthe", "Mohammed", "Caoimhe", "Emily"]
FORENAMES += ["Harpreet", "Leo", "Ffion", "Grace", "Tobi", "Ahmed", "Sarah"]
STREETS = ["Example Street", "Sample Lane", "Fictive Road", "Invented Close"]
NOTES = "Mum said she was worried about {} and will bring him to the clinic again next week"


def nhs_number(lot):
    """A number whose check digit is right, from the range that is kept for tests (999...)."""
    while True:
        nine = f"999{lot.randrange(10**6):06}"
        left = 11 - sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        if left != 10:
            return f"{nine}{left % 11}"


def spaced(lot):
    number = nhs_number(lot)
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def dashed(lot):
    return spaced(lot).replace(" ", "-")


def as_number(lot):
    return float(nhs_number(lot))


def born(lot):
    return date(2019, 1, 1) + timedelta(lot.randrange(2500))


def postcode(lot):
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return (
        f"CV{lot.randrange(1, 9)} {lot.randrange(1, 9)}{lot.choice(letters)}{lot.choice(letters)}"
    )


# Kind: headings it goes under, and how it may be written. Each kind is enough to be refused.
KINDS = {
    "nhs": (
        ["NHS number", "NHS No.", "nhs_no", "NHSNumber", "Child's NHS number", "Mother NHS No"],
        [nhs_number, spaced, dashed, as_number],
    ),
    "surname": (
        ["Surname", "Mother's surname", "LAST_NAME", "familyName", "Child Last Name"],
        [lambda lot: lot.choice(SURNAMES), lambda lot: lot.choice(SURNAMES).upper()],
    ),
    "forename": (
        ["Forename", "First name", "forenames", "Baby's first name", "Given Name"],
        [lambda lot: lot.choice(FORENAMES)],
    ),
    "name": (
        ["Child name", "Mother’s name", "Name of child", "Patient Name", "Service user name"],
        [
            lambda lot: f"{lot.choice(FORENAMES)} {lot.choice(SURNAMES)}",
            lambda lot: f"{lot.choice(SURNAMES).upper()}, {lot.choice(FORENAMES)}",
        ],
    ),
    "born": (
        ["DOB", "Date of birth", "D.O.B.", "child_dob", "Birth date", "Baby Date Of Birth"],
        [
            born,
            lambda lot: born(lot).isoformat(),
            lambda lot: born(lot).strftime("%d/%m/%Y"),
            lambda lot: born(lot).strftime("%d-%b-%y"),
        ],
    ),
    "home": (
        ["Home postcode", "Child's postcode", "patient_postcode", "Postcode of residence"],
        [postcode, lambda lot: postcode(lot).replace(" ", "").lower()],
    ),
    "key": (
        ["Patient ID", "MRN", "Hospital Number", "child_id", "EMIS Number", "Case reference"],
        [
            lambda lot: f"M{lot.randrange(10**6, 10**7)}",
            lambda lot: float(lot.randrange(10**6, 10**7)),
        ],
    ),
    "address": (
        ["Address", "Home address", "address_line_1"],
        [lambda lot: f"{lot.randrange(1, 300)} {lot.choice(STREETS)}"],
    ),
    "notes": (
        ["Case notes", "Reason for referral", "Free text"],
        [lambda lot: NOTES.format(f"{lot.randrange(10**6)} things")],
    ),
}
HARMLESS = {
    "Children's centre": lambda lot: lot.choice(["Hillfields", "Tile Hill", "Canley", "Radford"]),
    "Month": lambda lot: f"2026-{lot.randrange(1, 13):02}",
    "Seen in time": lambda lot: lot.choice(["Y", "N"]),
    "Gestation": lambda lot: float(lot.randrange(28, 42)),
    "Practice": lambda lot: lot.choice(["The Example Surgery", "Invented Medical Centre"]),
    "Blank": lambda lot: "",
}


def records(seed, kinds, rows, *, title=False, heads=True):
    """A sheet with a row for each person: `kinds` of KINDS among harmless columns, as a grid."""
    lot = Random(seed)
    columns = [(lot.choice(KINDS[kind][0]), lot.choice(KINDS[kind][1])) for kind in kinds]
    columns += lot.sample(list(HARMLESS.items()), lot.randrange(1, len(HARMLESS)))
    lot.shuffle(columns)
    body = [[write(lot) for _, write in columns] for _ in range(rows)]
    above = [[heading for heading, _ in columns]] if heads else []
    if title:
        above = [["Extract of the month", *[""] * (len(columns) - 1)], [""] * len(columns), *above]
    return above + body
