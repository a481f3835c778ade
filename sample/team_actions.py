"""A year of the teams' actions in the sample, tied to what happens in its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

CHAMPION = "Sample champion"


@dataclass(frozen=True, slots=True)
class SampleAction:
    """An action as a team wrote it, and what it added later: fields by day, then notes by day."""

    made: date
    fields: dict[str, str]
    changes: dict[date, dict[str, str]] = field(default_factory=dict)
    notes: dict[date, str] = field(default_factory=dict)


SAMPLE_ACTIONS = (
    SampleAction(
        date(2025, 8, 12),
        {
            "team": "radford-spon-gate-st-augustines",
            "areas": "radford",
            "indicator": "early_booking",
            "what": "Hold a booking clinic in Radford children's centre every Tuesday",
            "why": "One in four women books after 12 weeks + 6 days, most of them by telephone",
            "owner": "Community midwifery lead",
            "agency": "UHCW",
            "due": "2025-09-02",
            "measure": "Early booking in Radford at 90% or more for six months",
            "started": "2025-09",
            "expected_direction": "up",
            "expected_size": "8",
            "expected_unit": "points",
            "expected_from": "2025-09",
        },
        {
            date(2025, 9, 9): {"status": "in_progress"},
            date(2026, 9, 8): {
                "status": "done",
                "outcome": "The clinic stays. Two thirds of the women now book there.",
            },
        },
        {
            date(2025, 9, 9): "First clinic held, five women booked.",
            date(2026, 1, 13): "A second midwife joins from February.",
        },
    ),
    SampleAction(
        date(2025, 11, 11),
        {
            "team": "foleshill-stoke-heath",
            "areas": "foleshill",
            "indicator": "mmr_at_5",
            "what": "Telephone every family of a 4-year-old without a second MMR",
            "why": "MMR has fallen a little every month since January 2025",
            "owner": "Health visiting team lead",
            "agency": "CWPT",
            "due": "2026-03-31",
            "status": "in_progress",
            "started": "2025-12",
            "expected_direction": "up",
            "expected_size": "3",
            "expected_unit": "points",
            "expected_from": "2026-03",
        },
        {date(2026, 4, 14): {"due": "2026-12-15"}},
        {date(2026, 4, 14): "Half of the numbers were wrong. The practices check them."},
    ),
    SampleAction(
        date(2026, 6, 9),
        {
            "team": "foleshill-stoke-heath",
            "indicator": "new_birth_visit",
            "what": "Book the first visit before the family leaves the ward",
            "owner": "Ward manager",
            "agency": "UHCW",
            "due": "2026-10-31",
            "status": "in_progress",
            "started": "2026-07",
            "expected_direction": "up",
            "expected_size": "2",
            "expected_unit": "points",
            "expected_from": "2026-08",
        },
    ),
    SampleAction(
        date(2026, 9, 8),
        {
            "team": "tile-hill-canley",
            "indicator": "mmr_at_5",
            "areas": "canley",
            "what": "Offer MMR at the nursery in Canley in the autumn half-term",
            "why": "18 more children immunised would have made this N/A",
            "owner": "Health visitor, Canley",
            "agency": "CWPT",
            "due": "2026-11-13",
            "status": "in_progress",
            "started": "2026-11",
            "expected_direction": "up",
            "expected_size": "18",
            "expected_unit": "people",
            "expected_from": "2026-12",
        },
    ),
    SampleAction(
        date(2026, 10, 13),
        {
            "team": "tile-hill-canley",
            "indicator": "dna_health_visiting",
            "what": "Send a text message two days before each appointment",
            "owner": "Clinic administrator",
            "agency": "CWPT",
            "due": "2027-01-29",
        },
    ),
    SampleAction(
        date(2025, 5, 13),
        {
            "team": "hillfields-team",
            "indicator": "smoking_at_delivery",
            "what": "Offer a carbon monoxide test at every booking",
            "owner": "Smoking in pregnancy midwife",
            "agency": "UHCW",
            "due": "2025-06-30",
            "started": "2025-06",
            "expected_direction": "down",
            "expected_size": "2",
            "expected_unit": "points",
            "expected_from": "2025-10",
        },
        {
            date(2025, 7, 8): {"status": "in_progress"},
            date(2026, 10, 13): {"status": "done", "outcome": "Part of every booking since July."},
        },
    ),
    SampleAction(
        date(2026, 3, 10),
        {
            "team": "hillfields-team",
            "indicator": "breastfeeding_6_8_weeks",
            "what": "Start a weekly feeding group with a peer supporter",
            "owner": "Centre manager",
            "agency": "CCC",
            "due": "2026-05-01",
            "status": "in_progress",
            "started": "2026-05",
            "expected_direction": "up",
            "expected_size": "3",
            "expected_unit": "people",
            "expected_from": "2026-07",
        },
        {},
        {date(2026, 7, 14): "Eight to twelve mothers come each week."},
    ),
    SampleAction(
        date(2026, 2, 10),
        {
            "team": "tommies-flutterbies",
            "indicator": "review_2_5_years",
            "what": "Hold 2.5 year reviews on Saturdays once a month",
            "owner": "Nursery nurse lead",
            "agency": "CWPT",
            "due": "2026-04-30",
        },
        {date(2026, 5, 12): {"status": "stopped", "outcome": "No rooms could be opened."}},
    ),
    SampleAction(
        date(2026, 9, 15),
        {
            "team": "richard-lee-team",
            "what": "Share one list of groups and clinics with all three agencies",
            "owner": "Centre manager",
            "agency": "CCC",
            "due": "2026-10-30",
        },
    ),
    SampleAction(
        date(2026, 7, 14),
        {
            "team": "bell-green-moat-house",
            "indicator": "early_booking",
            "what": "Ask pharmacies to tell women that they can refer themselves",
            "owner": "Community midwife",
            "agency": "UHCW",
            "due": "2026-11-30",
            "status": "in_progress",
            "started": "2026-09",
            "expected_direction": "up",
            "expected_size": "2",
            "expected_unit": "people",
            "expected_from": "2026-12",
        },
    ),
    SampleAction(
        date(2026, 9, 22),
        {
            "team": "middle-ride-team",
            "indicator": "consent_to_share",
            "what": "Explain sharing at the first contact, with the new leaflet",
            "owner": "Team champion",
            "agency": "CCC",
            "due": "2026-12-18",
        },
    ),
    SampleAction(
        date(2026, 6, 16),
        {
            "team": "gosford-park-team",
            "indicator": "review_12_months",
            "what": "Offer 12 month reviews at the family hub on two evenings",
            "owner": "Health visiting team lead",
            "agency": "CWPT",
            "due": "2026-09-30",
            "started": "2026-08",
            "status": "in_progress",
        },
    ),
)
