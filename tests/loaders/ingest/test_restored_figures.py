"""A file that takes a correction back, or knows less than what is current, is asked about."""

from datetime import UTC, datetime

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from loaders.ingest.approval import EVERYTHING_CONFIRMED
from loaders.profiles.profile_schema import Profile
from tests.loaders.ingest.test_pipeline import CANLEY, HILLFIELDS, extract

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TILE_HILL = "Tile Hill,2026-09,40,35,30,29,2,25,40,40,300,20"
RESTATED = HILLFIELDS.replace("30,27,", "31,28,"), CANLEY.replace("20,18,", "21,19,")
PERCENTAGES = {
    "code": "pct",
    "service": "midwifery",
    "files": ["pct*"],
    "table": [
        {
            "header": ["Centre"],
            "area": "Centre",
            "period": {"column": "Month"},
            "measure": [{"indicator": "early_booking", "percentage": "%"}],
        }
    ],
}


@pytest.fixture
def loader(database_url):
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context.loader
    context.table.engine.dispose()


def load(loader, path):
    report = loader.load(path, viewer=PARTNER, now=NOW, approval=EVERYTHING_CONFIRMED)
    assert report.outcome == "loaded"


def ask(loader, path):
    return [(each.code, each.text) for each in loader.check(path, PARTNER).to_confirm]


def of_code(loader, path, code):
    return [text for found, text in ask(loader, path) if found == code]


def test_a_file_that_undoes_a_correction_is_asked_about(loader, tmp_path):
    first = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-09.csv")
    load(loader, first)
    second = extract(tmp_path, *RESTATED, name="UHCW_maternity_2026-09_v2.csv")
    assert of_code(loader, second, "restores_replaced_figures") == []
    load(loader, second)
    again = extract(tmp_path, HILLFIELDS, CANLEY, "", name="UHCW_maternity_2026-09_v1.csv")
    (text,) = of_code(loader, again, "restores_replaced_figures")
    assert text == (
        "All 2 changed figures go back to what was replaced by load 2 "
        "(UHCW_maternity_2026-09_v2.csv, 2 November 2026): Early booking, September 2026."
    )
    assert loader.load(again, viewer=PARTNER, now=NOW).outcome == "unconfirmed"


def test_a_part_that_goes_back_is_counted_among_what_changes(loader, tmp_path):
    load(loader, extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-09.csv"))
    load(loader, extract(tmp_path, *RESTATED, name="UHCW_maternity_2026-09_v2.csv"))
    third = HILLFIELDS, CANLEY.replace("20,18,", "22,20,"), TILE_HILL
    path = extract(tmp_path, *third, name="UHCW_maternity_2026-09_v3.csv")
    (text,) = of_code(loader, path, "restores_replaced_figures")
    assert text.startswith("1 of 2 changed figures goes back to what was replaced by load 2 ")
    (question,) = [
        each
        for each in loader.check(path, PARTNER).to_confirm
        if each.code == "restores_replaced_figures"
    ]
    assert (question.where, question.places) == ("row 2", ("hillfields",))


def test_what_a_person_undid_may_be_loaded_again(loader, tmp_path):
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-09.csv")
    load(loader, path)
    table, not_areas = loader.table, loader.places.not_areas
    table.undo_load(1, now=NOW, who="", why="", not_areas=not_areas)
    assert of_code(loader, path, "restores_replaced_figures") == []
    load(loader, path)
    second = extract(tmp_path, *RESTATED, name="UHCW_maternity_2026-09_v2.csv")
    load(loader, second)
    table.undo_load(4, now=NOW, who="", why="", not_areas=not_areas)
    assert of_code(loader, second, "restores_replaced_figures") == []


def test_figures_that_nothing_replaced_are_not_asked_about(loader, tmp_path):
    load(loader, extract(tmp_path, HILLFIELDS, name="UHCW_maternity_2026-09.csv"))
    same = extract(tmp_path, HILLFIELDS, CANLEY, name="UHCW_maternity_2026-09_both.csv")
    assert of_code(loader, same, "restores_replaced_figures") == []


@pytest.fixture
def with_percentages(loader):
    loader.profiles.append(Profile.model_validate(PERCENTAGES))
    return loader


def percentages(folder, *rows):
    path = folder / "pct_2026-09.csv"
    path.write_text("\n".join(["Centre,Month,%", *rows]) + "\n")
    return path


def test_percentages_that_replace_counts_are_asked_about_and_counts_are_not(
    with_percentages, tmp_path
):
    loader, sent = with_percentages, percentages(tmp_path, "Hillfields,2026-09,90.0")
    assert of_code(loader, sent, "counts_lost") == []
    load(loader, extract(tmp_path, HILLFIELDS, CANLEY))
    (text,) = of_code(loader, sent, "counts_lost")
    assert text == (
        "Counts would be lost: 1 figure would only have a percentage: "
        "Early booking, September 2026, Hillfields."
    )
    load(loader, sent)
    counts = extract(tmp_path, HILLFIELDS, CANLEY, "", name="UHCW_maternity_2026-09_b.csv")
    assert of_code(loader, counts, "counts_lost") == []


def test_a_percentage_of_the_city_also_replaces_the_sum_of_its_areas(with_percentages, tmp_path):
    loader, sent = with_percentages, percentages(tmp_path, "Coventry,2026-09,90.0")
    assert of_code(loader, sent, "counts_lost") == []
    load(loader, extract(tmp_path, HILLFIELDS, CANLEY))
    assert len(of_code(loader, sent, "counts_lost")) == 1


def test_a_figure_that_becomes_a_mark_is_asked_about(loader, tmp_path):
    load(loader, extract(tmp_path, HILLFIELDS, CANLEY))
    hidden = HILLFIELDS.replace("30,27,", "*,*,")
    path = extract(tmp_path, hidden, CANLEY, name="UHCW_maternity_2026-09_b.csv")
    assert len(of_code(loader, path, "figures_withdrawn")) == 1
    new = extract(tmp_path, hidden.replace("Hillfields", "Tile Hill"), name="UHCW_maternity_c.csv")
    assert of_code(loader, new, "figures_withdrawn") == []
