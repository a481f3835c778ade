"""Further actions of the sample, so that every team has some, made on the days of its meetings."""

from __future__ import annotations

from datetime import date

from sample.sample_action import SampleAction

FURTHER_ACTIONS = (
    SampleAction(
        date(2026, 1, 20),
        {
            "team": "centres-16-17",
            "indicator": "dna_childrens_centres",
            "what": "Telephone families the day before their first visit to the centre",
            "why": "One in eight first visits is missed, and nobody asks why",
            "owner": "Family support worker",
            "agency": "CCC",
            "due": "2026-03-31",
            "started": "2026-02",
            "expected_direction": "down",
            "expected_size": "3",
            "expected_unit": "points",
            "expected_from": "2026-03",
        },
        {
            date(2026, 3, 17): {"status": "in_progress"},
            date(2026, 7, 21): {"status": "done", "outcome": "Every first visit is confirmed."},
        },
        {date(2026, 3, 17): "Two of three families answer the telephone."},
    ),
    SampleAction(
        date(2026, 6, 16),
        {
            "team": "centres-16-17",
            "indicator": "smoking_at_delivery",
            "what": "Invite the stop smoking service to the antenatal group",
            "owner": "Community midwife",
            "agency": "UHCW",
            "due": "2026-12-15",
            "status": "in_progress",
            "started": "2026-07",
            "expected_direction": "down",
            "expected_size": "2",
            "expected_unit": "points",
            "expected_from": "2026-11",
        },
    ),
    SampleAction(
        date(2026, 2, 17),
        {
            "team": "richard-lee-team",
            "indicator": "breastfeeding_initiation",
            "what": "Show the feeding video in the waiting room of the antenatal clinic",
            "owner": "Infant feeding lead",
            "agency": "UHCW",
            "due": "2026-04-30",
        },
        {date(2026, 5, 19): {"status": "done", "outcome": "The video runs on clinic days."}},
    ),
    SampleAction(
        date(2026, 1, 27),
        {
            "team": "middle-ride-team",
            "indicator": "dna_midwifery",
            "what": "Move two antenatal clinics a month to the early evening",
            "owner": "Community midwifery lead",
            "agency": "UHCW",
            "due": "2026-05-29",
            "started": "2026-06",
            "expected_direction": "down",
            "expected_size": "2",
            "expected_unit": "points",
            "expected_from": "2026-07",
        },
        {date(2026, 5, 26): {"status": "in_progress", "due": "2027-01-26"}},
        {date(2026, 5, 26): "The first evening clinic was full."},
    ),
    SampleAction(
        date(2025, 12, 16),
        {
            "team": "gosford-park-team",
            "indicator": "consent_to_share",
            "what": "Ask for consent on the tablet at registration",
            "owner": "Team champion",
            "agency": "CCC",
            "due": "2026-03-31",
        },
        {date(2026, 3, 17): {"status": "done", "outcome": "The form is on both tablets."}},
    ),
    SampleAction(
        date(2026, 5, 12),
        {
            "team": "tommies-flutterbies",
            "indicator": "review_2_5_years",
            "what": "Offer 2.5 year reviews at nurseries together with the nursery's own check",
            "owner": "Nursery nurse lead",
            "agency": "CWPT",
            "due": "2026-12-11",
            "status": "in_progress",
            "started": "2026-09",
            "expected_direction": "up",
            "expected_size": "5",
            "expected_unit": "points",
            "expected_from": "2026-11",
        },
        {},
        {date(2026, 9, 8): "Four nurseries take part, two more are asked."},
    ),
    SampleAction(
        date(2026, 1, 13),
        {
            "team": "bell-green-moat-house",
            "indicator": "new_birth_visit",
            "what": "Agree with the ward who tells the health visitor of a late discharge",
            "owner": "Health visiting team lead",
            "agency": "CWPT",
            "due": "2026-02-27",
        },
        {date(2026, 3, 10): {"status": "done", "outcome": "The ward sends a list each morning."}},
    ),
)
