"""Alembic's entry: migrates over the connection that `indicators.database.migrate` hands it."""

from alembic import context

from indicators.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
