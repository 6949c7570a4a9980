"""Why nothing is written into a register: codes and facts; their sentences stand in ``dashboard/text``."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from dashboard.registers.checks import Fault


class RegisterRefused(Exception):  # noqa: N818  the name is what happened
    """An entry that is not written: ``code``, and the facts that its sentence names."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code}: {facts}")


class CellFault(Struct, frozen=True):
    """A fault with the cell that it stands in, such as ``C7``; empty for a form."""

    fault: Fault
    cell: str = ""


class FieldsRefused(RegisterRefused):
    """Fields that are not what the declaration asks for; all of them, so that they are mended at once."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("fields")
