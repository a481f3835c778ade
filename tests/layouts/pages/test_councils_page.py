"""Another council's folder is compared in the browser, and hostile archives are refused."""

import csv
import io
import re
import zipfile
from html import unescape
from tempfile import gettempdir

import pytest
from openpyxl import load_workbook

from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.two_councils import council_archive
from indicators.configuration.two_councils.council_archive import read_council_archive
from indicators.configuration.two_councils.council_comparison import compare_catalogues
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.support.builders import row, take_in
from tests.support.databases import create_sqlite
from tests.support.recorded_settings import keep_settings
from tests.support.shipped_data import CATALOGUE, DATA, PLACES

PAGE = "/settings/councils"
FILES = {
    path.relative_to(DATA).as_posix(): path.read_text(encoding="utf-8")
    for path in [DATA / "programme.toml", *(DATA / "catalogue").rglob("*.toml")]
}
TARGET = "catalogue/new_birth_visit.toml"


def pack(folder="data/", **more) -> bytes:
    """The shipped catalogue with another target and council, and more files."""
    files = dict(FILES)
    files[TARGET] = files[TARGET].replace('value = "95"', 'value = "90"')
    files["programme.toml"] = files["programme.toml"].replace("Coventry City", "=Other", 1)
    return write_zip({f"{folder}{name}": text for name, text in (files | more).items()})


def write_zip(files, **how) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    table = IndicatorTable.open(create_sqlite(tmp_path_factory.mktemp("councils") / "test.db"))
    take_in(table, [row("new_birth_visit", "hillfields", Month.of(2026, 10), 45, 50)], file="a")
    site = Site(keep_settings(Reports(table, CATALOGUE, PLACES)))
    yield create_dash_app(site).server.test_client()
    table.engine.dispose()


def send(client, content: bytes, **form):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)[1]
    file = (io.BytesIO(content), "C:\\other.zip")
    return client.post(PAGE, data={"csrf_token": token, "file": file, **form})


@pytest.mark.parametrize("folder", ["", "data/", "other/data/", "Würzburg & Co (1)/data/"])
def test_the_page_shows_what_differs_as_the_command_does(client, folder):
    text = unescape(send(client, pack(folder)).text)
    assert "new_birth_visit" in text
    assert "target from 2013-04" in text
    every = len(compare_catalogues(CATALOGUE, CATALOGUE))
    assert f"1 of {every} lines differ." in text
    assert "Early booking" not in text.split('id="councils"')[1]
    assert "Early booking" in send(client, pack(folder), every="yes").text


def test_the_same_lines_leave_as_csv_and_workbook_without_formulas(client):
    text = send(client, pack(), **{"as": "csv"}).data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    ours, theirs = "95, definition by-14-days, assumed", "90, definition by-14-days, assumed"
    assert ["new_birth_visit", "target from 2013-04", ours, theirs, "yes"] in rows
    assert not any(cell.startswith("=") for row in rows for cell in row)
    book = load_workbook(io.BytesIO(send(client, pack(), **{"as": "xlsx"}).data))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "target from 2013-04" in cells


def test_what_is_read_is_what_the_command_reads(tmp_path):
    with zipfile.ZipFile(io.BytesIO(pack(""))) as archive:
        archive.extractall(tmp_path)
    read = read_council_archive(pack(), "other.zip")
    assert not any(line.differs for line in compare_catalogues(read, read_catalogue(tmp_path)))


def test_names_that_lead_out_of_the_folder_are_never_written(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "inside"))
    (tmp_path / "inside").mkdir()
    for name in ("../../evil.toml", "/evil.toml", "catalogue/../../../evil.toml", "..\\evil.toml"):
        read_council_archive(pack("", **{name: "evil"}), "other.zip")
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no zip archive"),
        (b"PK\3\4 cut short", "no zip archive"),
        (pack()[:-200], "no zip archive"),
        (write_zip({"readme.txt": "hello"}), "0 files programme.toml"),
        (write_zip(dict.fromkeys(("a/programme.toml", "b/programme.toml"), "")), "2 files"),
        (write_zip({"programme.toml": "name = 3"}), "other.zip: The archive has no indicator"),
        (write_zip({"programme.toml": "name = 3", TARGET: ""}), "programme.toml"),
        (
            write_zip({"programme.toml": "a = " + "[" * 1_000, TARGET: ""}),
            "programme.toml: More than 8 brackets",
        ),
        (pack("", **{"rules/deep.toml": "a." * 100_000}), "rules/deep.toml: A key has more"),
        (write_zip({"programme.toml": "[[service]]\n" * 40_000, TARGET: ""}), "more than 40,000"),
        (write_zip({"programme.toml": "a = [" + "1," * 150_000, TARGET: ""}), "150,000 values"),
        (pack("", **{"rules/long.toml": f"a = {'1' * 5_000}"}), "rules/long.toml: This is not"),
        (pack("", **{"catalogue/bomb.toml": "#" * 5_000_000}), "more than the files"),
        (write_zip({f"{at}.txt": "" for at in range(2001)}), "more than the files"),
        (b"0" * (council_archive.MOST_BYTES + 1), "more than the files"),
    ],
)
def test_a_hostile_or_wrong_archive_is_refused(content, says):
    with pytest.raises(UserError, match=says):
        read_council_archive(content, "other.zip")


def test_a_refused_archive_is_said_on_the_page(client):
    answer = send(client, b"no zip")
    assert (answer.status_code, "other.zip" in answer.text) == (422, True)
    for files in ({}, {TARGET: ""}):
        answer = send(client, write_zip({"programme.toml": "name = 3", **files}))
        assert (answer.status_code, gettempdir() in answer.text) == (422, False)


def test_the_merged_council_is_looked_at_on_any_page_and_discarded(client):
    places = DATA.joinpath("places.toml").read_text(encoding="utf-8")
    other = places.replace('"Coventry"', '"Rugby"', 1).replace('"Hillfields"', '"Overslade"')
    answer = send(client, pack(**{"places.toml": other}), **{"as": "merged", "month": "2028-04"})
    assert answer.headers["Location"] == "/settings/arrangements"
    assert "Overslade" in unescape(client.get("/settings/arrangements").text)
    theirs = unescape(client.get("/area/coventry-hillfields").text)
    assert "Rehearsal of an arrangement from April 2028" in theirs
    assert "Overslade" in theirs
    assert "Canley (Rugby)" in client.get("/area/coventry-canley").text  # ours has a Canley too
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(PAGE).text)[1]
    client.post("/settings/arrangements/discard", data={"csrf_token": token})
    assert client.get("/area/coventry-hillfields").status_code == 404


@pytest.mark.parametrize(
    ("month", "more", "said"),
    [
        ("2028-4", {"places.toml": ""}, "is not a month"),
        ("2028-04", {}, "The archive has no places.toml"),
        ("2028-04", {"places.toml": "[[place]]\ncode = 1\n"}, "places.toml"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused_with_its_reason(client, month, more, said):
    answer = send(client, pack(**more), **{"as": "merged", "month": month})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
