"""Files that belong to events, kept by the hash of their content."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select

from dashboard.operational.store import Act
from dashboard.operational.tables import ATTACHMENTS


def keep(act: Act, content: bytes) -> str:
    """Keep a file; the same content is kept once.

    Returns:
        the SHA-256 by which events name it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = act.connection.execute(select(ATTACHMENTS.c.sha256).where(ATTACHMENTS.c.sha256 == sha256)).first()
    if known is None:
        act.connection.execute(
            insert(ATTACHMENTS).values(sha256=sha256, bytes=len(content), stored_at=act.at, content=content)
        )
    return sha256


def content_of(connection: Connection, sha256: str) -> bytes | None:
    """The content with a hash; None where there is none."""
    content: bytes | None = connection.execute(
        select(ATTACHMENTS.c.content).where(ATTACHMENTS.c.sha256 == sha256)
    ).scalar()
    return content


def hashes(connection: Connection) -> Iterator[str]:
    """The hash of every file that is kept, in order."""
    yield from connection.execute(select(ATTACHMENTS.c.sha256).order_by(ATTACHMENTS.c.sha256)).scalars()


def count(connection: Connection) -> int:
    """How many files are kept."""
    return connection.execute(select(func.count()).select_from(ATTACHMENTS)).scalar_one()
