"""The organisations of agreements, with one exchanged for what was recorded over it.

One that was withdrawn keeps its name, so that agreements still say what was agreed; what counts is
that its people see nothing. The file that says the same names it nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from indicators.configuration.agreement_rules import FILE, require_readable
from indicators.configuration.toml_files import validate_table
from indicators.domain.errors import UserError
from indicators.domain.settings.setting_change import NEW, ChangeAction, RecordedState
from indicators.domain.sharing.agreements import Agreement, Agreements, Organisation

_NEW_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


def change_organisation(
    agreements: Agreements, change: RecordedState, agencies: Collection[str]
) -> Agreements:
    """Return the agreements with one organisation exchanged, added or withdrawn.

    Raises UserError for what the file may not say, and while the file cannot be read.
    """
    require_readable(agreements)
    code, state = change.subject, change.state
    known = {each.code: each for each in agreements.organisations}
    withdrawn = {each.code: each for each in agreements.withdrawn}
    if state.action is ChangeAction.REMOVE:
        in_file = known.pop(code, Organisation(code=code, name=code))
        # The file knows no name that was given in the browser.
        withdrawn[code] = (
            validate_table(Organisation, change.before, FILE) if change.before else in_file
        )
    else:
        if code in agencies:
            raise UserError(
                f"“{code}” is an agency of programme.toml.", remedy="It needs no entry here."
            )
        withdrawn.pop(code, None)
        known[code] = validate_table(Organisation, state.value or {}, FILE)
    return replace(
        agreements, organisations=tuple(known.values()), withdrawn=tuple(withdrawn.values())
    )


def check_new_code(code: str, taken: Collection[str]) -> str:
    """Return the short name of a new organisation. Raises UserError if it cannot be used."""
    if not _NEW_CODE.fullmatch(code) or code.lower() == NEW:
        raise UserError(
            f"“{code}” cannot be a short name.",
            remedy="Use letters, digits and hyphens, 20 at most, such as ICB.",
        )
    if same := next((each for each in taken if each.lower() == code.lower()), None):
        raise UserError(
            f"There is an organisation “{same}” already.",
            remedy="Change that one, also if it was withdrawn, or choose another short name.",
        )
    return code


def list_parties_left(agreements: Agreements) -> list[Agreement]:
    """Return the agreements without organisations that were withdrawn, as a file may say them."""
    return [
        each.model_copy(update={"parties": left})
        for each in agreements.agreements
        if (left := [party for party in each.parties if not agreements.is_withdrawn(party)])
    ]
