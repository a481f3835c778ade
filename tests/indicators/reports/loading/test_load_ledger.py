"""What a load or undoing changed and which verdicts turned, told the same on both databases."""

from datetime import UTC, datetime

import pytest

from indicators.access.permissions import PARTNER, Permission, PermissionDeniedError
from indicators.domain.core import ObservationStatus, Verdict
from indicators.domain.errors import UserError
from indicators.reports.loading.load_ledger import build_ledger
from indicators.reports.place_report import build_place_report
from tests.support.builders import row, take_in
from tests.support.two_years import MARCH, PLACES
from tests.support.viewers import without


def ledger(reports, event=None):
    return build_ledger(reports, event or reports.get_version(), PARTNER)


def told(sent):
    return sent and (sent.numerator, sent.denominator, sent.value, sent.status)


def flips(found):
    return {
        (f.place.code, f.indicator.code, f.month): (f.was.verdict, f.now.verdict) for f in found
    }


@pytest.fixture
def restated(reports, table):
    """Area a's last five months restated from 88 to 100 of 100, and a new place's figure."""
    rows = [row("visits", "a", MARCH - n, 100, 100) for n in range(5)]
    rows += [row("visits", "a", MARCH - 5, 88, 100), row("reviews", "c", MARCH, 1, 2)]
    take_in(table, rows, file="restated", why="recount", who="ann")
    return reports


def test_each_changed_figure_is_told_as_it_was_and_is(restated):
    found = ledger(restated)
    assert (found.event.file, found.event.who, found.event.why) == ("restated", "ann", "recount")
    assert (len(found.effect.changed), found.effect.new, found.effect.unknown) == (5, 1, 0)
    first = found.effect.changed[0]
    where = first.indicator.code, first.place.code, first.period.ended
    assert where == ("visits", "a", MARCH - 4)
    assert (told(first.was), told(first.now)) == ((88, 100, None, "ok"), (100, 100, None, "ok"))


def test_verdicts_that_turned_are_those_of_the_pages_before_and_after(restated):
    found = flips(ledger(restated).effect.turned)
    cross, tick = Verdict.CROSS, Verdict.TICK
    # 88 of 100 for 7 months and 100 for 5 are 93; for the months before there are fewer.
    assert found["a", "visits", MARCH] == (cross, tick)
    assert {month for _, _, month in found} <= {MARCH - n for n in range(5)}
    for (place, indicator, month), (was, now) in found.items():
        for event, verdict in ((restated.get_version() - 1, was), (restated.get_version(), now)):
            page = build_place_report(restated.after(event), place, month, PARTNER)
            shown = next(r for r in page.rows if r.indicator.code == indicator)
            assert shown.rolling.verdict is verdict


def test_no_turned_verdict_is_left_out(restated):
    found = flips(ledger(restated).effect.turned)
    version = restated.get_version()
    for month in [MARCH - n for n in range(5)]:
        for place in PLACES.localities:
            pages = [
                build_place_report(restated.after(event), place, month, PARTNER)
                for event in (version - 1, version)
            ]
            for was, now in zip(*(page.rows for page in pages), strict=True):
                key = place, was.indicator.code, month
                verdicts = was.rolling.verdict, now.rolling.verdict
                turned = verdicts[0] is not None and verdicts[0] is not verdicts[1]
                assert found.get(key) == (verdicts if turned else None), key


def test_a_figure_of_long_ago_turns_the_verdict_of_every_month_it_is_part_of(reports, table):
    """Area a's 95 of 100 of 20 months ago become 0, so 12 years are not what they were."""
    ended = MARCH - 19
    take_in(table, [row("visits", "a", ended, 0, 100)], file="restated")
    found = flips(ledger(reports).effect.turned)
    months = [ended + n for n in range(12)]
    turned = set()
    for place in PLACES.localities:
        for month in months:
            figures = [
                build_place_report(reports.after(event), place, month, PARTNER).rows[0].rolling
                for event in (reports.get_version() - 1, reports.get_version())
            ]
            was, now = (figure.verdict for figure in figures)
            if was is not None and was is not now:
                turned.add((place, "visits", month))
    assert set(found) == turned
    assert len({month for place, _, month in turned if place == "a"}) > 2


def test_an_undoing_has_a_ledger_that_turns_everything_back(restated, table):
    load_id = restated.get_version()
    before = ledger(restated)
    now = datetime(2027, 1, 1, tzinfo=UTC)
    table.undo_load(load_id, now=now, who="", why="", not_areas=PLACES.not_areas)
    after = ledger(restated)
    assert (after.event.undoes, after.undone.file) == (load_id, "restated")
    assert [(told(c.was), told(c.now)) for c in after.effect.changed if c.now] == [
        (told(c.now), told(c.was)) for c in before.effect.changed
    ]
    (gone,) = (c for c in after.effect.changed if c.now is None)
    assert (gone.indicator.code, gone.place.code) == ("reviews", "c")
    assert told(gone.was) == (1, 2, None, "ok")
    assert flips(after.effect.turned) == {
        key: (b, a) for key, (a, b) in flips(before.effect.turned).items()
    }


def test_a_figure_hidden_later_is_a_change_with_its_reason(reports, table):
    take_in(table, [row("visits", "c", MARCH, status="hidden", note="asked")], file="hidden")
    (changed,) = ledger(reports).effect.changed
    assert (told(changed.now), changed.now.note) == (
        (None, None, None, ObservationStatus.HIDDEN),
        "asked",
    )


def test_what_the_council_s_files_no_longer_name_is_counted(reports, table):
    rows = [row("gone", "a", MARCH, 1, 2), row("visits", "elsewhere", MARCH, 1, 2)]
    take_in(table, rows, file="x")
    found = ledger(reports)
    assert (found.effect.changed, found.effect.new, found.effect.unknown, found.effect.turned) == (
        (),
        0,
        2,
        (),
    )


def test_a_ledger_needs_an_event_and_a_partner(reports):
    with pytest.raises(UserError, match="There is no load 99"):
        ledger(reports, 99)
    with pytest.raises(PermissionDeniedError):
        build_ledger(reports, 1, without(Permission.VIEW_LOAD_HISTORY))
