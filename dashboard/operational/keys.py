"""The key that signs the chain: a file of its own, never in the database."""

import hashlib
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from dashboard.operational.secret_file import write_secret
from etl.errors import UsageError

SIGNED_WORDS: Final = b"liaoning-chain-v1\n"
"""What stands before the hash in a signed message, so that a signature serves no other purpose."""

FINGERPRINT: Final = 16


class ChainKey:
    """An Ed25519 key pair (RFC 8032)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    @property
    def fingerprint(self) -> str:
        """The first 16 digits of the SHA-256 of the public key, printed wherever a head is printed."""
        return fingerprint_of(self.public)

    def sign(self, event_hash: str) -> str:
        """The signature of an event's hash, in hexadecimal digits."""
        return self._private.sign(SIGNED_WORDS + event_hash.encode()).hex()


def fingerprint_of(public: str) -> str:
    """The fingerprint of a public key in hexadecimal digits."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:FINGERPRINT]


def is_signed(public: str, event_hash: str, signature: str) -> bool:
    """Whether a signature is that of a key for a hash; as the stand-alone verifier says, but fast."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), SIGNED_WORDS + event_hash.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def read_key(path: Path) -> ChainKey:
    """The key in a file (PKCS 8 in PEM, without a pass phrase).

    Raises:
        UsageError: the file is missing, cannot be read, or holds no such key.
    """
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _unusable(path, error.strerror or "cannot be read") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unusable(path, "holds no private key without a pass phrase") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _unusable(path, "holds a key of another kind than Ed25519")
    return ChainKey(private)


def create_key(path: Path) -> ChainKey:
    """A new key in a file that only its owner may read; another process may have been faster."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(path, pem)
    return read_key(path)


def _unusable(path: Path, problem: str) -> UsageError:
    return UsageError(
        problem=f"The key of the chain, {path}, {problem}",
        action="Restore the file from its backup, or name the right one in LIAONING_CHAIN_KEY_FILE",
    )
