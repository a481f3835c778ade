"""The digests of a team as a feed (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indicators.domain.catalogue import Programme
from indicators.reports.digests.digest_models import TeamDigest
from indicators.reports.digests.entry_ids import EntryIds
from layouts.site import rendering
from layouts.text.workflow import digest_text

ATOM = "application/atom+xml"


@dataclass(frozen=True, slots=True)
class _FeedEntry:
    """A digest with its content as HTML."""

    digest: TeamDigest
    id: str
    updated: str
    content: str


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """Where a feed is: the address of the dashboard, that of the feed itself, and its ids."""

    root: str
    address: str
    ids: EntryIds


def write_feed(
    digests: Sequence[tuple[TeamDigest, datetime]], programme: Programme, place: FeedPlace
) -> str:
    """Return the feed of a team's digests, the newest first, each with when it was complete (UTC).

    Only the newest says what is still to do: that is about today.
    """
    root = place.root.rstrip("/")
    entries = [
        _FeedEntry(
            digest,
            _build_id(place, f"{digest.team.code} {digest.months.shown}"),
            _format(updated),
            rendering.render_text(
                "digest_entry.html",
                digest=digest,
                is_latest=at == 0,
                root=root,
                text=digest_text,
            ),
        )
        for at, (digest, updated) in enumerate(digests)
    ]
    team = digests[0][0].team
    return rendering.render_text(
        "digest_feed.xml",
        entries=entries,
        id=_build_id(place, team.code),
        updated=entries[0].updated,
        team=team,
        programme=programme,
        root=root,
        address=place.address,
        text=digest_text,
    )


def _build_id(place: FeedPlace, subject: str) -> str:
    return place.ids.build("digest", subject).urn


def _format(moment: datetime) -> str:
    return moment.replace(tzinfo=UTC, microsecond=0).isoformat().replace("+00:00", "Z")
