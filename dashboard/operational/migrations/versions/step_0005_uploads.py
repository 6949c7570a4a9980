"""Workbooks that somebody brought to the load desk, and how far each has come."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table of uploads."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("uploaded_by", sa.String(120), nullable=False),
        sa.Column("uploaded_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("regions", sa.Text, nullable=False),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("proposal_id", sa.Integer),
        sa.Column("build_before", sa.String(64), nullable=False),
        sa.Column("build_after", sa.String(64), nullable=False),
        sa.Column("files", sa.String(64), nullable=False),
        sa.Column("work", sa.String(20), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("undone_by", sa.String(120), nullable=False),
        sa.Column("undo_reason", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_uploads_proposal_id"),
    )
    op.create_index("ix_uploads_state", "uploads", ["state"])
