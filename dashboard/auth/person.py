"""A person who is signed in, or a program with a token: what they were granted, and where."""

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from dashboard.auth.rights import RIGHTS, Right, Role
from dashboard.scope import ReaderScope

EVERYWHERE = ""
"""The region of a grant for the whole of the home region."""

LiesWithin = Callable[[str, str], bool]
"""Whether a region (first code) lies within another (second code), itself included."""


class Grant(Struct, frozen=True):
    """A role, where it holds, and for which sources.

    Attributes:
        region: code of a region, with everything below it; empty for the whole of the home region.
        sources: ids of the sources of a department; empty for all.
    """

    role: Role
    region: str = EVERYWHERE
    sources: frozenset[str] = frozenset()

    def holds_for(self, region: str | None, source: str | None, lies_within: LiesWithin) -> bool:
        """Whether it holds for a region and a source; None asks for the role wherever it is held."""
        is_there = region is None or self.region == EVERYWHERE or lies_within(region, self.region)
        return is_there and (source is None or not self.sources or source in self.sources)


class Person(Struct, frozen=True):
    """Somebody who acts.

    Attributes:
        name: as the chain names them.
        grants: what they may do, and where.
        kind: a user, or a program with a token.
        must_change_password: nothing else is possible before.
        scopes: what a program's token is for; empty for a user.
    """

    name: str
    display_name: str
    grants: tuple[Grant, ...] = ()
    kind: Literal["user", "service"] = "user"
    must_change_password: bool = False
    scopes: frozenset[str] = frozenset()

    def may(
        self,
        right: Right,
        lies_within: LiesWithin,
        *,
        region: str | None = None,
        source: str | None = None,
    ) -> bool:
        """Whether they have a right for a region and a source.

        Args:
            right: what they want to do.
            lies_within: how regions lie within each other, by the catalogue.
            region: code of the region that it concerns; None asks whether they have the right anywhere.
            source: id of the source that it concerns; None for any.
        """
        return any(
            right in RIGHTS[grant.role] and grant.holds_for(region, source, lies_within)
            for grant in self.grants
        )

    def has(self, right: Right) -> bool:
        """Whether they have a right anywhere at all."""
        return any(right in RIGHTS[grant.role] for grant in self.grants)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles they hold, each once, in the order of the closed list."""
        return tuple(role for role in Role if any(grant.role is role for grant in self.grants))

    @property
    def scope(self) -> ReaderScope:
        """What they may see: the regions of all their grants; nothing where they have none."""
        return scope_of(self.grants)


def scope_of(grants: Iterable[Grant]) -> ReaderScope:
    """What a set of grants lets somebody see."""
    regions = {grant.region for grant in grants}
    return ReaderScope(None if EVERYWHERE in regions else frozenset(regions), is_signed_in=True)
