"""Whether two values of one region can be compared: on one statistical basis, and of one scope."""

from collections.abc import Collection

from etl.catalog.breaks import break_years
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.rows import ValueRow


def is_comparable(catalog: Catalog, before: ValueRow, now: ValueRow) -> bool:
    """Whether a difference of two values of one indicator and region says anything.

    No new statistical basis began in between, and both were published with the same words on their scope: a
    count "of the first three batches" does not grow into a count of all.
    """
    breaks = break_years(catalog, now.indicator, now.region)
    return are_on_one_basis(
        breaks, (Period.parse(before.period), before.note), (Period.parse(now.period), now.note)
    )


def are_on_one_basis(
    breaks: Collection[int], before: tuple[Period, str | None], now: tuple[Period, str | None]
) -> bool:
    """The same for periods and the words on their scope, where the breaks are known."""
    if before[1] != now[1]:
        return False
    first, last = before[0].end_year, now[0].end_year
    return not breaks or not any(first < year <= last for year in breaks)
