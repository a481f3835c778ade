"""The commissioner's pack: what the compare page shows, as a workbook and as a PDF."""

import html
import re
import subprocess
from io import BytesIO
from threading import Event

import pytest
from openpyxl import Workbook, load_workbook

from indicators.domain.catalogue import Catalogue
from indicators.reports.base import Reports
from indicators.store.observations import IndicatorTable
from layouts.exports.sheet_style import set_up_print
from layouts.exports.sheet_style import write_text as write
from layouts.pages.compare import pack_routes
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from tests.conftest import program
from tests.support.builders import catalogue, indicator, take_in, target
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.sample_site import sample_server
from tests.support.two_years import CATALOGUE, PLACES, extracts

MONTH = "month=2026-02"  # the last for which all indicators were sent


@pytest.fixture
def client(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    for service, rows in extracts().items():
        take_in(table, rows, file=service, service=service, synthetic=True)
    yield give_reason(create_dash_app(Site(Reports(table, CATALOGUE, PLACES))).server.test_client())
    table.engine.dispose()


@pytest.fixture
def workbook(client):
    return load_workbook(BytesIO(client.get(f"/packs/compare.xlsx?{MONTH}").data))


def fetch_pdf(client, query):
    """The answer with the PDF, after the pages that say how far it is."""
    for _ in range(600):
        answer = client.get(f"/packs/compare.pdf?{query}")
        if answer.status_code != 202:
            return answer
        Event().wait(0.1)  # as a browser does, which asks again
    raise AssertionError("the PDF never became ready")


def words_in(sheet):
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def table_of(sheet, heading):
    """The rows below the one that begins with a heading, by their first cell."""
    rows = list(sheet.iter_rows())
    at = next(n for n, row in enumerate(rows) if row[0].value == heading)
    return {row[0].value: row for row in rows[at + 1 :] if row[0].value}


def describe_pack_of(name, *arguments):
    command = [program(name.upper(), name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def as_shown(cell):
    """A number as its format prints it."""
    if not isinstance(cell.value, float | int):
        return cell.value
    decimals = len(cell.number_format.rstrip("%").partition(".")[2])
    if cell.number_format.endswith("%"):
        return f"{cell.value * 100:.{decimals}f}%"
    return f"{cell.value:,.{decimals}f}"


def test_contents_come_first_then_the_matrix_a_sheet_an_indicator_and_the_method(workbook):
    sheets = ["Matrix", "Visits", "Smoking", "Reviews", "Plans", "Notes"]
    assert workbook.sheetnames == ["Contents", *sheets]
    listed = [row[0] for row in workbook["Contents"].iter_rows() if row[0].hyperlink]
    assert [cell.value for cell in listed] == sheets
    assert [cell.hyperlink.location for cell in listed] == [f"'{name}'!A1" for name in sheets]


def test_every_indicator_has_a_chart_of_its_places_and_its_target(workbook):
    for name in ("Visits", "Smoking", "Reviews"):
        (chart,) = workbook[name]._charts
        assert len(chart.series[0].val.numRef.f.split("$")) == 5
    assert [len(part.series) for part in workbook["Visits"]._charts[0]._charts] == [1, 1]


def test_the_matrix_prints_on_one_page(workbook):
    sheet = workbook["Matrix"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.page_setup.orientation == "landscape"


def test_the_matrix_has_the_page_s_figures_and_verdicts_with_what_really_changed(workbook):
    rows = table_of(workbook["Matrix"], "Target")
    assert [as_shown(cell) for cell in rows["A"][1:5]] == ["88.6%", "✗", "5.0%", "✓"]
    assert [cell.number_format for cell in rows["A"][2:5:2]] == ['@" −"', "General"]
    assert [as_shown(cell) for cell in rows["C"][1:3]] == ["92.0%", "✓"]
    assert [as_shown(cell) for cell in rows["A"][5:7]] == ["[x]", None]
    assert as_shown(rows["City"][1]) == "90.2%"


def test_an_indicator_s_sheet_has_the_places_worst_first_with_all_that_is_behind_them(workbook):
    sheet = workbook["Visits"]
    assert sheet["A1"].value == "Visits: How many?"
    rows = table_of(sheet, "Centre area")
    assert list(rows)[:4] == ["A", "B", "C", "City"]
    said = [as_shown(cell) for cell in rows["A"][1:]]
    assert said[:8] == [
        "88.6%",
        "✗ Cross",
        "1,063",
        "1,200",
        "86.7%",
        "90.3%",
        "90%",
        "within the limits",
    ]
    assert said[8] == "Real deterioration: low values"
    assert [as_shown(cell) for cell in rows["B"][1:3]] == ["90.0%", "N/A"]


def test_the_sentence_about_the_gap_is_the_page_s_whatever_verdict_is_asked_for(client):
    query = f"{MONTH}&indicator=visits&verdict=cross"
    page = client.get(f"/compare?{query}").text
    book = load_workbook(BytesIO(client.get(f"/packs/compare.xlsx?{query}").data))
    sentence = re.search(r'<div class="gap-sentence"><p>(.*?)</p>', page)[1]
    assert "of 3 centre areas" in sentence
    assert list(table_of(book["Visits"], "Centre area"))[:2] != []
    assert sentence in words_in(book["Visits"])


def test_colours_follow_the_symbols(workbook):
    ruled = workbook["Matrix"].conditional_formatting
    formulas = {rule.formula[0] for cells in ruled for rule in cells.rules}
    assert {'"✓"', '"N/A"', '"✗"'} <= formulas


def test_month_filters_loads_definitions_and_made_up_figures_are_stated(client, workbook):
    said = words_in(workbook["Matrix"])
    for part in (
        "February 2026",
        "3 centre areas; all indicators",
        "midwifery (load 1)",
        "Synthetic",
    ):
        assert part in said
    notes = {row[0].value: row[1].value for row in workbook["Notes"].iter_rows() if row[0].value}
    assert notes["Visits"].startswith("Counted: done out of due. Source: us.")
    assert "Wilson" in notes["Interval"]
    assert notes["Load 1"].startswith("midwifery, loaded")
    some = client.get(f"/packs/compare.xlsx?{MONTH}&service=midwifery&hub=hub&by=team").data
    said = words_in(load_workbook(BytesIO(some))["Matrix"])
    assert "2 teams; indicators of Midwifery; within Hub; " in said


def test_as_at_a_past_day_is_stated_and_kept_to(client):
    before = client.get("/packs/compare.xlsx?as_at=2026-11-09")
    assert before.status_code == 400
    assert "There were no figures on 9 November 2026" in before.text
    on = client.get(f"/packs/compare.xlsx?{MONTH}&as_at=2026-11-10").data
    assert "As at 10 November 2026." in words_in(load_workbook(BytesIO(on))["Matrix"])


@pytest.mark.documents
@pytest.mark.parametrize(
    ("query", "reported"),
    [
        ("month=2027-05", "There are no figures for May 2027."),
        ("month=soon", "is not a month"),
        ("service=dentists", "There is no service “dentists”."),
        ("by=street", "is not a known by"),
    ],
)
def test_what_cannot_be_packed_is_shown_in_a_sentence(client, query, reported):
    for ending in ("xlsx", "pdf"):
        answer = client.get(f"/packs/compare.{ending}?{query}")
        assert answer.status_code == 400
        assert reported in answer.text


def test_words_that_start_like_a_formula_stay_words(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    take_in(table, extracts()["midwifery"], file="=1+1.csv")
    first = indicator("visits", name="=cmd|'/c calc'!A1", target=[target("90")])
    made: Catalogue = catalogue(first, *list(CATALOGUE.indicators.values())[1:])
    client = give_reason(create_dash_app(Site(Reports(table, made, PLACES))).server.test_client())
    workbook = load_workbook(BytesIO(client.get("/packs/compare.xlsx").data))
    cells = [c for sheet in workbook for row in sheet.iter_rows() for c in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    table.engine.dispose()


def test_it_opens_in_libreoffice_with_figures_printed_as_the_page_prints_them(
    workbook, soffice, tmp_path
):
    path = tmp_path / "pack.xlsx"
    workbook.move_sheet("Matrix", -1)  # a CSV has the first sheet
    workbook.save(path)
    printed = soffice(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true")
    assert "A,88.6%,✗ −,5.0%,✓" in printed.read_text(encoding="utf-8")


@pytest.mark.documents
def test_the_pdf_is_the_page_itself_tagged_with_its_marks_and_the_method(client, tmp_path):
    answer = fetch_pdf(client, MONTH)
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    path = tmp_path / "pack.pdf"
    path.write_bytes(answer.data)
    text = describe_pack_of("pdftotext", "-layout", str(path), "-")
    for part in ("Compare centre areas", "88.6%", "February 2026", "Notes on method", "Wilson"):
        assert part in text
    assert "midwifery (load 1)" in text
    assert "Tagged:          yes" in describe_pack_of("pdfinfo", str(path))


@pytest.fixture(scope="module")
def city():
    """The sample city, with nothing of it asked twice."""
    return give_reason(sample_server().test_client())


@pytest.fixture(scope="module")
def city_pdf(city, tmp_path_factory):
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    path.write_bytes(fetch_pdf(city, "month=2026-10").data)
    return str(path)


def words_of(page):
    """Its words as a reader sees them, without tags."""
    return html.unescape(re.sub(r"<[^>]*>", " ", page)).split()


@pytest.mark.documents
def test_a_city_s_pdf_says_what_was_chosen_and_its_number_on_each_page(city_pdf):
    pages = int(re.search(r"Pages:\s+(\d+)", describe_pack_of("pdfinfo", city_pdf))[1])
    assert pages <= 7 + 17  # a page for each indicator
    text = describe_pack_of("pdftotext", "-layout", city_pdf, "-")
    assert text.count("October 2026 (synthetic data). 17 centre areas; all indicators;") == pages
    assert f"Page {pages} of {pages}" in text


@pytest.mark.documents
def test_each_indicator_has_its_page_at_the_number_in_the_contents(city_pdf):
    pages = describe_pack_of("pdftotext", "-layout", city_pdf, "-").split("\f")
    listed = dict(re.findall(r"^ *\d+\. (.+?)[ .]{3,}(\d+)$", pages[0], re.MULTILINE))
    assert len(listed) == 1 + 17 + 2  # the matrix, the indicators, the change and the notes
    for name in ("Early booking", "MMR immunisation by 5 years", "Booked sessions not attended"):
        page = pages[int(listed[name]) - 1]
        assert page.lstrip().startswith(name)
        assert "Tile Hill" in page
        assert "Dashed: target" in page
    links = describe_pack_of("pdftohtml", "-xml", "-stdout", "-l", "1", city_pdf)
    assert links.count("<a href=") >= len(listed)


@pytest.mark.documents
def test_the_whole_matrix_of_the_page_is_on_the_pdf_s_first_to_the_last_column(city, city_pdf):
    page = city.get("/compare?month=2026-10").text
    matrix = page[page.index('class="matrix compare') : page.index('id="worse"')]
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</th>(.*?)</tr>", matrix, re.DOTALL)
    assert len(rows) == 1 + 17 + 1 + 3  # target, areas, city, benchmarks
    first = describe_pack_of("pdftotext", "-layout", "-f", "2", "-l", "2", city_pdf, "-")
    for name, cells in rows:
        figures = words_of(re.sub(r"<title>.*?</title>", "", cells))
        assert " ".join(words_of(name)) in first
        assert re.search(r"\s+".join(map(re.escape, figures)), first), name
    for heading in ("Midwifery", "Health visiting", "Children's centres", "CAF"):
        assert heading in first


@pytest.mark.documents
def test_the_pdf_says_the_marks_once_and_has_nothing_that_only_works_on_a_screen(city_pdf):
    text = describe_pack_of("pdftotext", "-layout", city_pdf, "-")
    assert text.count("What the marks mean") == 1
    for part in ("switched off", "Bars are 95%", "Click", "Image:", "How each figure"):
        assert part not in text
    assert describe_pack_of("pdfinfo", "-url", city_pdf).splitlines()[1:] == []


@pytest.mark.documents
def test_a_pack_asked_for_from_a_page_with_few_columns_has_them_all(client, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(fetch_pdf(client, f"{MONTH}&columns=midwifery").data)
    first = describe_pack_of("pdftotext", "-layout", "-f", "2", "-l", "2", str(path), "-")
    assert "Midwifery" in first
    assert "Health-visiting" in first


@pytest.mark.slow
def test_a_benchmark_is_a_reference_in_the_workbook_as_on_the_page_and_not_judged(city):
    workbook = load_workbook(BytesIO(city.get("/packs/compare.xlsx?month=2026-10").data))
    rows = table_of(workbook["MMR at 5"], "Centre area")
    assert as_shown(rows["England"][1]) == "90.1%"
    assert rows["Coventry"][2].value == "✗ Cross"
    assert [rows["England"][column].value for column in (2, 7)] == [None, None]


@pytest.mark.documents
def test_more_indicators_than_a_page_holds_are_on_a_page_for_each_service(
    client, tmp_path, monkeypatch
):
    monkeypatch.setattr(pack_routes, "MOST_COLUMNS", 1)
    path = tmp_path / "pack.pdf"
    # The choice hangs on an indicator of one service, and holds on the pages of the others.
    chosen = f"{MONTH}&indicator=visits&verdict=cross&as_at=2026-11-10"
    path.write_bytes(fetch_pdf(client, chosen).data)
    text = describe_pack_of("pdftotext", "-layout", str(path), "-")
    services = re.findall(r"^ +(Midwifery|Health-visiting)$", text, re.MULTILINE)
    assert services == ["Midwifery", "Health-visiting"]
    assert "only those with Cross for Visits" in text
    assert "as at 10 November 2026" in text
    assert not re.search(r"^ *B  ", text, re.MULTILINE)
    assert "cannot be shown" not in text


def test_a_sheet_s_foot_is_no_longer_than_a_workbook_may_hold_and_text_has_no_control_characters():
    sheet = Workbook().active
    set_up_print(sheet, 1, "A & B " * 100)
    assert len(sheet.HeaderFooter.oddFooter.left.text) < 255
    assert write(sheet, 1, 1, "late\x07.csv").value == "late.csv"
