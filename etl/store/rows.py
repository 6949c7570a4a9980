"""Rows as readers get them: typed tuples, one per table or question."""

import json
from datetime import date
from typing import NamedTuple

from etl.model.assessment import IndicatorValue
from etl.model.period import Period
from etl.model.tables import SCHEMA_VERSION
from etl.model.vocabulary import Basis, Bound, ChallengeStatus, Nature, Status


class CellAddress(NamedTuple):
    """Where a figure stands: file, sheet, 1-based row and column."""

    file: str
    sheet: str
    row: int
    column: int


class BuildRow(NamedTuple):
    """The build itself."""

    build_id: str
    deployment: str
    as_of: date | None
    catalog_sha256: str
    inputs_sha256: str
    code_sha256: str
    nature: str
    schema_version: str = SCHEMA_VERSION


class ValueRow(NamedTuple):
    """One indicator value; ``value`` is None exactly where ``status`` is ``missing``.

    ``rule`` is the version of the plan's rules that made it, where one was needed; ``note`` what its source
    says of the scope of a published figure. ``is_challenged`` is no column: whoever shows a figure sets it
    where an open challenge concerns it, by what people have answered by then.
    """

    indicator: str
    region: str
    period: str
    value: float | None
    status: str
    reason: str | None
    basis: str
    nature: str
    bound: str
    rule: str | None = None
    note: str | None = None
    is_challenged: bool = False


def as_indicator_value(row: ValueRow) -> IndicatorValue:
    """A row of values as the rules read it."""
    return IndicatorValue(
        row.indicator,
        row.region,
        Period.parse(row.period),
        row.value,
        Status(row.status),
        row.reason,
        Basis(row.basis),
        Nature(row.nature),
        Bound(row.bound),
        row.rule,
    )


class ObservationRow(NamedTuple):
    """One observation with its vintage (1 = in use) and the cell that it came from.

    ``reported`` is what stands in the cell; where ``correction`` names a correction, ``value`` comes from
    that.
    """

    series: str
    region: str
    period: str
    vintage: int
    value: float | None
    status: str
    reason: str | None
    bound: str
    nature: str
    source: str
    known_from: date
    cited_as: str | None
    note: str | None
    cell: CellAddress
    reported: float | None
    reported_unit: str
    correction: str | None = None


class FindingRow(NamedTuple):
    """One finding, the columns of its table; ``facts`` is JSON."""

    kind: str
    subject: str
    region: str
    period: str
    result: str
    facts: str


class PeerRow(NamedTuple):
    """One structural nearest neighbour of a region in a year."""

    region: str
    year: int
    rank: int
    peer: str
    distance: float


class RankRow(NamedTuple):
    """Place of a region among those of its level; the band is None without a revision history."""

    indicator: str
    region: str
    period: str
    position: int
    ranked: int
    tied: int
    best: int | None
    worst: int | None


class TitleFlowRow(NamedTuple):
    """One month of the titles of a region, tier and industry (None for all industries).

    What stands beside the stock is None where the count is too small to be shown.
    """

    tier: str
    region: str
    industry: str | None
    period: str
    opening: int
    recognised: int
    restored: int
    moved_in: int
    recoded_in: int
    expired: int
    revoked: int
    moved_out: int
    recoded_out: int
    merged: int
    closing: int
    gross: int | None
    review_pending: int | None
    expiring: int | None


class TitleStateRow(NamedTuple):
    """One title as it stands at the end of the last month; ``cell`` is None where no list names it so."""

    tier: str
    firm: str
    name: str
    region: str
    industry: str | None
    batch: str | None
    recognised: date
    valid_to: date | None
    state: str
    since: date
    source: str | None
    cell: CellAddress | None


class AssessmentRow(NamedTuple):
    """One assessment, the columns of its table."""

    indicator: str
    region: str
    period: str
    kind: str
    result: str
    reason: str | None
    value: float | None
    basis: str | None
    nature: str | None
    rule: str | None
    target_value: float | None
    target_unit: str | None
    target_comparator: str | None
    target_origin: str | None
    target_region: str | None
    target_base: int | None
    target_end: int | None
    target_nature: str | None
    target_document: str | None
    required: float | None
    gap: float | None
    progress: float | None
    progress_due: float | None
    pace_needed: float | None
    facts: str

    @property
    def ahead(self) -> float | None:
        """How far the value is ahead of what is required (+) or behind it (−), in the unit of the target.

        Every page, download and report prints a distance with this sign, whichever way the target points.
        """
        if self.gap is None or self.target_comparator not in {"at_most", "before"}:
            return self.gap
        return -self.gap


class FlagRow(NamedTuple):
    """One flag, the columns of its table: ``period`` is the last one for which it stood.

    ``facts`` is JSON: of the last period, and under ``course`` of every period for which it stood.
    """

    flag_id: str
    family: str
    strength: str
    cause: str
    indicator: str
    region: str
    period: str
    rule: str
    facts: str
    first_period: str | None = None
    ended_in: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether the region has not recovered since."""
        return self.ended_in is None

    @property
    def ended_how(self) -> str | None:
        """``recovered``, or ``lapsed`` with its plan or version; None while it lasts."""
        return None if self.ended_in is None else str(json.loads(self.facts).get("ended_how", "recovered"))

    def covers(self, period: Period) -> bool:
        """Whether the flag stood from before or in a period until it or later."""
        first, last = Period.parse(self.first_period or self.period), Period.parse(self.period)
        return first <= period <= last

    def until(self, period: Period) -> "FlagRow | None":
        """The flag as it stood at the end of a period; None before it was raised or after it had ended."""
        if self.ended_in is not None and Period.parse(self.ended_in).sort_key()[:2] <= period.sort_key()[:2]:
            return None
        facts = json.loads(self.facts)
        if "course" not in facts:
            return self if _ends_by(self.period, period) else None
        known = [each for each in facts["course"] if _ends_by(each["period"], period)]
        if not known:
            return None
        last = {"base": facts["base"], **known[-1], "course": known}
        texts = {name: last.pop(name) for name in ("period", "cause", "strength")}
        return self._replace(
            **texts, facts=json.dumps(last, ensure_ascii=False, sort_keys=True), ended_in=None
        )


class ChallengeRow(NamedTuple):
    """One challenge, the columns of its table.

    ``status`` and ``course`` are no columns: whoever shows a challenge sets what people did about it, the
    course as JSON; a build knows of neither.
    """

    challenge_id: str
    kind: str
    severity: str
    subject: str
    region: str
    period: str | None
    facts: str
    status: str = ChallengeStatus.OPEN.value
    course: str = ""


class RecordRow(NamedTuple):
    """One row of a register; ``fields`` is JSON."""

    register: str
    region: str | None
    fields: str
    source: str
    cell: CellAddress


class FileRow(NamedTuple):
    """One source file of the build."""

    file_id: int
    source: str
    path: str
    sha256: str
    published: str
    known_from: date
    used: bool


class StageCountRow(NamedTuple):
    """Conservation of rows: in = kept + rejected + left out as declared."""

    stage: str
    source: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    rows_left_out: int


class RejectedRow(NamedTuple):
    """One rejected cell; series, region and period where they were understood."""

    stage: str
    source: str
    cell: CellAddress
    code: str
    found: str
    facts: str
    series: str | None = None
    region: str | None = None
    period: str | None = None


class KnownRow(NamedTuple):
    """How many values there are, of how many indicators, regions and periods."""

    values: int
    indicators: int
    regions: int
    periods: int


class CoverageRow(NamedTuple):
    """How many regions of a level have a value of an indicator in a period."""

    indicator: str
    period: str
    level: str
    regions: int


def _ends_by(period: str, last: Period) -> bool:
    """Whether a period is over by the end of another."""
    return Period.parse(period).sort_key()[:2] <= last.sort_key()[:2]
