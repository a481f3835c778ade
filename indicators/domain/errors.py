"""What went wrong, where, and what to do about it: every error a person is meant to read."""

from __future__ import annotations


class UserError(Exception):
    """A fault a person can fix: `what` is wrong, `where`, and the `remedy`, in plain words."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        return f"{sentence} {self.remedy}".strip()


class ConfigurationError(UserError):
    """One or more faults in the files a council edits; `faults` holds them one by one."""

    def __init__(self, faults: list[UserError]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def list_faults(error: UserError) -> list[UserError]:
    """Return the faults of an error one by one."""
    return error.faults if isinstance(error, ConfigurationError) else [error]


class UnknownPlaceError(UserError):
    """A place that is not in places.toml."""


class UnknownIndicatorError(UserError):
    """An indicator that has no file in the catalogue."""


class FutureDayError(UserError):
    """A day that has not begun, where a past one is needed."""


class FarMonthError(UserError):
    """A month so far from those with data that a page about it would only cost time."""


class UnreadableFileError(UserError):
    """A file that cannot be read at all: empty, encrypted, cut short, or not what its name says."""


class NoProfileError(UnreadableFileError):
    """A readable file that no profile claims, or more than one, so its cells have no meaning.

    `summary` is the first sentence of `what`; the details say what was tried and seen.
    """

    def __init__(self, summary: str, details: str = "", *, where: str, remedy: str) -> None:
        self.summary = summary
        super().__init__(f"{summary} {details}".strip(), where=where, remedy=remedy)


class PersonalRecordsError(UserError):
    """A file that looks as if it had one row for each person.

    It names columns and never a value. Code that catches it keeps nothing of the file. If it is
    `certain`, since people are named or have NHS numbers, nobody can declare that it holds counts.
    """

    def __init__(self, what: str, *, where: str, remedy: str, certain: bool) -> None:
        self.certain = certain
        super().__init__(what, where=where, remedy=remedy)
