"""What a change of the declarations is made of; whoever only words it needs no store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dashboard.operational.proposals import Proposal

TARGET, ADOPTION, UNIT = "target", "adoption", "unit"
WHAT: Final = (TARGET, ADOPTION, UNIT)
Content = Mapping[str, Any]


def parts_of(proposal: Proposal) -> tuple[str, Content]:
    """What is changed, and its fields."""
    content = dict(proposal.facts)
    return str(content.pop("what")), content
