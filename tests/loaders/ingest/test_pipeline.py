"""Loading: whole or not at all, nothing twice, restated replaced, every row accounted for."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.context import Context
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.ports.upload_service import LoadReport
from loaders.ingest.approval import EVERYTHING_CONFIRMED, Approval
from loaders.ingest.pipeline import Loader
from loaders.ingest.previous_loads import list_not_loaded
from loaders.parsing.extract import ParsedExtract
from loaders.pii.guarded_grid import read_guarded_grid
from loaders.profiles.profile_schema import Profile
from tests.support.builders import read_named

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HEADER = (
    "Children's centre,Month,Bookings,Booked by 12+6,Deliveries,Smoking status known,"
    "Smokers at delivery,Breast milk within 48h,Asked for consent,Consented,Appointments,"
    "Did not attend"
)
HILLFIELDS = "Hillfields,2026-09,30,27,25,24,3,20,30,30,200,12"
CANLEY = "Canley,2026-09,20,18,15,15,1,12,20,19,150,9"


@pytest.fixture
def loader(database_url: str) -> Iterator[Loader]:
    context = Context.open(Settings(database_url=database_url, now=NOW))
    yield context.loader
    context.table.engine.dispose()


def extract(folder: Path, *rows: str, name: str = "UHCW_maternity_2026-09.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def load(loader: Loader, path: Path, *, rest: bool = False) -> LoadReport:
    report = loader.load(path, viewer=PARTNER, now=NOW, rest=rest)
    assert report.rows_read == report.rows_loaded + report.rows_refused + report.rows_blank
    return report


def figures(loader: Loader) -> dict[tuple[str, str], tuple[int, int]]:
    places = list(loader.places.localities)
    rows = read_named(loader.table, list(loader.catalogue.indicators), places, [202609])
    return {(row.indicator, row.place): (row.numerator, row.denominator) for row in rows}


def test_every_row_of_a_good_file_is_loaded(loader: Loader, tmp_path: Path) -> None:
    report = load(loader, extract(tmp_path, HILLFIELDS, CANLEY))
    assert (report.outcome, report.rows_read, report.rows_loaded) == ("loaded", 2, 2)
    assert figures(loader)["early_booking", "hillfields"] == (27, 30)
    assert figures(loader)["smoking_at_delivery", "canley"] == (1, 15)
    (kept,) = loader.table.history.list_loads()
    assert (kept.file, kept.rows_read, kept.figures_new) == (report.file, 2, 10)


def test_a_file_with_a_refused_row_loads_nothing(loader: Loader, tmp_path: Path) -> None:
    wrong = "Nowhere,2026-09,30,27,25,24,3,20,30,30,200,12"
    report = load(loader, extract(tmp_path, HILLFIELDS, wrong))
    assert (report.outcome, report.rows_refused) == ("refused", 1)
    assert figures(loader) == {}
    assert loader.table.history.list_loads() == []
    assert loader.table.get_version() == 0


def test_asked_for_the_rest_it_loads_them_and_keeps_the_refused_rows(
    loader: Loader, tmp_path: Path
) -> None:
    over = "Canley,2026-09,20,21,15,15,1,12,20,19,150,9"
    report = load(loader, extract(tmp_path, HILLFIELDS, over), rest=True)
    assert (report.outcome, report.rows_loaded, report.rows_refused) == ("loaded", 1, 1)
    assert {place for _, place in figures(loader)} == {"hillfields"}
    (kept,) = loader.table.history.list_loads()
    (refused,) = loader.table.history.read_refusals(kept.id)
    assert (refused.row, refused.value) == (3, "21")
    assert refused == report.refusals[0]


def test_the_same_file_again_changes_nothing(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS)
    load(loader, path)
    before = loader.table.get_version(), figures(loader)
    assert load(loader, path).outcome == "already_loaded"
    renamed = extract(tmp_path, HILLFIELDS, name="UHCW_maternity_copy_2026-09.csv")
    assert load(loader, renamed).outcome == "already_loaded"
    assert (loader.table.get_version(), figures(loader)) == before


def test_the_same_file_named_for_another_month_is_read_again(
    loader: Loader, tmp_path: Path
) -> None:
    """The name may be what says of which month the figures are."""
    path = extract(tmp_path, HILLFIELDS)
    load(loader, path)
    before = loader.table.get_version(), figures(loader)
    october = extract(tmp_path, HILLFIELDS, name="UHCW_maternity_2026-10.csv")
    report = load(loader, october)
    assert report.outcome == "unconfirmed"
    assert "named for October 2026" in report.doubts[0].text
    assert (
        loader.load(october, viewer=PARTNER, now=NOW, approval=EVERYTHING_CONFIRMED).outcome
        == "already_loaded"
    )
    assert (loader.table.get_version(), figures(loader)) == before


def test_the_same_figures_under_the_next_month_s_name_are_that_month_s(
    loader: Loader, tmp_path: Path
) -> None:
    booked = {"indicator": "early_booking", "numerator": "Booked", "denominator": "Bookings"}
    table = {"header": ["Centre"], "area": "Centre", "period": {"from": "file"}}
    shape = {"code": "own", "service": "midwifery", "table": [table | {"measure": [booked]}]}
    loader = replace(loader, profiles=[Profile.model_validate(shape)])
    for month in ("2026-08", "2026-09"):
        path = tmp_path / f"bookings {month}.csv"
        path.write_text("Centre,Bookings,Booked\nHillfields,30,27\n")
        assert load(loader, path).outcome == "loaded"
    assert figures(loader) == {("early_booking", "hillfields"): (27, 30)}
    assert load(loader, path).outcome == "already_loaded"


def test_a_later_file_replaces_what_it_restates_and_keeps_the_rest(
    loader: Loader, tmp_path: Path
) -> None:
    load(loader, extract(tmp_path, HILLFIELDS, CANLEY))
    restated = HILLFIELDS.replace("30,27,", "31,28,")
    report = load(loader, extract(tmp_path, restated, name="UHCW_maternity_2026-09_restated.csv"))
    assert report.counts is not None
    assert (report.counts.new, report.counts.restated, report.counts.unchanged) == (0, 1, 4)
    assert figures(loader)["early_booking", "hillfields"] == (28, 31)
    assert figures(loader)["early_booking", "canley"] == (18, 20)


def test_an_older_file_loaded_again_does_not_take_back_what_was_restated(
    loader: Loader, tmp_path: Path
) -> None:
    first = extract(tmp_path, HILLFIELDS, "Nowhere,2026-09,1,1,1,1,1,1,1,1,1,1")
    load(loader, first, rest=True)
    later = extract(tmp_path, HILLFIELDS.replace("30,27,", "31,28,"), name="UHCW_maternity_b.csv")
    load(loader, later)
    load(loader, first, rest=True)  # it had a refused row, so it is read again
    assert figures(loader)["early_booking", "hillfields"] == (28, 31)


def test_refused_rows_can_come_in_later_from_the_same_file(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    load(loader, path, rest=True)
    canley = loader.places["canley"].model_copy(update={"spellings": ("Canly",)})
    places = type(loader.places)([*loader.places.localities.values(), canley])
    report = load(replace(loader, places=places), path)
    assert report.outcome == "loaded"
    assert report.counts is not None
    assert report.counts.new == 5
    assert figures(loader)["early_booking", "canley"] == (18, 20)


def original(loader: Loader, path: Path) -> bytes:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return b"".join(loader.table.history.read_original(sha256))


def test_a_loaded_file_is_kept_as_it_came(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    load(loader, path)
    assert original(loader, path) == path.read_bytes()
    kept = loader.table.history.list_loads()[0]
    loader.table.undo_load(kept.id, now=NOW, who="", why="", not_areas=loader.places.not_areas)
    assert original(loader, path) == path.read_bytes()
    load(loader, path)
    assert original(loader, path) == path.read_bytes()


def test_a_large_file_is_kept_in_parts(
    loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.ingest.previous_loads.PART_BYTES", 7)
    path = extract(tmp_path, HILLFIELDS, CANLEY)
    load(loader, path)
    assert original(loader, path) == path.read_bytes()


def test_a_refused_file_is_not_kept(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY.replace("Canley", "Canly"))
    load(loader, path)
    assert original(loader, path) == b""
    load(loader, path, rest=True)
    assert original(loader, path) == path.read_bytes()


def test_a_file_that_changes_while_it_is_read_is_not_loaded(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS)

    def parse_before_it_changes() -> ParsedExtract:
        reading = loader.parse(read_guarded_grid(path))
        extract(tmp_path, CANLEY)
        return reading

    report = loader.load(path, viewer=PARTNER, now=NOW, parse=parse_before_it_changes)
    assert "changed while it was being read" in report.problem
    assert (figures(loader), loader.table.get_version()) == ({}, 0)
    assert original(loader, path) == b""


def test_an_undone_file_is_fresh_for_a_person_and_not_for_what_loads_by_itself(
    loader: Loader, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS)
    load(loader, path)
    loader.table.undo_load(1, now=NOW, who="", why="", not_areas=loader.places.not_areas)
    assert list_not_loaded(loader.table, [path]) == []
    assert load(loader, path).outcome == "loaded"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("no_cell.csv", b";;;\n;;;\n"),
        ("UHCW_maternity_cut.xlsx", b"PK\x03\x04 cut short"),
        ("UHCW_maternity_locked.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    name: str, content: bytes, loader: Loader, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    report = load(loader, path)
    assert report.outcome == "unreadable"
    assert report.file == name
    assert report.problem.endswith(".")
    assert "Traceback" not in report.problem


def test_a_file_that_no_profile_claims_is_told_apart(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "letter.csv"
    path.write_bytes(b"Dear colleague,\nplease find attached\n")
    report = load(loader, path)
    assert (report.outcome, report.failed, report.kept_out) == ("no_profile", True, False)
    assert report.problem.startswith("No profile knows this file.")


def test_a_renamed_file_is_known_by_its_headings_and_that_is_confirmed(
    loader: Loader, tmp_path: Path
) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY, name="Copy of maternity FINAL v2.csv")
    (asked,) = loader.check(path, PARTNER).to_confirm
    assert (asked.key, asked.text) == (
        "renamed_file",
        "The file is not named UHCW_maternity_*, and was recognised by its headings.",
    )
    assert load(loader, path).outcome == "unconfirmed"
    report = loader.load(path, viewer=PARTNER, now=NOW, approval=Approval([asked.key]))
    assert (report.outcome, report.service, report.renamed) == ("loaded", "midwifery", True)


def test_a_renamed_file_is_known_also_where_a_profile_is_for_any_name(
    loader: Loader, tmp_path: Path
) -> None:
    first = next(each for each in loader.profiles if each.code == "health_visiting")
    any_name = first.model_copy(update={"code": "any_name", "files": ("*",)})
    both = replace(loader, profiles=[*loader.profiles, any_name])
    renamed = extract(tmp_path, HILLFIELDS, name="renamed.csv")
    assert both.check(renamed, PARTNER).service == "midwifery"


def test_a_renamed_file_is_not_guessed_at(loader: Loader, tmp_path: Path) -> None:
    """Where two profiles would fit, or most of it would be refused, a person says what it is."""
    path = extract(tmp_path, HILLFIELDS, name="renamed.csv")
    midwifery = next(each for each in loader.profiles if each.code == "midwifery")
    other = midwifery.model_copy(update={"code": "other"})
    two = replace(loader, profiles=[*loader.profiles, other])
    assert two.check(path, PARTNER).outcome == "no_profile"
    unknown = extract(tmp_path, CANLEY.replace("Canley", "Nowhere"), name="renamed.csv")
    report = loader.check(unknown, PARTNER)
    assert report.outcome == "no_profile"
    suggestion = "By its headings it may be UHCW_maternity_*: if so, give it such a name."
    assert suggestion in report.problem


def test_a_missing_file_and_a_folder_are_told(loader: Loader, tmp_path: Path) -> None:
    assert "cannot be opened" in load(loader, tmp_path / "gone.csv").problem
    assert load(loader, tmp_path).outcome == "unreadable"


def test_check_says_the_same_and_loads_nothing(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, CANLEY)
    checked = loader.check(path, PARTNER)
    assert (checked.outcome, checked.rows_read, checked.rows_loaded) == ("checked", 2, 2)
    assert loader.table.get_version() == 0
    assert loader.check(extract(tmp_path, HILLFIELDS.replace("2026-09", "June")), PARTNER).refusals


def test_check_says_that_a_file_is_loaded_already(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS)
    load(loader, path)
    checked = loader.check(path, PARTNER)
    assert (checked.outcome, checked.rows_read, checked.rows_loaded) == ("already_loaded", 1, 1)


def test_the_rest_of_the_same_file_again_changes_nothing(loader: Loader, tmp_path: Path) -> None:
    path = extract(tmp_path, HILLFIELDS, "Nowhere,2026-09,1,1,1,1,1,1,1,1,1,1")
    load(loader, path, rest=True)
    before = loader.table.get_version()
    again = load(loader, path, rest=True)
    assert (again.outcome, again.rows_refused) == ("already_loaded", 1)
    assert loader.table.get_version() == before


def test_real_and_made_up_figures_are_not_mixed(loader: Loader, tmp_path: Path) -> None:
    loader.load(extract(tmp_path, HILLFIELDS), viewer=PARTNER, now=NOW, synthetic=True)
    real = extract(tmp_path, CANLEY, name="UHCW_maternity_real.csv")
    report = load(loader, real)
    assert report.outcome == "unreadable"
    assert "synthetic figures" in report.problem
    assert {place for _, place in figures(loader)} == {"hillfields"}
