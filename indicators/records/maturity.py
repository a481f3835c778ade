"""Scores of a team: how many fields are mature, the band, and what would move it to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.records.record_definition import BandBasis, RecordDefinition, ScoreBand, ScoreScale

Scores = Mapping[str, int]
"""The scores of one team in one period, by field. A field that was not scored is left out."""


@dataclass(frozen=True, slots=True)
class FieldStep:
    """By how many points a field would become mature."""

    field: str
    score: int
    points: int


@dataclass(frozen=True, slots=True)
class BandStep:
    """What moves a team to the next band: so many fields, or points, more.

    `nearest` are the fields that would get there with the fewest points, nearest first. They are
    empty where the bands count points.
    """

    band: ScoreBand
    needed: int
    nearest: tuple[FieldStep, ...]


def get_scale(definition: RecordDefinition) -> ScoreScale:
    """Return the scale of a scored record."""
    if definition.scores is None:
        raise ValueError(f"{definition.code} is counted, not scored")
    return definition.scores


def count_mature(definition: RecordDefinition, scores: Scores) -> int:
    """Return how many fields are mature."""
    mature_from = get_scale(definition).mature_from
    return sum(score >= mature_from for score in scores.values())


def measure_bands(definition: RecordDefinition, scores: Scores) -> int:
    """Return the number that the bands are about."""
    if get_scale(definition).band_by is BandBasis.TOTAL:
        return sum(scores.values())
    return count_mature(definition, scores)


def find_band(definition: RecordDefinition, scores: Scores) -> ScoreBand | None:
    """Return the band of a team; None without scores or bands."""
    if not scores:
        return None
    count = measure_bands(definition, scores)
    return next((band for band in definition.band if band.holds(count)), None)


def find_next_band(definition: RecordDefinition, scores: Scores) -> BandStep | None:
    """Return what moves a team to the next band; None in the best one, or without scores."""
    if not scores:
        return None
    count = measure_bands(definition, scores)
    above = sorted((band for band in definition.band if band.from_ > count), key=_get_least)
    if not above:
        return None
    needed = above[0].from_ - count
    if get_scale(definition).band_by is BandBasis.TOTAL:
        return BandStep(above[0], needed, ())
    return BandStep(above[0], needed, _list_nearest(definition, scores, needed))


def _get_least(band: ScoreBand) -> int:
    return band.from_


def _list_nearest(
    definition: RecordDefinition, scores: Scores, needed: int
) -> tuple[FieldStep, ...]:
    """Return the fields nearest to mature, those that are as near as the last one included.

    A field without a score is not among them: how far it is from mature is not known.
    """
    mature_from = get_scale(definition).mature_from
    steps = [
        FieldStep(field.code, scores[field.code], mature_from - scores[field.code])
        for field in definition.field
        if scores.get(field.code, mature_from) < mature_from
    ]
    ordered = sorted(steps, key=lambda step: step.points)
    if len(ordered) <= needed:
        return tuple(ordered)
    furthest = ordered[needed - 1].points
    return tuple(step for step in ordered if step.points <= furthest)
