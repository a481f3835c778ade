"""What is inferred from ages, doses, periods in two columns, groups, bases and names of files."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from indicators.domain.indicator import Indicator
from indicators.domain.periods import Month
from indicators.ports.period_choices import PeriodSource
from indicators.ports.profile_drafts import DraftMeasure
from loaders.profile_builder.care_steps import find_steps
from loaders.profile_builder.file_patterns import propose_file_pattern
from loaders.profile_builder.proposal import ProfileProposer
from loaders.readers.file_names import is_match
from loaders.readers.grid import Grid
from loaders.readers.sheet import Sheet
from tests.support.extracts import PLACES, catalogue, indicator

TODAY = Month.of(2026, 11)


def named(code, name, numerator, denominator="Children", **keys):
    known = indicator(code, **keys).model_dump(mode="json", by_alias=True)
    definition = {
        "code": "as-ever",
        "from": "2010-04",
        "numerator": numerator,
        "denominator": denominator,
        "source": "a test",
    }
    return Indicator.model_validate(
        known | {"name": name, "counts": numerator, "definition": [definition], "target": []}
    )


DPT = named(
    "dpt_at_2",
    "DTaP/IPV/Hib by 2 years",
    "Children with the first course by their second birthday",
    "Children reaching their second birthday",
)
MMR = named(
    "mmr_at_5",
    "MMR, both doses, by 5 years",
    "Children with two doses of MMR by their fifth birthday",
    "Children reaching their fifth birthday",
)
KNOWN = catalogue(DPT, MMR)


def propose(*rows, sheet="", file="any 2026-10.csv", known=KNOWN, patterns=()):
    proposer = ProfileProposer(known, PLACES, TODAY, patterns)
    sheets = sheet if isinstance(sheet, dict) else {sheet: rows}
    filled = {name: Sheet.from_rows([list(map(str, row)) for row in each]) for name, each in
              sheets.items()}  # fmt: skip
    grid = Grid(file, filled, tuple(filled))
    draft = proposer.propose(grid)
    return draft, proposer.preview(grid, draft)


def chosen(draft):
    return {f.indicator: (table.sheet, f.columns) for table in draft.tables for f in table.figures}


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("24m DTaPIPVHib3 Primary Numerator", {24}),
        ("5y_MMR2_Boo_Num", {60}),
        ("12 month review", {12}),
        ("2.5 year review", {30}),
        ("2-year-olds", {24}),
        ("by their second birthday", {24}),
        ("at the 5th birthday", {60}),
        ("12 months to October", set()),
        ("rolling 12 months", set()),
        ("6 to 8 week review", set()),
        ("New birth visit", set()),
    ],
)
def test_ages_are_read_in_months(text, ages):
    assert find_steps(text).ages == set(map(Fraction, ages))


@pytest.mark.parametrize(
    ("text", "doses", "primary", "booster"),
    [
        ("MMR1", {1}, False, False),
        ("5y MMR2 Booster", {2}, False, True),
        ("24m_DTaPIPVHib3_Prim_Num", {3}, True, False),
        ("DTaP/IPV booster", set(), False, True),
        ("both doses", {2}, False, False),
        ("second dose", {2}, False, False),
        ("first course", set(), True, False),
        ("Q1 2026", set(), False, False),
    ],
)
def test_doses_are_told_apart_from_boosters(text, doses, primary, booster):
    steps = find_steps(text)
    assert (steps.doses, steps.primary, steps.booster) == (doses, primary, booster)


def test_ages_and_doses_in_headings_choose_the_columns():
    head = ["Area", "Quarter"]
    head += ["24m MMR1 Denominator", "24m MMR1 Numerator"]
    head += ["24m DTaPIPVHib3 Booster Denominator", "24m DTaPIPVHib3 Booster Numerator"]
    head += ["24m DTaPIPVHib3 Primary Denominator", "24m DTaPIPVHib3 Primary Numerator"]
    head += ["5y DTaPIPVHib3 Primary Denominator", "5y DTaPIPVHib3 Primary Numerator"]
    head += ["5y MMR1 Primary Denominator", "5y MMR1 Primary Numerator"]
    head += ["5y MMR2 Booster Denominator", "5y MMR2 Booster Numerator"]
    numbers = [100, 91, 101, 92, 102, 93, 103, 94, 104, 95, 105, 96]
    draft, _ = propose(head, *([area, "2026/27 Q1", *numbers] for area in ("North End", "S1")))
    assert chosen(draft) == {"dpt_at_2": ("", (7, 6)), "mmr_at_5": ("", (13, 12))}


def test_ages_in_sheet_names_choose_the_sheet():
    head = ["Area", "Quarter", "Children", "DTaP/IPV/Hib vaccinated", "MMR vaccinated"]
    rows = [[area, "2026/27 Q1", 100, 93, 92] for area in ("North End", "South End")]
    draft, _ = propose(sheet={name: [head, *rows] for name in ("12m", "24m", "5y")})
    assert chosen(draft) == {"dpt_at_2": ("24m", (3, 2)), "mmr_at_5": ("5y", (4, 2))}


SEEN = named("one", "Visits seen", "Visits seen", "Visits due")
VISITS = catalogue(SEEN)


def visits(*periods, head=("Area", "Year", "Month", "Seen", "Due")):
    rows = [[area, *each, 9, 10] for area in ("North End", "South End") for each in periods]
    return propose(head, *rows, known=VISITS)


@pytest.mark.parametrize(
    ("years", "parts", "heading"),
    [
        (("2026", "2026"), ("April", "May"), "Month"),
        (("2026/27", "2026/27"), ("Apr", "May"), "Month"),
        (("2026", "2026"), ("4", "5"), "Month"),
    ],
)
def test_a_month_and_its_year_in_two_columns_are_one_period(years, parts, heading):
    draft, preview = visits(*zip(years, parts, strict=True))
    table = draft.tables[0]
    assert (table.period_in, table.period_column, table.year_column) == (PeriodSource.COLUMN, 2, 1)
    assert 'year_column = "Year"' in preview.toml
    assert (preview.rows_loaded, preview.refused_in_all) == (4, 0)
    assert {figure.ended for figure in preview.first} == {202604, 202605}


def test_a_quarter_and_its_year_in_two_columns_are_one_period():
    quarterly = catalogue(named("one", "Visits seen", "Visits seen", every="quarter"))
    head = ["Area", "Quarter", "Financial year", "Seen", "Due"]
    draft, _ = propose(head, ["North End", "Q1", "2026/27", 9, 10], known=quarterly)
    assert (draft.tables[0].period_column, draft.tables[0].year_column) == (1, 2)


def test_a_whole_period_in_one_column_needs_no_year():
    head = ["Area", "Year", "Month", "Seen", "Due"]
    draft, _ = propose(head, ["North End", "2026", "2026-10", 9, 10], known=VISITS)
    assert (draft.tables[0].period_column, draft.tables[0].year_column) == (2, None)


HEAD = ["Area", "Month", "Seen", "Due"]


def test_a_place_named_once_for_its_group_is_proposed_to_be_filled_down():
    rows = [["North End", "2026-09", 9, 10], ["", "2026-10", 8, 10], ["", "2026-11", 7, 10]]
    rows += [["South End", "2026-09", 9, 10], ["", "2026-10", 8, 10], ["", "2026-11", 7, 10]]
    draft, preview = propose(HEAD, *rows, known=VISITS)
    assert draft.tables[0].fill_down
    assert "fill_down = true" in preview.toml
    assert (preview.rows_loaded, preview.refused_in_all) == (6, 0)


@pytest.mark.parametrize(
    "rows",
    [
        [["North End", "2026-09", 9, 10], ["South End", "2026-09", 8, 10], ["", "2026-09", 17, 20]],
        [["North End", "2026-09", 9, 10], ["", "2026-09", 9, 10], ["", "2026-09", 9, 10]],
        [["North End", "2026-09", 9, 10], ["South End", "2026-09", 8, 10]],
    ],
)
def test_a_total_without_a_place_or_a_repeated_month_is_not_filled_down(rows):
    draft, _ = propose(HEAD, *rows, known=VISITS)
    assert not draft.tables[0].fill_down


def test_a_rate_is_proposed_with_the_base_that_its_heading_states():
    rate = named("injuries", "Injury admissions", "Injury admissions", unit="rate", per=1000)
    head = ["Area", "Month", "Injury admissions rate per 100,000"]
    rows = [["North End", "2026-10", "123.4"], ["South End", "2026-10", "98.7"]]
    _, preview = propose(head, *rows, known=catalogue(rate))
    assert 'rate = "Injury admissions rate per 100,000"' in preview.toml
    assert "per = 100000" in preview.toml
    assert [figure.value for figure in preview.first] == ["1.234", "0.987"]


PATTERNS = {
    "UHCW_maternity_2026-10_restated.csv": "UHCW_maternity_*",
    "Visits.xlsx": "Visits*",
    "2026-10.csv": "????-??.csv",
    "October 2026.xlsx": "* ????.xlsx",
    "2026-10 visits.csv": "* visits*",
    "clinic_visits_november.csv": "clinic_visits_*",
    "Visits Oct.xlsx": "Visits *",
    "Decisions by Mayor.csv": "Decisions by Mayor*",
    "October.csv": "October.csv",
}


@pytest.mark.parametrize(("name", "pattern"), PATTERNS.items())
def test_a_pattern_is_narrower_than_any_file(name, pattern):
    assert propose_file_pattern(name) == pattern
    assert is_match(name, (pattern,))
    assert not is_match("another file.csv", (pattern,))


@pytest.mark.parametrize(
    ("name", "others", "pattern"),
    [
        ("Visits_2026-10.csv", ("Visits_report_*",), "Visits_????-??.csv"),
        ("Visits_2026-10_full.csv", ("Visits_report_*",), "Visits_*_full.csv"),
        ("Visits_2026-10.csv", ("Visits_2*_east.csv",), "Visits_????-??.csv"),
        ("Visits_2026-10.csv", ("CWPT_*",), "Visits_*"),
    ],
)
def test_a_pattern_does_not_fit_the_files_of_another_profile(name, others, pattern):
    assert propose_file_pattern(name, others) == pattern
    assert is_match(name, (pattern,))


def test_a_draft_knows_the_patterns_of_the_other_profiles():
    rows = [HEAD, ["North End", "2026-10", 9, 10]]
    draft, _ = propose(*rows, file="Visits_2026-10_full.csv", known=VISITS, patterns=("Visits_r*",))
    assert draft.files == "Visits_*_full.csv"


def test_an_unknown_mark_after_a_number_is_listed_alone_and_can_be_given_a_meaning():
    rows: list[list[Any]] = [["North End", "2026-10", "9 b", 10], ["S1", "2026-10", "8 b", 10]]
    rows += [["North End", "2026-09", 9, 10], ["South End", "2026-09", 8, 10]]
    filled = Sheet.from_rows([[str(cell) for cell in row] for row in [HEAD, *rows]])
    proposer, grid = ProfileProposer(VISITS, PLACES, TODAY), Grid("any.csv", {"": filled}, ("",))
    draft = proposer.propose(grid)
    assert proposer.preview_draft(grid, draft, "").draft.marks == (("b", ""),)
    preview = proposer.preview(grid, replace(draft, marks=(("b", "provisional"),)))
    assert (preview.rows_loaded, preview.refused_in_all) == (4, 0)


@pytest.mark.parametrize(
    ("title", "sheet", "file", "source"),
    [
        ("2026/27, April to May", "", "plans.csv", PeriodSource.HEADING_AND_TITLE),
        ("Plans", "2026-27", "plans.xlsx", PeriodSource.HEADING_AND_SHEET),
        ("Plans", "", "plans_2026-27.csv", PeriodSource.HEADING_AND_FILE),
    ],
)
def test_months_in_headings_without_a_year_take_it_from_a_title_or_name(title, sheet, file, source):
    known = catalogue(named("one", "Plans open", "Plans open", unit="count"))
    rows = [[title, "", ""], ["Area", "Apr", "May"], ["North End", 9, 8], ["South End", 7, 6]]
    draft, _ = propose(*rows, sheet=sheet, file=file, known=known)
    assert draft.tables[0].period_in is source
    table = replace(draft.tables[0], figures=(DraftMeasure("one", numerator=(1,)),))
    grid = Grid(file, {sheet: Sheet.from_rows([list(map(str, row)) for row in rows])}, (sheet,))
    proposer = ProfileProposer(known, PLACES, TODAY, ())
    preview = proposer.preview(grid, replace(draft, service="any", tables=(table,)))
    assert f'year_from = "{source.value.rpartition(" ")[2]}"' in preview.toml
    assert (preview.rows_loaded, preview.refused_in_all) == (2, 0)
