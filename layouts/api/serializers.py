"""Fill the rows of the read API from reports, in the words of the pages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.domain.chart_entries.figure_comment import FigureComment
from indicators.domain.chart_entries.trajectory import Trajectory
from indicators.domain.core import Unit
from indicators.domain.indicator import Indicator
from indicators.domain.localities import Locality
from indicators.domain.periods import Month, Period
from indicators.domain.refusals import Refusal
from indicators.figures.change import Change
from indicators.reports.base import Reports
from indicators.reports.verdict_rows import JudgedFigure
from indicators.stats.rules import round_change
from layouts.api.indicator_rows import (
    ApiDefinition,
    ApiFootnote,
    ApiPlannedPoint,
    ApiTarget,
    ApiTrajectory,
    IndicatorRow,
)
from layouts.api.resources import (
    ApiParent,
    CommentRow,
    Direction,
    ObservationRow,
    PlaceRow,
    RefusalRow,
    VerdictRow,
)
from layouts.text import assurance_text, icon_labels, labels
from layouts.text.rule_text import describe_rules


def _format_month(month: Month | None) -> str | None:
    return str(month) if month else None


def serialize_indicator(reports: Reports, code: str) -> IndicatorRow:
    """Return an indicator with its dated definitions and targets."""
    i = reports.catalogue.indicators[code]
    service = reports.catalogue.services[i.service]
    return IndicatorRow(
        code=i.code,
        name=i.name,
        short_name=i.short_name,
        service=service.code,
        service_name=service.name,
        agency=service.agency,
        question=i.question,
        counts=i.counts,
        unit=i.unit,
        per=i.scale,
        better=i.better,
        every=i.every,
        gathering=i.gathering if i.unit is Unit.COUNT else None,
        shown=i.shown,
        small_number_threshold=i.small_number_threshold,
        caveats=i.caveats,
        definitions=[
            ApiDefinition(
                code=d.code,
                from_=str(d.from_),
                until=_format_month(d.until),
                numerator=d.numerator,
                denominator=d.denominator,
                source=d.source,
                changed=d.changed,
            )
            for d in i.definition
        ],
        targets=_serialize_targets(i),
        trajectories=[_serialize_trajectory(t) for t in i.trajectory],
        footnotes=[ApiFootnote(mark=f.mark, text=f.text) for f in i.footnote],
    )


def _serialize_targets(indicator: Indicator) -> list[ApiTarget]:
    return [
        ApiTarget(
            value=t.value,
            definition=t.definition,
            place=t.place,
            from_=str(t.from_),
            until=_format_month(t.until),
            tolerance=indicator.get_tolerance(t),
            per=t.per,
            assumed=t.assumed,
            source=t.source,
            reason=t.reason,
        )
        for t in indicator.target
    ]


def _serialize_trajectory(trajectory: Trajectory) -> ApiTrajectory:
    return ApiTrajectory(
        definition=trajectory.definition,
        place=trajectory.place,
        shape=trajectory.shape,
        reason=trajectory.reason,
        points=[ApiPlannedPoint(month=str(p.month), value=p.value) for p in trajectory.point],
    )


def serialize_place(reports: Reports, place: Locality) -> PlaceRow:
    """Return a place with its dated parents."""
    return PlaceRow(
        code=place.code,
        kind=place.kind,
        kind_name=reports.places.words[place.kind][0],
        name=place.name,
        spellings=list(place.spellings),
        parents=[
            ApiParent(place=p.place, from_=str(p.from_), until=_format_month(p.until))
            for p in place.parents
        ],
        from_=_format_month(place.from_),
        until=_format_month(place.until),
        became=list(place.became or ()),
        live_from=_format_month(place.live_from),
        placeholder=place.placeholder,
        note=place.note,
    )


def serialize_observation(row: Any) -> ObservationRow:
    """Return a row of the indicator table."""
    ended = Month.from_number(row.ended)
    return ObservationRow(
        indicator=row.indicator,
        place=row.place,
        period=Period(ended, row.months).name,
        ended=str(ended),
        months=row.months,
        definition=row.definition,
        numerator=row.numerator,
        denominator=row.denominator,
        value=None if row.value is None else Decimal(row.value),
        status=row.status,
        note=row.note,
        load=row.load_id,
    )


def serialize_comment(comment: FigureComment) -> CommentRow:
    """Return a comment on a figure."""
    return CommentRow(
        indicator=comment.indicator,
        place=comment.place,
        month=str(comment.month),
        text=comment.text,
        who=comment.who,
        made_at=comment.made_at,
    )


def serialize_refusal(load: int, refusal: Refusal) -> RefusalRow:
    """Return a refused row without the refused value."""
    return RefusalRow(
        load=load,
        code=refusal.code,
        rule=refusal.rule,
        sheet=refusal.sheet,
        row=refusal.row,
        column=refusal.column,
        heading=refusal.heading,
        reason=refusal.reason,
        remedy=refusal.remedy,
        sender_remedy=refusal.sender_remedy,
    )


def serialize_verdict(judged: JudgedFigure) -> VerdictRow:
    """Return a figure in the numbers and words of its page."""
    shown, indicator, change = judged.figure, judged.indicator, judged.change
    added, target = shown.sum, shown.target
    definition = indicator.find_definition(judged.month)
    has_counts = shown.value is not None and added.counted
    baseline = judged.signal.baseline
    return VerdictRow(
        indicator=indicator.code,
        place=judged.place.code,
        month=str(judged.month),
        period=shown.span.name,
        definition=definition.code if definition else None,
        numerator=added.numerator if has_counts else None,
        denominator=added.denominator if has_counts else None,
        counted=added.counted if shown.value is not None else None,
        months_with=added.months_with,
        sent_as_one=[whole.name for whole in added.wholes],
        months_of=added.months_of,
        months_hidden=added.months_hidden,
        figure=shown.shown,
        figure_text=labels.format_figure(shown, indicator),
        status=shown.status,
        target=target.value if target else None,
        target_assumed=target.assumed if target else None,
        verdict=shown.verdict,
        verdict_text=labels.label_verdict(shown),
        to_turn_people=shown.to_turn,
        to_turn_text=labels.describe_people_needed(shown, indicator),
        change_points=round_change(change.points) if change else None,
        change_direction=Direction(change.direction) if change else None,
        change_real=change.is_real if change else None,
        change_interval_from=_round_bound(change, 0),
        change_interval_to=_round_bound(change, 1),
        change_text=labels.format_change(change, indicator),
        variation=judged.signal.icon,
        variation_text=icon_labels.label_variation(judged.signal, judged.month),
        variation_rules=[rule.cause.name.lower() for rule in judged.signal.broken],
        variation_rules_text=describe_rules(judged.signal.broken, f"{judged.signal.every}s"),
        limits_fixed_from=str(baseline.from_) if baseline else None,
        limits_fixed_until=str(baseline.until) if baseline else None,
        limits_fixed_reason=baseline.reason if baseline else "",
        assurance=judged.signal.assurance.icon if judged.signal.assurance else None,
        assurance_met=judged.signal.assurance.met if judged.signal.assurance else None,
        assurance_of=judged.signal.assurance.points if judged.signal.assurance else None,
        assurance_text=assurance_text.label_assurance(judged.signal),
    )


def _round_bound(change: Change | None, which: int) -> Decimal | None:
    """Round a bound of the interval as pages do; None where there is no interval."""
    if change is None or change.interval is None:
        return None
    return round_change(Fraction(change.interval[which]))
