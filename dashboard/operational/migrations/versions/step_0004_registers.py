"""Sealed texts of registers; addresses by which a calendar program reads somebody's deadlines."""

import sqlalchemy as sa
from alembic import op

from dashboard.operational.migrations.append_only import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "sealed",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("field", sa.String(80), nullable=False),
        sa.Column("sealed_at", sa.String(27), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sealed"),
    )
    op.create_index("ix_sealed_subject", "sealed", ["subject"])
    protect("sealed")
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_feeds_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feeds_user_id"),
    )
    op.create_index("ix_feeds_user_id", "feeds", ["user_id"])
