"""What a backup holds, checked row by row without any database."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indicators.store.audit_trail.audit_chain import ChainCheck, ChainHead, follow_row
from indicators.store.audit_trail.audit_tables import audit_event, audit_head
from indicators.store.backup.backup_header import StoredTable
from indicators.store.backup.read_backup import BackupReader
from indicators.store.schema import original


@dataclass
class ContentCheck:
    """Watches rows go by: the chain of the audit log, and the hashes of the original files.

    `faults` are about the database that was backed up: the backup itself is what was written.
    """

    faults: list[str] = field(default_factory=list)
    originals: int = 0
    chain: ChainCheck = field(default_factory=lambda: ChainCheck(ChainHead()))
    _sha256: str = ""
    _content: Any = field(default_factory=hashlib.sha256)

    def watch(self, table: StoredTable, rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
        """Yield the rows of a table, looking at those that can be checked."""
        looks = {
            audit_event.name: self._look_at_event,
            audit_head.name: self._look_at_head,
            original.name: self._look_at_part,
        }
        look = looks.get(table.name)
        for row in rows:
            if look:
                look(dict(zip(table.columns, row, strict=True)))
            yield row
        if table.name == original.name:
            self._end_original()
        if table.name == audit_event.name and self.chain.fault:
            self.faults.append(f"The audit log is not intact. {self.chain.fault}")

    def _look_at_event(self, row: dict[str, Any]) -> None:
        if not self.chain.fault:
            self.chain = follow_row(self.chain.head, row)

    def _look_at_head(self, row: dict[str, Any]) -> None:
        stored = ChainHead(row["number"], row["hash"])
        if not self.chain.fault and stored != self.chain.head:
            self.faults.append(
                f"The audit log was noted to have {stored.number:,} events and has "
                f"{self.chain.head.number:,}."
            )

    def _look_at_part(self, row: dict[str, Any]) -> None:
        if row["sha256"] != self._sha256:
            self._end_original()
            self._sha256, self._content = row["sha256"], hashlib.sha256()
            self.originals += 1
        try:
            self._content.update(zlib.decompress(row["content"]))
        except zlib.error:
            self._content = hashlib.sha256(b"damaged")

    def _end_original(self) -> None:
        if self._sha256 and self._content.hexdigest() != self._sha256:
            self.faults.append(f"The original file {self._sha256[:12]} is damaged.")
        self._sha256 = ""


def check_backup(reader: BackupReader) -> ContentCheck:
    """Read a whole backup and return what was found. Raises BackupFileError for a part of one."""
    check = ContentCheck()
    for section in reader.read_sections():
        for _ in check.watch(section.table, section.rows):
            pass
    return check
