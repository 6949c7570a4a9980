"""Dated rules: versions of the barometer (晴雨表), where and when each is in force, and acts that adopt one.

A version is valid only for the periods and regions that it lists. Elsewhere there is no rule in force, until
a deployment adopts a version by a dated act. Level numbers are those of the version's own text: under
``worst_first`` level 1 is the worst, under ``worst_last`` level 3.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import Exact, ExactShare, OneOrMore
from etl.model.period import Period, PeriodKind
from etl.model.source import Published
from etl.model.vocabulary import RegionLevel

Level = Annotated[int, Meta(ge=1, le=3)]
Mark = Literal["unverified"]

LEVELS = (1, 2, 3)
PEOPLE_WHO_ADOPT = 2


class BarometerSubject(StrEnum):
    """What a barometer judges; the sign convention comes with it.

    ``intensity``: actual and target are *reduction* rates, higher is better, a rise is negative.
    ``total``: actual and target are *growth* and its limit, lower is better.
    """

    INTENSITY = "intensity"
    TOTAL = "total"


class LevelOrder(StrEnum):
    """Which end of the level numbers is the worst."""

    WORST_FIRST = "worst_first"
    WORST_LAST = "worst_last"


class ComparedTarget(StrEnum):
    """The target that the published rule compares with."""

    PROGRESS_TARGET = "progress_target"
    ANNUAL_TARGET = "annual_target"
    YEARLY_TASK_AND_FIVE_YEAR_PROGRESS = "yearly_task_and_five_year_progress"


class GapShareMethod(Declaration, tag_field="kind", tag="gap_share"):
    """Level 3 when the target is met, 2 when missed by at most a share of it, else 1.

    Attributes:
        tolerance_share: the share of |target| up to which a miss is level 2, itself included, as a fraction.
    """

    kind: ClassVar[Literal["gap_share"]] = "gap_share"
    tolerance_share: ExactShare


class SignMethod(Declaration, tag_field="kind", tag="sign"):
    """Level 1 when the intensity rose, 2 when it fell short of the target, else 3; no change is no rise."""

    kind: ClassVar[Literal["sign"]] = "sign"


class HeldAsPublishedMethod(Declaration, tag_field="kind", tag="held_as_published"):
    """Levels were published without their thresholds: they are held and never computed.

    Attributes:
        first_year: first year for which levels of the subject were published, None for the whole validity.
    """

    kind: ClassVar[Literal["held_as_published"]] = "held_as_published"
    first_year: int | None = None


class GapBand(Declaration):
    """One level's interval of the shortfall in percentage points, ``[low, high)``.

    Attributes:
        low_pp: lower end; belongs to the band unless ``low_included`` is false.
        high_pp: upper end, never in the band; None for an open end.
    """

    level: Level
    low_pp: Exact
    low_included: bool = True
    high_pp: Exact | None = None

    def holds(self, gap_pp: Decimal) -> bool:
        """Whether a shortfall in percentage points lies in the band."""
        above = gap_pp > self.low_pp or (self.low_included and gap_pp == self.low_pp)
        return above and (self.high_pp is None or gap_pp < self.high_pp)


class PeriodBands(Declaration):
    """The bands that hold for one kind of period, the mildest first and without holes."""

    period_kind: PeriodKind
    bands: OneOrMore[GapBand]

    def __post_init__(self) -> None:
        for milder, worse in zip(self.bands, self.bands[1:], strict=False):
            if milder.high_pp != worse.low_pp or not worse.low_included or worse.level <= milder.level:
                msg = f"band of level {worse.level} does not continue the band of level {milder.level}"
                raise ValueError(msg)
        if self.bands[-1].high_pp is not None:
            msg = "the worst band must have an open end, or a large shortfall would have no level"
            raise ValueError(msg)


class GapPointsMethod(Declaration, tag_field="kind", tag="gap_points"):
    """Level by the shortfall in percentage points; a shortfall below all bands has no level."""

    kind: ClassVar[Literal["gap_points"]] = "gap_points"
    by_period: OneOrMore[PeriodBands]

    def bands_for(self, kind: PeriodKind) -> tuple[GapBand, ...] | None:
        """The bands of a kind of period, None where the rule states none."""
        return next((entry.bands for entry in self.by_period if entry.period_kind is kind), None)


LevelMethod = GapShareMethod | SignMethod | HeldAsPublishedMethod | GapPointsMethod


class RuleDocument(Declaration):
    """A document that states or applies the rule.

    Attributes:
        number: 文号, or the title where the document has no number.
        mark: ``unverified`` where no copy of the text could be compared.
    """

    number: Text
    mark: Mark | None = None
    note: Bilingual | None = None


class LevelLight(Declaration):
    """The light that a level is published with; ``unverified`` where the text gives no colour."""

    level: Level
    light: Bilingual
    mark: Mark | None = None


class Jurisdiction(Struct, frozen=True):
    """Where a region stands.

    Attributes:
        level: administrative level of the region.
        path: codes from the region itself up to the highest known superior.
    """

    level: RegionLevel
    path: tuple[str, ...]


class RuleValidity(Declaration):
    """Periods for which a version is valid, at one level of regions.

    Attributes:
        periods: the periods, each spelled out; no period between them is implied.
        region_level: level of the regions that the version judges.
        within: code of the region whose own barometer it was; None for the whole nation.
        compared_with: which target the level compares with.
        mark: ``unverified`` where no document that names these periods could be compared.
    """

    periods: OneOrMore[Period]
    region_level: RegionLevel
    within: str | None = None
    compared_with: ComparedTarget
    mark: Mark | None = None
    note: Bilingual | None = None

    def covers(self, period: Period, region: Jurisdiction) -> bool:
        """Whether the version is valid for a region and period."""
        return (
            period in self.periods
            and region.level is self.region_level
            and (self.within is None or self.within in region.path)
        )


class BarometerRule(Declaration):
    """One version of the barometer.

    Attributes:
        id: name of the version.
        documents: what states or applies it.
        valid_for: where it is in force by its own terms.
        level_order: which end of the level numbers is the worst.
        intensity: how the level of 能耗强度 is found.
        total: how the level of 能源消费总量 is found; None where the version does not judge it.
        lights: the light of every level.
        issued: when the document that first stated or applied it was issued, if known.
    """

    id: Identifier
    name: Bilingual
    issued: Published | None = None
    documents: OneOrMore[RuleDocument]
    valid_for: OneOrMore[RuleValidity]
    level_order: LevelOrder
    intensity: LevelMethod
    total: LevelMethod | None
    lights: tuple[LevelLight, ...]
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        self._every_level_has_one_light()
        self._methods_fit_the_order()

    def _every_level_has_one_light(self) -> None:
        if tuple(light.level for light in self.lights) != LEVELS:
            msg = f"lights must name the levels {LEVELS} once each, in this order"
            raise ValueError(msg)

    def _methods_fit_the_order(self) -> None:
        expected = {"gap_share": LevelOrder.WORST_FIRST, "sign": LevelOrder.WORST_FIRST}
        expected["gap_points"] = LevelOrder.WORST_LAST
        for method in (self.intensity, self.total):
            if method and expected.get(method.kind, self.level_order) is not self.level_order:
                msg = f"levels of kind {method.kind} cannot be {self.level_order.value}"
                raise ValueError(msg)
        if self.total and self.total.kind == "sign":
            msg = "kind sign judges a rise of the intensity; no text states it for the total"
            raise ValueError(msg)

    def method_of(self, subject: BarometerSubject) -> LevelMethod | None:
        """How the level of a subject is found; None where the version does not judge it."""
        return self.intensity if subject is BarometerSubject.INTENSITY else self.total

    def is_valid_for(self, period: Period, region: Jurisdiction) -> bool:
        """Whether the version is in force by its own terms."""
        return any(validity.covers(period, region) for validity in self.valid_for)

    def light_of(self, level: int) -> LevelLight:
        """The light of a level 1–3."""
        return self.lights[level - 1]


class BarometerAdoption(Declaration):
    """A dated act by which a deployment adopts a version for further periods (沿用).

    Attributes:
        version: id of the adopted version.
        periods: the periods, each spelled out.
        region: code of the region that adopts it, for itself and the regions under it.
        document: 文号 of the act.
        date: day of the act.
        people: the two people, or more, who entered it.
    """

    version: Identifier
    periods: OneOrMore[Period]
    region: Text
    document: Text
    date: date
    people: tuple[str, ...]

    def __post_init__(self) -> None:
        if len({name.strip() for name in self.people} - {""}) < PEOPLE_WHO_ADOPT:
            msg = "an adoption needs two different people"
            raise ValueError(msg)

    def covers(self, version: str, period: Period, region: Jurisdiction) -> bool:
        """Whether the act puts a version in force for a region and period."""
        return version == self.version and period in self.periods and self.region in region.path


def find_adoption(
    adoptions: Sequence[BarometerAdoption], version: str, period: Period, region: Jurisdiction
) -> BarometerAdoption | None:
    """The earliest act that adopts a version for a region and period, if there is one."""
    covering = [act for act in adoptions if act.covers(version, period, region)]
    return min(covering, key=lambda act: act.date, default=None)
