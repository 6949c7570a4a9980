"""An event of the chain: what one person did, as bytes that have one spelling only."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

BEFORE_THE_FIRST: Final = "0" * 64
"""What the first event names as its predecessor."""

Facts = Mapping[str, Any]
"""What an event says: texts, whole numbers, truth values, lists and maps of these. Figures are texts."""


class Event(Struct, frozen=True):
    """One act, linked to the one before.

    Attributes:
        sequence: 1 for the first event, without gaps.
        previous: hash of the event before.
        at: time in UTC.
        actor: who acted: a user's name, ``service:<name>``, ``console:<account>`` or ``system``.
        kind: what was done, such as ``grant_accepted``.
        subject: what it was done to, such as ``user:li.na``.
        facts: what must be known to understand it later without the rest of the store.
        attachments: SHA-256 of the files that belong to it, in order.
        signer: fingerprint of the key that signed it.
    """

    sequence: int
    previous: str
    at: str
    actor: str
    kind: str
    subject: str
    facts: Facts
    attachments: tuple[str, ...]
    signer: str

    @property
    def body(self) -> str:
        """The event as canonical JSON: the text that is hashed, stored and exported."""
        return canonical_json(
            {
                "sequence": self.sequence,
                "previous": self.previous,
                "at": self.at,
                "actor": self.actor,
                "kind": self.kind,
                "subject": self.subject,
                "facts": dict(self.facts),
                "attachments": list(self.attachments),
                "signer": self.signer,
            }
        )

    @property
    def hash(self) -> str:
        """SHA-256 of the body, in hexadecimal digits."""
        return hashlib.sha256(self.body.encode()).hexdigest()

    @classmethod
    def of_body(cls, body: str) -> "Event":
        """The event that a stored body tells."""
        told = json.loads(body)
        return cls(**{**told, "attachments": tuple(told["attachments"])})


def canonical_json(value: Any) -> str:
    """A value as the one JSON text that stands for it: keys sorted, no spaces, no needless escapes.

    Raises:
        ValueError: it holds a float, whose digits differ between writers, or text that is no Unicode.
        TypeError: it holds something that JSON has no word for.
    """
    _refuse_floats(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()  # half of a surrogate pair
    return text


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float; an event holds figures as text")  # noqa: TRY004  as NaN is
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("an event's keys are texts")
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _refuse_floats(part)
