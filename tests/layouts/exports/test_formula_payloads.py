"""Text never becomes a formula, in no workbook and no CSV; numbers stay numbers."""

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import BaseModel

from indicators.access.permissions import PARTNER
from indicators.domain.audit.actor import Actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind, NumberedEvent
from indicators.domain.catalogue import Catalogue
from indicators.domain.core import LocalityKind
from indicators.domain.periods import Period
from indicators.domain.places import Places
from indicators.domain.refusals import Refusal, RefusalCode
from indicators.reports.base import Reports
from indicators.reports.sharing.released_figures import SharedRow
from indicators.store.actions.action_store import ActionStore
from indicators.store.figure_comments import FigureComments
from indicators.store.observations import IndicatorTable
from indicators.store.records.record_store import RecordStore
from layouts.exports.audit_csv import write_audit_csv
from layouts.exports.csv_export import escape_formula, write_csv
from layouts.exports.record_sheets.record_workbook import write_record_workbook
from layouts.exports.shared_view_csv import write_shared_view
from layouts.exports.sheet_style import write_text
from layouts.pages.surveys.survey_template import write_template
from layouts.site.site import Site
from layouts.web.app_factory import create_dash_app
from loaders.ingest.error_workbook import write_cell, write_error_workbook
from loaders.readers.grid import read_grid
from tests.conftest import ROOT
from tests.support.action_sheets import make_fields
from tests.support.builders import catalogue, indicator, places, take_in
from tests.support.databases import create_sqlite
from tests.support.export_reason import give_reason
from tests.support.formula_payloads import FORMULAS, PAYLOADS
from tests.support.generated_places import LAST
from tests.support.records import NOW as RECORDED
from tests.support.records import change, scored

SIGNS = tuple("=+-@＝＋－＠\t\r\n")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
UNSEEN = "".join(map(chr, [*range(33), 127, 0xA0, 0xAD, 0x200B, 0x2060, 0xFEFF])) + "'\"‘’“”`"


def is_live(cell):
    """A cell of a CSV that a spreadsheet reads as a formula, also by another separator."""
    if cell.startswith("'") or NUMBER.fullmatch(cell):
        return False
    return cell.startswith(SIGNS) or cell.lstrip(UNSEEN).startswith(SIGNS)


def find_live_parts(text):
    """Cells that would be live if `;`, a tab or a line break separated them."""
    return [p for p in re.split(r"[;\t\r\n|]", text)[1:] if p.lstrip(" ").startswith(SIGNS)]


def find_live_csv(content):
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [c for row in rows for c in row if is_live(c) or find_live_parts(c)]


def find_live_cells(content):
    book = load_workbook(io.BytesIO(content))
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type in ("f", "e")
    ]


def test_there_are_two_hundred_different_payloads():
    assert len(set(PAYLOADS)) >= 200


# One text at a time


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_is_escaped_in_csv(text):
    escaped = escape_formula(text)
    assert not is_live(escaped)
    assert not find_live_parts(escaped)
    assert escaped.replace("'", "") == text.replace("'", "")  # nothing else is changed


def test_text_stays_text_in_workbooks():
    ours, sent_back = Workbook(), Workbook()
    for row, text in enumerate(PAYLOADS, 1):
        write_text(ours.active, row, 1, text)
        write_cell(sent_back.active.cell(row, 1), text)
    for book in (ours, sent_back):
        written = io.BytesIO()
        book.save(written)
        assert find_live_cells(written.getvalue()) == []
        kept = [cell.value for (cell,) in load_workbook(io.BytesIO(written.getvalue())).active]
        assert len(kept) == len(PAYLOADS)


@pytest.mark.parametrize(
    "text", ["Hillfields", "3 of 100", "a-b", "1=1", "x@y", "", "'tis", "‘ok’", "(-3)"]
)
def test_other_text_stays_as_it_is(text):
    assert escape_formula(text) == text


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "1e5", "TRUE", "2026-10-01", "0042"])
def test_text_that_looks_like_something_else_is_text_in_a_workbook(text):
    book = Workbook()
    write_text(book.active, 1, 1, text)
    written = io.BytesIO()
    book.save(written)
    cell = load_workbook(io.BytesIO(written.getvalue())).active["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


# Every file of a dashboard in which each name, note, comment and file name is a payload

CODES = [f"i{number}" for number in range(6)]
AREAS = [f"a{number}" for number in range(6)]
TEAMS = {"t0": AREAS[:3], "t1": AREAS[3:]}
MONTHS = [LAST - back for back in range(14)]
PAGES = (
    *("/team/t0", "/area/a0", "/hub/hub", "/city/city", "/service/midwifery", "/changes"),
    *("/side-by-side?left=t0&right=t1", "/compare", "/compare?view=order", "/compare?view=change"),
    *("/outcomes", "/cohort"),
)
FILES = (
    "/sheets/action-plan.xlsx?place=t0",
    "/sheets/action-plans.xlsx",
    *(
        f"/sheets/indicator.{form}?indicator={code}&place={place}"
        for form in ("csv", "xlsx")
        for code, place in zip(CODES, ["t0", "a0", "city", "hub", "t1", "a5"], strict=True)
    ),
    "/packs/compare.xlsx",
    *(
        f"/api/v1/{name}?format=csv"
        for name in (
            "indicators",
            "places",
            "observations",
            "verdicts",
            "comments",
            "refusals",
        )
    ),
    "/audit/events.csv",
)


class Words:
    """Payloads one after the other, those that a field can hold."""

    def __init__(self):
        self.next = cycle([p for p in PAYLOADS if "\0" not in p]).__next__
        self.used = set()

    def __call__(self):
        text = self.next()
        self.used.add(text)
        return text


def build_catalogue(words):
    made = []
    for order, code in enumerate(CODES, 1):
        definition = {"code": "v1", "from": "2010-04"} | {
            name: words() for name in ("numerator", "denominator", "source")
        }
        goal = {"value": "50", "definition": "v1", "from": "2010-04"} | {
            name: words() for name in ("source", "reason")
        }
        texts = {name: words() for name in ("name", "short_name", "question", "counts", "caveats")}
        made.append(
            indicator(
                code,
                order=order,
                definition=[definition],
                target=[goal],
                to_turn={"one": words(), "many": words()},
                better="lower",
                **texts,
            )
        )
    plain = catalogue(*made)
    programme = plain.programme.model_copy(
        update={
            "name": words(),
            "council": words(),
            "service": tuple(
                s.model_copy(update={"name": words(), "agency": words(), "agency_name": words()})
                for s in plain.programme.service
            ),
        }
    )
    return Catalogue(programme, made)


def build_places(words):
    plain = places(TEAMS)
    return Places([each.model_copy(update={"name": words()}) for each in plain.localities.values()])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    words, folder = Words(), tmp_path_factory.mktemp("hostile")
    table = IndicatorTable.open(create_sqlite(folder / "test.db"))
    rows = [
        (code, month.number, area, "v1", 1, at % 9 + 1, 40, None, "ok", words())
        for code in CODES
        for at, month in enumerate(MONTHS)
        for area in AREAS
    ]
    refusals = [
        Refusal(
            RefusalCode.COUNT_NEGATIVE,
            words(),
            words(),
            2,
            "C",
            words(),
            words(),
            words(),
            words(),
            words(),
        )
        for _ in range(9)
    ]
    take_in(
        table, rows, file=words(), sha256="ab" * 32, refusals=refusals, why=words(), who=words()
    )
    comments = FigureComments(table.engine)
    for code in CODES:
        comments.add(code, "t0", LAST, words(), who=words(), now=datetime.now(UTC))
    for code in CODES:
        said = {name: words() for name in ("what", "why", "owner", "measure", "outcome")}
        fields = make_fields(team="t0", indicator=code, **said)
        ActionStore(table.engine).add(fields, who=words(), now=datetime.now(UTC))
    site = Site(Reports(table, build_catalogue(words), build_places(words)))
    client = give_reason(create_dash_app(site).server.test_client())
    client.environ_base["HTTP_X_EXPORT_REASON"] = "=HYPERLINK(1) is a reason"
    yield SimpleNamespace(client=client, words=words, table=table)
    table.engine.dispose()


@pytest.fixture(scope="module")
def files(hostile):
    found = {address.replace("refusals?load=1&?", "refusals"): b"" for address in FILES}
    for page in PAGES:
        answer = hostile.client.get(page)
        links = re.findall(r'href="(/tables/[^"]+)"', answer.text)
        found |= dict.fromkeys((link.replace("&amp;", "&") for link in links), b"")
    for address in found:
        answer = hostile.client.get(address)
        assert answer.status_code == 200, address
        found[address] = answer.data
    return found


def test_the_site_uses_every_payload_that_a_database_keeps(hostile):
    assert len(hostile.words.used) >= 200


def test_no_cell_of_any_file_is_live(files):
    books = {a: c for a, c in files.items() if c.startswith(b"PK")}
    texts = {a: c for a, c in files.items() if not c.startswith(b"PK")}
    assert len(books) > 15
    assert len(texts) > 20
    assert {a: live for a, c in books.items() if (live := find_live_cells(c))} == {}
    assert {a: live for a, c in texts.items() if (live := find_live_csv(c))} == {}


def test_every_file_holds_payloads(files):
    for address, content in files.items():
        if content.startswith(b"PK"):
            cells = [c.value for s in load_workbook(io.BytesIO(content)) for r in s for c in r]
        else:
            cells = [c for r in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in r]
        if "/verdicts" not in address:  # codes and figures, and words of our own
            assert any("41" in str(c) or "evil" in str(c) or "calc" in str(c) for c in cells), (
                address
            )


@pytest.mark.slow
def test_libreoffice_evaluates_none_of_them(files, soffice, tmp_path):
    """What it saves as CSV has the text of a formula, and its workbook of a CSV has none."""
    chosen = ("/sheets/action-plans.xlsx", "/packs/compare.xlsx", "/tables/xlsx/rows/team/t0")
    for at, address in enumerate(a for a in files if a.startswith(chosen)):
        path = tmp_path / f"book{at}.xlsx"
        path.write_bytes(files[address])
        said = soffice(path, "csv").read_text(encoding="utf-8", errors="replace")
        assert "Err:" not in said
        assert not re.search(r"(^|,)\"?(42|#NAME\?|#REF!)\"?(,|$)", said, re.M)
    for at, address in enumerate(
        a
        for a in files
        if a.startswith(("/tables/csv/rows/team", "/sheets/indicator.csv?indicator=i0"))
    ):
        path = tmp_path / f"text{at}.csv"
        path.write_bytes(files[address])
        assert find_live_cells(soffice(path, "xlsx").read_bytes()) == []


def test_negative_numbers_stay_numbers(tmp_path):
    class Row(BaseModel):
        change: Decimal
        count: int
        text: str

    written = write_csv(Row, [Row(change=Decimal("-3.25"), count=-2, text="-3.25")])
    assert written.splitlines()[1] == "-3.25,-2,'-3.25"


def test_the_workbook_for_the_sender_is_safe(tmp_path):
    path = tmp_path / "sent.csv"
    texts = [text for text in PAYLOADS if "\0" not in text]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["Area", "Month", "Visits"], *([text, text, 1] for text in texts)]
        )
    refusals = [
        Refusal(RefusalCode.COUNT_NEGATIVE, "", text, row, "A", text, text, text, text, text)
        for row, text in enumerate(texts, 2)
    ]
    made = write_error_workbook(path, read_grid(path), refusals)
    assert find_live_cells(made.content) == []
    kept = {str(c.value) for s in load_workbook(io.BytesIO(made.content)) for r in s for c in r}
    assert set(FORMULAS) <= kept  # as they were sent


def test_the_shared_view_and_the_audit_log_are_safe():
    hidden = [
        SharedRow(text, LocalityKind.AREA, (text,), indicator("visits"), Period(LAST, 12), None)
        for text in PAYLOADS
    ]
    assert find_live_csv(write_shared_view(hidden)) == []
    events = [
        NumberedEvent(
            at,
            AuditEvent(AuditKind.EXPORT, text, datetime.now(UTC), Actor(text, text, text), text),
        )
        for at, text in enumerate(PAYLOADS)
    ]
    assert find_live_csv(b"".join(write_audit_csv(events, {}))) == []


def test_the_workbooks_of_records_and_surveys_are_safe(tmp_path):
    table = IndicatorTable.open(create_sqlite(tmp_path / "test.db"))
    texts = [text for text in PAYLOADS if "\0" not in text]
    fields = [f"f{at}" for at in range(len(texts))]
    plain = scored("matrix", *fields)
    named = [f.model_copy(update={"name": t}) for f, t in zip(plain.field, texts, strict=True)]
    definition = plain.model_copy(update={"field": tuple(named), "name": texts[0]})
    changes = [
        change("t0", "2026-Q2", field, 3, text) for field, text in zip(fields, texts, strict=True)
    ]
    RecordStore(table.engine).save("matrix", "one", changes, who=texts[0], now=RECORDED)
    words = Words()
    known = (table, build_catalogue(words), build_places(words))
    reports = Reports(*known, records={"matrix": definition})
    content, _ = write_record_workbook(reports, "matrix", "t0", "2026-Q2", PARTNER, RECORDED)
    assert find_live_cells(content) == []
    kept = {str(c.value) for s in load_workbook(io.BytesIO(content)) for r in s for c in r}
    assert set(FORMULAS) <= kept
    assert find_live_cells(write_template(texts[0], RECORDED)) == []
    table.engine.dispose()


def test_every_module_that_writes_rows_is_tested_here():
    """A new one has to be added to FILES, or to the list here with its own test."""
    writes = re.compile(r"csv\.writer|import Workbook|create_workbook|DictWriter")
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("layouts", "loaders", "indicators", "cli")
        for path in (ROOT / folder).rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert writers == {
        "layouts/exports/action_plan.py",
        "layouts/exports/action_sheets/baseline_sheet.py",
        "layouts/exports/action_sheets/entry_checks.py",
        "layouts/exports/audit_csv.py",
        "layouts/exports/csv_export.py",
        "layouts/exports/indicator_workbook.py",
        "layouts/exports/packs/pack_matrix_sheet.py",
        "layouts/exports/packs/pack_workbook.py",
        "layouts/exports/record_sheets/record_workbook.py",
        "layouts/exports/shared_view_csv.py",
        "layouts/exports/sheet_style.py",
        "layouts/exports/table_files.py",
        "layouts/pages/setup/place_values.py",  # for a text box of a form
        "layouts/pages/surveys/survey_template.py",
        "loaders/ingest/error_workbook.py",
        "loaders/sources/database_view.py",  # for the loader alone
    }
