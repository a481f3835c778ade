"""The keys of backups: by which they are encrypted, and by which they are opened.

A key is a line of text in a file, in the format of age. Backups are encrypted for its public part,
so that a server can make backups which it cannot read.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyrage

from indicators.domain.errors import UserError

KEY_FILE, RECIPIENT = "BACKUP_KEY_FILE", "BACKUP_RECIPIENT"
MAKE_ONE = "python app.py backup-key --out FILE"


def find_recipients() -> list[pyrage.x25519.Recipient]:
    """Return the public keys that backups are encrypted for. Raises UserError if there is none."""
    if written := os.environ.get(RECIPIENT):
        try:
            return [pyrage.x25519.Recipient.from_str(each) for each in written.split()]
        except pyrage.RecipientError:
            raise UserError(
                f"{RECIPIENT} is not the public part of a key.",
                remedy="It begins with “age1”: copy what the command backup-key printed.",
            ) from None
    return [each.to_public() for each in find_identities()]


def find_identities() -> list[pyrage.x25519.Identity]:
    """Return the keys that open backups. Raises UserError if there are none."""
    name = os.environ.get(KEY_FILE)
    if not name:
        raise UserError(
            f"There is no key for backups: {KEY_FILE} is not set.",
            remedy=f"Make one with {MAKE_ONE}, and set {KEY_FILE} to that file.",
        )
    try:
        lines = Path(name).read_text(encoding="utf-8").split("\n")
        keys = [each.strip() for each in lines if each.strip() and not each.startswith("#")]
        identities = [pyrage.x25519.Identity.from_str(each) for each in keys]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        identities = []
    if not identities:
        raise UserError(
            f"The file that {KEY_FILE} names has no key, or cannot be read.",
            where=name,
            remedy=f"Copy the key there again, or make one with {MAKE_ONE}.",
        )
    return identities


def write_new_key(path: Path) -> str:
    """Write a new key to a new file that only its owner reads, and return its public part.

    Raises UserError if the file exists or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# Key of the dashboard's backups. Public part: {public}\n{identity}\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _refuse_file(path, error) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        path.unlink()  # a part of a key opens nothing
        raise _refuse_file(path, error) from None
    return public


def _refuse_file(path: Path, error: OSError) -> UserError:
    return UserError(
        f"{path} cannot be written: {error.strerror}.",
        remedy="Choose another name, in a folder with space.",
    )
