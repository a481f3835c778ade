"""Digests in the read API. They hold no figure and nothing that people wrote."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from indicators.domain.core import Verdict
from indicators.reports.digests.digest_models import DigestChange, DigestDuty, DutyKind, TeamDigest
from indicators.stats.spc import VariationIcon
from layouts.api.base_rows import ApiRow, YearMonth, describe_field
from layouts.api.params import ListParams, check_place
from layouts.api.resources import Page
from layouts.site.request_params import take_single
from layouts.text.workflow.digest_text import ABOUT_ACTIONS, describe_one_thing


class DigestParams(ListParams):
    """The digests of one team."""

    team: Annotated[str, BeforeValidator(take_single), AfterValidator(check_place)] = Field(
        description="The team: a code from /api/v1/places."
    )


class DigestChangeRow(ApiRow):
    """What began in the month at one indicator."""

    indicator: str
    was: Verdict | None = describe_field("The verdict of the month before, if it turned.")
    now: Verdict | None = describe_field("The verdict of the month, if it turned.")
    signal: VariationIcon | None = describe_field("The special cause that began.")
    since_last_year: str | None = describe_field(
        "better or worse: a real change that was not there the month before."
    )
    hidden: bool = describe_field("It rests on a small number, so the digest does not say how.")
    has_action: bool = describe_field("Whether an open action is about it.")


class DigestDutyRow(ApiRow):
    """What the team owes."""

    kind: DutyKind
    action: int | None = describe_field("The number of the action.")
    meeting: int | None = describe_field("The number of the meeting.")
    day: date
    yours: bool = describe_field("Whether the action names you as its owner.")


class DigestRow(ApiRow):
    """The digest of one complete month."""

    team: str
    month: YearMonth
    complete_since: datetime = describe_field("When its last file was loaded, in UTC.")
    one_thing: str | None = describe_field("The one thing to do now; null in an older digest.")
    changes: list[DigestChangeRow]
    owed: list[DigestDutyRow] = describe_field("What is owed now; empty in an older digest.")
    next_meeting: date | None


class DigestPage(Page[DigestRow]):
    """One page of digests."""


def serialize_digest(digest: TeamDigest, since: datetime, *, is_latest: bool) -> DigestRow:
    """Return a digest. Only the latest says what is owed: that is about today."""
    return DigestRow(
        team=digest.team.code,
        month=str(digest.months.shown),
        complete_since=since,
        one_thing=describe_one_thing(digest).text if is_latest else None,
        changes=[_serialize_change(each) for each in digest.changes],
        owed=[_serialize_duty(each) for each in digest.duties] if is_latest else [],
        next_meeting=digest.next_meeting if is_latest else None,
    )


def _serialize_change(change: DigestChange) -> DigestChangeRow:
    was, now = change.turned or (None, None)
    return DigestChangeRow(
        indicator=change.indicator.code,
        was=was,
        now=now,
        signal=change.signal,
        since_last_year=change.since_last_year or None,
        hidden=change.is_hidden,
        has_action=change.has_action,
    )


def _serialize_duty(duty: DigestDuty) -> DigestDutyRow:
    is_action = duty.kind in ABOUT_ACTIONS
    return DigestDutyRow(
        kind=duty.kind,
        action=duty.number if is_action else None,
        meeting=None if is_action else duty.number,
        day=duty.day,
        yours=duty.is_own,
    )
