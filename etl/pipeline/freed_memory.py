"""Memory that was let go of, given back to the system between the stages of a large build."""

import ctypes
from typing import Final

_MANY_ROWS: Final = 2_000_000
"""From here on a build keeps hundreds of megabytes that nothing uses; below, asking again costs more."""


def give_back(rows: int) -> None:
    """Give back what the allocator keeps, where it is one that can be asked (glibc).

    It keeps arrays of up to 32 MiB for the next ones, which are of other sizes in the next stage.

    Args:
        rows: of the stage that has ended.
    """
    if rows < _MANY_ROWS:
        return
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another system, or another allocator
        return
    trim(0)
