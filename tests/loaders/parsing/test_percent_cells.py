"""A cell that shows 93.4% is 93.4, beside plain numbers and text, with and without counts."""

import pytest
from openpyxl import Workbook

from indicators.domain.refusals import RefusalCode
from indicators.ports.profile_drafts import DraftMeasure, DraftTable, ProfileDraft
from loaders.parsing.extract import read_extract
from loaders.profile_builder.proposal import ProfileProposer
from loaders.readers.grid import read_grid
from tests.support.extracts import PLACES, catalogue, figures, profile, write_csv

ALONE = {"percentage": "Rate"}
HEAD = ["Area", "Month", "Rate"]


def read(tmp_path, *cells, measure=ALONE, head=HEAD, before=()):
    """Read a file of one row for each cell: a value, or a value and its number format."""
    book = Workbook()
    sheet = book.active
    sheet.append(head)
    for at, cell in enumerate(cells, 2):
        value, number_format = cell if isinstance(cell, tuple) else (cell, "General")
        area, month = ("North End", "South End")[at % 2], f"2026-{at - 1:02}"
        sheet.append([area, month, *before, value])
        sheet.cell(at, len(head)).number_format = number_format
    book.save(tmp_path / "any.xlsx")
    rules = profile(measure=measure)
    return read_extract(tmp_path / "any.xlsx", [rules], catalogue(), PLACES, today=None)


def values(reading):
    return [row[4] for row in sorted(figures(reading), key=lambda row: row[1])]


def test_a_column_of_percentages_as_each_sender_writes_them(tmp_path):
    reading = read(tmp_path, (0.934, "0.0%"), 93.4, "93.4%", (93.4, '0.0"%"'), (0.467 * 2, "0%"))
    assert values(reading) == ["93.4"] * 5
    assert reading.refusals == ()


def test_a_profile_of_proportions_does_not_scale_twice(tmp_path):
    measure = ALONE | {"proportion": True}
    reading = read(tmp_path, (0.934, "0.0%"), 0.934, "93.4%", measure=measure)
    assert values(reading) == ["93.4"] * 3


def test_percentages_agree_with_their_counts(tmp_path):
    measure = {"numerator": "Seen", "denominator": "Due", "percentage": "Rate"}
    head = ["Area", "Month", "Seen", "Due", "Rate"]
    cells = ((21 / 22, "0.0%"), (0.955, "0.0%"), 95.5)
    reading = read(tmp_path, *cells, measure=measure, head=head, before=(21, 22))
    assert reading.refusals == ()
    wrong = read(tmp_path, (0.93, "0.0%"), measure=measure, head=head, before=(21, 22))
    assert [refusal.code for refusal in wrong.refusals] == [RefusalCode.PERCENTAGE_DISAGREES]


@pytest.mark.parametrize(("cell", "refused"), [(0.934, 1), (1, 1), (0, 0), (1.1, 0)])
def test_a_number_up_to_one_among_percent_signs_may_be_a_share(tmp_path, cell, refused):
    reading = read(tmp_path, (0.934, "0.0%"), cell)
    codes = [refusal.code for refusal in reading.refusals]
    assert codes == [RefusalCode.PERCENTAGE_SCALE_UNCLEAR] * refused


def test_a_number_up_to_one_without_any_percent_sign_is_a_percentage(tmp_path):
    assert values(read(tmp_path, 0.9, 93.4)) == ["0.9", "93.4"]


def test_a_text_file_is_read_alike(tmp_path):
    rows = [HEAD, ["North End", "2026-09", "93.4%"], ["North End", "2026-10", "0.934"]]
    path = write_csv(tmp_path / "any.csv", rows)
    reading = read_extract(path, [profile(measure=ALONE)], catalogue(), PLACES, today=None)
    assert values(reading) == ["93.4"]
    assert [one.code for one in reading.refusals] == [RefusalCode.PERCENTAGE_SCALE_UNCLEAR]


def test_a_percentage_is_no_count(tmp_path):
    measure = {"numerator": "Rate", "denominator": "Due"}
    head = ["Area", "Month", "Due", "Rate"]
    reading = read(tmp_path, (23.0, "0%"), measure=measure, head=head, before=(100,))
    (refusal,) = reading.refusals
    assert (refusal.code, refusal.value) == (RefusalCode.COUNT_IS_PERCENTAGE, "2300%")


def test_the_profile_builder_proposes_to_read_them_as_they_show(tmp_path):
    read(tmp_path, (0.934, "0.0%"), 93.4, "93.4%", (0.9, "0%"))
    draft = ProfileDraft(
        "any",
        "Any",
        "any",
        "*",
        (
            DraftTable(
                "Sheet", 1, area=0, period_column=1, figures=(DraftMeasure("one", percentage=2),)
            ),
        ),
    )
    proposer = ProfileProposer(catalogue(), PLACES, None)
    result = proposer.preview_draft(read_grid(tmp_path / "any.xlsx"), draft, "Sheet")
    assert [row[2] for row in result.seen.rows[1:4]] == ["93.4%", "93.4", "93.4%"]
    assert [figure.value for figure in result.preview.first] == ["93.4", "93.4", "93.4", "90"]
