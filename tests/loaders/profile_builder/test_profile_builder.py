"""What is proposed for a file that no profile claims, and what a draft says is what is loaded."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from indicators.domain.periods import Month
from indicators.ports.period_choices import PeriodNotation, PeriodSource
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, ProfileDraft
from loaders.parsing.extract import parse_with_profile
from loaders.profile_builder.proposal import ProfileProposer
from loaders.profiles.profile_files import parse_profile
from loaders.readers.grid import Grid, read_grid
from loaders.readers.sheet import Sheet
from tests.support.extracts import (
    COVENTRY,
    COVER,
    PLACES,
    REVIEWED,
    catalogue,
    figures,
    indicator,
    midwifery,
    mothers,
    reviews,
    write_csv,
)
from tests.support.sample_site import sample_files

TODAY = Month.of(2026, 11)
KEY = ["indicator", "place", "ended"]
KNOWN = catalogue(indicator("one"), indicator("two"), indicator("open", unit="count"))
SMALL = ProfileProposer(KNOWN, PLACES, TODAY)


def drafting(council=COVENTRY):
    _, known, places = council.parts
    return ProfileProposer(known, places, TODAY)


def proposed(path, council=COVENTRY):
    proposer, grid = drafting(council), read_grid(path)
    return proposer.preview_draft(grid, proposer.propose(grid), "")


def compared(frame):
    columns = [*KEY, "numerator", "denominator", "value", "status"]
    return frame.sort_values(KEY)[columns].astype(str).values.tolist()


@pytest.mark.parametrize("sender", ["UHCW", "CWPT", "CCC"])
def test_each_shape_of_the_sample_is_proposed_as_its_shipped_profile_reads_it(sender):
    path = next(path for path in reversed(sample_files()) if path.name.startswith(sender))
    proposer, grid = drafting(), read_grid(path)
    preview = proposer.preview(grid, proposer.propose(grid))
    assert (preview.problems, preview.refused_in_all, preview.rows_refused) == ((), 0, 0)
    made = parse_with_profile(
        grid, parse_profile(preview.toml, ""), proposer.catalogue, proposer.places, TODAY
    )
    shipped = COVENTRY.read(path, TODAY)
    assert compared(made.observations) == compared(shipped.observations)
    assert (made.service, made.rows_loaded) == (shipped.service, shipped.rows_loaded)


def test_the_name_and_the_pattern_of_file_names_leave_out_the_month(tmp_path):
    draft = proposed(midwifery(tmp_path, mothers())).draft
    assert (draft.about, draft.code) == ("UHCW maternity", "uhcw_maternity")
    assert draft.files == "UHCW_maternity_*"


def test_who_sends_a_file_of_which_nothing_is_guessed_follows_from_the_figures_chosen(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["Area", "Month", "Qqq"], ["Hillfields", "2026-10", 3]])
    proposer, grid = drafting(), read_grid(path)
    draft = proposer.propose(grid)
    assert (draft.service, draft.tables[0].figures) == ("", ())
    chosen = replace(draft.tables[0], figures=(DraftMeasure("caf_under_5", (2,)),))
    made = proposer.preview_draft(grid, replace(draft, tables=(chosen,)), "").draft
    assert made.service == proposer.catalogue.indicators["caf_under_5"].service
    assert made.service != next(iter(proposer.catalogue.services))
    kept = proposer.preview_draft(
        grid, replace(draft, tables=(chosen,), service="midwifery"), ""
    ).draft
    assert kept.service == "midwifery"


def test_a_header_of_two_rows_and_the_month_above_it_are_found(tmp_path):
    table = proposed(reviews(tmp_path, ["Hillfields", *REVIEWED])).draft.tables[0]
    assert (table.header_row, table.rows_above, table.area) == (5, 1, 0)
    assert (table.period_in, table.period_label) == (PeriodSource.LABEL, "Month")


def test_totally_and_partially_breastfed_are_added_up_because_the_percentage_says_so(tmp_path):
    drafted = proposed(reviews(tmp_path, ["Hillfields", *REVIEWED]))
    fed = next(f for f in drafted.draft.tables[0].figures if f.indicator.startswith("breast"))
    headings = {column.index: column.heading for column in drafted.columns}
    assert [headings[index].split(" > ")[1] for index in fed.numerator] == ["Totally", "Partially"]


def test_what_stands_for_a_number_is_listed_with_its_usual_meaning(tmp_path):
    rows = [mothers(Deliveries="*"), mothers("Tile Hill", Bookings="small"), mothers("Canley")]
    assert dict(proposed(midwifery(tmp_path, *rows)).draft.marks) == {"*": "hidden", "small": ""}


def test_a_mark_given_a_meaning_loads(tmp_path):
    path = midwifery(tmp_path, mothers(Bookings="small"), mothers("Tile Hill"), mothers("Canley"))
    proposer, grid = drafting(), read_grid(path)
    draft = proposer.propose(grid)
    assert proposer.preview(grid, draft).rows_refused == 1
    told = proposer.preview(grid, replace(draft, marks=(("small", "hidden"),)))
    assert (told.rows_refused, told.rows_loaded) == (0, 3)


def test_an_unknown_place_is_told_once_with_how_many_rows_and_the_nearest(tmp_path):
    rows = [mothers("Hilfields", "2026-09"), mothers("Hilfields"), mothers("Canley")]
    preview = proposed(midwifery(tmp_path, *rows)).preview
    assert [(u.text, u.rows, u.near) for u in preview.unknown] == [
        ("Hilfields", 2, ("hillfields",))
    ]
    assert (preview.refused, preview.rows_refused) == ((), 2)


def test_the_first_figures_are_those_of_the_first_rows(tmp_path):
    first = proposed(midwifery(tmp_path, mothers(), mothers("Canley"))).preview.first
    assert {figure.place for figure in first[:5]} == {"hillfields"}
    booked = next(figure for figure in first if figure.indicator == "early_booking")
    assert (booked.numerator, booked.denominator, booked.ended, booked.row) == (20, 24, 202610, 2)


def test_a_file_of_another_country_is_read_for_our_places_alone(shared_data):
    path = shared_data / "extracts" / "cover" / "2022_2023_Q1.ods"
    drafted = proposed(path, COVER)
    assert all(table.leave_other_places for table in drafted.draft.tables)
    shipped = COVER.read(path, TODAY)
    told = {(f.indicator, f.ended, f.value or f.numerator) for f in drafted.preview.first}
    assert drafted.preview.problems == ()
    assert ("mmr_at_5", 202206) in {(code, ended) for code, ended, _ in told}
    assert set(shipped.observations["ended"]) == {202206}


@pytest.mark.parametrize(
    "name",
    [
        "extracts/cover/2013_2014_Q1.xls",
        "extracts/cover/2017_2018_Q3.xlsx",
        "extracts/edinburgh_immunisation-mmr.csv",
        "extracts/westsussex_gp_immunisations.csv",
        "extracts/msds_annual_2021-22.csv",
        "extracts/la_hospital_admissions_2324.csv",
        "extracts/asq_2to2.5y_quarterly_la_nesta.csv",
        "extracts/nhs_ae_attendances_monthly_org.csv",
        "extracts/b1_children_in_need_2013_to_2025.csv",
    ],
)
def test_any_real_file_has_a_proposal_with_a_header_and_never_a_fault(shared_data, name):
    drafted = proposed(shared_data / name)
    table = drafted.draft.tables[0]
    assert table.area is not None
    assert drafted.columns
    assert drafted.preview.problems or drafted.preview.rows_read


def test_a_long_table_is_read_by_the_word_that_says_what_a_row_is_of(shared_data):
    path = shared_data / "extracts" / "edinburgh_immunisation-mmr.csv"
    grid = read_grid(path)
    rate = DraftMeasure(
        "one",
        percentage=4,
        only_column=2,
        only_word="Percentage Vaccinated Against Mmr By 5 Years",
    )
    table = DraftTable(
        "",
        1,
        area=1,
        period_column=0,
        written=PeriodNotation.YEAR_TO_DECEMBER,
        figures=(rate,),
        leave_other_places=True,
    )
    places = PLACES.add_spellings([("S01001790", "north")])
    yearly = ProfileProposer(
        catalogue(indicator("one", every="year", since="2000-01")), places, TODAY
    )
    preview = yearly.preview(grid, ProfileDraft("mmr", "MMR", "any", "*", (table,)))
    by_hand = [
        row for row in grid.sheets[""] if row[1] == "S01001790" and row[2].startswith("Percentage")
    ]
    assert preview.problems == ()
    assert preview.figures == len(by_hand) > 5
    assert preview.first[0].months == 12


ONE = (DraftMeasure("one", (2,), 3),)


def of_rows(rows, table, figures=ONE, name="any.csv"):
    grid = Grid(name, {"": Sheet.from_rows(rows)}, ("",))
    draft = ProfileDraft("any", "Any", "any", "any*", (replace(table, figures=figures),))
    return SMALL.preview(grid, draft)


HEAD = ["Area", "Month", "Seen", "Due"]
NORTH = ["North End", "2026-10", 9.0, 10.0]
TABLE = DraftTable("", 1, area=0, period_column=1)


@pytest.mark.parametrize(
    ("table", "figures", "told"),
    [
        (replace(TABLE, area=None), None, "No column is chosen for the place."),
        (replace(TABLE, period_column=None), None, "No column is chosen for the month."),
        (TABLE, (), "No figure is chosen."),
        (TABLE, (DraftMeasure("one"),), "neither a numerator nor a percentage"),
        (TABLE, (DraftMeasure("one", (2,)),), "“one” has a numerator and no denominator."),
        (TABLE, (DraftMeasure("open", (2,), 3),), "“open” is a count."),
        (TABLE, (DraftMeasure("one", (77,), 3),), "No column is chosen for a numerator."),
        (
            replace(TABLE, period_in=PeriodSource.LABEL),
            None,
            "The cell with the month has no label.",
        ),
        (replace(TABLE, period_in=PeriodSource.HEADING), None, "holds no month"),
    ],
)
def test_what_is_missing_in_a_draft_is_told_with_what_to_do(table, figures, told):
    figures = ONE if figures is None else figures
    preview = of_rows([HEAD, NORTH], table, figures)
    assert len(preview.problems) == 1
    assert told in preview.problems[0]


def test_two_columns_with_one_heading_are_told_apart_by_one_more_row():
    rows = [["", "", "Visits", ""], ["Area", "Month", "No.", "No."], NORTH]
    preview = of_rows(rows, replace(TABLE, header_row=2))
    assert "Columns C (No.) and D (No.) have the same heading." in preview.problems[0]
    assert "one more row above" in preview.problems[0]
    whole = [["", "", "Seen", "Due"], ["Area", "Month", "No.", "No."], NORTH]
    assert of_rows(whole, replace(TABLE, header_row=2, rows_above=1)).figures == 1


def test_a_header_whose_words_stand_above_it_too_is_told():
    preview = of_rows([HEAD, HEAD, NORTH], replace(TABLE, header_row=2))
    assert "they are found in row 1 before it" in preview.problems[0]


def test_a_pattern_that_does_not_fit_the_files_own_name_is_told():
    preview = of_rows([HEAD, NORTH], TABLE, name="other.csv")
    assert "does not fit this file" in preview.problems[0]


def test_figures_in_brackets_behind_another_are_seen():
    rows = [["Area", "Month", "One %"], *([n, "2026-10", "93.4 (92.3)"] for n in ("N1", "S1"))]
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    draft = SMALL.propose(grid)
    assert draft.tables[0].first_of_brackets
    assert [f.value for f in SMALL.preview(grid, draft).first] == ["93.4", "93.4"]


def test_a_sheet_left_out_is_left_out_next_month_too(tmp_path):
    workbook = Workbook()
    for title in ("October 2026", "Staff"):
        sheet = workbook.create_sheet(title)
        for row in [["Area", "One", "Due"], ["N1", 3, 4]] if title != "Staff" else [["Names"]]:
            sheet.append(row)
    workbook.remove(workbook.worksheets[0])
    workbook.save(tmp_path / "any.xlsx")
    grid = read_grid(tmp_path / "any.xlsx")
    table = DraftTable(
        "October 2026",
        1,
        area=0,
        period_in=PeriodSource.SHEET,
        figures=(DraftMeasure("one", (1,), 2),),
    )
    preview = SMALL.preview(grid, ProfileDraft("any", "Any", "any", "*", (table,)))
    assert (preview.problems, preview.figures) == ((), 1)
    assert 'sheets = "*"' not in preview.toml
    assert 'other_sheets = "leave"' in preview.toml


def test_another_header_keeps_what_was_chosen_and_guesses_the_rest_from_there():
    rows = [["Visits"], ["", "", "Seen", "Due"], ["Area", "Month", "No.", "No."], NORTH]
    rows[0] = ["Visits", "", "", ""]
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    told = SMALL.complete_table(grid, DraftTable("", 3, period_in=PeriodSource.FILE))
    assert (told.rows_above, told.area, told.period_in) == (1, 0, PeriodSource.FILE)
    assert SMALL.complete_table(grid, DraftTable("", 3)).period_column == 1


def test_a_profile_without_a_file_is_not_told_as_one():
    rows = [["Area", "Month", "Seen", "Due"], NORTH]
    table = replace(TABLE, figures=ONE)
    told = of_rows(rows, table).toml.replace('"Due"', '"Dues"')
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    reading = parse_with_profile(grid, parse_profile(told, ""), KNOWN, PLACES, TODAY)
    assert "the profile “any”" in reading.refusals[0].remedy


def test_a_total_that_disagrees_is_told_apart_from_what_is_refused():
    rows = [["Area", "Month", "Open"], ["N1", "2026-10", 5], ["S1", "2026-10", 6]]
    rows.append(["Total", "2026-10", 12])
    table = replace(TABLE, totals="Total", figures=(DraftMeasure("open", (2,)),))
    preview = of_rows(rows, table, table.figures)
    assert (preview.refused, len(preview.doubts), preview.figures) == ((), 1, 3)


def test_the_columns_of_other_months_are_like_those_of_the_first():
    rows = [["", "Apr-26", "", "May-26", ""], ["Area", "Due", "One", "Due", "One"]]
    rows.append(["North End", 9.0, 8.0, 7.0, 6.0])
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    table = DraftTable("", 2, 1, area=0, period_in=PeriodSource.HEADING)
    drafted = SMALL.preview_draft(grid, ProfileDraft("any", "Any", "any", "*", (table,)), "")
    assert [column.like for column in drafted.columns] == [None, 1, 2, 1, 2]


# Any table, written as a person might write it, is read back as it was written.

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=">{}"),
    min_size=4,  # a heading such as X may be a mark for a number
    max_size=12,
).filter(lambda text: any(map(str.isalpha, text)))


def heading_rows(draw, depth):
    """Headings for four columns, no two alike, in one row or two."""
    texts = draw(
        st.lists(words, min_size=8, max_size=8, unique_by=lambda t: t.casefold().strip("_ "))
    )
    rows = [texts[:4], texts[4:]]
    return rows[-depth:]


@st.composite
def tables(draw):
    depth, titles = draw(st.integers(1, 2)), draw(st.integers(0, 3))
    months = draw(st.lists(st.integers(1, 10), min_size=1, max_size=3, unique=True))
    counts = [
        (place, month, *draw(st.tuples(st.integers(1, 90), st.integers(0, 1)).map(_pair)))
        for month in months
        for place in ("north", "south")
    ]
    order = draw(st.permutations(range(4)))
    style = draw(st.sampled_from(["2026-{0:02}", "{1} 2026", "date"]))
    return depth, titles, heading_rows(draw, depth), counts, order, style


def _pair(drawn):
    due, missed = drawn
    return due - missed, due


def written(place, month, seen, due, style):
    names = {"north": "North End", "south": "S1"}
    when = (
        date(2026, month, 1)
        if style == "date"
        else style.format(month, Month.of(2026, month).name.split()[0])
    )
    return [names[place], when, float(seen), float(due)]


@pytest.mark.slow
@given(tables())
def test_a_draft_read_back_gives_the_figures_that_were_written(made):
    depth, titles, heads, counts, order, style = made
    body = [written(*each, style) for each in counts]  # type: ignore[call-arg]
    placed = [[row[at] for at in order] for row in (*heads, *body)]
    rows = [[f"Title {n}", "", "", ""] for n in range(titles)] + placed
    column = {what: order.index(what) for what in range(4)}
    table = DraftTable(
        "",
        titles + depth,
        depth - 1,
        area=column[0],
        period_column=column[1],
        figures=(DraftMeasure("one", (column[2],), column[3]),),
    )
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    preview = SMALL.preview(grid, ProfileDraft("any", "Any", "any", "any*", (table,)))
    assert preview.problems == ()
    reading = parse_with_profile(grid, parse_profile(preview.toml, ""), KNOWN, PLACES, TODAY)
    assert sorted(figures(reading)) == sorted(
        (place, 202600 + month, seen, due, None, "ok") for place, month, seen, due in counts
    )


@given(tables())
def test_the_place_and_the_month_are_found_wherever_they_stand(made):
    depth, titles, heads, counts, order, style = made
    body = [written(*each, style) for each in counts]  # type: ignore[call-arg]
    placed = [[row[at] for at in order] for row in (*heads, *body)]
    rows = [[f"Title {n}", "", "", ""] for n in range(titles)] + placed
    table = SMALL.propose(Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))).tables[0]
    assert (table.area, table.period_column) == (order.index(0), order.index(1))
    assert table.header_row == titles + depth


@given(st.lists(st.lists(st.one_of(words, st.floats(0, 99), st.just("")), min_size=3, max_size=3)))
def test_whatever_stands_in_a_file_a_proposal_is_made(rows):
    grid = Grid("any.csv", {"": Sheet.from_rows(rows)}, ("",))
    drafted = SMALL.preview_draft(grid, SMALL.propose(grid), "")
    assert drafted.preview.problems or drafted.preview.toml


def test_a_made_profile_is_written_as_a_person_would_write_it(tmp_path):
    rows = write_csv(tmp_path / "any.csv", [HEAD, NORTH, ["S1", "2026-10", 3, 4]])
    grid = read_grid(rows)
    table = replace(TABLE, figures=(DraftMeasure("one", (2,), 3),))
    told = SMALL.preview(grid, ProfileDraft("any", "Any visits", "any", "any*", (table,))).toml
    assert told == (
        'code = "any"\nservice = "any"\nabout = "Any visits"\nfiles = ["any*"]\n\n'
        '[[table]]\nheader = ["Area", "Month"]\narea = "Area"\nperiod = {column = "Month"}\n\n'
        '[[table.measure]]\nindicator = "one"\nnumerator = "Seen"\ndenominator = "Due"\n'
    )
