"""What to say of a fault of the computer or the database, such as a full disk or a restart."""

from __future__ import annotations

from indicators.domain.errors import UserError


def explain_fault(error: Exception) -> UserError | None:
    """Return what to tell the user about such a fault, or None for another error.

    The database keeps all of a change or nothing, so the command can be run again.
    """
    from sqlalchemy import exc  # slow to import, and seldom needed

    from indicators.store.opening.sqlite_file import DamagedFileError, is_damaged

    if isinstance(error, OSError):
        return UserError(
            f"It stopped: {error.strerror or error}.",
            where=str(error.filename or ""),
            remedy="Free some space or correct the rights there, and run it again.",
        )
    if isinstance(error, exc.DBAPIError) and is_damaged(error):
        return DamagedFileError()
    if isinstance(error, (exc.OperationalError, exc.InternalError, exc.TimeoutError)):
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return UserError(
            f"The database stopped it: {reason.rstrip('.')}.",
            remedy="What was under way was not kept. Run python app.py doctor, and then it again.",
        )
    return None
