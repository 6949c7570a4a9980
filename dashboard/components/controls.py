"""Choices. Every option is an address, so what is chosen can be bookmarked, sent on and gone back from."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from dashboard import ids
from dashboard.components import mantine
from dashboard.text import words


class Option(Struct, frozen=True):
    """One option of a choice: its label, the address it leads to, and the heading it stands under."""

    label: str
    address: str
    group: str = ""


def choice(name: str, label: str, options: Sequence[Option], present: str, lang: str) -> mantine.Select:
    """A select with search that goes where its options lead.

    Args:
        name: unique on the page.
        label: what is chosen, such as 时期.
        options: in the order shown; those of one group together.
        present: address of the present view; the option with it is shown as chosen.
        lang: language of the words.
    """
    return mantine.Select(
        id=ids.choice(name),
        label=label,
        data=_grouped(options),
        value=present,
        searchable=True,
        allowDeselect=False,
        nothingFoundMessage=words(lang)("controls.nothing_found"),
        maxDropdownHeight=360,
        checkIconPosition="right",
        className="choice",
    )


def _grouped(options: Sequence[Option]) -> list[Any]:
    items: dict[str, list[dict[str, str]]] = {}
    for option in options:
        items.setdefault(option.group, []).append({"value": option.address, "label": option.label})
    if set(items) <= {""}:
        return items.get("", [])
    return [{"group": group, "items": entries} for group, entries in items.items()]
