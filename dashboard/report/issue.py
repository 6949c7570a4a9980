"""An issue of a report: its number, its mark of classification, whether it is a draft, reviewed or issued."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from etl.errors import UsageError

State = Literal["draft", "reviewed", "issued"]
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True)
class Issue:
    """How an edition is marked; printed on its first page and kept with the archived run.

    Attributes:
        number: 文号 or number of the issue; only an issued one has it.
        mark: mark of classification, such as 内部; empty for none.
        state: ``draft``, ``reviewed`` or ``issued``.
    """

    number: str = ""
    mark: str = ""
    state: State = "draft"


DRAFT: Final = Issue()


def read_issue(number: str, mark: str) -> Issue:
    """The issue that a command asks for: with a number it is issued, without it is a draft.

    Raises:
        UsageError: number or mark do not fit on their line.
    """
    longest = 40
    for name, text in (("--number", number), ("--mark", mark)):
        if len(text) > longest or not text.isprintable():
            raise UsageError(
                problem=f"{name} {text[:longest]!r} is longer than {longest} characters or not printable",
                action=f"Give {name} as it is to be printed",
            )
    return Issue(number, mark, "issued" if number else "draft")
