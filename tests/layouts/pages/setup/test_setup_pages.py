"""The set-up in the browser: each step saves on its own, and nothing that was typed is lost."""

import csv
import io
import json
import re
from html import unescape

import pytest
from openpyxl import Workbook

from cli.context import Context
from indicators.domain.periods import Month
from tests.support.builders import row, take_in
from tests.support.council_set_up import (
    ANSWERS,
    COMMAND,
    ISLAND,
    ISLAND_ANSWERS,
    ISLAND_COMMAND,
    PASTED,
    SetUpServer,
    read_archive,
    read_folder,
)
from tests.support.extracts import write_csv

OCTOBER = Month.of(2026, 10)


@pytest.fixture(scope="module")
def signed_in(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set-up")
    server = SetUpServer(f"sqlite:///{folder / 'new.db'}")
    return server.visit("Ada Min", "administrator")


@pytest.fixture
def ada(signed_in):
    """An administrator before the set-up."""
    signed_in.server.begin_again()
    return signed_in


def test_before_the_set_up_no_page_has_the_name_of_another_council(ada):
    outside = ada.server.browse("nobody").client
    for page in (outside.get("/sign-in").text, ada.client.get("/users").text):
        assert "Locality dashboard" in page
        assert "Coventry" not in page


@pytest.mark.parametrize(
    ("answers", "pasted", "command"),
    [(ANSWERS, PASTED, COMMAND), (ISLAND_ANSWERS, ISLAND, ISLAND_COMMAND)],
)
def test_the_guided_set_up_makes_the_files_that_the_command_makes(
    ada, typed, tmp_path, answers, pasted, command
):
    assert "Not set up yet." in ada.client.get("/users").text
    for step, fields in answers.items():
        answer = ada.send(step, **fields)
        assert answer.status_code == 303, answer.text
    assert "Finish the set-up" in ada.read("finish")
    assert ada.send("finish").headers["Location"] == "/setup"
    places = write_csv(tmp_path / "p.csv", csv.reader(pasted.splitlines(), delimiter="\t"))
    done = typed({}, "new-council", tmp_path / "ours", *command, "--places", places)
    assert done.returncode == 0, done.stderr
    made = read_archive(ada.client.get("/setup/data.zip").data)
    assert made == read_folder(tmp_path / "ours")
    assert answers["programme"]["name"] in unescape(ada.client.get("/users").text)
    assert "Not set up yet." not in ada.client.get("/users").text


@pytest.mark.parametrize("step", [step for step in ISLAND_ANSWERS if step != "programme"])
def test_each_step_can_be_the_first_that_is_saved(ada, step):
    answer = ada.send(step, **ISLAND_ANSWERS[step])
    assert answer.status_code == 303, answer.text


def test_an_agreement_is_saved_before_its_agencies_are_known(ada):
    days = {"from": "2026-04-01", "until": "2099-03-31"}
    answer = ada.send("sharing", name="Agreement", approver="Leads", **days)
    assert answer.status_code == 303, answer.text
    assert "Leads" in ada.read("sharing")


def test_a_step_with_a_fault_keeps_what_was_typed_and_saves_nothing(ada):
    wrong = {**ANSWERS["services"], "due-midwifery": "31", "full-midwifery": "The “General”"}
    answer = ada.send("services", **wrong)
    assert answer.status_code == 422
    assert "Midwifery, due on day: This must be at most 28." in answer.text
    assert "at most 28" in answer.text
    assert 'value="The “General”"' in answer.text
    assert "No service is chosen." in ada.read("services")
    assert ada.send("areas", areas="Old Town\nOld town").status_code == 422
    clash = ada.send("areas", areas="Area,Spellings\nOld Town,OT\nMill Lane,OT")
    assert "“OT” is also a spelling of old-town." in clash.text
    assert "Mill Lane,OT" in clash.text


def test_a_day_that_is_missing_is_asked_for_by_its_field(ada):
    answer = ada.send("sharing", name="Agreement", approver="Leads", until="2030-03-31")
    assert "The agreement, first day: This must be a day." in answer.text
    assert "last day" not in answer.text


def test_what_somebody_else_saved_meanwhile_is_not_replaced_unseen(ada):
    opened = ada.read("programme")
    ada.send("programme", **ANSWERS["programme"])
    late = ada.send("programme", page=opened, name="Another", council="C", whole="W")
    assert late.status_code == 409
    assert "Ada Min saved this step" in late.text
    assert 'value="Another"' in late.text
    again = ada.send("programme", page=late.text, name="Another", council="C", whole="W")
    assert again.status_code == 303
    assert 'value="Another"' in ada.read("programme")


def test_a_save_is_undone_and_that_too(ada):
    ada.send("programme", **ANSWERS["programme"])
    ada.send("programme", **ANSWERS["programme"] | {"name": "Sure Start"})
    for name in ("Best Start", "Sure Start"):
        assert ada.send("programme", to="/undo").status_code == 303
        assert f'value="{name}"' in ada.read("programme")


def test_choices_of_a_service_that_is_not_chosen_wait(ada):
    for step, fields in ANSWERS.items():
        ada.send(step, **fields)
    other = {"use-health-visiting": "on", "due-health-visiting": "12"}
    ada.send("services", **other)
    assert "No indicator is chosen." in ada.client.get("/setup").text
    ada.send("indicators", **{"use-mmr_at_5": "on"})
    ada.send("services", **ANSWERS["services"] | other)
    page = ada.read("indicators")
    for code in ("early_booking", "mmr_at_5"):
        assert re.search(f'name="use-{code}" checked', page)


def test_outlines_are_uploaded_and_removed(ada):
    square = [[[0, 51], [0, 52], [1, 52], [0, 51]]]
    features = [
        {"properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": square}}
        for name in ("Old Town", "Mill Lane")
    ]
    content = json.dumps({"features": features}).encode()
    sent = ada.send("areas", file=(io.BytesIO(content), "wards.geojson"))
    assert sent.status_code == 303, sent.text
    page = ada.read("areas")
    assert "There are outlines for the map" in page
    assert "Old Town\nMill Lane" in page
    ada.send("areas", areas="Old Town\nMill Lane", no_outlines="on")
    assert "There are outlines" not in ada.read("areas")


def test_what_was_read_is_counted_and_is_the_same_when_it_is_saved_again(ada):
    typed = "Area\tTeam\nCentre\tNorth\nMill Lane"
    for _ in range(2):
        ada.send("areas", areas=typed)
        assert "Areas: saved. Now: 2 areas, 1 team, 0 hubs." in ada.read("teams")
        typed = find_list(ada.read("areas"))


def test_areas_are_read_from_a_workbook_as_the_command_reads_them(ada, tmp_path):
    workbook = Workbook()
    for line in PASTED.splitlines():
        workbook.active.append(line.split("\t"))
    workbook.save(tmp_path / "areas.xlsx")
    content = (tmp_path / "areas.xlsx").read_bytes()
    sent = ada.send("areas", file=(io.BytesIO(content), "..\\areas.xlsx"))
    assert sent.status_code == 303, sent.text
    page = ada.read("areas")
    ada.server.begin_again()
    ada.send("areas", areas=PASTED)
    assert find_list(page) == find_list(ada.read("areas"))


def test_a_workbook_that_is_none_or_has_two_tables_is_refused_and_the_list_stays(ada, tmp_path):
    ada.send("areas", areas="Old Town")
    workbook = Workbook()
    workbook.create_sheet("Other").append(["Area"])
    workbook.active.append(["Area"])
    workbook.save(tmp_path / "two.xlsx")
    two = ada.send("areas", file=(io.BytesIO((tmp_path / "two.xlsx").read_bytes()), "two.xlsx"))
    broken = ada.send("areas", file=(io.BytesIO(b"PK\3\4 not a workbook"), "areas.xlsx"))
    assert (two.status_code, broken.status_code) == (422, 422)
    assert "two.xlsx has 2 sheets with cells." in two.text
    assert "areas.xlsx" in broken.text
    assert "Old Town" in find_list(ada.read("areas"))


def find_list(page):
    return re.search(r'<textarea id="areas"[^>]*>([^<]*)', page)[1]


def test_what_is_needed_is_asked_for_before_the_set_up_ends(ada):
    page = ada.read("finish")
    assert "The set-up cannot be finished yet." in page
    assert "There is no area." in page
    answer = ada.send("finish", page=ada.read("programme"))
    assert answer.headers["Location"] == "/setup/finish"
    assert "The programme has no name." in ada.read("finish")


def test_an_administrator_begins_at_the_set_up(ada):
    assert ada.client.get("/").headers["Location"] == "/setup"


def test_only_administrators_set_up_a_council(ada):
    analyst = ada.server.visit("Ben", "analyst").client
    for path in ("/setup", "/setup/areas", "/setup/finish", "/setup/data.zip"):
        assert analyst.get(path).status_code == 403


def test_nothing_is_changed_once_figures_are_loaded(ada):
    """The last test here: loads are never removed."""
    opened = ada.read("programme")
    context = Context.open(ada.server.settings)
    sent = row("early_booking", "canley", OCTOBER, 3, 20)
    take_in(context.table, [sent], first_ended=OCTOBER.number)
    context.table.engine.dispose()
    assert ada.client.get("/setup/programme").status_code == 303
    answer = ada.send("programme", page=opened, **ANSWERS["programme"])
    assert answer.status_code == 422
    assert "This database has figures" in answer.text
    assert "Not set up yet." not in ada.client.get("/users").text
