"""The tables of the operational store, as the newest migration leaves them. Times are texts in UTC."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
HASH: Final = 64
"""Characters of a SHA-256 in hexadecimal digits."""

SIGNATURE: Final = 128
TIME: Final = 27
"""Characters of a time such as ``2026-11-28T01:02:03.456789Z``."""

NAME: Final = 120

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(HASH), nullable=False, unique=True),
    # two events after the same one would be a fork: the database itself refuses it
    Column("previous", String(HASH), nullable=False, unique=True),
    Column("signature", String(SIGNATURE), nullable=False),
    Column("at", String(TIME), nullable=False),
    Column("actor", String(NAME), nullable=False),
    Column("kind", String(NAME), nullable=False),
    Column("subject", String(NAME), nullable=False),
    Column("body", Text, nullable=False),
)
Index("ix_events_subject", EVENTS.c.subject, EVENTS.c.sequence)
Index("ix_events_actor", EVENTS.c.actor, EVENTS.c.sequence)
Index("ix_events_kind", EVENTS.c.kind, EVENTS.c.sequence)

ATTACHMENTS: Final = Table(
    "attachments",
    METADATA,
    Column("sha256", String(HASH), primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("stored_at", String(TIME), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# One row, which whoever appends to the chain locks.
CHAIN_HEAD: Final = Table(
    "chain_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(HASH), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

PROPOSALS: Final = Table(
    "proposals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(NAME), nullable=False),
    Column("subject", String(NAME), nullable=False),
    Column("facts", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("proposed_by", String(NAME), nullable=False),
    Column("proposed_at", String(TIME), nullable=False),
    Column("decided_by", String(NAME)),
    Column("decided_at", String(TIME)),
    Column("reason", Text),
    CheckConstraint("state IN ('open', 'accepted', 'refused', 'withdrawn')", name="state"),
    # the second of two people is another one, whatever the program says
    CheckConstraint("state <> 'accepted' OR decided_by <> proposed_by", name="two_people"),
)
Index("ix_proposals_open", PROPOSALS.c.kind, PROPOSALS.c.state)

USERS: Final = Table(
    "users",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
    Column("display_name", String(NAME), nullable=False),
    Column("department", String(NAME), nullable=False, server_default=""),
    Column("password_hash", String(200)),
    Column("must_change_password", Integer, nullable=False),
    Column("password_changed_at", String(TIME)),
    Column("identity_issuer", String(300)),
    Column("identity_subject", String(200)),
    Column("is_active", Integer, nullable=False),
    Column("created_at", String(TIME), nullable=False),
    UniqueConstraint("identity_issuer", "identity_subject", name="uq_users_identity"),
)

GRANTS: Final = Table(
    "grants",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("role", String(30), nullable=False),
    # code of the region that the role is for; empty for the whole of the home region
    Column("region", String(40), nullable=False),
    # sources of the department that the role is for, separated by commas; empty for all
    Column("sources", String(1000), nullable=False, server_default=""),
    Column("proposal_id", Integer, ForeignKey("proposals.id")),
    Column("given_at", String(TIME), nullable=False),
    Column("ended_at", String(TIME)),
)
Index("ix_grants_user", GRANTS.c.user_id)

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    # what the browser holds is never stored
    Column("token_hash", String(HASH), nullable=False, unique=True),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("method", String(20), nullable=False),
    Column("address", String(60), nullable=False),
    Column("started_at", String(TIME), nullable=False),
    Column("seen_at", String(TIME), nullable=False),
    Column("ends_at", String(TIME), nullable=False),
    Column("ended_at", String(TIME)),
)
Index("ix_sessions_user", SESSIONS.c.user_id)

# Kept for every name that is tried, also for those that no user has: a lock-out tells nothing about names.
SIGN_IN_FAILURES: Final = Table(
    "sign_in_failures",
    METADATA,
    Column("name_hash", String(HASH), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", String(TIME), nullable=False),
    Column("locked_until", String(TIME)),
)

SERVICE_ACCOUNTS: Final = Table(
    "service_accounts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
    Column("token_hash", String(HASH), nullable=False, unique=True),
    Column("scopes", String(300), nullable=False),
    Column("region", String(40), nullable=False),
    Column("created_at", String(TIME), nullable=False),
    Column("ends_at", String(TIME), nullable=False),
    Column("proposal_id", Integer, ForeignKey("proposals.id"), nullable=False),
    Column("ended_at", String(TIME)),
)

READS: Final = Table(
    "reads",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(TIME), nullable=False),
    Column("actor", String(NAME), nullable=False),
    Column("what", String(300), nullable=False),
    Column("scope", String(NAME), nullable=False),
)
Index("ix_reads_at", READS.c.at)

# What few may read: encrypted, never in the chain, which is exported whole.
SEALED: Final = Table(
    "sealed",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("subject", String(NAME), nullable=False),
    Column("field", String(80), nullable=False),
    Column("sealed_at", String(TIME), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Index("ix_sealed_subject", SEALED.c.subject)

# Addresses that a calendar program reads: the token stands in the address, its hash here.
FEEDS: Final = Table(
    "feeds",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(HASH), nullable=False, unique=True),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False),
    Column("made_at", String(TIME), nullable=False),
    Column("ends_at", String(TIME), nullable=False),
    Column("ended_at", String(TIME)),
)
Index("ix_feeds_user_id", FEEDS.c.user_id)

# How far a workbook of the load desk has come. The acts themselves are events; this is what is going on.
UPLOADS: Final = Table(
    "uploads",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("source", String(NAME), nullable=False),
    Column("sha256", String(HASH), nullable=False),
    Column("size", Integer, nullable=False),
    Column("uploaded_by", String(NAME), nullable=False),
    Column("uploaded_at", String(TIME), nullable=False),
    Column("state", String(20), nullable=False),
    # the day from which its figures count, ``YYYY-MM-DD``
    Column("day", String(10), nullable=False),
    # codes of the regions that it speaks of, separated by commas
    Column("regions", Text, nullable=False),
    # hash of what was found in it, kept as an attachment once it is proposed
    Column("report", String(HASH), nullable=False),
    Column("proposal_id", Integer, ForeignKey("proposals.id")),
    Column("build_before", String(HASH), nullable=False),
    Column("build_after", String(HASH), nullable=False),
    # name of the folder of accepted files that the build is made of
    Column("files", String(HASH), nullable=False),
    Column("work", String(20), nullable=False),
    Column("step", String(40), nullable=False),
    Column("done", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("seen_at", String(TIME), nullable=False),
    Column("undone_by", String(NAME), nullable=False),
    Column("undo_reason", Text, nullable=False),
    # why it failed, as JSON in both languages
    Column("problem", Text, nullable=False),
)
Index("ix_uploads_state", UPLOADS.c.state)
