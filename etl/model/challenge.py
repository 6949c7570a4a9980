"""A challenge: what is suspicious about a figure, with its evidence."""

import hashlib
import json
from collections.abc import Mapping

from msgspec import Struct, field

from etl.model.vocabulary import Severity


class Challenge(Struct, frozen=True):
    """One row of the table ``challenge``.

    Attributes:
        kind: which check raised it; its words stand in ``etl/messages.yaml`` as ``challenge_<kind>``.
        severity: a ``note`` is shown; a ``challenge`` also keeps a flag from founding anything.
        subject: id of the series or indicator.
        facts: the evidence: codes and numbers.
        detail: what tells it apart from others of the same kind, subject, region and period, such as a
            source.
    """

    kind: str
    severity: Severity
    subject: str
    region: str
    period: str | None
    facts: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""

    @property
    def challenge_id(self) -> str:
        """A short name that stays the same from build to build while the fact stays."""
        key = "|".join(filter(None, (self.kind, self.subject, self.region, self.period or "-", self.detail)))
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    def row(self) -> dict[str, object]:
        """The challenge as a row of its table."""
        return {
            "challenge_id": self.challenge_id,
            "kind": self.kind,
            "severity": self.severity.value,
            "subject": self.subject,
            "region": self.region,
            "period": self.period,
            "facts": json.dumps(self.facts, ensure_ascii=False, sort_keys=True),
        }
