"""The terms of the dashboard, each defined once for the About page and docs/glossary.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what it means, in one or two sentences."""

    name: str
    meaning: str


GLOSSARY = (
    Term(
        "action plan",
        "The sheet a team takes to its meeting: what is off target, what to do about it, who does "
        "it and by when.",
    ),
    Term("anomaly", "A figure that is allowed but unlikely. A person confirms it before loading."),
    Term(
        "area basis",
        "Which centre areas a team’s earlier months are added up from: those it had in each "
        "month, or those it has today.",
    ),
    Term("as at", "Figures as they were known at the end of a past day."),
    Term(
        "assurance",
        "Whether the process as it is will meet its target: every month, never, or only in some "
        "months. It comes from the control limits.",
    ),
    Term("baseline year", "The financial year that a later year is compared with."),
    Term(
        "benchmark",
        "A series from elsewhere, such as England or similar councils. It is shown for "
        "comparison and never added up.",
    ),
    Term("CAF", "Common Assessment Framework: an early help assessment of a child’s needs."),
    Term(
        "catalogue",
        "The list of indicators, one file each: definition, targets, sources and footnotes.",
    ),
    Term("centre area", "The reach area of one children’s centre, the smallest place shown."),
    Term("champion", "The member of a team who looks after its action plan."),
    Term(
        "change",
        "A figure less the one a year before. It is worked out before rounding, so it may be 0.1 "
        "off the difference of the two figures as shown.",
    ),
    Term("control limits", "The range within which a stable process varies from month to month."),
    Term("definition", "What is counted, out of what. It is dated, since definitions change."),
    Term("denominator", "The people counted against, such as women who booked in the month."),
    Term("escalation", "A question that a team passes to the heads of service, with its reason."),
    Term(
        "extract",
        "The file that one service sends for one month or more: a workbook or a CSV.",
    ),
    Term("figure", "One value for one indicator, place and period, with its counts and status."),
    Term("financial year", "April to March, written 2025/26."),
    Term("flow", "A count of events in a period, such as referrals. Months are added up."),
    Term(
        "funnel plot",
        "Places by size and percentage, with limits around the whole’s figure. A place outside "
        "the limits differs by more than chance.",
    ),
    Term(
        "gap to target",
        "How many more people (fewer, where lower is better) would bring a figure to its target.",
    ),
    Term("hidden", "A small count that is not shown, to protect people. Its mark is [c]."),
    Term("hub", "A family hub: one or more centre areas."),
    Term("indicator", "Something measured every month, quarter or year, such as early booking."),
    Term(
        "indicator table",
        "The one table that every extract ends in: indicator, place, period, counts, value, "
        "status, note and load.",
    ),
    Term("load", "One file taken into the indicator table. It can be undone."),
    Term("locality", "Any place with figures: a centre area, team, hub or the whole council area."),
    Term(
        "minutes",
        "What a meeting looked at and recorded. A draft until the chair agrees them; the next "
        "meeting approves them. Corrections are added.",
    ),
    Term(
        "N/A",
        "Not applicable either way: within less than 1 point of the target. It never means "
        "“missing”.",
    ),
    Term("not available", "No figure was sent. Its mark is [x]."),
    Term("numerator", "The people counted, such as women who booked by 12 weeks + 6 days."),
    Term("observation", "One row of the indicator table."),
    Term(
        "people needed",
        "The fewest more people (fewer, where lower is better) who would turn a cross into N/A, "
        "or N/A into a tick.",
    ),
    Term("pooled", "Added up from counts: the sum of numerators over the sum of denominators."),
    Term("profile", "A file that describes what one kind of extract looks like."),
    Term(
        "real change",
        "A change that is more than chance explains: its 95% interval does not contain 0. For "
        "counts and rates, an exact test decides.",
    ),
    Term("rebase", "A recorded change after which control limits are calculated from new points."),
    Term("refusal", "A cell or row that cannot be loaded, with its place, reason and remedy."),
    Term("restated", "Sent again with different figures. The earlier figures are kept."),
    Term("revert", "Undo a load: the figures it replaced are current again."),
    Term("rolling 12 months", "The 12 months that end with the selected month: the main figure."),
    Term("service", "Who sends the figures: midwifery, health visiting or children’s centres."),
    Term("snapshot", "A count at month end, such as open plans. Months are averaged."),
    Term(
        "special cause",
        "A pattern that chance alone rarely makes, such as a point outside the control limits.",
    ),
    Term(
        "staged file",
        "An uploaded file that has been checked and waits for a person to load or discard it.",
    ),
    Term(
        "synthetic",
        "Generated to show how the dashboard works, and about no real child, family or service. "
        "Synthetic and real figures are never mixed.",
    ),
    Term("target", "What an indicator is compared with. It is dated and has a source."),
    Term("team", "An integrated team of midwives, health visitors and centre staff."),
    Term("variation", "Whether the latest month is usual or a special cause, better or worse."),
    Term(
        "verdict",
        "Tick: better than target by 1 point or more. Cross: worse by 1 point or more. N/A: in "
        "between.",
    ),
    Term("viewer", "The person or program asking, with what they may see and do."),
)
