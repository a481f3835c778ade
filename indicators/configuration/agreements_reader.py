"""Read the sharing agreements."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from indicators.configuration.agreement_rules import FILE, list_agreement_faults
from indicators.configuration.toml_files import read_model
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.sharing.agreements import Agreements, AgreementsFile, KnownCodes

_LOG = logging.getLogger(__name__)


def read_agreements(folder: Path, known: KnownCodes) -> Agreements:
    """Read `agreements.toml` under `folder`. Without the file, nobody is under an agreement.

    Raises ConfigurationError with every fault.
    """
    path = folder / FILE
    if not path.exists():
        return Agreements()
    read = read_model(path, AgreementsFile, FILE)
    if faults := list_agreement_faults(read, known):
        raise ConfigurationError(faults)
    return Agreements(read.agreement, read.organisation)


class AgreementFile:
    """The agreements of a folder, read again whenever the file changes.

    A file that cannot be read covers nobody: figures must not stay visible because of a typing
    error in the line that ends an agreement. What it may name is asked for then with
    `find_known`, and `note_change` is called whenever the file was read.
    """

    def __init__(
        self,
        folder: Path,
        find_known: Callable[[], KnownCodes],
        note_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._path = folder, folder / FILE
        self._find_known, self.note_change = find_known, note_change
        self._seen: tuple[int, int] | None = None
        self._read = Agreements()
        self._is_read = False

    def read_latest(self) -> Agreements:
        """Return the agreements as the file has them now."""
        try:
            found = self._path.stat()
            seen = (found.st_mtime_ns, found.st_size)
        except OSError:
            seen = None
        if not self._is_read or seen != self._seen:
            self._read, self._seen, self._is_read = self._read_now(), seen, True
            self.note_change()
        return self._read

    def _read_now(self) -> Agreements:
        try:
            return read_agreements(self._folder, self._find_known())
        except UserError as error:
            _LOG.error("agreements cannot be read", extra={"fields": {"fault": str(error)}})
            return Agreements(problem=str(error))
