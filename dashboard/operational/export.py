"""The chain as a folder that anybody can verify without this program; the same check of the live store."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from dashboard.operational import attachments, chain, verifier
from dashboard.operational.event import Event
from dashboard.operational.keys import is_signed
from dashboard.operational.store import Office
from dashboard.operational.tables import CHAIN_HEAD, EVENTS
from dashboard.text import LANGS, words
from etl.errors import UsageError

EVENTS_FILE: Final = "events.log"
ATTACHMENTS_FOLDER: Final = "attachments"
VERIFIER: Final = "verify.py"
README: Final = "README.txt"


def export_chain(office: Office, out: Path) -> chain.Head:
    """Write every event, every attachment and the verifier into a new folder: whole or not at all.

    Returns:
        the head of what was exported.

    Raises:
        UsageError: the folder exists.
    """
    if out.exists():
        raise UsageError(problem=f"{out} exists already", action="Name a folder that does not exist yet")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        folder = Path(scratch) / out.name
        (folder / ATTACHMENTS_FOLDER).mkdir(parents=True)
        with office.reading() as connection:
            head = chain.head(connection)
            with (folder / EVENTS_FILE).open("wb") as stream:
                stream.writelines(chain.lines(connection))
            for sha256 in attachments.hashes(connection):
                content = attachments.content_of(connection, sha256)
                (folder / ATTACHMENTS_FOLDER / sha256).write_bytes(content or b"")
        shutil.copyfile(verifier.__file__, folder / VERIFIER)
        told = "\n".join(words(lang)("chain.readme", head=head, fingerprint=head.signer) for lang in LANGS)
        (folder / README).write_text(told, encoding="utf-8-sig")
        folder.rename(out)
    return head


def verify_folder(folder: Path, lang: str, head: str | None) -> tuple[list[str], bool]:
    """Verify an exported folder, as its own verifier does.

    Returns:
        what was found, in sentences, and whether nothing is wrong.
    """
    if not (folder / EVENTS_FILE).is_file():
        raise UsageError(problem=f"{folder}: no {EVENTS_FILE} there", action="Name an exported folder")
    read = verifier.check_chain(verifier.lines_of(folder / EVENTS_FILE), is_signed)
    said = list(verifier.report(read, verifier.stored_in(folder / ATTACHMENTS_FOLDER), lang, head))
    return said, not read.findings


def verify_store(office: Office, lang: str, head: str | None) -> tuple[list[str], bool]:
    """Verify the live store: the chain itself, and that the columns which it is searched by say the same.

    Returns:
        what was found, in sentences, and whether nothing is wrong.
    """
    with office.reading() as connection:
        read = verifier.check_chain(chain.lines(connection), is_signed)
        for number in _mislabelled(connection):
            read.find("altered", n=number)
        last = connection.execute(select(CHAIN_HEAD.c.sequence)).scalar_one()
        if last > read.last:
            read.find("cut_off", last=read.last, n=last)
        said = list(verifier.report(read, _stored(connection), lang, head))
    return said, not read.findings


def _stored(connection: Connection) -> Iterator[tuple[str, str]]:
    for sha256 in attachments.hashes(connection):
        content = attachments.content_of(connection, sha256) or b""
        yield sha256, hashlib.sha256(content).hexdigest()


def _mislabelled(connection: Connection) -> Iterator[int]:
    """Events whose columns differ from their body."""
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.sequence)):
        try:
            told = Event.of_body(row.body)
        except (ValueError, KeyError, TypeError):
            continue  # found as altered already
        columns = (row.sequence, row.previous, row.at, row.actor, row.kind, row.subject)
        if columns != (told.sequence, told.previous, told.at, told.actor, told.kind, told.subject):
            yield row.sequence


def check_printed_head(head: str | None) -> None:
    """Refuse a head that cannot be one.

    Raises:
        UsageError: it is neither number and hash, nor a hash.
    """
    if head is not None and verifier.HEAD.fullmatch(head) is None:
        raise UsageError(
            problem=f"--head {head} is no head of a chain",
            action="Give <number>-<64 hexadecimal digits> as printed, or the digits alone",
        )
