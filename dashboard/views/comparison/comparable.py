"""Whether two values of one region can be compared: on one statistical basis, and of one scope."""

from etl.catalog.breaks import break_years
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.rows import ValueRow


def is_comparable(catalog: Catalog, before: ValueRow, now: ValueRow) -> bool:
    """Whether a difference of two values of one indicator and region says anything.

    No new statistical basis began in between, and both were published with the same words on their scope: a
    count "of the first three batches" does not grow into a count of all.
    """
    first, last = Period.parse(before.period).end_year, Period.parse(now.period).end_year
    breaks = break_years(catalog, now.indicator, now.region)
    return before.note == now.note and not any(first < year <= last for year in breaks)
