"""The data page without a browser: files are received, shown, loaded and undone, or refused."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.store.schema import metadata, staged
from indicators.store.staging import Room, StagedFiles
from loaders.readers import limits
from tests.loaders.ingest.test_pipeline import CANLEY, HEADER, HILLFIELDS
from tests.support.doubtful_counts import doubtful_lines
from tests.support.export_reason import give_reason
from tests.support.extracts import hidden_midwifery, mothers
from tests.support.partner_app import create_partner_app
from tests.support.person_lists import SURNAMES, records

NAME = "UHCW_maternity_2026-09.csv"
UNLIKELY = "UHCW_maternity_2026-08.csv"
"""A name for August, with rows for September in it."""


@pytest.fixture
def settings(database_url):
    return Settings(database_url=database_url)


@pytest.fixture
def context(settings):
    context = Context.open(settings)
    yield context
    context.table.engine.dispose()


@pytest.fixture
def visitor(settings):
    visitor = Visitor(settings)
    yield visitor
    visitor.engine.dispose()


class Visitor:
    """A browser without scripts: keeps cookies, sends the token that its page holds."""

    def __init__(self, settings):
        self.app = create_partner_app(settings)
        self.engine = self.app.site.reports.table.engine
        self.client = give_reason(self.app.server.test_client())

    def get(self, path="/data"):
        return self.client.get(path)

    def token(self):
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get().text)[1]

    def post(self, path, follow=True, **fields):
        fields = {"csrf_token": self.token()} | fields
        return self.client.post(path, data=fields, follow_redirects=follow)

    def drop(self, *files, **fields):
        sent = [(BytesIO(content), name) for name, content in files]
        return self.post("/data/files", files=sent, who="Jo", **fields)

    def declare(self, content, **fields):
        """Choose a file again and declare that it holds counts."""
        return self.post("/data/files/declared", file=(BytesIO(content), NAME), **fields)

    def show_live(self, path="/data", search=""):
        """Ask for a page as the live page does, once it takes the place of the first response."""
        given = {"pathname": path, "search": search}
        call = {
            "output": "shell-page.children",
            "outputs": {"id": "shell-page", "property": "children"},
            "inputs": [
                {"id": "shell-address", "property": name, "value": value}
                for name, value in given.items()
            ],
            "changedPropIds": ["shell-address.pathname"],
        }
        token = self.client.get_cookie("_csrf_token").value
        return self.client.post(
            "/_dash-update-component", json=call, headers={"X-CSRFToken": token}
        )

    def waits(self):
        return re.findall(r'action="/data/files/([0-9a-f]{64})/discard"', self.get().text)

    def find_key(self):
        """Return the key of what the page says that loading would do."""
        found = re.search(r'name="seen" value="([0-9a-f]+)"', self.get().text)
        return found[1] if found else ""

    def load(self, tick=True, **fields):
        (sha256,) = self.waits()
        marks = re.findall(r'name="confirm" value="([^"]+)"', self.get().text)
        fields = {"seen": self.find_key(), "confirm": marks if tick else []} | fields
        return self.post(f"/data/files/{sha256}/load", who="Jo", **fields)


def extract(*rows):
    return ("\n".join([HEADER, *rows]) + "\n").encode()


def rows_of(engine):
    """How many rows each table has, but for secrets and the counts of rate limits."""
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in metadata.sorted_tables
            if table.name not in ("secret", "rate_count")
        }


def tally(page):
    """Rows read, good, refused, blank, as the page tells them of its one file."""
    found = re.search(r'<ul class="tally" aria-label="Rows[^"]*">(.*?)</ul>', page, re.S)[1]
    return [int(number) for number in re.findall(r"<b>(\d+)</b>", found)]


def test_a_file_is_dropped_looked_at_loaded_and_undone(context, visitor):
    page = visitor.drop((NAME, extract(HILLFIELDS, CANLEY)))
    assert page.request.path == "/data"
    assert "Midwifery, September 2026." in page.text
    assert "No errors found." in page.text
    assert "Loading it adds 10 figures." in page.text
    assert tally(page.text) == [2, 2, 0, 0]
    assert context.table.history.list_loads() == []

    ledger = visitor.load(why="The September file")
    assert ledger.request.path == "/data/load/1"
    assert f"{NAME} is loaded." in ledger.text
    assert "10 figures are new" in ledger.text
    loaded = context.table.history.find_event(1)
    assert (loaded.who, loaded.why) == ("Jo", "The September file")
    assert visitor.waits() == []
    original = visitor.get("/data/load/1/original")
    assert original.data == extract(HILLFIELDS, CANLEY)
    assert NAME in original.headers["Content-Disposition"]

    undone = visitor.post("/data/load/1/undo", who="Ann", why="Too early")
    assert undone.request.path == "/data/load/2"
    assert "Load 1 undone" in undone.text
    assert context.table.history.find_event(2).who == "Ann"
    assert context.table.history.find_event(1).undone_by == 2
    assert "Undo this load" not in visitor.get("/data/load/1").text


def test_what_is_hidden_in_a_workbook_is_left_out_and_shown(visitor, tmp_path):
    rows = (mothers("Hillfields", "2026-09"), mothers("Canley", "2026-09"))
    path = hidden_midwifery(tmp_path, *rows)
    page = visitor.drop((path.name, path.read_bytes())).text
    assert tally(page) == [1, 1, 0, 0]
    assert "1 hidden row was left out: sheet Data, row 2." in page
    assert "1 hidden sheet was left out: Old." in page
    assert "hidden = &#34;read&#34; in profiles/midwifery.toml" in page


def test_refused_rows_are_shown_with_cell_value_reason_and_remedy(context, visitor):
    over = CANLEY.replace("20,18", "20,21")
    page = visitor.drop((NAME, extract(HILLFIELDS, over, "Hilfields" + HILLFIELDS[10:])))
    read, good, refused, blank = tally(page.text)
    assert (read, good, refused) == (3, 1, 2)
    assert read == good + refused + blank
    assert '<td data-label="Value"><code>21</code></td>' in page.text
    assert "D3, Booked by 12+6" in page.text
    assert "<code>numerator_above_denominator</code>" in page.text
    assert "Record “Hilfields” as a spelling of Hillfields" in page.text
    (sha256,) = visitor.waits()
    marked = visitor.get(f"/data/files/{sha256}/send-back.xlsx")
    listed = load_workbook(BytesIO(marked.data))["Errors to correct"]
    assert {row[2].value for row in listed.iter_rows(min_row=2)} >= {"21", "Hilfields"}

    plainly = visitor.load()
    assert "is not loaded: 2 rows refused" in plainly.text
    assert context.table.history.list_loads() == []
    rest = visitor.load(rest="1")
    assert rest.request.path == "/data/load/1"
    assert "Refused rows, not loaded" in rest.text
    assert tally(rest.text) == [3, 1, 2, 0]


def test_another_spelling_is_recorded_with_one_click_and_the_file_is_whole(context, visitor):
    visitor.drop((NAME, extract("Hilfields" + HILLFIELDS[10:])))
    (sha256,) = visitor.waits()
    known = visitor.post("/data/spellings", spelling="Hilfields", place="hillfields", file=sha256)
    assert "“Hilfields” is recorded as another spelling of Hillfields." in known.text
    assert tally(known.text) == [1, 1, 0, 0]
    assert visitor.load().request.path == "/data/load/1"


def test_a_place_that_none_of_the_nearest_is_can_be_chosen_too(visitor):
    visitor.drop((NAME, extract(HILLFIELDS.replace("Hillfields", "Hilfields"))))
    page = visitor.get().text
    assert 'value="hillfields" class="button plain"' in page  # the nearest, in one click
    place = re.search(r'<option value="([^"]+)">Radford</option>', page)[1]
    visitor.post("/data/spellings", spelling="Hilfields", place=place, file="")
    assert "unknown place" not in visitor.get().text


def test_the_contact_is_shown_where_there_is_a_question(visitor):
    asked = "Contact: University Hospitals Coventry and Warwickshire NHS Trust."
    assert asked in visitor.drop((NAME, extract(HILLFIELDS.replace("Hillfields", "Nowhere")))).text
    assert asked not in visitor.get("/data/profiles").text


def test_a_renamed_file_can_be_declared_another_kind(visitor):
    page = visitor.drop(("month end.csv", extract(HILLFIELDS))).text
    (sha256,) = visitor.waits()
    assert "was recognised by its headings" in page
    assert f'href="/data/profile?file={sha256}"' in page


def test_what_is_unlikely_is_loaded_only_when_every_box_is_ticked(context, visitor):
    page = visitor.drop((UNLIKELY, extract(HILLFIELDS, CANLEY)))
    assert page.text.count('name="confirm" value="file_named_for_other_period:2026-09"') == 1
    assert "The file is named for August 2026" in page.text
    refused = visitor.load(tick=False)
    assert "1 thing needs checking first" in refused.text
    (sha256,) = visitor.waits()
    visitor.post(f"/data/files/{sha256}/load", confirm="another")
    assert context.table.history.list_loads() == []
    assert visitor.load().request.path == "/data/load/1"


def test_a_page_that_is_out_of_date_asks_again(context, visitor):
    visitor.drop((NAME, extract(HILLFIELDS)))
    seen = visitor.find_key()
    (sha256,) = visitor.waits()
    visitor.drop((UNLIKELY, extract(HILLFIELDS.replace("30,27,", "31,28,"))))
    final = next(one for one in visitor.waits() if one != sha256)
    marks = re.findall(r'name="confirm" value="([^"]+)"', visitor.get().text)
    key = context.upload_service.preview(final, datetime.now(UTC), PARTNER).report.effect_key
    visitor.post(f"/data/files/{final}/load", confirm=marks, seen=key)
    page = visitor.post(f"/data/files/{sha256}/load", seen=seen).text
    assert "what loading it would do has changed since you opened the page" in page
    assert "restates 1 figure" in page
    assert context.table.get_version() == 1
    assert visitor.load().request.path == "/data/load/2"


def test_of_people_s_records_and_junk_nothing_is_stored(visitor):
    before = rows_of(visitor.engine)
    people = records(3, ["nhs", "surname"], 30)
    listed = "\n".join(",".join(map(str, row)) for row in people).encode()
    page = visitor.drop(("UHCW_maternity_list.csv", listed), ("cut.xlsx", b"PK\x03\x04 cut short"))
    assert "This looks like a list of people" in page.text
    assert "cut.xlsx" in page.text
    assert visitor.waits() == []
    assert rows_of(visitor.engine) == before
    values = {str(cell) for row in people[1:] for cell in row if re.search(r"\d{4}", str(cell))}
    values |= {*SURNAMES, *map(str.upper, SURNAMES)}
    assert not [value for value in values if value in page.text]


def test_a_table_taken_for_a_list_of_people_is_declared_to_hold_counts(visitor):
    content = ("\n".join(doubtful_lines()) + "\n").encode()
    page = visitor.drop((NAME, content)).text
    assert "This looks like a list of people" in page
    assert "Was a file of counts refused as a list of people?" in page
    assert visitor.waits() == []
    assert "needs your name and a reason" in visitor.declare(content, who="Jo Bell", why=" ").text
    assert visitor.waits() == []
    visitor.declare(content, who="Jo Bell", why="Counts by area and month")
    (sha256,) = visitor.waits()
    builder = visitor.get(f"/data/profile?file={sha256}").text
    assert "Declared to hold counts by Jo Bell: Counts by area and month" in builder
    visitor.load(rest="1")
    assert "Declared to hold counts by Jo Bell: Counts by area and month" in visitor.get().text
    assert "Declared to hold counts by Jo Bell" in visitor.get("/data/load/1").text


def test_names_are_refused_also_where_counts_are_declared(visitor):
    content = b"Forename,Surname,Visits\n" + b"Aisha,Begum,4\nNoah,Smith,3\n" * 9
    page = visitor.declare(content, who="Jo Bell", why="Counts").text
    assert "holds names of people" in page
    assert "Begum" not in page
    assert visitor.waits() == []


def test_a_file_no_profile_knows_leads_to_creating_a_profile(visitor):
    page = visitor.drop(("new_shape.csv", b"Where,When,How many\nHillfields,2026-09,7\n"))
    (sha256,) = visitor.waits()
    assert f'href="/data/profile?file={sha256}"' in page.text
    assert f'action="/data/files/{sha256}/load"' not in page.text
    assert "No profile reads this file yet" in page.text
    assert (
        "<p>No profile knows this file. If it is a new kind of file, create a profile for it.</p>"
        in page.text
    )


def test_the_same_file_again_says_so_and_links_to_its_load(visitor):
    visitor.drop((NAME, extract(HILLFIELDS)))
    visitor.load()
    again = visitor.drop((NAME, extract(HILLFIELDS)))
    assert "This file is already loaded" in again.text
    assert 'href="/data/load/1"' in again.text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("<script>alert(1)</script>.csv", "script_.csv"),
        ("\u202emonth\x00.csv", "_month_.csv"),
        ("ü" * 300 + ".csv", "ü" * 100 + ".csv"),
    ],
)
def test_a_hostile_name_is_made_plain(name, kept, visitor):
    page = visitor.drop((name, b"Where,When\nHillfields,2026-09\n"))
    with visitor.engine.connect() as connection:
        assert connection.scalar(sa.select(staged.c.file)) == kept
    assert "<script>alert" not in page.text


def test_too_much_at_once_ends_in_a_sentence(visitor):
    page = visitor.drop(("big.csv", b"a,b\n" * (10 * limits.MEGABYTE)))
    assert "big.csv: The file is larger than 32 MB" in page.text
    visitor.client.application.config["MAX_CONTENT_LENGTH"] = limits.MEGABYTE
    page = visitor.drop(("big.csv", b"a,b\n" * limits.MEGABYTE))
    assert "More than 1 MB was sent at once" in page.text
    assert visitor.waits() == []
    assert "No file was chosen" in visitor.drop().text


def test_a_zip_bomb_ends_in_a_sentence(visitor, monkeypatch, tmp_path):
    Workbook().save(tmp_path / "month.xlsx")
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 100)
    page = visitor.drop(("month.xlsx", (tmp_path / "month.xlsx").read_bytes()))
    assert "unpacks to far more" in page.text
    assert visitor.waits() == []


def test_without_the_page_s_token_nothing_is_changed(context, visitor):
    visitor.drop((NAME, extract(HILLFIELDS)))
    (sha256,) = visitor.waits()
    for fields in ({}, {"csrf_token": "made-up"}):
        for path in (f"/data/files/{sha256}/load", f"/data/files/{sha256}/discard", "/data/files"):
            answer = visitor.client.post(path, data=fields)
            assert answer.status_code == 400
            assert "Nothing was changed" in answer.text
    assert visitor.client.post("/_dash-update-component", json={}).status_code == 400
    assert (visitor.waits(), context.table.history.list_loads()) == ([sha256], [])


def test_another_worker_knows_the_file_and_the_token(settings, visitor, context):
    visitor.drop((NAME, extract(HILLFIELDS)))
    other = create_partner_app(settings)
    (sha256,) = visitor.waits()
    client = give_reason(other.server.test_client())
    for cookie in ("session", "_csrf_token"):
        client.set_cookie(cookie, visitor.client.get_cookie(cookie).value)
    fields = {"csrf_token": visitor.token(), "seen": visitor.find_key()}
    answer = client.post(f"/data/files/{sha256}/load", data=fields)
    assert answer.headers["Location"].startswith("/data/load/1")
    assert visitor.waits() == []
    other.site.reports.table.engine.dispose()


def test_after_a_day_a_file_waits_no_more(visitor, context):
    visitor.drop((NAME, extract(HILLFIELDS)))
    (sha256,) = visitor.waits()
    staging = StagedFiles(visitor.engine)
    staging.expire(datetime.now(UTC) + timedelta(days=1, minutes=1))
    gone = visitor.post(f"/data/files/{sha256}/load")
    assert "no longer waiting" in gone.text
    assert (visitor.waits(), context.table.history.list_loads()) == ([], [])


def test_a_message_is_shown_once_and_by_the_live_page_that_takes_over(settings, visitor):
    assert "Not done" in visitor.drop(("cut.xlsx", b"PK\x03\x04 cut short")).text
    assert "Not done" in visitor.show_live().text
    assert "Not done" not in visitor.show_live().text
    assert "Not done" not in visitor.get().text


def test_a_message_of_another_address_is_not_shown_by_the_live_page(visitor):
    visitor.drop(("cut.xlsx", b"PK\x03\x04 cut short"))
    assert "Not done" not in visitor.show_live(search="?history=all").text
    assert "Not done" not in visitor.show_live().text


def test_a_message_waits_for_a_page_that_shows_messages(visitor):
    visitor.post("/data/files", follow=False)
    assert "No file was chosen" not in visitor.get("/about").text
    assert "No file was chosen" in visitor.get().text
    assert "No file was chosen" not in visitor.get().text


def test_a_message_is_shown_to_its_visitor_alone_and_by_any_worker(settings, visitor):
    visitor.post("/data/files", follow=False)
    other = Visitor(settings)
    assert "No file was chosen" not in other.get().text
    other.client.set_cookie("session", visitor.client.get_cookie("session").value)
    assert "No file was chosen" in other.get().text
    other.engine.dispose()


def test_of_many_files_that_cannot_be_taken_in_each_is_named(visitor):
    page = visitor.drop(*((f"cut {at}.xls", b"PK\x03\x04 cut short") for at in range(30)))
    messages = re.search(r'<div class="messages".*?</div>', page.text)[0]
    assert [f"cut {at}.xls: The workbook is damaged" in messages for at in range(25)] == [True] * 25
    assert "5 more messages are not shown." in messages
    assert len(visitor.client.get_cookie("session").value) < 4000


def test_a_script_that_sends_gets_the_messages_and_an_address_it_has_not_loaded(visitor):
    headers = {"Accept": "application/json", "X-CSRFToken": visitor.token()}

    def send(name, content):
        data = {"files": (BytesIO(content), name)}
        return visitor.client.post("/data/files", data=data, headers=headers).json

    first, second = send("cut.xlsx", b"PK\x03\x04 cut short"), send("empty.csv", b"")
    assert [len(answer["messages"]) for answer in (first, second)] == [1, 1]
    assert first["address"] != second["address"]
    page = visitor.get(second["address"]).text
    assert "cut.xlsx" in page
    assert "empty.csv" in page


def test_no_cookie_is_set_with_what_a_browser_may_keep(visitor):
    page = visitor.get("/")
    assert "SameSite=Lax" in page.headers["Set-Cookie"]
    for path in set(re.findall(r'(?:src|href)="((?:/assets|/_dash-component)[^"]+)"', page.text)):
        with visitor.get(path) as answer:
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", "")


def test_one_card_names_each_name_of_the_same_file(visitor):
    visitor.drop((NAME, extract(HILLFIELDS)), ("copy.csv", extract(HILLFIELDS)))
    assert len(visitor.waits()) == 1
    card = re.search(r'<article class="file".*?</article>', visitor.get().text, re.S)[0]
    assert "copy.csv</h3>" in card
    assert f"The same file also came as {NAME}." in card


def test_the_page_of_a_load_says_what_was_left_out_of_its_file(visitor, tmp_path):
    rows = (mothers("Hillfields", "2026-09"), mothers("Canley", "2026-09"))
    path = hidden_midwifery(tmp_path, *rows)
    visitor.drop((path.name, path.read_bytes()))
    visitor.load()
    assert "1 hidden row was left out." in visitor.get("/data/load/1").text


def test_the_calendar_says_what_is_in_for_which_area(visitor):
    visitor.drop((NAME, extract(HILLFIELDS, CANLEY)))
    visitor.load()
    page = visitor.get("/data?month=2026-09").text
    services = re.search(r'<table class="cal">.*?</table>', page, re.S)[0]
    midwifery = re.search(r">Midwifery<.*?</tr>", services, re.S)[0]
    assert "2 of 17" in midwifery
    area = re.search(r'<th scope="row">Hillfields</th>.*?</tr>', page, re.S)[0]
    assert re.search(r'class="in".*?In\b', area)
    tile_hill = re.search(r'<th scope="row">Tile Hill</th>.*?</tr>', page, re.S)[0]
    assert 'class="in"' not in tile_hill
    assert "midwifery for 2 of 17 centre areas" in visitor.get("/?month=2026-09").text


def test_as_at_a_past_day_nothing_is_dropped_or_undone(visitor):
    visitor.drop((NAME, extract(HILLFIELDS)))
    visitor.load()
    then = visitor.get("/data?as_at=2026-01-31").text
    assert 'type="file"' not in then
    assert "Nothing has been loaded yet." in then
    assert "came later" in visitor.get("/data/load/1?as_at=2026-01-31").text
    assert "There is no load 9" in visitor.get("/data/load/9").text


def test_a_visitor_who_uploads_too_much_is_asked_to_load_or_discard_some(visitor, monkeypatch):
    monkeypatch.setattr("indicators.store.staging.MOST_OF_ONE", Room(1, 10**6))
    visitor.drop((NAME, extract(HILLFIELDS)))
    page = visitor.drop((NAME, extract(CANLEY)))
    assert f"{NAME}: 1 files from your computer are waiting already" in page.text
    assert "Load or discard some of them" in page.text
    assert len(visitor.waits()) == 1
