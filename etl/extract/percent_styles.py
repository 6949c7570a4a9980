"""Which number formats of a workbook show a figure as per cent."""

import re
from collections.abc import Mapping, Sequence

_BUILT_IN = frozenset({9, 10})
"""0% and 0.00%, ECMA-376 part 1, 18.8.30; the same numbers in [MS-XLS] 2.5.165."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def shows_per_cent(code: str) -> bool:
    """Whether a number format multiplies by 100; a percent sign within quotes is only a sign."""
    return "%" in _LITERAL.sub("", code)


def percent_styles(formats_of_styles: Sequence[int], codes: Mapping[int, str]) -> frozenset[int]:
    """Numbers of the styles that show per cent.

    Args:
        formats_of_styles: number of the format of each style of cells.
        codes: the formats that the workbook defines itself.
    """
    shown = _BUILT_IN | {number for number, code in codes.items() if shows_per_cent(code)}
    return frozenset(style for style, number in enumerate(formats_of_styles) if number in shown)
