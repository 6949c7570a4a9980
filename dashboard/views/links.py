"""A choice as an address."""

from msgspec import Struct


class Link(Struct, frozen=True):
    """One option: its words, the address it leads to, the heading it stands under."""

    label: str
    address: str
    group: str = ""
