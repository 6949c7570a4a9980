"""Encryption of a backup: the age format, by its library. Nothing of it is our own."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from dashboard.operational.secret_file import write_secret
from etl.errors import UsageError, told

_PROTECTED: Final = b"age-encryption.org/"
_SECRET: Final = "AGE-SECRET-KEY-"


class _Pulled:
    """Pieces as a file to read from; the library wraps what is raised, so it is kept here."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; nothing at the end."""
        try:
            while not self._left:
                self._left = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.fault = error
            raise
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return taken


class _Written:
    """A file that keeps why it could not be written, for the same reason."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.fault: OSError | None = None

    def write(self, part: bytes) -> int:
        """Write a part."""
        try:
            return self._out.write(part)
        except OSError as error:
            self.fault = error
            raise

    def flush(self) -> None:
        """Hand on what is held."""
        self._out.flush()


def new_key(path: Path, passphrase: str) -> str:
    """Make a key pair; the secret part goes into a file of its own, which must not be there yet.

    Args:
        path: where.
        passphrase: protects the file (scrypt, as age does); empty for none.

    Returns:
        the public part, which backups are made with.

    Raises:
        UsageError: the file exists.
    """
    if path.exists():
        raise UsageError(**told("backup_exists", file=path))
    identity = pyrage.x25519.Identity.generate()
    secret = f"{identity}\n".encode()
    write_secret(path, pyrage.passphrase.encrypt(secret, passphrase) if passphrase else secret)
    return str(identity.to_public())


def read_recipients(keys: str) -> list[pyrage.x25519.Recipient]:
    """Public keys, separated by commas.

    Raises:
        UsageError: there is none, or one is no such key.
    """
    found = []
    for key in filter(None, (part.strip() for part in keys.split(","))):
        try:
            found.append(pyrage.x25519.Recipient.from_str(key))
        except pyrage.RecipientError as error:
            raise UsageError(**told("backup_recipient", found=key[:80])) from error
    if not found:
        raise UsageError(**told("backup_no_recipient"))
    return found


def read_identity(path: Path, passphrase: str) -> pyrage.x25519.Identity:
    """The secret key in a file.

    Raises:
        UsageError: there is none, or the pass phrase is missing or wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(**told("backup_key_unreadable", file=path)) from error
    if content.startswith(_PROTECTED):
        try:
            content = pyrage.passphrase.decrypt(content, passphrase) if passphrase else b""
        except pyrage.DecryptError as error:
            raise UsageError(**told("backup_passphrase", file=path)) from error
        if not content:
            raise UsageError(**told("backup_passphrase", file=path))
    lines = (line.strip() for line in content.decode("utf-8", "replace").splitlines())
    try:
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line.startswith(_SECRET)))
    except (StopIteration, pyrage.IdentityError) as error:
        raise UsageError(**told("backup_key_unreadable", file=path)) from error


def seal(pieces: Iterator[bytes], out: BinaryIO, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    """Encrypt pieces as they come.

    Raises:
        Exception: whatever was raised while they were made.
        OSError: they cannot be written.
    """
    pulled, written = _Pulled(pieces), _Written(out)
    try:
        pyrage.encrypt_io(pulled, written, list(recipients))
    except (pyrage.EncryptError, OSError) as error:
        raise (pulled.fault or written.fault or OSError(str(error))) from error


def unseal(path: Path, out: BinaryIO, identity: pyrage.x25519.Identity) -> None:
    """Decrypt a file; nothing of it may be used unless all of it was genuine.

    Raises:
        UsageError: another key, or the file is damaged, cut off or altered.
    """
    written = _Written(out)
    with path.open("rb") as stream:
        try:
            pyrage.decrypt_io(stream, written, [identity])
        except pyrage.DecryptError as error:
            is_other = "matching keys" in str(error)
            raise UsageError(
                **told("backup_other_key" if is_other else "backup_damaged", file=path)
            ) from error
        except OSError as error:
            if written.fault is not None:
                raise written.fault from error
            raise UsageError(**told("backup_damaged", file=path)) from error
