"""What a request may say: each endpoint's question as a model, refused readably where it does not fit."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from etl.errors import PeriodError
from etl.model.day import read_day
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel

LONGEST_PAGE: Final = 5000
MOST_NAMES: Final = 200
_LIKE_A_NAME: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"


def _period(text: object) -> str:
    try:
        return str(Period.parse(str(text)))
    except PeriodError as error:
        raise ValueError(str(error)) from error


def _names(text: object) -> object:
    """Names of a query, separated by commas."""
    return text.split(",") if isinstance(text, str) else text


def _day(text: object) -> object:
    """A day as it is written; a number would be taken for seconds since 1970."""
    return read_day(text) if isinstance(text, str) else text


Day = Annotated[date, BeforeValidator(_day)]
Name = Annotated[str, Field(pattern=_LIKE_A_NAME)]
PeriodText = Annotated[
    str,
    Field(min_length=4, max_length=20, description="2023, 2023H1, 2023Q1, 2023M05, 2023M01-05, 2021/2025"),
    BeforeValidator(_period),
]
Names = Annotated[
    tuple[Name, ...], BeforeValidator(_names), Field(max_length=MOST_NAMES, description="separated by commas")
]
Periods = Annotated[
    tuple[PeriodText, ...],
    BeforeValidator(_names),
    Field(max_length=MOST_NAMES, description="separated by commas"),
]


class Question(BaseModel):
    """A question; a key that nobody reads is refused, not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Nothing(Question):
    """A question without parameters."""


class Page(Question):
    """Which rows of an answer: ``offset`` first ones are left out, at most ``limit`` follow."""

    limit: int = Field(default=1000, ge=1, le=LONGEST_PAGE)
    offset: int = Field(default=0, ge=0, le=10_000_000)


class RegionsAsked(Page):
    """Regions of a level, or below a region."""

    level: RegionLevel | None = None
    parent: Name | None = None


class FiguresAsked(Page):
    """Figures or verdicts of indicators, regions and periods; all where nothing is named."""

    indicator: Names = ()
    region: Names = ()
    period: Periods = ()


class FlagsAsked(Page):
    """Flags of regions, open ones only unless ``ended`` is true."""

    region: Names = ()
    ended: bool = False


class RestrictionsAsked(Page):
    """Restrictions in force that bind one of the regions, by superiors too; all where none is named."""

    region: Names = ()
    day: Day | None = Field(default=None, alias="date", description="today by default")


class ProjectAsked(Question):
    """A project to be checked. Amounts are yearly; what is not known is left out, never set to 0."""

    region: Name = Field(description="code of the region where it is built")
    industry: str = Field(pattern=r"^[0-9]{2,4}$", description="GB/T 4754: division, group or class")
    product: str = Field(min_length=1, max_length=200)
    day: Day | None = Field(default=None, alias="date", description="day of the decision; today by default")
    energy_tce: Decimal | None = Field(
        default=None, ge=0, le=Decimal("1e9"), description="t of standard coal"
    )
    electricity_gwh: Decimal | None = Field(default=None, ge=0, le=Decimal("1e9"))
    coal_t: Decimal | None = Field(default=None, ge=0, le=Decimal("1e12"))
    capacity: Decimal | None = Field(default=None, ge=0, le=Decimal("1e12"))
    capacity_unit: str | None = Field(default=None, max_length=20)
    is_new: bool = Field(
        default=True, description="adds capacity; an upgrade within existing capacity does not"
    )
    below_benchmark: bool | None = Field(default=None, description="below 能效标杆水平")
    exempt_as: str | None = Field(default=None, max_length=100)
