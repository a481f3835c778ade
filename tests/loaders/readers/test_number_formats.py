"""Which number formats show a percentage, and what they show."""

import pytest

from loaders.readers.details.number_formats import may_show_percent, write_percent


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [
        ("0%", 0.934, "93.4%"),
        ("0.0%", 0.9340000000000001, "93.4%"),  # 467/500, as Excel saves it
        ("0.00%", 0.1 + 0.2, "30%"),
        ("0%", 21 / 22, "95.4545454545455%"),
        ("0%", 1.0, "100%"),
        ("0%", 0.0, "0%"),
        ("0%", 1, "100%"),
        ("0%", 1.5, "150%"),
        ("0%", -0.05, "-5%"),
        ("[Red]0%", 0.5, "50%"),
        ("0.0_%%", 0.5, "50%"),
        ('0" of all "%', 0.5, "50%"),
        ("[<=1]0%;0.0", 0.5, "50%"),
        ("[>1]0.0;0%", 0.5, "50%"),
        ("0.0;-0.0;0%", 0.0, "0%"),
        ("0.0;-0%", -0.5, "-50%"),
    ],
)
def test_a_percentage_is_what_the_cell_shows_with_all_its_digits(number_format, number, shown):
    assert may_show_percent(number_format)
    assert write_percent(number, number_format) == shown


@pytest.mark.parametrize(
    ("number_format", "number"),
    [
        ("General", 93.4),
        ('0.0"%"', 93.4),
        ("0.0\\%", 93.4),
        ("0.0_%", 93.4),
        ("0*%", 93.4),
        ("[<=1]0%;0.0", 93.4),
        ("[>1]0.0;0%", 93.4),
        ("0%;-0.0", -0.5),
        ("0.0;-0.0;0%", 93.4),
        ("0%;0%;0", 0.0),
        ("0%", float("inf")),
        ("0%", float("nan")),
    ],
)
def test_a_sign_that_is_only_written_after_the_number_changes_nothing(number_format, number):
    assert write_percent(number, number_format) is number


@pytest.mark.parametrize("cell", ["", "93.4%", "n/a", True])
def test_what_is_no_number_stays_as_it_is(cell):
    assert write_percent(cell, "0%") is cell


@pytest.mark.parametrize("number_format", ["", "0", '"%', "\\", "[%", "_", "%", ";;;%", "[<]0%"])
def test_a_broken_format_is_no_error(number_format):
    write_percent(0.5, number_format)
    may_show_percent(number_format)
