"""How files spell periods that the grammar of ``etl.model.period`` spells otherwise."""

from etl.model.base import Declaration


class PeriodSpelling(Declaration):
    r"""An older spelling of periods: a pattern and what it becomes in the grammar of ``etl.model.period``.

    Attributes:
        pattern: regular expression that must match the whole text.
        becomes: the period, with ``\1`` … for the groups.
        only: the words of the series column for which this spelling holds; empty for all.
    """

    pattern: str
    becomes: str
    only: tuple[str, ...] = ()
