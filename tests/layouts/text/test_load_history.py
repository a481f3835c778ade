"""The history in words: whose verdict turned, and a figure in its unit."""

from indicators.domain.core import ObservationStatus
from indicators.domain.periods import Month, Period
from indicators.figures.figure import Figure
from indicators.figures.span_sum import SpanSum
from indicators.ports.load_effect import SentFigure, TurnedVerdict
from layouts.text.load_history import describe_changed_verdict, format_ledger_figure
from tests.support.builders import indicator, places

LAST = Month.of(2026, 10)


def test_a_team_with_the_name_of_its_area_is_distinguished_from_it():
    known = places({"fir": ["ash"]})
    none = Figure(SpanSum(Period(LAST, 12), ObservationStatus.NOT_AVAILABLE))
    reported = [
        describe_changed_verdict(
            TurnedVerdict(indicator(), known[code], LAST, none, none), known.words
        )
        for code in ("fir", "ash")
    ]
    assert reported[0].startswith("Visits, Fir team, 12 months to October 2026: ")
    assert reported[1].startswith("Visits, Ash centre area, 12 months to October 2026: ")


def test_a_percentage_that_was_sent_alone_has_its_sign():
    sent = SentFigure(None, None, "51.1", ObservationStatus.OK, "")
    assert format_ledger_figure(sent, indicator()) == "51.1%"
    assert format_ledger_figure(sent, indicator(unit="count")) == "51.1"
