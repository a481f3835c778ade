"""What the audit log of a database says."""

import sqlalchemy as sa

from indicators.store.audit_log import AuditLog
from indicators.store.audit_trail.audit_tables import audit_event


def list_events(engine: sa.Engine, *kinds: str) -> list[tuple[str, str, str]]:
    """The events of these kinds, or of all, as (kind, what, reason). The chain has to be intact."""
    assert AuditLog(engine).check().fault == ""
    wanted = sa.select(audit_event.c.kind, audit_event.c.what, audit_event.c.reason)
    if kinds:
        wanted = wanted.where(audit_event.c.kind.in_(kinds))
    with engine.connect() as connection:
        found = connection.execute(wanted.order_by(audit_event.c.number))
        return [(kind, what, reason) for kind, what, reason in found]
