"""Why an act is refused: codes and facts; their sentences stand in ``dashboard/text``."""

from typing import Any


class Refused(Exception):  # noqa: N818 - the name is what happened
    """An act that the instrument does not provide: ``code``, and the facts that its sentence names."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}")
