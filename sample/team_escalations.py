"""What the teams of the sample escalated to the heads of service, and what these replied."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

HEAD = "Sample head of service"


@dataclass(frozen=True, slots=True)
class SampleEscalation:
    """What a team escalated: an action by its words, or a risk; and the steps since by day.

    `replies` are by the heads. With `withdrawn` the team says why it took it back, and `closed` is
    the day on which the heads closed it.
    """

    made: date
    team: str
    what: str
    reason: str
    action: str = ""
    indicator: str = ""
    service: str = ""
    replies: dict[date, str] = field(default_factory=dict)
    closed: date | None = None
    withdrawn: tuple[date, str] | None = None


SAMPLE_ESCALATIONS = (
    SampleEscalation(
        date(2026, 4, 14),
        "foleshill-stoke-heath",
        "",
        "Half of the telephone numbers are wrong, and the practices do not send new ones.",
        action="Telephone every family of a 4-year-old without a second MMR",
        replies={
            date(2026, 5, 5): "We agreed with the practices: from June they send corrected "
            "numbers in the first week of each month."
        },
        closed=date(2026, 9, 8),
    ),
    SampleEscalation(
        date(2026, 6, 9),
        "hillfields-team",
        "The feeding group has no room in the summer",
        "The school that lends its hall is closed from July to September.",
        service="childrens-centres",
        withdrawn=(date(2026, 6, 23), "The library offers a room."),
    ),
    SampleEscalation(
        date(2026, 9, 22),
        "middle-ride-team",
        "The health visiting record cannot be opened in the children's centre",
        "The centre has no access to the trust's network, so notes are written twice.",
        service="health-visiting",
        replies={
            date(2026, 10, 20): "Two laptops with access come in December.",
            date(2026, 11, 17): "They are ordered, and arrive in the week of 7 December.",
        },
    ),
    SampleEscalation(
        date(2026, 10, 20),
        "gosford-park-team",
        "",
        "Nobody opens the hub after 18:00, and the team has no budget for a caretaker.",
        action="Offer 12 month reviews at the family hub on two evenings",
    ),
    SampleEscalation(
        date(2026, 11, 10),
        "tile-hill-canley",
        "Text messages to families need a contract that covers all three agencies",
        "Each agency has a contract of its own, and families get three messages or none.",
        indicator="dna_health_visiting",
    ),
    SampleEscalation(
        date(2026, 11, 17),
        "richard-lee-team",
        "No agreement says who updates the shared list of groups and clinics",
        "Each agency waits for the others. The heads should name one.",
    ),
)
