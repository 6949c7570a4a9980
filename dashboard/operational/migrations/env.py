"""Runs the steps in the transaction that the caller holds: a store is migrated whole or not at all."""

from alembic import context

from dashboard.operational.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
