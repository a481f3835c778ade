"""Commands about users: the first administrator is made here, before anyone can sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from cli.shared import DeclaredCommands
from indicators.access.declared_needs import operator
from indicators.access.permissions import PARTNER
from indicators.access.roles import ROLE_NAMES, Role
from indicators.domain.errors import UserError
from indicators.domain.people.users import UserDetails

EMAIL = click.argument("email")
ADDRESS = click.option(
    "--address",
    default="http://127.0.0.1:8050",
    show_default=True,
    help="Where people open the dashboard, for the link.",
)


@click.group(cls=DeclaredCommands)
def users() -> None:
    """Add and list users, disable them, and give them a new link to sign in with."""


@users.command("add")
@operator
@click.option("--name", prompt="Name", help="The user's name.")
@click.option("--email", prompt="E-mail address", help="The user's e-mail address.")
@click.option("--administrator", is_flag=True, help="The same as --role administrator.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role.",
)
@click.option("--organisation", default="", help="Its short name, such as the code of an agency.")
@click.option("--team", default="", help="Code of the team, for team members and champions.")
@click.option("--service", default="", help="Code of the service, for leads of a service.")
@click.option("--password", "asks_password", is_flag=True, help="Ask for a password here.")
@ADDRESS
def add(
    name: str,
    email: str,
    administrator: bool,
    roles: tuple[str, ...],
    organisation: str,
    team: str,
    service: str,
    asks_password: bool,
    address: str,
) -> None:
    """Add a user, and print a link with which they choose how to sign in."""
    from cli.context import open_context
    from cli.settings import SECRET_KEY, find_secret_key

    accounts, now = open_context(begins=True).accounts, datetime.now(UTC)
    chosen = ((Role.ADMINISTRATOR.value,) if administrator else ()) + roles
    codes = tuple(dict.fromkeys(chosen))
    details = UserDetails(name.strip(), email.strip(), organisation, codes, team, service)
    user = accounts.admin.add(details, PARTNER, now)
    click.echo(f"Added: {user.name}")
    if not find_secret_key():
        click.echo(
            f"{SECRET_KEY} is not set. Set it for the server before {user.name} signs in: with "
            "another one, authenticator apps are set up again. See docs/sign-in.md.",
            err=True,
        )
    if not asks_password:
        _print_link(accounts.admin.invite(user.id, PARTNER, now), address)
        return
    while True:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        try:
            accounts.local.keep_password(user, password, now)
        except UserError as error:
            click.echo(str(error), err=True)
        else:
            break
    click.echo("They set up an authenticator app when they sign in for the first time.")


@users.command("list")
@operator
def list_users() -> None:
    """List the users."""
    from cli.context import open_context

    for user in open_context().accounts.admin.list_users(PARTNER):
        known = user.details
        roles = ", ".join(ROLE_NAMES[Role(role)] for role in known.roles) or "no role"
        belongs = ", ".join(filter(None, (known.organisation, known.team, known.service)))
        state = " (disabled)" if user.disabled_at else ""
        click.echo(f"{user.name} <{known.email}>: {roles}; {belongs or 'none'}{state}")


@users.command("disable")
@operator
@EMAIL
def disable(email: str) -> None:
    """Disable the user with an EMAIL address. Sessions and tokens end at once."""
    from cli.context import open_context

    admin = open_context().accounts.admin
    user = admin.find_by_email(email, PARTNER)
    admin.disable(user.id, PARTNER, datetime.now(UTC))
    click.echo(f"Disabled: {user.name}")


@users.command("enable")
@operator
@EMAIL
def enable(email: str) -> None:
    """Let the user with an EMAIL address sign in again."""
    from cli.context import open_context

    admin = open_context().accounts.admin
    user = admin.find_by_email(email, PARTNER)
    admin.enable(user.id, PARTNER)
    click.echo(f"Enabled: {user.name}")


@users.command("reset")
@operator
@EMAIL
@ADDRESS
def reset(email: str, address: str) -> None:
    """Give the user with an EMAIL address a new link, for a lost password or phone.

    The password, the authenticator app and every session end at once.
    """
    from cli.context import open_context

    admin = open_context().accounts.admin
    user = admin.find_by_email(email, PARTNER)
    _print_link(admin.invite(user.id, PARTNER, datetime.now(UTC)), address)


def _print_link(token: str, address: str) -> None:
    from indicators.accounts.user_admin import LINK_LASTS

    link = f"{address.rstrip('/')}/invitation/{token}"
    click.echo(f"Open this link within {LINK_LASTS.days} days. It works once:\n{link}")
