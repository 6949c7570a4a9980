"""Numbers of headings, tables and charts, in order."""

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from dashboard.report.blocks import Block, Chart, Heading, Table
from dashboard.report.sentences import Sentences

_NUMERALS: Final = "一二三四五六七八九"


def finished(blocks: Iterable[Block], say: Sentences) -> tuple[Block, ...]:
    """Headings of the second level, tables and charts with their numbers."""
    return with_labels(_with_headings(blocks, say), say)


def with_labels(blocks: Iterable[Block], say: Sentences) -> tuple[Block, ...]:
    """Tables and charts with their running numbers."""
    labels = {name: say.text(f"numbering.{name}", number="{number}") for name in ("table", "chart")}
    return tuple(_numbered(blocks, labels))


def _with_headings(blocks: Iterable[Block], say: Sentences) -> Iterator[Block]:
    """``（一）…`` anew in each section; ``2.1 …`` in English."""
    section = below = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            section, below = section + 1, 0
        if isinstance(block, Heading) and block.level > 1:
            below += 1
            numeral = _NUMERALS[below - 1] if say.lang == "zh" else f"{section}.{below}"
            text = say.text("numbering.heading", number=numeral, text=block.text)
            yield replace(block, text=text)
        else:
            yield block


def _numbered(blocks: Iterable[Block], label_of: dict[str, str]) -> Iterator[Block]:
    """Tables and charts with their running numbers.

    Args:
        blocks: the content in order.
        label_of: words of a number by ``table`` and ``chart``, with ``{number}``.
    """
    tables = charts = 0
    for block in blocks:
        match block:
            case Table():
                tables += 1
                yield replace(block, number=tables, label=label_of["table"].format(number=tables))
            case Chart():
                charts += 1
                yield replace(block, number=charts, label=label_of["chart"].format(number=charts))
            case _:
                yield block
