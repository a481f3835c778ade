"""Every fault an analyst can make in the council's files is told with file, key and remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.places_reader import read_places
from indicators.configuration.target_places import check_targets
from indicators.domain.errors import ConfigurationError, UserError

PROGRAMME = """
name = "Acting Early"
council = "A council"

[[service]]
code = "midwifery"
name = "Midwifery"
agency = "UHCW"
agency_name = "A trust"
due_day = 10
"""

INDICATOR = """
code = "early_booking"
name = "Early booking"
service = "midwifery"
order = 1
question = "How many women book early?"
counts = "Women assessed in time"
unit = "percent"
better = "higher"
small_number_threshold = 7
to_turn = { one = "more first visit", many = "more first visits" }

[[definition]]
code = "by-12w6d"
from = "2010-04"
numerator = "Assessed in time"
denominator = "Booked"
source = "Somewhere public"

[[target]]
value = "90"
definition = "by-12w6d"
from = "2013-04"
source = "Assumed"
assumed = true
"""

SECOND_DEFINITION = """
[[definition]]
code = "by-10w"
from = "2020-04"
numerator = "Assessed by 10 weeks"
denominator = "Booked"
source = "NICE"
"""
SECOND_TARGET = """
[[target]]
value = "92"
definition = "by-12w6d"
from = "2020-04"
source = "Assumed"
"""

PLACES = """
[[place]]
code = "coventry"
kind = "city"
name = "Coventry"

[[place]]
code = "east-team"
kind = "team"
name = "East"

[[place]]
code = "west-team"
kind = "team"
name = "West"

[[place]]
code = "canley"
kind = "area"
name = "Canley"
parents = [{ place = "west-team", from = "2010-04" }]

[[place]]
code = "radford"
kind = "area"
name = "Radford"
spellings = ["Radford Road"]
parents = [{ place = "west-team", from = "2010-04" }]
"""

Changes = list[tuple[str, str]]


def written(folder: Path, indicator: str = INDICATOR, places: str = PLACES) -> Path:
    """A council's folder with one service, one indicator and five places."""
    (folder / "catalogue").mkdir()
    (folder / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    (folder / "catalogue" / "early_booking.toml").write_text(indicator, encoding="utf-8")
    (folder / "places.toml").write_text(places, encoding="utf-8")
    return folder


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, f"the test means to change {old!r}"
        text = text.replace(old, new, 1)
    return text


def faults_of(reader: Callable[[Path], object], folder: Path) -> list[UserError]:
    with pytest.raises(ConfigurationError) as caught:
        reader(folder)
    return caught.value.faults


def the_fault(reader: Callable[[Path], object], folder: Path) -> UserError:
    (fault,) = faults_of(reader, folder)
    return fault


def test_the_files_these_tests_spoil_are_sound(tmp_path: Path):
    folder = written(tmp_path)
    check_targets(read_catalogue(folder), read_places(folder))


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(tmp_path: Path):
    folder = written(tmp_path, indicator="\N{ZERO WIDTH NO-BREAK SPACE}" + INDICATOR)
    assert read_catalogue(folder).indicators


CATALOGUE_FAULTS = {
    "unknown key": (
        [('name = "Early', 'quux = "blue"\nname = "Early')],
        "quux",
        (
            "There is no such key. Remove it. The keys here are: code, name, service, order, "
            "question, counts, unit, better, every, gathering, shown, group, per, "
            "small_number_threshold, show_zero, round_to_5, short_name, to_turn, caveats, "
            "suggested_actions, cohort, definition, target, trajectory, footnote."
        ),
    ),
    "misspelt key": (
        [("question =", "qestion ="), ("[[definition]]", 'question = "?"\n[[definition]]')],
        "qestion",
        "There is no such key. Did you mean “question”? Correct it, or remove it.",
    ),
    "misspelt key inside a table": (
        [("assumed = true", "asumed = true")],
        "target.1.asumed",
        "There is no such key. Did you mean “assumed”? Correct it, or remove it.",
    ),
    "missing key": (
        [('question = "How many women book early?"\n', "")],
        "question",
        "This key is missing. Add it. It is: the question it answers.",
    ),
    "missing key inside a table": (
        [('source = "Somewhere public"\n', "")],
        "definition by-12w6d, key source",
        "This key is missing. Add it. It is: where the definition is published.",
    ),
    "more without its heading": (
        [('unit = "percent"', 'unit = "percent"\nshown = "more"')],
        "group",
        "An indicator that is shown as “more” needs the heading it is under.",
    ),
    "a heading where there is none": (
        [('unit = "percent"', 'unit = "percent"\ngroup = "Staff"')],
        "group",
        "Only an indicator that is shown as “more” has a group. Remove it.",
    ),
    "unknown key inside a table": (
        [("[[definition]]", '[[footnote]]\nmark = "*"\ntext = "Note"\nquux = 1\n\n[[definition]]')],
        "footnote.1.quux",
        "There is no such key. Remove it. The keys here are: mark, text.",
    ),
    "a number outside its limits": (
        [("small_number_threshold = 7", "small_number_threshold = -1")],
        "small_number_threshold",
        "This must be at least 0. Correct it.",
    ),
    "no definition": (
        [(INDICATOR[INDICATOR.index("[[definition]]") :], "definition = []\n")],
        "definition",
        "There must be at least one. Add it.",
    ),
    "bad month": (
        [('from = "2013-04"', 'from = "April 2013"')],
        "target.1.from",
        "“April 2013” is not a month. Write year and month, for example 2026-10.",
    ),
    "month that is not in the calendar": (
        [('from = "2010-04"', 'from = "2010-13"')],
        "definition by-12w6d, key from",
        "“2010-13” is not a month. Write year and month, for example 2026-10.",
    ),
    "ends before it starts": (
        [('from = "2010-04"', 'from = "2010-04"\nuntil = "2009-04"')],
        "definition.1",
        "It ends in 2009-04 before it starts in 2010-04. Correct one of the two.",
    ),
    "figure not in quotes": (
        [('value = "90"', "value = 90.5")],
        "target.1.value",
        'A figure stands in quotation marks, so that it stays exact: "90.5".',
    ),
    "figure that is no number": (
        [('value = "90"', 'value = "ninety"')],
        "target.1.value",
        "“ninety” is not a number. Write it in digits, for example “95” or “12.5”.",
    ),
    "a word that is not one of those known": (
        [('unit = "percent"', 'unit = "percentage"')],
        "unit",
        "“percentage” is not allowed. Use 'percent', 'rate' or 'count'.",
    ),
    "true in place of a word": (
        [('better = "higher"', "better = true")],
        "better",
        "“true” is not allowed. Use 'higher', 'lower' or 'neither'.",
    ),
    "a number in quotes": (
        [("order = 1", 'order = "first"')],
        "order",
        "This must be a whole number. Write a whole number, without quotation marks.",
    ),
    "words without quotes": (
        [('name = "Early booking"', "name = 7")],
        "name",
        "These must be words. Put it in quotation marks.",
    ),
    "a code with capitals": (
        [('code = "by-12w6d"', 'code = "By 12+6"')],
        "definition.1.code",
        (
            "This is not a code. Use small letters, digits, - and _ only, beginning with "
            "a letter or "
            "digit."
        ),
    ),
    "a percentage of nothing": (
        [('denominator = "Booked"\n', "")],
        "definition",
        (
            "A percentage or rate is out of something, and “by-12w6d” does not say of what. "
            "Add its denominator."
        ),
    ),
    "overlapping definitions": (
        [("[[target]]", SECOND_DEFINITION + "\n[[target]]")],
        "definition",
        'Two definitions are in force in 2020-04. End the earlier one: until = "2020-03".',
    ),
    "two definitions of one code": (
        [("[[target]]", changed(SECOND_DEFINITION, ("by-10w", "by-12w6d")) + "\n[[target]]")],
        "definition",
        "Two definitions have the same code. Give each its own.",
    ),
    "overlapping targets": (
        [("assumed = true", SECOND_TARGET)],
        "target",
        'Two targets are in force in 2020-04. End the earlier one: until = "2020-03".',
    ),
    "a target that no percentage can have": (
        [('value = "90"', 'value = "900"')],
        "target",
        "No figure can be 900. Write a value from 0 to 100.",
    ),
    "a target below nothing": (
        [('value = "90"', 'value = "-5"'), ('unit = "percent"', 'unit = "rate"')],
        "target",
        "No figure can be -5. Write a value of 0 or more.",
    ),
    "two targets from one month": (
        [("assumed = true", changed(SECOND_TARGET, ("2020-04", "2013-04")))],
        "target",
        "Two targets start in 2013-04. Keep one, or date the other.",
    ),
    "overlapping targets for one place": (
        [
            ("assumed = true", 'place = "canley"'),
            ('place = "canley"', 'place = "canley"' + SECOND_TARGET + 'place = "canley"'),
        ],
        "target",
        'Two targets for canley are in force in 2020-04. End the earlier one: until = "2020-03".',
    ),
    "target naming an unknown definition": (
        [('definition = "by-12w6d"', 'definition = "by-10w"')],
        "target",
        (
            "A target names the definition “by-10w”, which is not among by-12w6d. "
            "Correct the name or add the definition."
        ),
    ),
    "target although neither way is better": (
        [('better = "higher"', 'better = "neither"')],
        "target",
        "There is a target, but neither way is better. Set better to “higher” or “lower”.",
    ),
    "target of a sum without its span": (
        [('unit = "percent"', 'unit = "count"')],
        "target",
        (
            "The target 90 is for a sum of months and does not say of how many. "
            'Add per = "month", "quarter" or "year" to it: only figures over such a span are '
            "compared with it, and nothing is scaled."
        ),
    ),
    "span of a target that is right for any": (
        [("assumed = true", 'per = "year"')],
        "target",
        (
            "The target 90 has a span (per), but these figures are not a sum: "
            "the same target is right for any span. Remove per."
        ),
    ),
    "span of a target that no figure has": (
        [
            ('unit = "percent"', 'unit = "count"\nevery = "quarter"'),
            ("assumed = true", 'per = "month"'),
        ],
        "target",
        (
            "The target 90 is for a month, but figures are sent for a quarter. "
            "Set per to “quarter” or a longer span."
        ),
    ),
    "a span that is none": (
        [
            ('unit = "percent"', 'unit = "count"'),
            ("assumed = true", 'per = "week"'),
        ],
        "target.1.per",
        "“week” is not allowed. Use 'month', 'quarter' or 'year'.",
    ),
    "wrong file name": (
        [('code = "early_booking"', 'code = "booking"')],
        "code",
        "The file is named early_booking.toml but its code is “booking”. Make the two the same.",
    ),
    "unknown service": (
        [('service = "midwifery"', 'service = "midwives"')],
        "service",
        "There is no service “midwives”. programme.toml has: midwifery.",
    ),
}


@pytest.mark.parametrize(
    ("changes", "key", "sentence"), CATALOGUE_FAULTS.values(), ids=list(CATALOGUE_FAULTS)
)
def test_a_fault_of_an_indicator(tmp_path: Path, changes: Changes, key: str, sentence: str):
    fault = the_fault(read_catalogue, written(tmp_path, changed(INDICATOR, *changes)))
    where = key if ", key " in key else f"key {key}"
    assert str(fault) == f"catalogue/early_booking.toml, {where}: {sentence}"


def test_not_toml_is_told_with_its_line(tmp_path: Path):
    folder = written(tmp_path, changed(INDICATOR, ('from = "2013-04"', "from = 2013-04")))
    fault = the_fault(read_catalogue, folder)
    assert fault.where == "catalogue/early_booking.toml"
    assert fault.what.startswith("This is not TOML: ")
    assert "line 23" in fault.what
    assert fault.remedy == (
        "Correct that line, or the one above it. Words, months and exact figures need "
        'quotation marks, for example from = "2026-04". Quotation marks and brackets must be '
        "closed. A key or heading can be there only once; the heading of one of several tables "
        "has two brackets, such as [[place]]."
    )


def test_not_utf_8(tmp_path: Path):
    folder = written(tmp_path)
    (folder / "programme.toml").write_bytes("name = “Früh”".encode("cp1252"))
    fault = the_fault(read_catalogue, folder)
    assert str(fault) == "programme.toml: The file is not UTF-8 text. Save it as UTF-8."


def test_no_programme_and_no_indicator(tmp_path: Path):
    told = [str(fault) for fault in faults_of(read_catalogue, tmp_path)]
    assert told == [
        f"{tmp_path / 'programme.toml'}: The file is missing. Put it there.",
        f"{tmp_path / 'catalogue'}: There is no indicator. Add one TOML file an indicator.",
    ]


def test_two_services_of_one_code(tmp_path: Path):
    folder = written(tmp_path)
    service = PROGRAMME[PROGRAMME.index("[[service]]") :]
    (folder / "programme.toml").write_text(PROGRAMME + service, encoding="utf-8")
    assert str(the_fault(read_catalogue, folder)) == (
        "programme.toml, key service: Two services have the same code. Give each its own."
    )


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path):
    """One at a time would have an analyst save, run and read a dozen times."""
    several = changed(
        INDICATOR,
        ('unit = "percent"', 'unit = "percentage"'),
        ('value = "90"', "value = 90"),
        ('from = "2010-04"', 'from = "2010"'),
    )
    folder = written(tmp_path, several)
    (folder / "catalogue" / "other.toml").write_text("code = ", encoding="utf-8")
    (folder / "catalogue" / "third.toml").write_text(
        changed(INDICATOR, ("early_booking", "third"), ('"midwifery"', '"nobody"')),
        encoding="utf-8",
    )
    (folder / "programme.toml").write_text(
        PROGRAMME.replace("due_day = 10", "due_day = 31"), encoding="utf-8"
    )
    where = [fault.where for fault in faults_of(read_catalogue, folder)]
    assert where == [
        "programme.toml, service midwifery, key due_day",
        "catalogue/early_booking.toml, key unit",
        "catalogue/early_booking.toml, definition by-12w6d, key from",
        "catalogue/early_booking.toml, key target.1.value",
        "catalogue/other.toml",
    ]
    # What needs another file to be sound is told once that file is.
    (folder / "programme.toml").write_text(PROGRAMME, encoding="utf-8")
    assert "catalogue/third.toml, key service" in [
        fault.where for fault in faults_of(read_catalogue, folder)
    ]


PLACES_FAULTS = {
    "two places with one spelling": (
        [('"Radford Road"', '"CANLEY"')],
        "place radford, key spellings",
        "“CANLEY” is also a spelling of canley. Keep it at one of the two.",
    ),
    "unknown parent": (
        [('place = "west-team"', 'place = "wset-team"')],
        "place canley, key parents",
        (
            "“wset-team” is not a team, hub or city in this file. Did you mean “west-team”? "
            "Correct the code or add the place."
        ),
    ),
    "an area as parent": (
        [('place = "west-team"', 'place = "radford"')],
        "place canley, key parents",
        "“radford” is not a team, hub or city in this file. Correct the code or add the place.",
    ),
    "two cities": (
        [('kind = "team"', 'kind = "city"')],
        "",
        (
            "There must be exactly one place of kind “city”: the whole that is answered for. "
            "Add it, or keep one."
        ),
    ),
    "no city": (
        [('kind = "city"', 'kind = "hub"')],
        "",
        (
            "There must be exactly one place of kind “city”: the whole that is answered for. "
            "Add it, or keep one."
        ),
    ),
    "area in two teams at once": (
        [('from = "2010-04" }]', 'from = "2010-04" }, { place = "east-team", from = "2020-04" }]')],
        "place canley, key parents",
        (
            "It belongs to two teams in 2020-04: west-team and east-team. "
            'End the earlier one: until = "2020-03".'
        ),
    ),
    "area in two teams from one month": (
        [('from = "2010-04" }]', 'from = "2010-04" }, { place = "east-team", from = "2010-04" }]')],
        "place canley, key parents",
        "It belongs to two teams in 2010-04: west-team and east-team. Keep one of the two.",
    ),
    "one code twice": (
        [('code = "east-team"', 'code = "west-team"')],
        "place west-team, key code",
        "This code is used twice. Give each place its own.",
    ),
    "unknown kind": (
        [('kind = "area"', 'kind = "ward"')],
        "place canley, key kind",
        "“ward” is not allowed. Use 'area', 'team', 'hub', 'city' or 'benchmark'.",
    ),
    "words for an unknown kind": (
        [("[[place]]", '[words]\nward = ["ward", "wards"]\n\n[[place]]')],
        "key words.ward",
        "“ward” is not allowed. Use 'area', 'team', 'hub', 'city' or 'benchmark'.",
    ),
    "three numbers for a tile": (
        [('name = "Canley"', 'name = "Canley"\ntile = [1, 2, 3]')],
        "place canley, key tile",
        "This must have at most 2 values. Correct it.",
    ),
    "misspelt key": (
        [("spellings =", "spelings =")],
        "place radford, key spelings",
        "There is no such key. Did you mean “spellings”? Correct it, or remove it.",
    ),
    "bad month of a parent": (
        [('from = "2010-04"', 'from = "04/2010"')],
        "place canley, key parents.1.from",
        "“04/2010” is not a month. Write year and month, for example 2026-10.",
    ),
}


@pytest.mark.parametrize(
    ("changes", "where", "sentence"), PLACES_FAULTS.values(), ids=list(PLACES_FAULTS)
)
def test_a_fault_of_the_places(tmp_path: Path, changes: Changes, where: str, sentence: str):
    fault = the_fault(read_places, written(tmp_path, places=changed(PLACES, *changes)))
    assert str(fault) == f"places.toml{', ' if where else ''}{where}: {sentence}"


def test_all_faults_of_the_places_are_told_at_once(tmp_path: Path):
    spoilt = changed(
        PLACES,
        ('kind = "city"', 'kind = "hub"'),
        ('place = "west-team"', 'place = "nowhere"'),
        ('"Radford Road"', '"Canley"'),
    )
    assert len(faults_of(read_places, written(tmp_path, places=spoilt))) == 3


def test_an_area_may_move_from_one_team_to_another(tmp_path: Path):
    moved = changed(
        PLACES,
        (
            'from = "2010-04" }]',
            'from = "2010-04", until = "2020-03" }, { place = "east-team", from = "2020-04" }]',
        ),
    )
    assert read_places(written(tmp_path, places=moved))


def test_a_target_of_an_unknown_place(tmp_path: Path):
    """It would never be used, and nobody would notice."""
    folder = written(
        tmp_path, changed(INDICATOR, ("assumed = true", 'assumed = true\nplace = "canly"'))
    )
    fault = the_fault(lambda f: check_targets(read_catalogue(f), read_places(f)), folder)
    assert str(fault) == (
        "catalogue/early_booking.toml, key target.1.place: There is no place “canly”. "
        "Use a code from places.toml, or leave the key out for every locality."
    )
