"""What the commands ``backup``, ``restore`` and ``backup-key`` say."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.backup.make import Made
from dashboard.backup.restore import Restored
from dashboard.text import words
from etl.errors import UsageError, told
from etl.settings import Settings

_MIB = 2**20


def read_passphrase(path: Path | None) -> str:
    """The pass phrase in a file, without the end of its line; empty where no file is named.

    Raises:
        UsageError: the file cannot be read or is empty.
    """
    if path is None:
        return ""
    try:
        phrase = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise UsageError(**told("backup_passphrase", file=path)) from error
    if not phrase:
        raise UsageError(**told("backup_passphrase", file=path))
    return phrase


def key_told(path: Path, recipient: str, lang: str) -> Iterator[str]:
    """What is said about a new key."""
    say = words(lang)
    yield say("operation.backup.key", file=path)
    yield say("operation.backup.recipient", recipient=recipient)


def backup_told(made: Made, settings: Settings, lang: str, *, with_keys: bool) -> Iterator[str]:
    """What is said about a backup that was made."""
    say = words(lang)
    size = f"{made.size / _MIB:,.1f}"
    yield say("operation.backup.made", file=made.file, files=made.files, builds=made.builds, size=size)
    if made.events:
        yield say("operation.backup.chain", events=made.events, head=made.head)
    else:
        yield say("operation.backup.no_chain")
    if made.findings:
        yield say("operation.backup.findings", found=" ".join(made.findings))
    if not with_keys:
        yield say("operation.backup.without_keys", file=settings.chain_key)


def restore_told(found: Restored, settings: Settings, lang: str, *, only_check: bool) -> Iterator[str]:
    """What is said about a deployment that was restored, or could be."""
    say = words(lang)
    yield say("operation.restore.checked" if only_check else "operation.restore.done")
    yield say(
        "operation.restore.from",
        made=found.made,
        release=found.release,
        builds=found.builds,
        reports=found.reports,
    )
    if found.events:
        yield say("operation.restore.chain", events=found.events, head=found.head)
    else:
        yield say("operation.restore.no_chain")
    if not found.has_keys:
        yield say("operation.restore.no_key", file=settings.chain_key)
    if not found.is_same_program:
        yield say("operation.restore.other_program", release=found.release)
    if found.fonts is not None and settings.report_fonts is None:
        yield say("operation.restore.fonts", folder=found.fonts)
    if found.settings:
        yield say("operation.restore.settings")
        yield from (f"  {name}={value}" for name, value in found.settings.items())
    if not only_check:
        yield say("operation.restore.next")
