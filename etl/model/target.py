"""Targets: who must reach what by when, by which document."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Exact
from etl.model.period import Period
from etl.model.source import Published


class Comparator(StrEnum):
    """How a value is compared with the target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    BEFORE = "before"


class Target(Declaration):
    """One target of one region.

    Attributes:
        region: code of the region that it binds.
        indicator: id of the indicator.
        base: base year of a reduction or of a yearly pace, None for a level.
        end: year by which it is to be reached.
        comparator: at least, at most, about (an expectation that alone decides nothing), before (a year).
        value: in ``unit``.
        nature: binding, expected, interim, a commitment, or the stretch target beside a binding one
            (激励目标, 发改环资〔2021〕1310号): reaching it is rewarded, missing it is no miss.
        document: 文号 or title.
        document_en: how English pages and reports name it; the 文号 or title itself unless declared.
        mark: ``unverified`` where no copy of the document could be compared.
        issued: when the document was issued, if known.
        effective: first day from which it judges; periods that ended before keep what was declared till then.
            None for every period.
        people: who entered it, where two people did so on the screens.
        progress_method: how the place publishes its progress: by the logarithmic method of the official note,
            or as the plain ratio R/T, which is then shown beside it.
    """

    region: str
    indicator: Identifier
    base: int | None = None
    end: int
    comparator: Comparator
    value: Exact
    unit: Identifier
    nature: Literal["binding", "expected", "interim", "commitment", "stretch"]
    document: str
    document_en: str | None = None
    mark: Literal["unverified"] | None = None
    issued: Published | None = None
    effective: date | None = None
    people: tuple[str, ...] = ()
    progress_method: Literal["logarithmic", "plain_ratio"] = "logarithmic"
    note: Bilingual | None = None

    def cited(self, lang: str) -> str:
        """The document in a language."""
        return self.document_en if lang == "en" and self.document_en else self.document

    @property
    def place(self) -> tuple[object, ...]:
        """What it is a target for; a later one with the same place takes its place from its day on."""
        return self.region, self.indicator, self.base, self.end, self.nature


def is_in_force(target: Target, of_place: Iterable[Target], period: Period) -> bool:
    """Whether a target judges a period: it was effective by its end, and none that came later was.

    Args:
        target: the target.
        of_place: all targets for the same place.
        period: what is judged.
    """
    since = target.effective or date.min
    if since > period.last_day:
        return False
    later = (other.effective for other in of_place if other.effective is not None)
    return not any(since < day <= period.last_day for day in later)
