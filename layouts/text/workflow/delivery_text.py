"""What became of digests by e-mail, in words for the operator."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.domain.people.notifications import DigestKey
from indicators.domain.places import Places
from indicators.notifications.digest_run import Delivery, DeliveryOutcome

_WORDS: Mapping[DeliveryOutcome, str] = {
    DeliveryOutcome.SENT: "Sent",
    DeliveryOutcome.REFUSED: "Not taken by the mail server",
    DeliveryOutcome.UNCERTAIN: "The connection ended early, so it is not known whether it was sent",
    DeliveryOutcome.WOULD_BE_SENT: "Would be sent",
}


def describe_delivery(delivery: Delivery, places: Places, names: Mapping[int, str]) -> str:
    """Return “Sent: North, September 2026, to Ada Bell (user 3)”."""
    code = f" (answer {delivery.code})" if delivery.code else ""
    return f"{_WORDS[delivery.outcome]}{code}: {_describe_key(delivery.key, places, names)}"


def describe_uncertain(key: DigestKey, places: Places, names: Mapping[int, str]) -> str:
    """Return that an earlier run ended while it handed a mail over, and what to do about it."""
    return (
        f"May not have arrived: {_describe_key(key, places, names)}. Ask them. If it did not, run "
        "“digest send --again” with their e-mail address."
    )


def _describe_key(key: DigestKey, places: Places, names: Mapping[int, str]) -> str:
    known = places.localities
    team = known[key.team].name if key.team in known else key.team
    who = f"{names.get(key.user, 'unknown')} (user {key.user})"
    return f"{team}, {key.month.name}, to {who}"
