"""Puts a sharing agreement that was changed in the browser over those of the council's file.

A change that does not fit leaves its agreement out: what the file says may reach further than what
was decided since, and nobody may see more than was agreed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indicators.configuration.agreements_reader import FILE, list_agreement_faults
from indicators.configuration.toml_files import validate_table
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.settings.configuration import Configuration
from indicators.domain.settings.setting_change import ChangeAction, SettingState
from indicators.domain.sharing.agreements import Agreement, Agreements, AgreementsFile


def change_agreement(configuration: Configuration, code: str, state: SettingState) -> Configuration:
    """Return the configuration with one agreement exchanged, added or withdrawn.

    Raises UserError for what the file may not say, and while the file cannot be read.
    """
    agreements = configuration.agreements
    if agreements.problem:
        raise UserError(
            f"{FILE} cannot be read, so nobody is under an agreement.",
            remedy=f"Correct {FILE} first. {agreements.problem}",
        )
    if state.action is ChangeAction.REMOVE:
        return withdraw_agreement(configuration, code)
    new = validate_table(Agreement, state.value or {}, FILE)
    others = [each for each in agreements.agreements if each.code != code]
    is_there = len(others) < len(agreements.agreements)
    every = [
        *(new if each.code == code else each for each in agreements.agreements),
        *([] if is_there else [new]),
    ]
    read = AgreementsFile(organisation=tuple(agreements.organisations), agreement=(new,))
    if faults := list_agreement_faults(read, configuration):
        raise ConfigurationError(faults)
    return _keep(configuration, every)


def withdraw_agreement(configuration: Configuration, code: str) -> Configuration:
    """Return the configuration without an agreement."""
    every = configuration.agreements.agreements
    return _keep(configuration, (each for each in every if each.code != code))


def _keep(configuration: Configuration, every: Iterable[Agreement]) -> Configuration:
    kept: Agreements = replace(configuration.agreements, agreements=tuple(every))
    return replace(configuration, agreements=kept)
