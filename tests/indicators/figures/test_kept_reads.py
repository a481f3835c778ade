"""What is kept of a version of the data gives the same as reading it again, and no more of it."""

import pytest

from indicators.domain.periods import Month, Period
from indicators.domain.settings.settings_key import SettingsKey
from indicators.figures.add_spans import sum_span
from indicators.figures.kept_reads import KeptReads, KeptVersion
from indicators.figures.series import MonthWindow, Series
from tests.support.builders import V1, fill, indicator, row

JANUARY = Month.of(2025, 1)
VISITS = indicator(
    definition=[V1 | {"until": "2025-05"}, V1 | {"code": "v2", "from": "2025-06"}],
)
KEY = ("places", ("a",), ("visits",))


def list_rows():
    for at in range(24):
        month = JANUARY + at
        version = "v1" if at < 5 else "v2"
        sent = {"definition": version, "note": f"note of {month}" if at % 5 == 0 else ""}
        if at % 7 == 3:
            yield row("visits", "a", month, value="40.5", **sent)
        elif at % 6:
            yield row("visits", "a", month, at, 30, **sent)
        elif at:
            yield row("visits", "a", month, 3 * at, 90, months=3, **sent)


class Source:
    """Reads a series of made-up rows, and counts which windows were read."""

    def __init__(self):
        self.windows = []

    def read(self, window):
        self.windows.append(window)
        series = Series([VISITS], ["a"], window)
        numbers = set(window.numbers)
        fill(series, (each for each in list_rows() if each[1] in numbers))
        return series


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def kept():
    return KeptReads()


def window_to(at, months=6):
    return MonthWindow(JANUARY + (at - months + 1), JANUARY + at)


def read(kept, source, window, version=1, key=KEY):
    return KeptVersion(kept, version).read_series(key, window, source.read)


def test_every_window_of_what_is_kept_is_what_reading_it_gives(kept, source):
    for months in (1, 3, 6, 12):
        for at in range(months - 1, 24):
            window = window_to(at, months)
            found, meant = read(kept, source, window), Source().read(window)
            assert (found.window, found.definitions) == (meant.window, meant.definitions)
            assert (found.exact, found.notes) == (meant.exact, meant.notes)
            for name in ("numerator", "denominator", "state", "missing", "unpooled"):
                assert (getattr(found, name) == getattr(meant, name)).all()
            for first in range(at - months + 1, at + 1):
                span = Period(JANUARY + at, at - first + 1)
                added = [sum_span(series, span, "visits", "a") for series in (found, meant)]
                assert added[0] == added[1], span.name
    assert len(source.windows) < 15


def test_the_second_month_reads_its_whole_years_and_the_others_nothing(kept, source):
    for at in (20, 19, 18, 23, 12):
        read(kept, source, window_to(at, months=13 if at < 23 else 12))
    assert source.windows[0] == window_to(20, months=13)
    assert source.windows[1] == MonthWindow(Month.of(2025, 1), Month.of(2026, 12))
    assert source.windows[2:] == [window_to(23, months=12)]  # begins and ends in one year


def test_what_a_reader_changes_is_not_seen_by_the_next(kept, source):
    first = read(kept, source, window_to(20))
    whole = first.wholes[3]
    for series in (first, whole):
        series.numerator[:] = 0
        series.state[:] = 0
        series.notes.clear()
        series.exact.clear()
    first.released["visits"] = {}
    second, meant = read(kept, source, window_to(20)), Source().read(window_to(20))
    assert (second.numerator == meant.numerator).all()
    assert (second.state == meant.state).all()
    assert (second.notes, second.exact) == (meant.notes, meant.exact)
    assert (second.wholes[3].numerator == meant.wholes[3].numerator).all()
    assert not second.released
    assert len(source.windows) == 1


def test_large_numbers_come_back_as_they_were_read(kept):
    sent = [3, 200, 40_000, 3_000_000_000, 5_000_000_000_000]

    def read_sent(window):
        series = Series([VISITS], ["a"], window)
        rows = (row("visits", "a", JANUARY + at, n, 2 * n) for at, n in enumerate(sent))
        fill(series, rows)
        series.missing[0, 0] = 70_000
        return series

    for at in range(5):
        window = MonthWindow(JANUARY, JANUARY + at)
        found = KeptVersion(kept, 1).read_series(window, window, read_sent)
        assert (found.numerator[0, 0] * 3 == [3 * n for n in sent[: at + 1]]).all()
        assert (found.denominator[0, 0] * 3 == [6 * n for n in sent[: at + 1]]).all()
        assert (found.missing[0, 0] + 1 == 70_001).all()


def test_what_is_kept_takes_less_than_half_of_what_was_read():
    series = Source().read(window_to(23, 240))
    read = series.size
    series.narrow()
    assert series.size < read / 2


def test_another_version_is_read_again_and_an_older_one_takes_no_room(kept, source):
    for version in (1, 2, 1, 2):
        read(kept, source, window_to(20), version)
    assert len(source.windows) == 3


def test_other_settings_are_read_again(kept, source):
    for settings in (SettingsKey(1), SettingsKey(2), SettingsKey(1)):
        KeptVersion(kept, 1, settings).read_series(KEY, window_to(20), source.read)
    assert len(source.windows) == 2


def test_what_was_used_last_is_kept_longest_within_the_limit(source):
    size = source.read(window_to(20)).size + 1000
    kept = KeptReads(2 * size + 100)
    for key in ("a", "b", "a", "c", "a", "b"):
        read(kept, source, window_to(20), key=key)
    assert len(source.windows) - 1 == 4  # b was dropped for c


def test_a_series_over_the_limit_is_read_each_time_and_only_as_asked(source):
    kept = KeptReads(100)
    for at in (20, 19, 18):
        read(kept, source, window_to(at))
    assert source.windows == [window_to(20), window_to(19), window_to(18)]


def test_cleared_everything_is_read_again(kept, source):
    read(kept, source, window_to(20))
    kept.clear()
    read(kept, source, window_to(20))
    assert len(source.windows) == 2


def test_a_short_answer_is_read_once_for_each_version_and_key(kept):
    asked = []

    def read_months():
        asked.append(1)
        return [202601, 202602]

    for version, key in ((1, "x"), (1, "x"), (1, "y"), (2, "x")):
        assert KeptVersion(kept, version).read_once(key, read_months) == [202601, 202602]
    assert len(asked) == 3


def test_no_is_an_answer_that_is_kept(kept):
    answers = iter([False, True])
    for _ in range(2):
        assert KeptVersion(kept, 1).read_once("real", lambda: next(answers)) is False
