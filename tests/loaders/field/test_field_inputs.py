"""Every shared input from the field gives the right figure, or the right question or refusal.

The inputs lie beside a checkout in ../shared/data/field, with what is right in its README.md. The
classes that they stand for have tests of their own, which docs/loading.md lists.
"""

import shutil
from pathlib import Path

import pytest

from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.domain.core import LocalityKind
from indicators.domain.localities import Locality
from indicators.domain.places import Places
from loaders.parsing.extract import read_extract
from loaders.profiles.profile_files import read_profiles
from tests.support import field_history
from tests.support.builders import read_named
from tests.support.extracts import catalogue, figures, indicator, profile
from tests.support.field_history import NOW, build_history, copy_history, load_file

pytestmark = pytest.mark.slow
EVERYWHERE = Places(
    [
        Locality(code="england", kind=LocalityKind.CITY, name="England"),
        Locality(code="anna", kind=LocalityKind.AREA, name="Anna"),
        Locality(code="bells", kind=LocalityKind.AREA, name="Bells"),
    ]
)
CASES = {
    "UHCW_maternity_total_half.csv": "test_a_total_that_contradicts_its_areas_is_asked_about",
    "CCC_childrens_centres_2025-26_to_2025-09.xlsx": "test_days_made_of_months_are_asked_about",
    "percent_formatted_cells.xlsx": "test_cells_shown_as_percentages_are_percentages",
    "pct_only.toml": "test_cells_shown_as_percentages_are_percentages",
    "CWPT_health_visiting_2026-10.xlsx": "test_percent_cells_agree_with_their_counts",
    "UHCW_maternity_2026-10_hidden_sheet.xlsx": "test_a_hidden_sheet_is_left_out_and_named",
    "UHCW_maternity_2026-08_v1.csv": "test_the_first_sending_after_a_correction_is_asked_about",
    "two_tabs_A_UHCW_maternity_2026-10.csv": "test_a_load_seen_before_another_is_asked_again",
    "two_tabs_B_UHCW_maternity_2026-10_final.csv": "test_a_load_seen_before_another_is_asked_again",
    "UHCW_maternity_typed_slip.csv": "test_a_typed_slip_is_refused",
    "UHCW_maternity_merged_month.xlsx": "test_october_is_read",
    "CCC_childrens_centres_2026-27_to_2026-09.xlsx": "test_months_take_their_year_from_the_title",
    "UHCW_maternity_ssms_datetime.csv": "test_october_is_read",
    "UHCW_maternity_nhs_month_number.csv": "test_october_is_read",
    "visits_dup.csv": "test_rows_that_differ_are_not_loaded",
    "visits_noplace.csv": "test_rows_without_a_place_can_be_left_out",
    "years_academic.csv": "test_academic_years_end_in_august",
    "years_dfe.csv": "test_academic_years_end_in_august",
    "visits_dfe.csv": "test_six_digits_in_a_monthly_indicator_are_asked_about",
    "births.toml": "test_monthly_births_are_counts",
    "births_words.csv": "test_monthly_births_are_counts",
}


@pytest.fixture(scope="module")
def field(shared_data: Path) -> Path:
    folder = shared_data / "field"
    if not folder.is_dir():
        pytest.skip("needs the shared inputs in ../shared/data/field")
    return folder


@pytest.fixture(scope="module")
def history(field, tmp_path_factory):
    return build_history(tmp_path_factory.mktemp("history"))


@pytest.fixture
def context(history, tmp_path):
    with copy_history(history, tmp_path) as context:
        yield context


def read_counts(context, ended, code="early_booking", places=("hillfields",)):
    rows = read_named(context.table, [code], list(places), [ended])
    return {row.place: (row.numerator, row.denominator) for row in rows}


def codes(confirmations):
    return {each.code.value for each in confirmations}


def read_with(field, name, table=None, known=None, **more):
    return read_extract(
        field / name, [profile(table, **more)], known or catalogue(), EVERYWHERE, today=None
    )


def test_every_input_has_a_test(field):
    assert {path.name for path in field.iterdir()} - {"README.md"} == set(CASES)
    assert set(CASES.values()) <= set(globals())


def test_a_total_that_contradicts_its_areas_is_asked_about(context, field):
    report = load_file(context.loader, field / "UHCW_maternity_total_half.csv")
    assert report.outcome == "unconfirmed"
    asked = [each for each in report.to_confirm if each.code == "total_contradicts_areas"]
    assert len(asked) == 5
    assert all(each.places == ("coventry",) for each in asked)
    assert read_counts(context, 202610, places=context.places.localities) == {}


def test_days_made_of_months_are_asked_about(context, field):
    report = load_file(context.loader, field / "CCC_childrens_centres_2025-26_to_2025-09.xlsx")
    assert report.outcome == "unconfirmed"
    asked = {"day_in_month", "file_named_for_other_period", "title_names_other_period"}
    assert asked <= codes(report.to_confirm)


@pytest.fixture
def data(tmp_path):
    """A copy of the council's files, to be changed."""
    return Path(shutil.copytree(Settings().data, tmp_path / "data"))


def test_cells_shown_as_percentages_are_percentages(history, field, data, tmp_path):
    shutil.copy(field / "pct_only.toml", data / "profiles")
    path = Path(shutil.copy(field / "percent_formatted_cells.xlsx", tmp_path / "Pct_2026-10.xlsx"))
    with copy_history(history, tmp_path, data) as context:
        assert load_file(context.loader, path).outcome == "loaded"
        rows = read_named(context.table, ["early_booking"], ["hillfields", "foleshill"], [202610])
    assert {row.place: row.value for row in rows} == {"hillfields": "93.4", "foleshill": "100"}


def test_percent_cells_agree_with_their_counts(context, field):
    report = load_file(context.loader, field / "CWPT_health_visiting_2026-10.xlsx")
    assert (report.outcome, report.rows_loaded, report.rows_refused) == ("loaded", 17, 0)
    assert read_counts(context, 202610, "new_birth_visit") == {"hillfields": (21, 22)}


def test_a_hidden_sheet_is_left_out_and_named(context, field):
    september = read_counts(context, 202609)
    report = load_file(context.loader, field / "UHCW_maternity_2026-10_hidden_sheet.xlsx")
    assert (report.outcome, report.rows_loaded) == ("loaded", 17)
    assert report.hidden.sheets == ("Old",)
    assert read_counts(context, 202609) == september
    assert read_counts(context, 202610) == {"hillfields": (24, 26)}


def test_the_first_sending_after_a_correction_is_asked_about(context, field, tmp_path):
    restated = field_history.write_restated_august(tmp_path)
    field_history.load_confirmed(context.loader, restated)
    before = read_counts(context, 202608, places=context.places.localities)
    report = load_file(context.loader, field / "UHCW_maternity_2026-08_v1.csv")
    assert report.outcome == "unconfirmed"
    assert "restores_replaced_figures" in codes(report.to_confirm)
    assert read_counts(context, 202608, places=context.places.localities) == before


def test_a_load_seen_before_another_is_asked_again(context, field):
    uploads = context.upload_service
    seen = {}
    for tab, name in ("A", "UHCW_maternity_2026-10.csv"), ("B", "UHCW_maternity_2026-10_final.csv"):
        with (field / f"two_tabs_{tab}_{name}").open("rb") as content:
            staged = uploads.receive(name, content, who="Jo", now=NOW, viewer=PARTNER).staged
        seen[tab] = staged.sha256, uploads.preview(staged.sha256, NOW, PARTNER).report.effect_key

    def press_load(tab):
        sha256, key = seen[tab]
        return uploads.load(
            sha256,
            seen=key,
            now=NOW,
            rest=False,
            confirmed=(),
            who="Jo",
            why="",
            viewer=PARTNER,
        ).outcome

    assert press_load("B") == "loaded"
    assert press_load("A") == "changed"
    rows = read_counts(context, 202610, places=context.places.localities).values()
    assert sum(booked for booked, _ in rows) == 382


def test_a_typed_slip_is_refused(context, field):
    report = load_file(context.loader, field / "UHCW_maternity_typed_slip.csv")
    assert (report.outcome, report.rows_refused) == ("refused", 17)
    assert {each.code for each in report.refusals} == {"period_unreadable"}
    assert read_counts(context, 202610) == {}


@pytest.mark.parametrize(
    "name",
    [
        "UHCW_maternity_merged_month.xlsx",
        "UHCW_maternity_ssms_datetime.csv",
        "UHCW_maternity_nhs_month_number.csv",
    ],
)
def test_october_is_read(context, field, name):
    report = load_file(context.loader, field / name)
    assert (report.outcome, report.rows_loaded, report.rows_refused) == ("loaded", 17, 0)
    rows = read_counts(context, 202610, places=context.places.localities)
    assert rows["hillfields"] == (24, 26)
    assert sum(booked for booked, _ in rows.values()) == 373


def test_months_take_their_year_from_the_title(history, field, data, tmp_path):
    own = data / "profiles" / "childrens_centres.toml"
    said = own.read_text(encoding="utf-8")
    across = 'period = { from = "heading" }'
    assert across in said
    own.write_text(
        said.replace(across, 'period = { from = "heading", year_from = "title" }'), encoding="utf-8"
    )
    path = field / "CCC_childrens_centres_2026-27_to_2026-09.xlsx"
    with copy_history(history, tmp_path, data) as context:
        report = load_file(context.loader, path)
        assert (report.outcome, report.rows_refused, report.figures) == ("loaded", 0, 432)
        assert (str(report.first), str(report.last)) == ("2026-04", "2026-09")
        april = read_counts(context, 202604, "child_protection_under_5")
    assert april == {"hillfields": (19, None)}


def test_rows_that_differ_are_not_loaded(field):
    reading = read_with(field, "visits_dup.csv", {"ignore": ["Department"]})
    assert figures(reading) == [("bells", 202405, 50, 100, None, "ok")]
    assert [each.code for each in reading.refusals] == ["conflicting_figure"] * 2
    assert all(word in each.remedy for each in reading.refusals for word in ("add_up", "where"))


def test_rows_without_a_place_can_be_left_out(field):
    table = {"ignore": ["Region"], "rows_without_place": "leave"}
    reading = read_with(field, "visits_noplace.csv", table)
    assert figures(reading) == [("anna", 202406, 10, 100, None, "ok")]
    assert (reading.rows_blank, reading.refusals) == (1, ())


@pytest.mark.parametrize(
    ("name", "places"), [("years_academic.csv", ["anna", "bells"]), ("years_dfe.csv", ["anna"])]
)
def test_academic_years_end_in_august(field, name, places):
    period = {"period": {"column": "Month", "year_ends": 8}}
    reading = read_with(field, name, period, known=catalogue(indicator("one", every="year")))
    assert figures(reading) == [(place, 201808, 10, 100, None, "ok") for place in places]
    assert (reading.refusals, reading.doubts) == ((), ())


def test_six_digits_in_a_monthly_indicator_are_asked_about(field):
    reading = read_with(field, "visits_dfe.csv")
    assert reading.refusals or "period_could_be_two" in codes(reading.doubts)


def test_monthly_births_are_counts(field, tmp_path):
    own = (field / "births.toml").read_text(encoding="utf-8").replace('"svc"', '"any"')
    (tmp_path / "births.toml").write_text(own, encoding="utf-8")
    profiles = read_profiles(tmp_path)
    known = catalogue(indicator("births", unit="count"))
    path = field / "births_words.csv"
    reading = read_extract(path, profiles, known, EVERYWHERE, today=None)
    assert (reading.rows_loaded, reading.refusals) == (24, ())
    assert figures(reading)[0] == ("england", 202001, 45346, None, None, "ok")
