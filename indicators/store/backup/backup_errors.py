"""What can be wrong with a backup, or with the database that it is restored into."""

from __future__ import annotations

from indicators.domain.errors import UserError


class BackupFileError(UserError):
    """A file that cannot be written, or is no backup that can be read completely."""


class NotEmptyError(UserError):
    """A database that has tables already, where an empty one is needed."""

    def __init__(self) -> None:
        super().__init__(
            "The database is not empty, so nothing was restored.",
            remedy="Name a new, empty database in DATABASE_URL. To replace the present one, first "
            "make a backup of it and move it to another name.",
        )


class RestoreError(UserError):
    """A restore that did not give the rows of the backup. Nothing of it is kept."""
