"""An issue of a report: its number, its mark of classification, whether it is a draft, reviewed or issued."""

from typing import Final, Literal, get_args

from msgspec import Struct

from etl.errors import UsageError
from etl.settings import Settings

State = Literal["draft", "reviewed", "issued"]
LONGEST: Final = 40
STATES: Final[tuple[State, ...]] = get_args(State)


class Issue(Struct, frozen=True):
    """How an edition is marked; printed on its first page and kept with the archived run.

    Attributes:
        number: 文号 or number of the issue; only an issued one has it.
        mark: mark of classification, such as 内部; empty for none.
        state: ``draft``, ``reviewed`` or ``issued``; two people lead from one to the next.
        watermark: words across every page; empty for none.
    """

    number: str = ""
    mark: str = ""
    state: State = "draft"
    watermark: str = ""


DRAFT: Final = Issue()


def draft_of(settings: Settings, mark: str = "") -> Issue:
    """A draft with the mark of classification and the watermark that the settings ask for.

    Args:
        settings: of the deployment.
        mark: another mark of classification for this one report.

    Raises:
        UsageError: the mark does not fit on its line.
    """
    return Issue(mark=readable("--mark", mark) or settings.report_mark, watermark=settings.report_watermark)


def readable(name: str, text: str) -> str:
    """A number or a mark as it is printed.

    Raises:
        UsageError: it is too long or not printable.
    """
    if len(text) > LONGEST or not text.isprintable():
        raise UsageError(
            problem=f"{name} {text[:LONGEST]!r} is longer than {LONGEST} characters or not printable",
            action=f"Give {name} as it is to be printed",
        )
    return text
