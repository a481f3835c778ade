"""Alembic entry point: migrates over the connection passed by `store.database.migrate`."""

from alembic import context

# Each puts its tables into the metadata.
from indicators.store.accounts import account_schema  # noqa: F401
from indicators.store.actions import action_tables  # noqa: F401
from indicators.store.audit_trail import audit_tables  # noqa: F401
from indicators.store.council_setup import setup_tables  # noqa: F401
from indicators.store.escalations import escalation_tables  # noqa: F401
from indicators.store.feedback import feedback_tables  # noqa: F401
from indicators.store.limits import rate_limits  # noqa: F401
from indicators.store.meetings import meeting_plans, meeting_tables  # noqa: F401
from indicators.store.notifications import notification_tables  # noqa: F401
from indicators.store.operations import operation_tables  # noqa: F401
from indicators.store.records import record_tables  # noqa: F401
from indicators.store.releases import release_tables  # noqa: F401
from indicators.store.schema import metadata
from indicators.store.settings import setting_tables  # noqa: F401
from indicators.store.surveys import survey_tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
