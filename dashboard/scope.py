"""What a reader may see. Part of the key of whatever is kept: readers of different scopes share nothing."""

from typing import Final

from msgspec import Struct


class ReaderScope(Struct, frozen=True):
    """The regions that a reader may see.

    Attributes:
        regions: codes of regions, each with everything below it; None for the whole catalogue.
        is_signed_in: whether the reader has a name here; what is restricted is never shown without.
    """

    regions: frozenset[str] | None = None
    is_signed_in: bool = False

    @property
    def key(self) -> str:
        """The scope as text, such as ``public``, ``all`` or ``regions:210100,210200``."""
        if self.regions is not None:
            return f"regions:{','.join(sorted(self.regions))}"
        return "all" if self.is_signed_in else "public"

    @property
    def is_limited(self) -> bool:
        """Whether some regions are not to be seen."""
        return self.regions is not None


PUBLIC: Final = ReaderScope()
"""A reader at the machine itself, without a name: everything that is public, nothing to change."""
