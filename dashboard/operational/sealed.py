"""Texts that only few may read, such as who complained: encrypted, beside the chain and never in it.

The chain is exported and packed for auditors whole, so it holds a commitment only: the SHA-256 of a random
salt and the text. That proves later which text was sealed, and tells nobody what it is. The key is a file of
its own, never in the database: a copy of the database tells nothing.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, insert, select

from dashboard.operational.secret_file import write_secret
from dashboard.operational.store import Act, Office
from dashboard.operational.tables import SEALED
from etl.errors import UsageError


def seal(act: Act, office: Office, subject: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Seal texts of a subject. A field that is sealed again has its newest text; older ones stay.

    Args:
        act: the transaction.
        office: the store, which knows where the key is.
        subject: what the chain calls it.
        texts: field → text.

    Returns:
        field → commitment, for the event of the chain.
    """
    told = {}
    cipher = _cipher(office.sealing_key, create=True)
    for field, text in texts.items():
        salt = secrets.token_hex(16)
        kept = cipher.encrypt(json.dumps([salt, text]).encode())
        act.connection.execute(
            insert(SEALED).values(subject=subject, field=field, sealed_at=act.at, content=kept)
        )
        told[field] = commitment(salt, text)
    return told


def unsealed(connection: Connection, office: Office, subject: str) -> dict[str, str]:
    """The newest text of each sealed field of a subject. The caller has written down who reads it, and why.

    Raises:
        UsageError: the key is gone or another one.
    """
    cipher = _cipher(office.sealing_key, create=False)
    rows = connection.execute(
        select(SEALED.c.field, SEALED.c.content).where(SEALED.c.subject == subject).order_by(SEALED.c.id)
    )
    try:
        return {row.field: json.loads(cipher.decrypt(row.content))[1] for row in rows}
    except InvalidToken as error:
        raise _unusable(office.sealing_key, "is not the one that these texts were sealed with") from error


def commitment(salt: str, text: str) -> str:
    """What the chain holds of a sealed text."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _cipher(path: Path, *, create: bool) -> Fernet:
    if create and not path.exists():
        write_secret(path, Fernet.generate_key())
    try:
        return Fernet(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unusable(path, "is missing or damaged") from error


def _unusable(path: Path, problem: str) -> UsageError:
    return UsageError(
        problem=f"The key of sealed texts, {path}, {problem}", action="Restore the file from its backup"
    )
