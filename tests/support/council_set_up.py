"""A dashboard that is set up in the browser, and an administrator who is signed in."""

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from werkzeug.test import Client, TestResponse

from cli.context import Context
from cli.serving.watched_app import WatchedApp
from cli.settings import Settings
from indicators.access.permissions import PARTNER
from indicators.accounts.visitor import Visitor
from indicators.domain.people.users import UserDetails
from indicators.store.council_setup.setup_tables import council, council_file, setup_entry
from indicators.store.database import open_engine
from tests.support.account_site import TOKEN

VERSION = re.compile(r'name="version" value="(\d+)"')
SESSION = "dashboard_session"
PASTED = """\
Area\tTeam\tHub\tSpellings
Old Town\tNorth\tQuay\tOT;The Old Town
Mill Lane\tNorth\tQuay
St Mary's\tSt Mary's\tQuay
"""
ANSWERS: dict[str, dict[str, str]] = {
    "programme": {"name": "Best Start", "council": "Barset Council", "whole": "Barset"},
    "services": {
        "use-midwifery": "on",
        "name-midwifery": "Midwifery",
        "agency-midwifery": "BGH",
        "full-midwifery": "Barset General Hospital",
        "due-midwifery": "10",
    },
    "areas": {"areas": PASTED},
    "indicators": {
        "use-early_booking": "on",
        "value-early_booking": "92",
        "use-smoking_at_delivery": "on",
        "value-smoking_at_delivery": "none",
        "use-breastfeeding_initiation": "on",
    },
    "files": {"use-midwifery": "on"},
}
"""What is typed in each step of the set-up that is not left as it is."""
COMMAND = [
    *("--name", "Best Start", "--council", "Barset Council", "--whole", "Barset"),
    *("--service", "midwifery=BGH:Barset General Hospital"),
    *("--indicator", "early_booking", "--indicator", "smoking_at_delivery"),
    *("--indicator", "breastfeeding_initiation"),
    *("--target", "early_booking=92", "--target", "smoking_at_delivery=none"),
    *("--profile", "midwifery"),
]
"""The same as options of the command."""


ISLAND = "\n".join(
    [
        "Team\tWard name\tFamily hub\tOther spellings",
        'Ynys Môn\t"Caer ""Gybi"""\tYnys Môn\tHolyhead; Caergybi',
        "Ynys Môn\tLlanfair, y Pwll\tYnys Môn",
        "Amlwch\tAmlwch\tYnys Môn",
        "Amlwch\tYnys Môn",
    ]
)
"""Another council: names with quotation marks, commas and accents, and one name for four places."""
ISLAND_ANSWERS: dict[str, dict[str, str]] = {
    "programme": {"name": "Dechrau’n Dda & Co", "council": "Cyngor “Môn”", "whole": "Ynys Môn"},
    "services": {
        **{f"use-{service}": "on" for service in ("midwifery", "health-visiting")},
        **{f"agency-{service}": "BCU" for service in ("midwifery", "health-visiting")},
        **{f"full-{service}": "Betsi" for service in ("midwifery", "health-visiting")},
        "due-midwifery": "10",
        "due-health-visiting": "12",
    },
    "areas": {"areas": ISLAND},
    "indicators": {
        "use-early_booking": "on",
        "use-mmr_at_5": "on",
        "value-mmr_at_5": "97.5 %",
        "use-new_birth_visit": "on",
    },
    "files": {"use-midwifery": "on", "use-health_visiting": "on"},
}
ISLAND_COMMAND = [
    *("--name", "Dechrau’n Dda & Co", "--council", "Cyngor “Môn”", "--whole", "Ynys Môn"),
    *("--service", "midwifery=BCU:Betsi", "--service", "health-visiting=BCU:Betsi"),
    *("--indicator", "early_booking", "--indicator", "mmr_at_5", "--indicator", "new_birth_visit"),
    *("--target", "mmr_at_5=97.5"),
]


class SetUpServer:
    """A server over an empty database, with the people who sign in to it."""

    def __init__(self, database_url: str) -> None:
        from app import create_app

        self.settings = Settings(database_url=database_url)
        self.app = WatchedApp(create_app, self.settings)

    def begin_again(self) -> None:
        """Forget what was set up."""
        with open_engine(self.settings.database_url) as engine, engine.begin() as connection:
            for table in (council_file, council, setup_entry):
                connection.execute(sa.delete(table))

    def begin_session(self, name: str, *roles: str, organisation: str = "") -> str:
        """Add a user, and return the cookie of a session of theirs."""
        context, now = Context.open(self.settings), datetime.now(UTC)
        details = UserDetails(name, f"{name[:3]}@example.org", organisation, roles, "", "")
        user = context.accounts.admin.add(details, PARTNER, now)
        visitor = Visitor("127.0.0.1", "Firefox on Windows")
        token: str = context.accounts.sessions.begin(user, "test", visitor, now)
        context.table.engine.dispose()
        return token

    def browse(self, token: str) -> "SetUpVisitor":
        client = Client(self.app.server)
        client.set_cookie(SESSION, token)
        return SetUpVisitor(self, client)

    def visit(self, name: str, *roles: str) -> "SetUpVisitor":
        """A new user's browser that is signed in."""
        return self.browse(self.begin_session(name, *roles))


class SetUpVisitor:
    """Someone who is signed in, and fills in the forms of the set-up."""

    def __init__(self, server: SetUpServer, client: Client) -> None:
        self.server, self.client = server, client

    def read(self, step: str) -> str:
        return self.client.get(f"/setup/{step}").text

    def send(self, step: str, *, page: str = "", to: str = "", **fields: object) -> TestResponse:
        """Send the form of a step as the `page` had it, or as it is now."""
        page = page or self.read(step)
        token, version = TOKEN.search(page), VERSION.search(page)
        assert token is not None
        data = {"csrf_token": token[1], "version": version[1] if version else "0"}
        return self.client.post(f"/setup/{step}{to}", data=data | fields)


def read_archive(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their paths in its folder `data`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.removeprefix("data/"): archive.read(name) for name in archive.namelist()}


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their paths in it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
