"""A profile made without scripts: the form is filled in and saved, and the file is then known."""

import re
from html.parser import HTMLParser

import pytest

from cli.context import Context
from cli.settings import Settings
from tests.layouts.pages.test_data_page import Visitor
from tests.loaders.ingest.test_pipeline import HEADER, HILLFIELDS

HEAD = "Reach area,Month,Bookings,Booked by 12+6"
ROWS = ["Hilfields,2026-09,24,20", "Canley,2026-09,20,18", "Tile Hill,2026-09,22,small"]
NAME = "Kirkby bookings Sep-26.csv"


class Fields(HTMLParser):
    """What a browser would send of the form #maker: its inputs and chosen options, by name."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inside, self.select = {}, False, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        reported = dict(attrs)
        if tag == "form":
            self.inside = reported.get("id") == "maker"
        if not self.inside:
            return
        if tag == "input" and (reported.get("type") != "checkbox" or "checked" in reported):
            self.found[reported["name"]] = reported.get("value", "on")
        if tag == "select":
            self.select = reported["name"]
        if tag == "option" and (self.select not in self.found or "selected" in reported):
            self.found[self.select] = reported.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Maker(Visitor):
    def dropped(self, name=NAME, rows=(HEAD, *ROWS)):
        self.drop((name, ("\n".join(rows) + "\n").encode()))
        return re.search(r'href="/data/profile\?file=([0-9a-f]{64})', self.get().text)[1]

    def opened(self, sha256):
        page = self.get(f"/data/profile?file={sha256}").text
        self.fields = Fields(page).found
        return page

    def sent(self, to="", **changed):
        """Send the form with some fields changed, as a button of it would; "" leaves one out."""
        self.fields |= {name.replace("__", "."): value for name, value in changed.items()}
        sent = self.client.post(f"/data/profile{to}", data=self.fields, follow_redirects=True)
        if 'id="maker"' in sent.text:
            self.fields = Fields(sent.text).found
        return sent

    def post_to(self, path, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/data").text)[1]
        return self.client.post(path, data=fields | {"csrf_token": token}, follow_redirects=True)


@pytest.fixture
def settings(database_url):
    return Settings(database_url=database_url)


@pytest.fixture
def visitor(settings):
    visitor = Maker(settings)
    yield visitor
    visitor.engine.dispose()


def test_from_an_unknown_file_to_figures_that_load(visitor, settings):
    sha256 = visitor.dropped()
    page = visitor.opened(sha256)
    assert visitor.fields["t0.area"] == "0"
    assert visitor.fields["t0.f0.indicator"] == "early_booking"
    assert "1 row would load, with 1 figure. 2 rows are refused." in page
    page = visitor.sent(m0__meaning="hidden").text
    assert "2 rows would load, with 2 figures. 1 row is refused." in page
    page = visitor.sent(record="0", u0__place="hillfields").text
    assert "“Hilfields” is recorded as another spelling of Hillfields." in page
    assert "3 rows would load, with 3 figures." in page
    page = visitor.sent("/save", who="Jo", about="Kirkby bookings").text
    assert "The profile “Kirkby bookings” is saved." in page
    assert f'action="/data/files/{sha256}/load"' in page
    assert "is loaded" in visitor.load().text
    context = Context.open(settings)
    assert [load.profile for load in context.table.history.list_loads()] == ["kirkby_bookings"]
    context.table.engine.dispose()


def test_another_process_reads_by_what_was_recorded_here(visitor, settings):
    elsewhere = Maker(settings)
    sha256 = visitor.dropped()
    assert "No profile knows this file" in elsewhere.get().text
    visitor.opened(sha256)
    visitor.sent("/save")
    visitor.post_to("/data/spellings", spelling="Hilfields", place="hillfields", file=sha256)
    page = elsewhere.get().text
    assert "No profile knows this file" not in page
    assert "Hilfields" not in page.split("Files received")[0]
    elsewhere.engine.dispose()


def test_a_row_and_a_column_are_pointed_at_with_buttons(visitor):
    visitor.opened(visitor.dropped())
    page = visitor.sent(column="2").text
    assert "Column C: Bookings is" in page
    visitor.sent(apply="2", **{"is": "nothing"})
    assert "t0.f0.denominator" not in visitor.fields or not visitor.fields["t0.f0.denominator"]
    page = visitor.sent(apply="2", **{"is": "denominator:early_booking"}).text
    assert "Early booking: out of" in page
    page = visitor.sent(row="2").text
    assert 'id="header"' in page
    assert visitor.fields["t0.header"] == "2"


def test_what_is_missing_is_shown_and_nothing_is_saved(visitor):
    sha256 = visitor.dropped()
    visitor.opened(sha256)
    answer = visitor.sent("/save", t0__area="")
    assert answer.status_code == 422
    assert "No column is chosen for the place." in answer.text
    assert "None yet." in visitor.get("/data/profiles").text


def test_two_profiles_that_would_read_one_file_are_not_saved(visitor):
    sha256 = visitor.dropped()
    visitor.opened(sha256)
    visitor.sent("/save", about="First")
    answer = visitor.sent("/save", about="Second")
    assert "The profile first reads this file too" in answer.text
    again = visitor.sent("/save", about="First", files="Kirkby*")
    assert "is saved" in again.text


def test_a_name_that_a_profile_file_has_is_refused(visitor):
    visitor.opened(visitor.dropped())
    assert "There is a file midwifery.toml" in visitor.sent("/save", about="Midwifery").text


def test_profiles_are_listed_changed_and_removed(visitor):
    sha256 = visitor.dropped()
    visitor.opened(sha256)
    visitor.sent("/save", about="Kirkby bookings", who="Jo")
    page = visitor.get("/data/profiles").text
    assert "Kirkby bookings" in page
    assert "by Jo" in page
    assert "midwifery.toml" in page
    assert '<td data-label="Sent by">Benchmarks</td>' in page
    text = visitor.get("/data/profiles/kirkby_bookings").text
    assert "numerator = &#34;Booked by 12+6&#34;" in text
    wrong = visitor.post_to("/data/profiles/kirkby_bookings", toml='code = "kirkby_bookings"')
    assert wrong.status_code == 422
    assert "This key is missing." in wrong.text
    page = visitor.post_to("/data/profiles/kirkby_bookings/remove").text
    assert "is no longer used" in page
    assert "None yet." in page
    assert "No profile knows this file" in visitor.get().text
    page = visitor.post_to("/data/profiles/kirkby_bookings/use-again").text
    assert "is used again" in page
    assert "No profile knows this file" not in visitor.get().text
    again = visitor.post_to("/data/profiles/kirkby_bookings/use-again").text
    assert "No profile “kirkby_bookings” was removed." in again


def test_a_spelling_is_recorded_from_a_files_card_and_taken_back(visitor):
    name = "UHCW_maternity_2026-09.csv"
    rows = [HILLFIELDS.replace("Hillfields", "Hill fields centre")]
    visitor.drop((name, ("\n".join([HEADER, *rows]) + "\n").encode()))
    page = visitor.get().text
    assert 'action="/data/spellings"' in page
    page = visitor.post_to("/data/spellings", spelling="Hill fields centre", place="hillfields")
    assert "is recorded as another spelling of Hillfields." in page.text
    assert 'action="/data/spellings"' not in page.text
    listed = visitor.get("/data/profiles").text
    number = re.search(r'action="/data/spellings/(\d+)/remove"', listed)[1]
    page = visitor.post_to(f"/data/spellings/{number}/remove").text
    assert "is no longer a spelling of Hillfields." in page
    clash = visitor.post_to("/data/spellings", spelling="Canley", place="hillfields").text
    assert "“Canley” is already a spelling of Canley." in clash


def test_what_is_in_a_file_is_shown_as_text_and_never_as_markup(visitor):
    rows = ["Area,Month,Bookings,Booked by 12+6 <b>", "<script>x</script>,2026-09,24,20"]
    page = visitor.opened(visitor.dropped("a<b>.csv", rows))
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_without_the_token_nothing_is_saved(visitor):
    visitor.opened(visitor.dropped())
    visitor.fields["csrf_token"] = "no"
    assert "Nothing was changed" in visitor.sent("/save").text
    assert "None yet." in visitor.get("/data/profiles").text


@pytest.mark.parametrize("query", ["", "?file=", f"?file={'0' * 64}"])
def test_without_a_file_that_waits_the_page_says_where_to_begin(visitor, query):
    page = visitor.get(f"/data/profile{query}")
    assert "Drop" in page.text
    assert "Traceback" not in page.text
