"""A day as people and files write it: year-month-day, and nothing that only looks like it."""

import re
from datetime import date
from typing import Final

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """A day of the calendar.

    ISO 8601 knows days of weeks (2026-W01-1) and days without hyphens too. Who writes one of these may mean
    another day than the one that would be recorded, so they are no days here.

    Args:
        text: such as ``2026-03-02``, without blanks around it.

    Raises:
        ValueError: it is written otherwise, or the calendar has no such day.
    """
    if not _DAY.fullmatch(text):
        msg = f"{text!r} is not written as year-month-day"
        raise ValueError(msg)
    return date.fromisoformat(text)
