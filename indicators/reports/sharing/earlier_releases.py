"""The tables of earlier releases. Each is read from what the ledger kept when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.disclosure.shared_cells import ReleasedTable
from indicators.reports.sharing.release_content import decode_tables
from indicators.store.releases.release_ledger import ReleaseLedger, unpack_content


@dataclass(frozen=True, slots=True)
class EarlierReleases(Mapping[str, list[ReleasedTable]]):
    """The tables of each indicator, oldest first.

    Decoding them takes time and memory, so that only those in use are held.
    """

    packed: Mapping[str, list[bytes]]

    def __getitem__(self, code: str) -> list[ReleasedTable]:
        return decode_tables(code, map(unpack_content, self.packed[code]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


def read_earlier(
    ledger: ReleaseLedger, last: int, *, without: int | None = None
) -> EarlierReleases:
    """Return the tables of all releases up to a number."""
    packed: dict[str, list[bytes]] = {}
    for number, code, content in ledger.read_packed_up_to(last):
        if number != without:
            packed.setdefault(code, []).append(content)
    return EarlierReleases(packed)
