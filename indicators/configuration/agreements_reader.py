"""Read the sharing agreements."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from indicators.access.agreements import Agreements, AgreementsFile
from indicators.configuration.toml_files import read_model
from indicators.domain.catalogue import Catalogue
from indicators.domain.errors import ConfigurationError, UserError
from indicators.domain.places import Places

FILE = "agreements.toml"
_LOG = logging.getLogger(__name__)


def read_agreements(
    folder: Path, catalogue: Catalogue, places: Places, records: Collection[str] = ()
) -> Agreements:
    """Read `agreements.toml` under `folder`. Without the file, nobody is under an agreement.

    An agreement may name the codes of `records` among its indicators.

    Raises ConfigurationError with every fault.
    """
    path = folder / FILE
    if not path.exists():
        return Agreements()
    read = read_model(path, AgreementsFile, FILE)
    known = {*catalogue.indicators, *records}
    if faults := list(_list_faults(read, catalogue, places, known)):
        raise ConfigurationError(faults)
    return Agreements(read.agreement, read.organisation)


class AgreementFile:
    """The agreements of a folder, read again whenever the file changes.

    A file that cannot be read covers nobody: figures must not stay visible because of a typing
    error in the line that ends an agreement. `note_change` is called whenever the file was read.
    """

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        places: Places,
        note_change: Callable[[], None] = lambda: None,
        records: Collection[str] = (),
    ) -> None:
        self._folder, self._path = folder, folder / FILE
        self._catalogue, self._places = catalogue, places
        self._note_change, self._records = note_change, records
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
            self._note_change()
        return self._read

    def _read_now(self) -> Agreements:
        try:
            return read_agreements(self._folder, self._catalogue, self._places, self._records)
        except UserError as error:
            _LOG.error("agreements cannot be read", extra={"fields": {"fault": str(error)}})
            return Agreements(problem=str(error))


def _list_faults(
    read: AgreementsFile, catalogue: Catalogue, places: Places, indicators: set[str]
) -> Iterable[UserError]:
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
