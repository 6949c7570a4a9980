"""Events are found by what was done: reminders, answers and pins are read from the chain itself."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_events_kind", "events", ["kind", "sequence"])
