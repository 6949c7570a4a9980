"""Secrets in files of their own: written whole, readable by their owner only, never replaced."""

import os
from pathlib import Path
from typing import Final

_ONLY_ITS_OWNER: Final = 0o600


def write_secret(path: Path, secret: bytes) -> None:
    """Write a secret whole, readable by its owner only; what is there already stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _ONLY_ITS_OWNER)
    with os.fdopen(handle, "wb") as stream:
        stream.write(secret)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)  # refuses to replace, unlike a rename
    except FileExistsError:
        return
    finally:
        draft.unlink()
