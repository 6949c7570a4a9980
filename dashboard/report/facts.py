"""The facts that the build keeps as JSON beside a challenge or flag."""

import json
from typing import Any


def facts_of(text: str) -> dict[str, Any]:
    """The facts of a row.

    Args:
        text: a JSON object.
    """
    facts: dict[str, Any] = json.loads(text)
    return facts
