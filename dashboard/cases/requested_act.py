"""What a person wants to do in a case, as a form says it: the day and the hashes are not theirs to say."""

import hashlib
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from dashboard.cases.case import Act, Person

Files = tuple[tuple[str, bytes], ...]
"""Name and content of what is attached."""


class Wish(Struct, frozen=True):
    """What a person wants to do, as a form says it; day and hashes are not theirs to say.

    Attributes:
        contents: what the act says; an attachment among them stands in ``content_files`` instead.
        content_files: content id → name and bytes.
        files: further attachments.
    """

    name: str
    by: Person
    basis: str
    reason: str
    contents: Mapping[str, str]
    document: str = ""
    content_files: Mapping[str, tuple[str, bytes]] | None = None
    files: Files = ()

    def act(self, on: date) -> Act:
        """The act of a day."""
        given = {name: sha256(content) for name, (_, content) in (self.content_files or {}).items()}
        return Act(
            name=self.name,
            by=self.by,
            on=on,
            basis=self.basis,
            reason=self.reason,
            contents={name: text.strip() for name, text in self.contents.items() if text.strip()} | given,
            document=self.document.strip() or None,
            attachments=tuple(sha256(content) for _, content in self.files),
        )

    @property
    def all_files(self) -> Files:
        """Everything that is attached."""
        return (*(self.content_files or {}).values(), *self.files)


def sha256(content: bytes) -> str:
    """The hash by which a file is known."""
    return hashlib.sha256(content).hexdigest()
