"""Users, what they were granted, their sessions; service accounts; who read what is restricted."""

import sqlalchemy as sa
from alembic import op

from dashboard.operational.migrations.append_only import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of people."""
    _users()
    _sessions()
    op.create_table(
        "service_accounts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(300), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.Column("proposal_id", sa.Integer, nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.PrimaryKeyConstraint("id", name="pk_service_accounts"),
        sa.UniqueConstraint("name", name="uq_service_accounts_name"),
        sa.UniqueConstraint("token_hash", name="uq_service_accounts_token_hash"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_service_accounts_proposal_id"),
    )
    op.create_table(
        "reads",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("scope", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reads"),
    )
    op.create_index("ix_reads_at", "reads", ["at"])
    protect("reads")


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("display_name", sa.String(120), nullable=False),
        sa.Column("department", sa.String(120), nullable=False, server_default=""),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("must_change_password", sa.Integer, nullable=False),
        sa.Column("password_changed_at", sa.String(27)),
        sa.Column("identity_issuer", sa.String(300)),
        sa.Column("identity_subject", sa.String(200)),
        sa.Column("is_active", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
        sa.UniqueConstraint("identity_issuer", "identity_subject", name="uq_users_identity"),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("sources", sa.String(1000), nullable=False, server_default=""),
        sa.Column("proposal_id", sa.Integer),
        sa.Column("given_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_grants_user_id"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_grants_proposal_id"),
    )
    op.create_index("ix_grants_user", "grants", ["user_id"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
        sa.Column("started_at", sa.String(27), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
    )
    op.create_index("ix_sessions_user", "sessions", ["user_id"])
    op.create_table(
        "sign_in_failures",
        sa.Column("name_hash", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.String(27), nullable=False),
        sa.Column("locked_until", sa.String(27)),
        sa.PrimaryKeyConstraint("name_hash", name="pk_sign_in_failures"),
    )
