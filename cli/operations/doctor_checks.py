"""What can be wrong with an installation besides its database: settings, files, folders, clock."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from cli.mail.digest_sending import greet_mail_server
from cli.operations.backup_keys import KEY_FILE, RECIPIENT, find_recipients
from cli.operations.job_steps import BACKUP_FOLDER
from cli.settings import (
    MAIL_HOST,
    SECRET_KEY,
    Settings,
    check_secret_key,
    find_secret_key,
)
from indicators.configuration.catalogue_reader import read_catalogue
from indicators.configuration.new_council.check_files import check_folder
from indicators.configuration.sign_in_reader import read_sign_in_settings
from indicators.domain.errors import UserError
from indicators.reports.operations.installation_state import Level, StateCheck
from indicators.store.audit_trail.audit_tables import audit_event
from indicators.store.database import open_write_transaction
from indicators.store.moments import strip_zone
from indicators.store.opening.sqlite_file import check_file
from indicators.store.operations.instances import SETTING, read_instance, require_instance
from indicators.store.operations.operation_tables import job_run
from indicators.store.signing_keys import FORMS, find_secret

_OTHERS = stat.S_IRWXO
_LEAST_FREE = 1024**3
"""Bytes: a backup, the copy that it is made of, and some months of files."""
_TOO_LITTLE = 16 * 1024**2
"""Bytes: with less, the next file that is loaded or note that is written may not be kept."""
_MOST_APART = timedelta(minutes=1)


def check_files(settings: Settings) -> Iterator[StateCheck]:
    """Check the council's own files."""
    from cli.context import use_finished_council
    from loaders.profiles.profile_files import check_profiles
    from loaders.sources.source_settings import read_sources

    with suppress(UserError):  # the check of the database says what is wrong with it
        settings = use_finished_council(settings)

    def read() -> None:
        settings.check_folder()
        check_folder(settings.data)
        check_profiles(settings.data / "profiles", read_catalogue(settings.data))
        read_sources(settings.data)
        read_sign_in_settings(settings.data)

    good = f"The council's files in {settings.data} have no errors."
    yield _check("files", read, good, Level.FAILURE)


def check_secrets(*, has_real: bool, is_sample: bool) -> Iterator[StateCheck]:
    """Check the secrets of the environment; none of them is shown.

    Before a real file is loaded they are looked at too, since that is when they are set.
    """
    is_checked = has_real or bool(find_secret_key())

    def check_key() -> None:
        check_secret_key(has_real=is_checked)

    good = "SECRET_KEY will do." if is_checked else "It is needed once a real file is loaded."
    level = Level.FAILURE if has_real else Level.WARNING
    yield _check("secret key", check_key, good, level)
    has_none = not any(map(os.environ.get, (KEY_FILE, RECIPIENT)))
    level = Level.GOOD if is_sample and has_none else Level.WARNING
    yield _check("backup key", find_recipients, "There is a key for backups.", level)
    if os.environ.get(MAIL_HOST):
        good = "The mail server answers and takes mail from here."
        yield _check("mail", greet_mail_server, good, Level.WARNING)
    if name := os.environ.get(KEY_FILE):
        yield from _check_closed("backup key", Path(name))


def check_authenticators(engine: sa.Engine) -> StateCheck:
    """Check that the secret is the one that authenticator apps were set up with."""
    from indicators.accounts.secret_texts import ServerKeys
    from indicators.store.accounts.credential_table import CredentialTable

    keys = ServerKeys(find_secret_key() or find_secret(engine, FORMS))
    every = CredentialTable(engine).list_authenticators()
    lost = sum(not keys.decrypt(each) for each in every)
    if not lost:
        return StateCheck("sign-in", Level.GOOD, "Authenticator apps fit the secret.")
    says = f"{lost} of {len(every)} authenticator apps were set up with another {SECRET_KEY}."
    remedy = (
        "Set the earlier one again, or give each of these users a new link: "
        "python app.py users reset EMAIL"
    )
    level = Level.FAILURE if lost == len(every) else Level.WARNING
    return StateCheck("sign-in", level, says, remedy)


def check_instance(engine: sa.Engine, settings: Settings, *, is_sample: bool) -> StateCheck:
    """Check that the database is the expected one, and that one is expected."""

    def require() -> None:
        require_instance(engine, settings.instance)

    if settings.instance or is_sample:
        return _check("instance", require, "The database is the expected one.", Level.FAILURE)
    with engine.connect() as connection:
        code = read_instance(connection)
    says, remedy = "Any database would be used.", f"Set {SETTING}={code}."
    return StateCheck("instance", Level.WARNING, says, remedy)


def check_clock(engine: sa.Engine, now: datetime) -> StateCheck:
    """Compare this computer's clock with that of the database's."""
    with engine.connect() as connection:
        there = connection.execute(sa.select(sa.func.now())).scalar_one()
    there = strip_zone(there) if there.tzinfo else there  # SQLite's is UTC without a zone
    apart = abs(there - strip_zone(now))
    if apart <= _MOST_APART:
        return StateCheck("clock", Level.GOOD, "Its clock and that of the database agree.")
    says = f"Its clock and that of the database are {apart.total_seconds():.0f} seconds apart."
    return StateCheck("clock", Level.WARNING, says, "Let both computers set their clocks by NTP.")


def check_newest_event(engine: sa.Engine, now: datetime) -> StateCheck:
    """Check that the audit log has no event of a time that is still to come."""
    newest = sa.select(audit_event.c.at).order_by(audit_event.c.number.desc()).limit(1)
    with engine.connect() as connection:
        at = connection.scalar(newest)
    if at is None or at - strip_zone(now) <= _MOST_APART:
        return StateCheck("clock", Level.GOOD, "No event is of a later time than now.")
    says = f"The newest event of the audit log is of {at:%Y-%m-%d at %H:%M} UTC, still to come."
    return StateCheck("clock", Level.WARNING, says, "A clock was or is wrong: set it by NTP.")


def check_damage(engine: sa.Engine) -> Iterator[StateCheck]:
    """Check that the whole file of a SQLite database can be read."""
    if engine.dialect.name == "sqlite":

        def read() -> None:
            check_file(engine)

        yield _check("database", read, "The whole file can be read.", Level.FAILURE)


def check_writable(engine: sa.Engine) -> StateCheck:
    """Check that the database takes changes. None is made."""
    try:
        with open_write_transaction(engine) as connection:
            connection.execute(sa.delete(job_run).where(sa.false()))
    except sa.exc.DBAPIError as error:
        says = f"It takes no changes: {error.orig}."
        remedy = "Free space on its disk, and let the user that runs the dashboard write to it."
        return StateCheck("database", Level.FAILURE, says, remedy)
    return StateCheck("database", Level.GOOD, "It takes changes.")


def check_folders(engine: sa.Engine) -> Iterator[StateCheck]:
    """Check the folders that are written to: their rights, and the space in them."""
    folders = {"temporary files": Path(tempfile.gettempdir())}
    if name := os.environ.get(BACKUP_FOLDER):
        folders["backups"] = Path(name)
    database = engine.url.database
    if engine.dialect.name == "sqlite" and database:
        folders["database"] = Path(database).parent
        yield from _check_closed("database", Path(database))
    for what, folder in folders.items():
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            says = f"The folder for {what}, {folder}, does not exist or cannot be written to."
            remedy = "Make it, and give it to the user that runs the dashboard."
            yield StateCheck("folders", Level.FAILURE, says, remedy)
            continue
        free = shutil.disk_usage(folder).free
        if free < _LEAST_FREE:
            says = f"{free // 1024**2:,} MB are free in {folder}, the folder for {what}."
            level = Level.FAILURE if free < _TOO_LITTLE else Level.WARNING
            yield StateCheck("disk space", level, says, "Free 1 GB or more.")
        else:
            says = f"{folder}, the folder for {what}, can be written to and has space."
            yield StateCheck("folders", Level.GOOD, says)


def _check_closed(name: str, path: Path) -> Iterator[StateCheck]:
    if path.exists() and path.stat().st_mode & _OTHERS:
        says = f"Every user of this computer may open {path}."
        yield StateCheck(name, Level.WARNING, says, f"Run chmod o-rwx {path}")


def _check(name: str, look: Callable[[], object], good: str, level: Level) -> StateCheck:
    """Return what is said of a check that raises UserError if something is wrong."""
    try:
        look()
    except UserError as error:
        return StateCheck(name, level, str(error))
    return StateCheck(name, Level.GOOD, good)
