"""The page of imports: a sheet is uploaded, looked at, applied as it was shown, and undone."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest

from indicators.access.permissions import PARTNER, Permission, Scope
from indicators.actions.action_fields import ActionField
from indicators.reports.actions.action_book import ActionBook
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.site.uploads import packed_upload
from loaders.action_sheets.action_sheet_file import ActionSheetFiles
from tests.support.action_sheets import EXPORTED
from tests.support.builders import row, take_in
from tests.support.chosen_viewer import build_app
from tests.support.databases import create_sqlite
from tests.support.sheet_files import edit_workbook, export_sheet, find_row, write
from tests.support.two_years import CATALOGUE, MARCH, PLACES
from tests.support.viewers import without

PAGE = "/team/north/actions/import"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The client of a small site, and the choice of its viewer."""
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, [row("visits", area, MARCH, 80, 100) for area in ("a", "c")])
    reports = Reports(table, CATALOGUE, PLACES)
    for team in ("north", "south"):
        fields = {
            ActionField.TEAM: team,
            ActionField.WHAT: f"Phone <families> of {team}",
            ActionField.OWNER: "Ada",
        }
        ActionBook(reports, PARTNER).add(fields, now=EXPORTED)
    site = Site(reports, sheet_reader=ActionSheetFiles())
    built, chosen = build_app(site, monkeypatch)
    yield built.server.test_client(), reports, chosen
    table.engine.dispose()


@pytest.fixture
def client(app):
    return app[0]


@pytest.fixture
def reports(app):
    return app[1]


def find_token(page: str) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return token[1]


def upload(client, content: bytes, page=PAGE, name="sheet.xlsx"):
    token = find_token(client.get(PAGE).text)
    data = {"csrf_token": token, "file": (BytesIO(content), name)}
    return client.post(page, data=data, content_type="multipart/form-data")


def read_form(page: str) -> dict[str, str]:
    """The fields of the form with the difference as they are sent without a click."""
    form = page[page.index('class="sheet-import"') :].partition("</form>")[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    radios = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', form)
    return {name: unescape(value) for name, value in [*hidden, *radios]}


def edited(reports, **given):
    return edit_workbook(export_sheet(reports), lambda sheet: write(sheet, "A-1", **given))


def find_owner(reports) -> str:
    return ActionBook(reports, PARTNER).find(1).fields[ActionField.OWNER]


def test_a_sheet_is_uploaded_applied_and_undone(client, reports):
    shown = upload(client, edited(reports, Owner="Ben & co", Due="30/11/2026"))
    assert shown.status_code == 200
    cells = re.findall(r'<td data-label="[^"]+"[^>]*>([^<]*)<', shown.text)
    assert cells == [
        *("Owner", "Ada", "Ben &amp; co", "Ada", "Changed in the sheet"),
        *("Due", "(empty)", "30 November 2026", "(empty)", "Changed in the sheet"),
    ]
    assert "Phone &lt;families&gt; of north" in shown.text
    assert "Exported on 3 November 2026 with figures of March 2026." in shown.text
    answer = client.post(f"{PAGE}/apply", data=read_form(shown.text))
    assert (answer.status_code, answer.location.split("?")[0]) == (303, PAGE)
    offered = "Undo what was applied"
    page = client.get(answer.location).text
    assert page.count(offered) == 1
    assert "Applied 2 changes." in page
    assert find_owner(reports) == "Ben & co"
    batch = re.search(r'name="batch" value="([^"]+)"', page)
    assert batch is not None
    sent = {"csrf_token": find_token(page), "batch": batch[1]}
    assert client.post(f"{PAGE}/undo", data=sent).status_code == 303
    page = client.get(answer.location).text
    assert "The import is undone." in page
    assert offered not in page
    assert 'name="batch"' not in page
    assert find_owner(reports) == "Ada"
    client.post(f"{PAGE}/undo", data=sent)
    assert "is undone already" in client.get(PAGE).text


def test_an_unchanged_sheet_has_no_difference_and_nothing_to_apply(client, reports):
    shown = upload(client, export_sheet(reports)).text
    assert "No difference." in shown
    assert "sheet-import" not in shown


def test_an_emptied_cell_is_asked_about_and_kept_unless_answered(client, reports):
    content = edited(reports, Owner="")
    form = read_form(upload(client, content).text)
    assert form["A-1.owner"] == "keep"
    client.post(f"{PAGE}/apply", data=form)
    assert find_owner(reports) == "Ada"
    form = read_form(upload(client, content).text) | {"A-1.owner": "sheet"}
    client.post(f"{PAGE}/apply", data=form)
    assert find_owner(reports) == ""


def test_a_deleted_row_and_a_copied_one_are_asked_about_in_words(client, reports):
    def move(sheet):
        for column in range(1, 18):
            sheet.cell(30, column).value = sheet.cell(find_row(sheet, "A-1"), column).value
        write(sheet, "A-1", Owner="Ben")
        sheet.cell(40, 1).value = "Agreed by all"

    copied = upload(client, edit_workbook(export_sheet(reports), move)).text
    assert re.search(r"Second row with A-1, row 1[0-9]", copied)
    assert "Leave the row out" in copied
    assert "Add it as a new action" in copied
    assert "Not read, since no column is meant for it: A40." in copied

    def delete(sheet):
        sheet.delete_rows(find_row(sheet, "A-1"))

    ActionBook(reports, PARTNER).update(1, 1, {ActionField.OUTCOME: "Done"}, now=EXPORTED)
    shown = upload(client, edit_workbook(export_sheet(reports), delete)).text
    assert "A-1, not in the sheet any more" in shown
    assert "Keep the action" in shown
    form = read_form(shown)
    assert form["A-1"] == "keep"
    client.post(f"{PAGE}/apply", data=form | {"A-1": "remove"})
    assert ActionBook(reports, PARTNER).find(1).is_removed
    assert "Applied 1 change." in client.get(PAGE).text


def test_what_changed_since_it_was_shown_is_shown_again(client, reports):
    form = read_form(upload(client, edited(reports, Owner="Ben")).text)
    change = {ActionField.OWNER: "Cai"}
    ActionBook(reports, PARTNER).update(1, 1, change, now=EXPORTED)
    again = client.post(f"{PAGE}/apply", data=form)
    assert again.status_code == 409
    assert "Actions changed since the difference was shown" in again.text
    assert "Changed on both sides" in again.text
    assert find_owner(reports) == "Cai"
    answered = read_form(again.text) | {"A-1.owner": "sheet"}
    assert client.post(f"{PAGE}/apply", data=answered).status_code == 303
    assert find_owner(reports) == "Ben"


def test_a_refused_cell_is_named_and_nothing_can_be_applied(client, reports):
    shown = upload(client, edited(reports, Owner="Ben", Status="finished"))
    assert "<code>status_unknown</code>" in shown.text
    assert "Nothing can be applied yet." in shown.text
    assert "sheet-import" not in shown.text


def test_a_wrong_file_is_refused_in_words(client, reports):
    for content, name, words in (
        (b"a,b\n", "a.csv", "This is not an action sheet"),
        (b"", "empty.xlsx", "The file is empty"),
    ):
        refused = upload(client, content, name=name)
        assert (refused.status_code, words in refused.text) == (422, True)
    other = upload(client, export_sheet(reports), "/team/south/actions/import")
    assert (other.status_code, "It is of North." in other.text) == (422, True)
    assert client.get("/team/nowhere/actions/import").status_code == 404
    nothing = client.post(PAGE, data={"csrf_token": find_token(client.get(PAGE).text)})
    assert (nothing.status_code, "No file was chosen." in nothing.text) == (422, True)


def test_a_form_that_is_not_ours_changes_nothing(client, reports):
    form = read_form(upload(client, edited(reports, Owner="Ben")).text)
    for change in ({"sheet": form["sheet"][:-4] + "abcd"}, {"sheet": ""}, {"A-9.owner": "sheet"}):
        assert client.post(f"{PAGE}/apply", data=form | change).status_code == 422
    without_token = {name: value for name, value in form.items() if name != "csrf_token"}
    assert client.post(f"{PAGE}/apply", data=without_token).status_code == 400
    other_team = client.post("/team/south/actions/import/apply", data=form)
    assert other_team.status_code == 422
    assert find_owner(reports) == "Ada"


def test_a_sheet_with_too_much_text_for_a_form_says_what_to_do(client, reports, monkeypatch):
    monkeypatch.setattr(packed_upload, "MOST", 100)
    refused = upload(client, edited(reports, Owner="Ben"))
    assert refused.status_code == 422
    assert "python app.py actions import FILE" in refused.text


def test_only_who_may_change_the_actions_of_the_team_sees_the_page(app):
    client, _, chosen = app
    chosen.now = without(Permission.EDIT_ACTIONS)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code in (400, 403)
    south = frozenset({Scope(places=frozenset({"south", "c", "city"}))})
    chosen.now = replace(PARTNER, scopes=south)
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE.replace("north", "south")).status_code == 200
