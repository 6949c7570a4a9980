"""A choice as an address."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One option: its words, the address it leads to, the heading it stands under."""

    label: str
    address: str
    group: str = ""
