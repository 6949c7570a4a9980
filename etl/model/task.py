"""Tasks of a year: amounts that the superior sets each region, and that are done in full or not."""

from typing import Literal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import OneOrMore, PositiveExact
from etl.model.period import Period, PeriodKind
from etl.model.rule import RuleDocument
from etl.model.source import Published


class TaskRule(Declaration):
    """A dated rule of a yearly task.

    Attributes:
        indicator: id of the completion rate, in per cent of the task.
        first_year: first year whose task it judges.
        last_year: last year, None while it stands.
        at_least: completion that meets the task, in per cent.
        documents: what sets the tasks; the verdict cites the first.
        mark: ``design`` where the document leaves the threshold to this project.
    """

    id: Identifier
    name: Bilingual
    indicator: Identifier
    first_year: int
    last_year: int | None = None
    at_least: PositiveExact
    documents: OneOrMore[RuleDocument]
    valid_from: Published
    mark: Literal["design"] | None = None
    note: Bilingual | None = None

    def holds_for(self, period: Period) -> bool:
        """Whether it judges a period: whole years only, because a task is one of the year."""
        is_late = self.last_year is not None and period.end_year > self.last_year
        return period.kind is PeriodKind.YEAR and self.first_year <= period.end_year and not is_late
