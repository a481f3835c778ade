"""Read the sharing agreements."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from indicators.configuration.toml_files import read_model
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.settings.configuration import Configuration
from indicators.domain.sharing.agreements import Agreements, AgreementsFile

FILE = "agreements.toml"
_LOG = logging.getLogger(__name__)


def read_agreements(folder: Path, configuration: Configuration) -> Agreements:
    """Read `agreements.toml` under `folder`. Without the file, nobody is under an agreement.

    An agreement may name indicators, records and places of the configuration. Raises
    ConfigurationError with every fault.
    """
    path = folder / FILE
    if not path.exists():
        return Agreements()
    read = read_model(path, AgreementsFile, FILE)
    if faults := list_agreement_faults(read, configuration):
        raise ConfigurationError(faults)
    return Agreements(read.agreement, read.organisation)


class AgreementFile:
    """The agreements of a folder, read again whenever the file changes.

    A file that cannot be read covers nobody: figures must not stay visible because of a typing
    error in the line that ends an agreement. It is read against the configuration that
    `find_configuration` returns then, and `note_change` is called whenever the file was read.
    """

    def __init__(
        self,
        folder: Path,
        find_configuration: Callable[[], Configuration],
        note_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder, self._find_configuration = folder, find_configuration
        self.note_change = note_change
        self._seen: tuple[int, int] | None = None
        self._read = Agreements()
        self._is_read = False

    def read_latest(self) -> Agreements:
        """Return the agreements as the file has them now."""
        path = self._folder / FILE
        try:
            found = path.stat()
            seen = (found.st_mtime_ns, found.st_size)
        except OSError:
            seen = None
        if not self._is_read or seen != self._seen:
            self._read, self._seen, self._is_read = self._read_now(), seen, True
            self.note_change()
        return self._read

    def _read_now(self) -> Agreements:
        try:
            return read_agreements(self._folder, self._find_configuration())
        except UserError as error:
            _LOG.error("agreements cannot be read", extra={"fields": {"fault": str(error)}})
            return Agreements(problem=str(error))


def list_agreement_faults(read: AgreementsFile, configuration: Configuration) -> list[UserError]:
    """Return a fault for each code of agreements that is used twice or names nothing."""
    return list(_list_faults(read, configuration))


def _list_faults(read: AgreementsFile, configuration: Configuration) -> Iterable[UserError]:
    catalogue, places = configuration.catalogue, configuration.places
    indicators = {*catalogue.indicators, *configuration.records}
    known = {service.agency for service in catalogue.services.values()}
    known |= {organisation.code for organisation in read.organisation}
    seen: set[str] = set()
    for agreement in read.agreement:
        where = f"{FILE}, agreement “{agreement.code}”"
        if agreement.code in seen:
            yield UserError(
                f"Two agreements have the code “{agreement.code}”.",
                where=where,
                remedy="Give each a code of its own.",
            )
        seen.add(agreement.code)
        for key, noun, codes, there in (
            ("parties", "organisation", agreement.parties, known),
            ("indicators", "indicator", agreement.indicators, indicators),
            ("places", "place", agreement.places, set(places.localities)),
        ):
            for code in codes:
                if code not in there:
                    yield UserError(
                        f"There is no {noun} “{code}”.",
                        where=f"{where}, key {key}",
                        remedy="Correct the code, or add what it names.",
                    )
