"""The rows that the panels of a page share: one indicator, one period, the regions beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.views.choice import Choice
from dashboard.views.comparison.comparable import is_comparable
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow, ValueRow

_KINDS: Final = ("barometer_published", "barometer", "target", "path", "scoring")


class Scene(Struct, frozen=True):
    """What the panels of a page speak of.

    Attributes:
        choice: regions, indicator, period.
        rows: value rows of the period by region code, missing ones among them; a region may have no row.
        previous: values of the same period a year earlier, where they can be compared.
        verdicts: the assessment of the period by region code.
        source_ids: ids of the sources of each region's figure, by region code.
    """

    choice: Choice
    rows: Mapping[str, ValueRow]
    previous: Mapping[str, float]
    verdicts: Mapping[str, AssessmentRow]
    source_ids: Mapping[str, tuple[str, ...]]

    @property
    def values(self) -> dict[str, float]:
        """Values of the regions of the scope that have one, by code: what ranks are made of."""
        return self._values_of(self.choice.scope.regions)

    @property
    def unit_values(self) -> dict[str, float]:
        """Values of reporting units without a code."""
        return self._values_of(self.choice.scope.units)

    @property
    def is_judged(self) -> bool:
        """Whether any region of the scope has a verdict in the period."""
        codes = set(self.choice.scope.codes)
        return any(code in codes and row.result != Result.UNASSESSED for code, row in self.verdicts.items())

    def _values_of(self, regions: Iterable[Region]) -> dict[str, float]:
        rows = ((region.code, self.rows.get(region.code)) for region in regions)
        return {code: row.value for code, row in rows if row is not None and row.value is not None}


def build_scene(
    catalog: Catalog,
    choice: Choice,
    values: Sequence[ValueRow],
    assessments: Sequence[AssessmentRow],
    source_ids: Mapping[str, tuple[str, ...]],
) -> Scene:
    """The rows of the chosen period.

    Args:
        catalog: the declarations.
        choice: what the page shows.
        values: values of the indicator, of any period.
        assessments: assessments of the indicator, of any period.
        source_ids: ids of the sources of each region's figure, by region code.
    """
    period = str(choice.period) if choice.period else ""
    before = str(previous_period(choice.period) or "")
    of_indicator = [row for row in values if row.indicator == choice.indicator.id]
    rows = {row.region: row for row in of_indicator if row.period == period}
    return Scene(
        choice=choice,
        rows=rows,
        previous={
            row.region: row.value
            for row in of_indicator
            if before
            and row.period == before
            and row.value is not None
            and row.region in rows
            and is_comparable(catalog, row, rows[row.region])
        },
        verdicts=best_assessments(
            row for row in assessments if row.indicator == choice.indicator.id and row.period == period
        ),
        source_ids=source_ids,
    )


def previous_period(period: Period | None) -> Period | None:
    """The same period a year earlier; spans of years have none."""
    return None if period is None or period.kind is PeriodKind.SPAN else period.previous_year()


def best_assessments(rows: Iterable[AssessmentRow]) -> dict[str, AssessmentRow]:
    """One assessment per region: a verdict before none, a published level before a computed one."""
    ordered = sorted(rows, key=lambda row: (row.result == Result.UNASSESSED, _KINDS.index(row.kind)))
    found: dict[str, AssessmentRow] = {}
    for row in ordered:
        found.setdefault(row.region, row)
    return found


def read_series(catalog: Catalog, indicator: Indicator, period: Period) -> tuple[set[str], set[str]]:
    """Series and periods whose figures stand behind a value of an indicator, through other indicators too."""
    series: set[str] = set()
    periods: set[str] = set()
    for published in (True, False):
        for name, at in ((read.name, read.period) for read in indicator.reads(period, published=published)):
            if name in catalog.indicators:
                below = read_series(catalog, catalog.indicators[name], at)
                series |= below[0]
                periods |= below[1]
            else:
                series.add(name)
                periods.add(str(at))
    return series, periods
