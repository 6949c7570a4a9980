"""Readings of key energy users (重点用能单位) in a lake, and what they are rolled up to: county-months.

A lake is a folder of Parquet files (docs/spark.md)::

    lake.yaml                          whose readings, of which nature, complete up to which day
    users/*.parquet                    which firm is a key energy user, in which county, from when until when
    readings/month=2026-01/*.parquet   what a meter or a return says of one hour or one month
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from etl.model.base import Declaration, Identifier
from etl.model.vocabulary import Nature

LAKE_FILE: Final = "lake.yaml"
READINGS, USERS = "readings", "users"

READING_TYPES: Final = {
    "enterprise": "VARCHAR",
    "energy": "VARCHAR",
    "begins": "TIMESTAMP",
    "span": "VARCHAR",
    "quantity": "DECIMAL(18,4)",
    "unit": "VARCHAR",
    "edition": "INTEGER",
    "received": "DATE",
    "nature": "VARCHAR",
}
"""Columns of a reading: firm (统一社会信用代码), energy carrier (of ``factors/coal_equivalents.csv``), first
moment of its ``hour`` or ``month``, amount and unit, number of the edition (a correction has a higher one),
day of arrival, and what kind of evidence it is."""

USER_TYPES: Final = {"enterprise": "VARCHAR", "county": "VARCHAR", "valid_from": "DATE", "valid_to": "DATE"}
"""Columns of the register; ``valid_to`` is the first day on which it holds no longer, null while it holds."""


class Outcome(StrEnum):
    """What became of a reading; every reading has exactly one.

    The first four are in order: the reading counts, or another one counts in its place. The others are
    rejected.
    """

    COUNTED = "counted"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    COVERED_BY_MONTH = "covered_by_month"
    UNKNOWN_SPAN = "unknown_span"
    OTHER_TIME = "other_time"
    UNKNOWN_USER = "unknown_user"
    UNKNOWN_ENERGY = "unknown_energy"
    WRONG_UNIT = "wrong_unit"
    NO_QUANTITY = "no_quantity"
    NEGATIVE = "negative"
    RECEIVED_BEFORE = "received_before"
    EDITION_DISAGREES = "edition_disagrees"


IN_PLACE: Final = (Outcome.SUPERSEDED, Outcome.DUPLICATE, Outcome.COVERED_BY_MONTH)
"""Readings that are sound, and in whose place another one counts."""


class Lake(Declaration):
    """What ``lake.yaml`` declares.

    Attributes:
        source: id of the source whose raw files the roll-ups are.
        nature: what kind of evidence the readings are; each says so itself too.
        complete_to: everything that had arrived by this day is in the lake.
    """

    source: Identifier
    publisher: str
    licence: str
    nature: Nature
    complete_to: date
    watermark: str | None = None


class EnergyFactor(NamedTuple):
    """Tonnes of coal equivalent per unit of an energy carrier, exact."""

    energy: str
    unit: str
    tce: Decimal


class CountyMonth(NamedTuple):
    """All key energy users of a county in a month.

    Attributes:
        month: such as ``2026-01``.
        tce: energy that was read, in tonnes of coal equivalent (当量值), exact; None where nothing counted.
        counted: how many readings it is made of.
        users_due: firms in the register.
        users_read: of these, those with a reading that counts.
        hours_lacking: hours without a reading of firms that send an energy by the hour.
        rejected: readings of these firms that were rejected.
        known_from: day on which the last sound reading arrived; None where there is none.
    """

    county: str
    month: str
    tce: Decimal | None
    counted: int
    users_due: int
    users_read: int
    hours_lacking: int
    rejected: int
    known_from: date | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lacking, as far as the register and the meters tell."""
        return self.users_read == self.users_due and not self.hours_lacking and not self.rejected


class OutcomeCount(NamedTuple):
    """How many readings of a month had an outcome."""

    month: str
    outcome: str
    readings: int


class RejectedReading(NamedTuple):
    """A reading that was not counted, with the reason."""

    enterprise: str | None
    energy: str | None
    begins: str | None
    span: str | None
    quantity: Decimal | None
    unit: str | None
    edition: int | None
    received: date | None
    outcome: str


class RolledUp(NamedTuple):
    """What a roll-up found: every county-month, what became of the readings, and those rejected."""

    county_months: tuple[CountyMonth, ...]
    outcomes: tuple[OutcomeCount, ...]
    rejected: tuple[RejectedReading, ...]
