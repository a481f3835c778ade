"""What agreements may say together, and one exchanged for what was recorded over it.

A change that does not fit leaves its agreement out: what the file says may reach further than what
was decided since, and nobody may see more than was agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.configuration.toml_files import validate_table
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.settings.setting_change import ChangeAction, SettingState
from indicators.domain.sharing.agreements import (
    Agreement,
    Agreements,
    AgreementsFile,
    KnownCodes,
)

FILE = "agreements.toml"


def change_agreement(
    agreements: Agreements, code: str, state: SettingState, known: KnownCodes
) -> Agreements:
    """Return the agreements with one of them exchanged, added or withdrawn.

    Raises UserError for what the file may not say, and while the file cannot be read.
    """
    require_readable(agreements)
    if state.action is ChangeAction.REMOVE:
        return withdraw_agreement(agreements, code)
    new = validate_table(Agreement, state.value or {}, FILE)
    parties = (*agreements.organisations, *agreements.withdrawn)
    read = AgreementsFile(organisation=parties, agreement=(new,))
    if faults := list_agreement_faults(read, known):
        raise ConfigurationError(faults)
    every = {each.code: each for each in agreements.agreements} | {code: new}
    return replace(agreements, agreements=tuple(every.values()))


def require_readable(agreements: Agreements) -> None:
    """Raise UserError while the file cannot be read."""
    if agreements.problem:
        raise UserError(
            f"{FILE} cannot be read, so nobody is under an agreement.",
            remedy=f"Correct {FILE} first. {agreements.problem}",
        )


def withdraw_agreement(agreements: Agreements, code: str) -> Agreements:
    """Return the agreements without one of them."""
    kept = tuple(each for each in agreements.agreements if each.code != code)
    return replace(agreements, agreements=kept)


def list_agreement_faults(read: AgreementsFile, known: KnownCodes) -> list[UserError]:
    """Return a fault for each code of agreements that is used twice or names nothing."""
    return list(_list_faults(read, known))


def _list_faults(read: AgreementsFile, known: KnownCodes) -> Iterable[UserError]:
    parties = known.agencies.union(organisation.code for organisation in read.organisation)
    seen: set[str] = set()
    for agreement in read.agreement:
        where = f"{FILE}, agreement “{agreement.code}”"
        if agreement.code in seen:
            yield UserError(
                f"Two agreements have the code “{agreement.code}”.",
                where=where,
                remedy="Give each a code of its own.",
            )
        seen.add(agreement.code)
        for key, noun, codes, there in (
            ("parties", "organisation", agreement.parties, parties),
            ("indicators", "indicator", agreement.indicators, known.indicators),
            ("places", "place", agreement.places, known.places),
        ):
            for code in codes:
                if code not in there:
                    yield UserError(
                        f"There is no {noun} “{code}”.",
                        where=f"{where}, key {key}",
                        remedy="Correct the code, or add what it names.",
                    )
