"""The command line: every command, and how one ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import click

from cli.accounts.user_commands import users
from cli.actions.action_commands import (
    export_actions,
    import_actions,
    list_team_actions,
    undo_import,
)
from cli.audit_commands import export_audit, list_audit, verify_audit
from cli.boundary_change_command import arrangement
from cli.council.compare_command import compare_councils
from cli.council.new_council_command import new_council
from cli.digest_commands import send_digests
from cli.export_command import export, figures
from cli.history_commands import history, original, undo
from cli.loading_commands import check, load, pull
from cli.log_output import configure_logging
from cli.operations.backup_commands import backup, make_backup_key, restore, verify
from cli.operations.doctor_command import examine_installation
from cli.operations.fault_texts import explain_fault
from cli.operations.jobs_command import run_jobs
from cli.operations.migrate_command import migrate_database
from cli.operations.setting_commands import settings
from cli.operations.upgrade_command import upgrade_installation
from cli.profile_commands import profiles, spellings
from cli.release_commands import releases, shared
from cli.serve_command import serve
from cli.settings import Settings
from cli.shared import DeclaredCommands
from cli.version import read_version
from cli.web_app import WebApp
from cli.work_folder import open_work_folder
from indicators.domain.audit.actor import COMMAND_LINE, Actor, act_as
from indicators.domain.errors import UserError

STOPPED = 130
"""The exit status of a program that Ctrl+C ended."""


@click.group(cls=DeclaredCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(read_version(), message="%(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Locality performance dashboard: extracts in, team dashboards and action-plan sheets out.

    The database is SQLite in var/ unless DATABASE_URL names another. The council's files are read
    from data/ unless DATA_FOLDER names another folder. LOG_LEVEL sets how much is logged.
    ALLOWED_HOSTS lists further names of the server; BEHIND_PROXY=1 says that a proxy is before it.
    """
    configure_logging("WARNING")
    context.with_resource(act_as(lambda: Actor(f"uid:{os.getuid()}", COMMAND_LINE)))
    context.with_resource(open_work_folder())


@commands.group(cls=DeclaredCommands)
def audit() -> None:
    """Read and verify the audit log: who did and saw what."""


@commands.group(cls=DeclaredCommands)
def actions() -> None:
    """Export the action sheet of a team, import it after editing, undo an import."""


@commands.group(cls=DeclaredCommands)
def digest() -> None:
    """Send the digests of teams by e-mail."""


digest.add_command(send_digests)

for _command in (export_actions, import_actions, undo_import, list_team_actions):
    actions.add_command(_command)

for _command in (list_audit, export_audit, verify_audit):
    audit.add_command(_command)

for _command in (
    serve,
    load,
    check,
    pull,
    export,
    figures,
    shared,
    releases,
    history,
    undo,
    arrangement,
    original,
    profiles,
    spellings,
    settings,
    users,
    new_council,
    compare_councils,
    migrate_database,
    upgrade_installation,
    run_jobs,
    examine_installation,
    backup,
    verify,
    restore,
    make_backup_key,
):
    commands.add_command(_command)


def run_command_line(create_app: Callable[[Settings], WebApp]) -> None:
    """Run the command that was typed; `create_app` builds what `serve` serves.

    A fault that the user can fix ends in a sentence and a failing exit status, with no traceback.
    """
    try:
        commands(prog_name="app.py", standalone_mode=False, obj=create_app)
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(STOPPED)
    except BrokenPipeError:  # such as `... | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        explained = explain_fault(error)
        if explained is None:
            raise
        click.echo(str(explained), err=True)
        sys.exit(1)
