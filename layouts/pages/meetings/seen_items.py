"""The items of an agenda in the words and figures that people see, to be kept as they are."""

from __future__ import annotations

from datetime import date

from indicators.actions.action import Action
from indicators.actions.action_fields import STATUS_NAMES, ActionField
from indicators.actions.escalation import Escalation
from indicators.domain.periods import format_day
from indicators.meetings.agenda_rules import AgendaTopic
from indicators.meetings.meeting import Meeting, NewItem
from indicators.meetings.meeting_kinds import TopicKind
from indicators.meetings.seen_item import SeenChart, SeenItem
from indicators.reports.meetings.agenda_report import RestatedFigure, TeamAgenda
from indicators.reports.models import DashboardRow
from layouts.charts.sparkline import build_sparkline
from layouts.text import icon_labels, labels
from layouts.text.labels import lower_first
from layouts.text.workflow import action_text, escalation_text, feedback_text, meeting_text
from layouts.text.workflow.meeting_text import REASONS


def build_items(agenda: TeamAgenda, today: date) -> list[NewItem]:
    """Return every item of an agenda as it is seen on a day."""
    return [
        NewItem(topic.kind, topic.reference, topic.indicator, _build_seen(agenda, topic, today))
        for topic in agenda.topics
    ]


def _build_seen(agenda: TeamAgenda, topic: AgendaTopic, today: date) -> SeenItem:
    subject = topic.reference.partition(" ")[2]
    row = agenda.rows.get(topic.indicator)
    title, about = row.indicator.name if row else REASONS[topic.kind], tuple[str, ...]()
    if topic.reference.startswith("action "):
        action = _find_action(agenda, topic)
        title = action.what
        about = (
            _join(*_list_action_facts(action, today)),
            *_list_replies(agenda, action.id),
        )
    elif topic.kind is TopicKind.ESCALATION_ANSWERED:
        escalation = agenda.escalations[int(subject)]
        title, about = escalation.what, _list_answers(escalation)
    elif topic.kind is TopicKind.MINUTES and agenda.minutes:
        title = f"Minutes of {format_day(agenda.minutes.day)}"
        about = _list_minutes_facts(agenda.minutes, agenda.also_unapproved)
    elif topic.kind is TopicKind.AGREEMENT_ENDING:
        agreement = agenda.agreements[subject]
        title = agreement.name
        about = (f"Ends on {format_day(agreement.until)}", f"For: {agreement.purpose}")
    elif topic.kind is TopicKind.UNANSWERED_FEEDBACK:
        feedback = agenda.feedback[int(subject)]
        title = feedback.said
        about = (f"Heard on {format_day(feedback.heard)}", feedback_text.name_source(feedback))
    elif topic.kind is TopicKind.DECISION_REVIEW:
        meeting, record = agenda.decisions[int(subject)]
        title, about = record.text, (f"Decided on {format_day(meeting.day)}",)
    return _describe(agenda, topic, title, row, today, about)


def _list_minutes_facts(last: Meeting, also_unapproved: int) -> tuple[str, ...]:
    facts = (
        meeting_text.describe_agreement(last),
        meeting_text.count_outcomes(last),
        *(f"Correction: {each.text}" for each in last.corrections),
        meeting_text.count_also_unapproved(also_unapproved),
    )
    return tuple(fact for fact in facts if fact)


def _list_answers(found: Escalation) -> tuple[str, ...]:
    """Return when and why it was escalated, and every reply."""
    asked = f"Escalated on {format_day(found.made_at.date())}"
    reason = f"{asked}: {found.reason}" if found.reason else asked
    return (reason, *map(escalation_text.describe_reply, found.replies))


def _list_replies(agenda: TeamAgenda, action: int) -> tuple[str, ...]:
    """Return the replies to the escalations of an action that are new to the meeting."""
    return tuple(
        escalation_text.describe_reply(reply)
        for found in agenda.escalations.values()
        if found.action == action
        for reply in found.replies
    )


def _describe(
    agenda: TeamAgenda,
    topic: AgendaTopic,
    title: str,
    row: DashboardRow | None,
    today: date,
    about: tuple[str, ...],
) -> SeenItem:
    reasons = tuple(_explain(agenda, topic, kind, today) for kind in topic.reasons)
    if row is None:
        shown = reasons if title not in reasons else ()
        return SeenItem(title=title, reasons=shown, about=about)
    verdict = row.rolling.verdict
    return SeenItem(
        title=title,
        reasons=reasons,
        about=about,
        figure=_describe_figure(row),
        verdict=verdict.value if verdict else "",
        facts=_list_figure_facts(agenda, row, title),
        actions=_list_actions(agenda, topic, today),
        chart=_draw(row),
    )


def _explain(agenda: TeamAgenda, topic: AgendaTopic, kind: TopicKind, today: date) -> str:
    change = agenda.changes.get(topic.indicator)
    if kind is TopicKind.TURNED and change and change.was.verdict and change.now.verdict:
        turned = labels.describe_turn(change.was.verdict, change.now.verdict)
        return f"The verdict turned from {turned}"
    if kind is TopicKind.NEW_SIGNAL and change:
        return icon_labels.label_variation(change.signal, agenda.month)
    if kind is TopicKind.DUE_ACTION and _find_action(agenda, topic).is_overdue(today):
        return meeting_text.OVERDUE
    return REASONS[kind]


def _find_action(agenda: TeamAgenda, topic: AgendaTopic) -> Action:
    return agenda.actions[int(topic.reference.removeprefix("action "))]


def _describe_figure(row: DashboardRow) -> str:
    if row.rolling.value is None:
        return labels.MARK_MEANS[row.rolling.status]
    return labels.format_figure(row.rolling, row.indicator)


def _list_figure_facts(agenda: TeamAgenda, row: DashboardRow, title: str) -> tuple[str, ...]:
    i = row.indicator
    about = "" if title == i.name else f"{i.name}: "
    target = f"Target {labels.format_target(row.target, i)}" if row.target else ""
    change = labels.format_change(row.change, i)
    facts = (
        about + _join(labels.format_counts(row.rolling, i), f"12 months to {agenda.month.name}"),
        _join(target, labels.describe_next_verdict(row.rolling, i)),
        f"Since last year: {change}" if change else "",
        *labels.list_coverage_notes(row.rolling),
        _describe_restated(agenda.restated.get(i.code)),
    )
    return tuple(fact for fact in facts if fact)


def _describe_restated(found: RestatedFigure | None) -> str:
    """Return what the last meeting saw of the same months and what they are now."""
    if found is None:
        return ""
    was, now = _describe_figure(found.was), _describe_figure(found.now)
    months = f"12 months to {found.month.name}"
    if was == now:
        return f"Restated for an area or a single month: the {months} are still {now}"
    return f"Restated: {months} were {was} at the last meeting, and are {now} now"


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _list_actions(agenda: TeamAgenda, topic: AgendaTopic, today: date) -> tuple[str, ...]:
    """Return the team's actions about the indicator: open ones, or all where it got better."""
    about = [
        each
        for each in agenda.actions.values()
        if each.indicator == topic.indicator
        and topic.reference != f"action {each.id}"
        and (each.is_open or TopicKind.IMPROVEMENT in topic.reasons)
    ]
    return tuple(", ".join((a.what, *_list_action_facts(a, today))) for a in about)


def _list_action_facts(action: Action, today: date) -> tuple[str, ...]:
    facts = (
        action.fields[ActionField.OWNER],
        STATUS_NAMES[action.status].lower(),
        lower_first(action_text.describe_due(action, today)) if action.is_open else "",
    )
    return tuple(fact for fact in facts if fact)


def _draw(row: DashboardRow) -> SeenChart | None:
    line = build_sparkline(row)
    if line is None:
        return None
    return SeenChart(
        line=line.line,
        target=line.target,
        last=line.last,
        alone=line.alone,
        label=line.label,
        width=line.width,
        height=line.height,
    )
