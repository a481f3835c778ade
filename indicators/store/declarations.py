"""The files that a person declared to hold counts, though they look like lists of people."""

from __future__ import annotations

import sqlalchemy as sa

from indicators.domain.audit.audit_event import AuditKind
from indicators.domain.loads import CountsDeclaration
from indicators.store.audit_log import record_event
from indicators.store.database import open_write_transaction
from indicators.store.schema import counts_declaration


class CountsDeclarations:
    """The declarations in one database."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def keep(self, declaration: CountsDeclaration) -> None:
        """Record a declaration; the first one of a file stays."""
        with open_write_transaction(self.engine) as connection:
            known = sa.select(counts_declaration.c.sha256).where(
                counts_declaration.c.sha256 == declaration.sha256
            )
            if connection.scalar(known) is None:
                row = {name: getattr(declaration, name) for name in CountsDeclaration.__slots__}
                connection.execute(sa.insert(counts_declaration), row)
                what = f"file {declaration.sha256[:12]}"
                record_event(connection, AuditKind.COUNTS_DECLARED, what, declaration.why)

    def find(self, sha256: str) -> CountsDeclaration | None:
        """Return the declaration of a file, or None."""
        wanted = sa.select(counts_declaration).where(counts_declaration.c.sha256 == sha256)
        with self.engine.connect() as connection:
            found = connection.execute(wanted).first()
        return CountsDeclaration(**found._asdict()) if found else None
