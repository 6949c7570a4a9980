"""The regulation article by article: its text as it stands, and what of it can be measured."""

from typing import TYPE_CHECKING, Literal

from etl.model.base import Bilingual, Declaration
from etl.model.source import known_from
from etl.plain_values.read import read_by


def _date_or_none(value: object) -> str:
    """A date, or nothing where the text bears none.

    Raises:
        ValueError: it is neither.
    """
    if not isinstance(value, str):
        raise ValueError("a text")  # noqa: TRY004  told like any other fault of a declaration
    if value:
        known_from(value)
    return value


if TYPE_CHECKING:
    DateOrNone = str
else:
    DateOrNone = read_by(str, _date_or_none)


class Article(Declaration):
    """One article.

    Attributes:
        number: "1" … "23", or "annex_2".
        title: short subject.
        text: paragraphs of the Chinese text, quoted as they stand, slips included.
        slips: words of the text that are evidently wrong there; marked beside the quotation, never corrected.
        summary: what it asks, in both languages, in our words.
        measurability: whether numbers can tell how it stands.
        registers: registers and workflows that belong to it.
        source: who publishes the figures.
    """

    number: str
    title: Bilingual
    text: tuple[str, ...]
    slips: tuple[str, ...] = ()
    summary: Bilingual
    measurability: Literal["measurable", "partly", "weakly", "register", "workflow", "not_measurable"]
    measured_by: Bilingual | None = None
    registers: tuple[Bilingual, ...] = ()
    source: Bilingual | None = None


class Regulation(Declaration):
    """A regulation; a draft is never a basis of decisions.

    Attributes:
        status: ``draft`` or ``in_force``.
        dated: the date on the text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty where it bears none.
        in_force_from: None while the text leaves it blank.
    """

    id: str
    title: Bilingual
    status: Literal["draft", "in_force"]
    dated: DateOrNone
    in_force_from: str | None
    articles: tuple[Article, ...]
