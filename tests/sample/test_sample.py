"""The sample: the same each time, only added to by a later month, sound, with its story in it."""

import csv
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.configuration.places_reader import read_places
from indicators.domain.core import LocalityKind
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from sample import midwifery
from sample.city import SYNTHETIC
from sample.generate import write_sample
from tests.support.sample_site import LAST, sample_files

PLACES = read_places(Path(__file__).parents[2] / "data")
AREAS = {area.code for area in PLACES.list_by_kind(LocalityKind.AREA)}
SHORT = Month.of(2021, 7)

# Where each pair of due and done stands in the health visiting workbook, columns from 0.
HEALTH_VISITING = {
    "new_birth_visit": 1,
    "review_6_8_weeks": 4,
    "review_12_months": 7,
    "review_2_5_years": 10,
    "dpt_at_2": 18,
    "mmr_at_5": 21,
    "dna_health_visiting": 24,
}


@pytest.fixture(scope="module")
def whole() -> list[Path]:
    return sample_files()


@pytest.fixture(scope="module")
def midwifery_rows(whole: list[Path]) -> dict[str, list[dict[str, str]]]:
    """Every midwifery file's rows by file name."""
    return {path.name: rows_of(path) for path in whole if path.name.startswith("UHCW_maternity")}


@pytest.fixture(scope="module")
def visits(whole: list[Path]) -> dict[Month, list[tuple]]:
    """The area rows of every health visiting file by month."""
    return {
        Month.parse(path.stem[-7:]): area_rows(sheet_of(path), 6)
        for path in whole
        if path.name.startswith("CWPT_health")
    }


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet_of(path: Path, name: str = "") -> Worksheet:
    workbook: Workbook = load_workbook(path)
    return workbook[name] if name else workbook.worksheets[0]


def area_rows(sheet: Worksheet, first: int) -> list[tuple]:
    return list(sheet.iter_rows(min_row=first, max_row=first + 16, values_only=True))


def contents(paths: list[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


# The same each time


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, whole: list[Path]):
    again = contents(write_sample(tmp_path, SHORT))
    assert again == {name: contents(whole)[name] for name in again}


def test_another_seed_gives_other_figures(tmp_path: Path):
    one = contents(write_sample(tmp_path / "one", SHORT))
    other = contents(write_sample(tmp_path / "other", SHORT, seed=7))
    assert list(one) == list(other)
    assert all(one[name] != other[name] for name in one)


def test_a_later_month_only_adds_files(tmp_path: Path):
    before = write_sample(tmp_path, SHORT)
    kept = contents(before)
    after = write_sample(tmp_path, SHORT + 1)
    assert after[: len(before)] == before
    assert {name: contents(after)[name] for name in kept} == kept
    assert [path.name for path in after[len(before) :]] == [
        "CCC_childrens_centres_2021-22_to_2021-07.xlsx",
        "UHCW_maternity_2021-08.csv",
        "CWPT_health_visiting_2021-08.xlsx",
    ]


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path):
    reported: list[str] = []
    paths = write_sample(tmp_path, SHORT, progress=reported.append)
    assert reported == [path.name for path in paths]
    paths[0].write_text("mine", encoding="utf-8")
    reported.clear()
    assert write_sample(tmp_path, SHORT, progress=reported.append) == paths
    assert not reported
    assert paths[0].read_text(encoding="utf-8") == "mine"
    assert sorted(tmp_path.iterdir()) == sorted(paths), "nothing half written is left behind"


def test_a_month_before_the_sample_is_refused(tmp_path: Path):
    with pytest.raises(UserError, match="The sample starts in April 2021, after March 2021"):
        write_sample(tmp_path, Month.of(2021, 3))


# Its shape


def test_the_names_of_the_files_and_their_order(whole: list[Path]):
    names = [path.name for path in whole]
    assert len(names) == 67 + 67 + 66 + 2 + 5 + 22 + 44
    assert names[:4] == [
        "UHCW_maternity_2021-04.csv",
        "CWPT_health_visiting_2021-04.xlsx",
        "CCC_childrens_centres_2021-22_to_2021-04.xlsx",
        "UHCW_maternity_2021-05.csv",
    ]
    assert names[-5:] == [
        "CCC_childrens_centres_2026-27_to_2026-09.xlsx",
        "Benchmarks_2026-09.csv",
        "UHCW_maternity_2026-10.csv",
        "UHCW_maternity_2026-08_restated.csv",
        "CWPT_health_visiting_2026-10.xlsx",
    ]


def test_every_area_is_in_every_file_by_a_spelling_of_places(whole, midwifery_rows, visits):
    for name, rows in midwifery_rows.items():
        assert tuple(rows[0]) == midwifery.COLUMNS
        assert {PLACES.find(row["Children's centre"]) for row in rows} == AREAS, name
        assert len(rows) == 17
    for month, rows in visits.items():
        assert {PLACES.find(row[0]) for row in rows} == AREAS, month
    for name, first in {
        "CAF": 5,
        "Looked after": 5,
        "Child protection": 5,
        "Attendance": 6,
    }.items():
        rows = area_rows(sheet_of(council(whole, LAST - 1), name), first)
        assert {PLACES.find(row[0]) for row in rows} == AREAS, name


def test_the_health_visiting_workbook_looks_as_its_service_sends_it(whole: list[Path]):
    path = next(path for path in whole if path.name == "CWPT_health_visiting_2026-10.xlsx")
    sheet = sheet_of(path)
    assert sheet.title == "October 2026"
    assert sheet["A1"].value == (
        "Coventry and Warwickshire Partnership NHS Trust: "
        "health visiting by children's centre reach area"
    )
    assert sheet["A2"].value == "Month: October 2026"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A4:A5", "B4:D4", "N4:R4", "S4:U4", "Y4:AA4"} <= merged
    assert [sheet[f"{column}5"].value for column in "NOPQR"] == [
        "Due",
        "Status known",
        "Totally",
        "Partially",
        "%",
    ]
    assert all(cell.value is None for cell in sheet[23])
    assert sheet["A24"].value.endswith(SYNTHETIC)


def council(whole: list[Path], month: Month) -> Path:
    return next(
        p for p in whole if p.name.startswith("CCC_childrens") and p.stem.endswith(str(month))
    )


def test_the_council_s_workbook_is_the_year_so_far_and_adds_up(whole: list[Path]):
    path = council(whole, LAST - 1)
    for name in ("Child protection", "CAF", "Looked after"):
        sheet = sheet_of(path, name)
        header = [cell.value for cell in sheet[4]]
        assert header == ["Centre", "Apr-26", "May-26", "Jun-26", "Jul-26", "Aug-26", "Sep-26"]
        assert SYNTHETIC in sheet["A2"].value
        rows, total = area_rows(sheet, 5), [cell.value for cell in sheet[22]]
        assert total[0] == "Total"
        for column in range(1, 7):
            shown = [row[column] for row in rows]
            unseen = total[column] - sum(count for count in shown if count != "*")
            hidden = shown.count("*")
            assert hidden <= unseen <= 5 * hidden
        assert sheet["A23"].value.startswith("*")


def test_the_attendance_sheet_has_its_months_over_booked_and_missed(whole: list[Path]):
    sheet = sheet_of(council(whole, LAST - 1), "Attendance")
    assert [sheet["B4"].value, sheet["B5"].value, sheet["C5"].value] == [
        "Apr-26",
        "Booked",
        "Missed",
    ]
    assert {"A4:A5", "B4:C4", "L4:M4"} <= {str(area) for area in sheet.merged_cells.ranges}
    rows = area_rows(sheet, 6)
    for booked in range(1, 13, 2):
        assert all(0 <= row[booked + 1] <= row[booked] for row in rows)
    total = [cell.value for cell in sheet[23]]
    assert total == ["Total", *(sum(row[column] for row in rows) for column in range(1, 13))]


# Its figures are sound


def pairs_of(row: dict[str, str]) -> Iterator[tuple[int, int]]:
    for numerator, denominator in (
        ("Booked by 12+6", "Bookings"),
        ("Smoking status known", "Deliveries"),
        ("Smokers at delivery", "Smoking status known"),
        ("Breast milk within 48h", "Deliveries"),
        ("Asked for consent", "Bookings"),
        ("Consented", "Asked for consent"),
        ("Did not attend", "Appointments"),
    ):
        yield int(row[numerator]), int(row[denominator])


def test_no_numerator_is_above_its_denominator(midwifery_rows, visits):
    for rows in midwifery_rows.values():
        for row in rows:
            assert all(0 <= numerator <= denominator for numerator, denominator in pairs_of(row))
    for rows in visits.values():
        for row in rows:
            assert all(0 <= row[due + 1] <= row[due] for due in HEALTH_VISITING.values())
            due, known, totally, partially = row[13:17]
            assert 0 <= totally + partially <= known <= due


def test_each_percentage_agrees_with_its_counts_to_one_decimal(visits):
    for rows in visits.values():
        for row in rows:
            pairs = [(row[due + 1], row[due], row[due + 2]) for due in HEALTH_VISITING.values()]
            for numerator, denominator, pct in [*pairs, (row[15] + row[16], row[13], row[17])]:
                if denominator == 0:
                    assert pct == "-"
                    continue
                exact = Decimal(100 * numerator) / denominator
                assert Decimal(str(pct)) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


PLAUSIBLE_PCT = {
    ("Booked by 12+6", "Bookings"): (84, 90),
    ("Smokers at delivery", "Smoking status known"): (8, 13),
    ("Breast milk within 48h", "Deliveries"): (74, 81),
    ("Consented", "Asked for consent"): (97, 100),
    ("Did not attend", "Appointments"): (4, 8),
}


@pytest.mark.parametrize("pair", PLAUSIBLE_PCT)
def test_midwifery_s_figures_are_like_the_published_ones(midwifery_rows, pair):
    numerator, denominator = (
        sum(int(row[column]) for rows in midwifery_rows.values() for row in rows) for column in pair
    )
    low, high = PLAUSIBLE_PCT[pair]
    assert low <= 100 * numerator / denominator <= high


PLAUSIBLE_VISITS_PCT = {
    "new_birth_visit": (93, 97),
    "review_6_8_weeks": (93, 97),
    "review_12_months": (91, 96),
    "review_2_5_years": (84, 90),
    "dpt_at_2": (95, 97),
    "mmr_at_5": (88, 93),
    "dna_health_visiting": (7, 10),
}


@pytest.mark.parametrize("code", PLAUSIBLE_VISITS_PCT)
def test_health_visiting_s_figures_are_like_the_published_ones(visits, code):
    low, high = PLAUSIBLE_VISITS_PCT[code]
    assert low <= pooled_pct(visits, code, set(visits), AREAS) <= high


def pooled_pct(visits, code: str, months: set[Month], areas: set[str]) -> float:
    column = HEALTH_VISITING[code]
    rows = [row for m in months for row in visits[m] if PLACES.find(row[0]) in areas]
    return 100 * sum(row[column + 1] for row in rows) / sum(row[column] for row in rows)


def test_the_city_s_counts_are_like_the_published_ones(whole: list[Path]):
    path = council(whole, LAST - 1)
    for name, low, high in (
        ("Child protection", 400, 650),
        ("CAF", 700, 1100),
        ("Looked after", 70, 130),
    ):
        assert low <= sheet_of(path, name)["G22"].value <= high


# Its story


def year_to(month: Month) -> set[Month]:
    return {month - back for back in range(12)}


def early_booking_pct(midwifery_rows, area: str, months: set[Month]) -> float:
    rows = [
        row
        for name, sent in midwifery_rows.items()
        if "restated" not in name
        for row in sent
        if Month.parse(row["Month"]) in months and PLACES.find(row["Children's centre"]) == area
    ]
    return 100 * sum(int(r["Booked by 12+6"]) for r in rows) / sum(int(r["Bookings"]) for r in rows)


def test_radford_books_earlier_since_its_clinic_opened(midwifery_rows):
    opened = Month.of(2025, 9)
    before = early_booking_pct(midwifery_rows, "radford", year_to(opened - 1))
    after = early_booking_pct(midwifery_rows, "radford", {opened + 2 + on for on in range(12)})
    assert after > before + 8


def test_foleshill_s_mmr_drifts_down(visits):
    now = pooled_pct(visits, "mmr_at_5", year_to(LAST), {"foleshill"})
    then = pooled_pct(visits, "mmr_at_5", year_to(Month.of(2024, 12)), {"foleshill"})
    others = AREAS - {"foleshill"}
    assert now < then - 3
    assert now < pooled_pct(visits, "mmr_at_5", year_to(LAST), others) - 3


def test_the_council_s_file_for_the_last_month_is_late(whole: list[Path]):
    names = {path.name for path in whole}
    assert f"UHCW_maternity_{LAST}.csv" in names
    assert not any(n.startswith("CCC_childrens") and n.endswith(f"{LAST}.xlsx") for n in names)


def test_midwifery_sends_a_month_again_with_what_was_coded_late(midwifery_rows):
    for month in ("2022-11", "2026-08"):
        first = midwifery_rows[f"UHCW_maternity_{month}.csv"]
        again = midwifery_rows[f"UHCW_maternity_{month}_restated.csv"]
        assert first != again
        for old, new in zip(first, again, strict=True):
            assert new["Month"] == old["Month"] == month
            assert new["Bookings"] == old["Bookings"]
            assert int(new["Booked by 12+6"]) >= int(old["Booked by 12+6"])
    assert sum("restated" in name for name in midwifery_rows) == 2


def test_some_names_are_misspelt(midwifery_rows, visits):
    first = {row["Children's centre"] for row in midwifery_rows["UHCW_maternity_2021-04.csv"]}
    now = {row["Children's centre"] for row in midwifery_rows["UHCW_maternity_2026-10.csv"]}
    assert {"Spongate", "St Augustines"} <= first
    assert {"Spon Gate", "St Augustines"} <= now
    misspelt = [m for m, rows in visits.items() if "Stoke Health" in {row[0] for row in rows}]
    assert [str(month) for month in misspelt] == ["2025-06", "2025-07", "2025-08", "2026-09"]


def test_feeding_is_unknown_too_often_in_two_months_and_in_no_other(visits):
    under = [
        (str(month), PLACES.find(row[0]))
        for month, rows in visits.items()
        for row in rows
        if 100 * row[14] < 95 * row[13]
    ]
    assert under == [("2023-02", "moat-house"), ("2026-06", "foleshill")]


def test_once_no_one_was_due(visits):
    none_due = [
        (str(month), PLACES.find(row[0]), row[10:13])
        for month, rows in visits.items()
        for row in rows
        if "-" in row
    ]
    assert none_due == [("2023-12", "canley", (0, 0, "-"))]


def test_small_counts_are_hidden_and_later_fewer_of_them(whole: list[Path]):
    def hidden(month: Month, name: str) -> set[str | None]:
        return {
            PLACES.find(row[0])
            for row in area_rows(sheet_of(council(whole, month), name), 5)
            if "*" in row
        }

    assert len(hidden(Month.of(2024, 3), "Looked after")) > 5
    assert hidden(Month.of(2026, 9), "Looked after") == {"canley", "spon-gate"}
    assert not hidden(Month.of(2026, 9), "Child protection")
