"""The command that says what is wrong with an installation, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from indicators.access.declared_needs import operator
from indicators.domain.errors import UserError

if TYPE_CHECKING:
    from indicators.reports.operations.installation_state import StateCheck

_WIDTH = 16


@click.command("doctor")
@operator
def examine_installation() -> None:
    """Say what is wrong with this installation, and what to do about it.

    It changes nothing. The exit status is 1 if the dashboard cannot work, and 0 with warnings only.
    """
    from indicators.reports.operations.installation_state import Level

    found = list(_examine(Settings.from_environment()))
    for each in found:
        sign = {Level.GOOD: "good   ", Level.WARNING: "WARNING", Level.FAILURE: "WRONG  "}[
            each.level
        ]
        click.echo(f"{sign} {each.name:{_WIDTH}} {each.says} {each.remedy}".rstrip())
    wrong = sum(each.level is Level.FAILURE for each in found)
    warnings = sum(each.level is Level.WARNING for each in found)
    if wrong:
        raise UserError(f"Wrong: {wrong}. Warnings: {warnings}.")
    click.echo(f"Nothing is wrong. Warnings: {warnings}.")


def _examine(settings: Settings) -> Iterator[StateCheck]:
    from cli.operations import doctor_checks
    from indicators.reports.operations.installation_state import Level, StateCheck, read_state
    from indicators.store.database import open_engine
    from indicators.store.history import LoadHistory
    from indicators.store.operations.instances import require_file
    from indicators.store.page_reads.data_state import read_data_state

    yield from doctor_checks.check_files(settings)
    now = datetime.now(UTC)
    try:
        require_file(settings.database_url, settings.instance)
        with open_engine(settings.database_url) as engine:
            state = read_state(engine, now)
            yield from state.checks
            yield from doctor_checks.check_damage(engine)
            has_real = state.is_ready and LoadHistory(engine).has_real()
            is_sample = not state.is_ready or read_data_state(engine).holds_only_sample
            yield from doctor_checks.check_secrets(has_real=has_real, is_sample=is_sample)
            yield doctor_checks.check_instance(engine, settings, is_sample=is_sample)
            yield doctor_checks.check_clock(engine, now)
            if state.is_ready:
                yield doctor_checks.check_authenticators(engine)
                yield doctor_checks.check_newest_event(engine, now)
                yield doctor_checks.check_writable(engine)
            yield from doctor_checks.check_folders(engine)
    except UserError as error:
        yield StateCheck("database", Level.FAILURE, str(error))
