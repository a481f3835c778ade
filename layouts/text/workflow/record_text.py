"""Words for the programme's other records."""

from __future__ import annotations

from itertools import groupby

from indicators.records.maturity import BandStep
from indicators.records.record_definition import EnteredBy, RecordDefinition, RecordField
from indicators.records.record_period import RecordPeriod, RecordSpan
from indicators.records.record_values import EnteredValue, RecordVersion
from indicators.reports.records.record_models import (
    EnteredField,
    NoRateReason,
    RateFound,
    ScoreReport,
    TeamRecord,
    TeamScores,
)
from layouts.text.labels import choose_plural, join_names

HIDDEN = "[c]"
ALL_TEAMS = "All teams"
NOT_ENTERED = "not entered"
SPANS = {
    RecordSpan.QUARTER: ("quarter", "quarters"),
    RecordSpan.MONTH: ("month", "months"),
    RecordSpan.WEEK: ("week", "weeks"),
}
EVERY = {
    RecordSpan.QUARTER: "every quarter",
    RecordSpan.MONTH: "every month",
    RecordSpan.WEEK: "every week",
}
ENTERED_BY = {
    EnteredBy.CHAMPION: "the team’s champion",
    EnteredBy.TEAM_MEMBER: "anyone in the team",
}
NO_RATES = {
    NoRateReason.HIDDEN: HIDDEN,
    NoRateReason.NOTHING_COUNTED: "–",
    NoRateReason.MORE_THAN_ALL: "–",
}
WHY_NO_RATE = {
    NoRateReason.HIDDEN: "hidden to protect people",
    NoRateReason.NOTHING_COUNTED: "nothing was counted",
    NoRateReason.MORE_THAN_ALL: "more were counted than there are: check the entries",
}


def head_fields(definition: RecordDefinition) -> str:
    """Return the heading of the column that names what a record has."""
    return definition.words[0].capitalize() if definition.scores else "What is counted"


def format_value(version: RecordVersion | None) -> str:
    """Return a score or count as it is typed; "" without one."""
    return "" if version is None or version.entered.value is None else str(version.entered.value)


def format_count(count: int | None) -> str:
    """Return a count in groups of three digits."""
    return "–" if count is None else f"{count:,}"


def format_entered(entered: EnteredValue | None) -> str:
    """Return a value with its evidence, for the history."""
    if entered is None or entered == EnteredValue():
        return "empty"
    value = "no value" if entered.value is None else str(entered.value)
    return f"{value} ({entered.evidence})" if entered.evidence else value


def mark_change(change: int | None) -> str:
    """Return a change as a mark: ▲1, ▼1, or "" for none."""
    if not change:
        return ""
    return f"▲{change}" if change > 0 else f"▼{-change}"


def say_change(change: int | None) -> str:
    """Return a change in words: up 1, down 1, no change; "" if it is not known."""
    if change is None:
        return ""
    return f"up {change}" if change > 0 else f"down {-change}" if change else "no change"


def shade(definition: RecordDefinition, score: int | None) -> int:
    """Return how dark a score is shown, from 0 to 5."""
    scale = definition.scores
    if scale is None or score is None:
        return 0
    return round(5 * (score - scale.lowest) / (scale.highest - scale.lowest))


def count_teams(many: int) -> str:
    """Return how many teams, in words."""
    return f"{many} {choose_plural(many, 'team', 'teams')}"


def describe_bands(report: ScoreReport) -> list[tuple[str, str, str]]:
    """Return each band with the number of its teams and their names."""
    return [
        (band.name, count_teams(len(teams)), join_names(each.team.name for each in teams))
        for band, teams in report.bands
    ]


def describe_step(definition: RecordDefinition, step: BandStep | None) -> str:
    """Return what moves a team to the next band, in a sentence."""
    if step is None:
        return ""
    words = definition.words if step.nearest else ("point", "points")
    needed = f"{step.needed} more {choose_plural(step.needed, *words)} for “{step.band.name}”"
    if not step.nearest:
        return f"{needed}."
    named = join_names(
        f"{definition.fields[each.field].name} (now {each.score})" for each in step.nearest
    )
    return f"{needed}. Nearest: {named}."


def describe_scores(definition: RecordDefinition, found: TeamScores) -> str:
    """Return “6 of 15 features mature, in the band 5 to 9.”, and the change since the start."""
    if found.mature is None:
        return "Nothing is scored."
    words, fields = definition.words, len(definition.field)
    band = f", in the band {found.band.name}" if found.band else ""
    scored = describe_scored(definition, found)
    parts = [f"{found.mature} of {fields} {words[1]} mature{band}."]
    if scored:
        parts.append(f"{scored[:1].upper()}{scored[1:]}.")
    change = found.mature_since_start
    if change is not None and found.started is not None:
        said = f"{abs(change)} {'more' if change > 0 else 'fewer'} than" if change else "As many as"
        parts.append(f"{said} at the start, {found.started.name}.")
    return " ".join(parts)


def describe_next_band(definition: RecordDefinition, found: TeamScores) -> str:
    """Return what would move a team to the next band; "" without a band."""
    if found.band is None:
        return ""
    return describe_step(definition, found.step) or "In the highest band."


def describe_scored(definition: RecordDefinition, team: TeamScores) -> str:
    """Return how many fields have no score; "" if all have one, or none."""
    missing = len(definition.field) - team.scored
    return f"{missing} not scored" if team.scored and missing else ""


def format_rate(found: RateFound) -> str:
    """Return a rate, or the mark of why there is none."""
    return f"{found.percent}%" if found.percent is not None else NO_RATES[_get_reason(found)]


def format_interval(found: RateFound) -> str:
    """Return the 95% interval of a rate; "" without a rate."""
    return f"{found.lower}% to {found.upper}%" if found.percent is not None else ""


def explain_rate(found: RateFound) -> str:
    """Return what a rate is made of, or why there is none."""
    if found.percent is None:
        return WHY_NO_RATE[_get_reason(found)]
    return f"{format_count(found.numerator)} of {format_count(found.denominator)}"


def _get_reason(found: RateFound) -> NoRateReason:
    return found.reason or NoRateReason.NOTHING_COUNTED


def name_year(period: RecordPeriod) -> str:
    """Return the year that ends with a period."""
    spans = SPANS[period.span]
    return f"{period.span.in_a_year} {spans[1]} to {period.name.removeprefix('week of ')}"


def name_entered(span: RecordSpan) -> str:
    """Return the heading of how many periods were entered."""
    return f"{SPANS[span][1].capitalize()} entered"


def describe_saved(values: int) -> str:
    """Return what a form saved."""
    if not values:
        return "Nothing was changed."
    return f"Saved: {values} {choose_plural(values, 'value', 'values')}."


def describe_undone(values: int) -> str:
    """Return what was undone."""
    return f"Undone: {values} {choose_plural(values, 'value is', 'values are')} as before."


def group_fields(definition: RecordDefinition) -> list[tuple[str, list[RecordField]]]:
    """Return the fields below their headings, in the order of the file."""
    return [(name, list(held)) for name, held in groupby(definition.field, lambda f: f.group)]


def group_entries(record: TeamRecord) -> list[tuple[str, list[EnteredField]]]:
    """Return the fields of a team's form below their headings."""
    return [(name, list(held)) for name, held in groupby(record.fields, lambda e: e.field.group)]
