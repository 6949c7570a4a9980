"""What a report is made from: the rows of one build, the catalogue, the period, the language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from msgspec import Struct, field

from dashboard.format import DASH, format_moment, format_number, format_period, format_quantity, points
from dashboard.report.blocks import Cell, Column, Figure, Note, Parts, Trace
from dashboard.report.case_record import NO_RECORD, CaseRecord
from dashboard.report.periods import parse, same_end
from dashboard.report.rows import ByPeriod, ReportRows, latest_of
from dashboard.report.sentences import Sentences, inline, load_sentences
from dashboard.views.latest import ends_by
from dashboard.views.rank import Rank, rank_of
from dashboard.views.value_words import OUT_OF_SCOPE, PERCENTS, marked_number, number_of, short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.target import Target
from etl.model.vocabulary import MissingReason, RegionLevel, Result, Status
from etl.store.rows import AssessmentRow, FlagRow, ValueRow

_LONGEST_SIGN: Final = 3  # "tce" is a sign, "firm" a word that needs its plural
_NO_VALUES: Final[Mapping[str, ByPeriod]] = {}


class Basis(Struct, frozen=True, dict=True):
    """Rows, catalogue, period and language of one report, with the questions that its sections ask.

    Attributes:
        code: the region that the report is about; empty for the home region.
        record: cases and acts at the printed cut-off.
    """

    rows: ReportRows
    catalog: Catalog
    period: Period
    lang: str
    code: str = ""
    record: CaseRecord = field(default=NO_RECORD)

    # ── who and when ───────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def say(self) -> Sentences:
        """The sentences of the report's language."""
        return load_sentences(self.lang)

    @cached_property
    def home(self) -> Region:
        """The region that the deployment serves."""
        return self.catalog.home

    @cached_property
    def region(self) -> Region:
        """The region that the report is about."""
        return self.catalog.regions[self.code] if self.code else self.home

    @cached_property
    def cities(self) -> tuple[Region, ...]:
        """The regions below home that have a code."""
        return self.catalog.children(self.home.code, RegionLevel.CITY)

    @cached_property
    def counties(self) -> tuple[Region, ...]:
        """The counties of all cities, in order of their codes."""
        return tuple(
            county for city in self.cities for county in self.catalog.children(city.code, RegionLevel.COUNTY)
        )

    @cached_property
    def units(self) -> tuple[Region, ...]:
        """The reporting units below."""
        return self.catalog.children(self.home.code, RegionLevel.UNIT)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of the cities."""
        return frozenset(city.code for city in self.cities)

    def peers_of(self, region: Region) -> tuple[Region, ...]:
        """The regions that one is ranked among: the cities; for a county, those of the same city."""
        if region.level is RegionLevel.COUNTY and region.parent is not None:
            return self.catalog.children(region.parent, RegionLevel.COUNTY)
        return self.cities

    def name(self, code: str) -> str:
        """A region in words."""
        return self.catalog.regions[code].name[self.lang]

    def label(self, code: str) -> str:
        """A region in a table: its name, in English without the words that repeat its level."""
        region = self.catalog.regions[code]
        return short_name(region, self.lang) if self.lang == "en" else region.name.zh

    def short(self, code: str) -> str:
        """A region in a narrow column: 沈阳, Shenyang."""
        return short_name(self.catalog.regions[code], self.lang)

    def when(self, period: str | Period) -> str:
        """A period in words."""
        return format_period(parse(period) if isinstance(period, str) else period, self.lang)

    def moment(self, text: str) -> str:
        """A moment in words, by the clock of China; nothing where there is none."""
        return format_moment(datetime.fromisoformat(text), self.lang) if text else ""

    # ── what several sections ask for, worked out once ──────────────────────────────────────────────────
    @cached_property
    def standing_flags(self) -> tuple[FlagRow, ...]:
        """Flags as they stood at the end of the period."""
        found = (row.until(self.period) for row in self.rows.flags)
        return tuple(flag for flag in found if flag is not None)

    @cached_property
    def targets(self) -> Mapping[tuple[object, ...], Target]:
        """Declared targets by region, indicator, base, end and document."""
        return {
            (one.region, one.indicator, one.base, one.end, one.document): one
            for one in reversed(self.catalog.targets)  # of two with one place the first
        }

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What a section keeps for the others, by its name."""
        return {}

    def declared_target(self, row: AssessmentRow) -> Target | None:
        """The declaration that an assessment was made against."""
        place = (row.target_region, row.indicator, row.target_base, row.target_end, row.target_document)
        return self.targets.get(place)

    # ── indicators ─────────────────────────────────────────────────────────────────────────────────────
    def indicator(self, indicator_id: str) -> Indicator:
        """An indicator of the catalogue."""
        return self.catalog.indicators[indicator_id]

    def has(self, indicator_id: str) -> bool:
        """Whether the deployment declares an indicator."""
        return indicator_id in self.catalog.indicators

    def declared(self, indicator_ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the indicators that the deployment declares."""
        return tuple(name for name in indicator_ids if self.has(name))

    def title(self, indicator_id: str) -> str:
        """An indicator in words."""
        return self.indicator(indicator_id).name[self.lang]

    def within(self, indicator_id: str) -> str:
        """An indicator in the middle of a sentence: in English without its capital."""
        return inline(self.title(indicator_id), self.lang)

    def short_title(self, indicator_id: str) -> str:
        """An indicator at the head of a column."""
        declared = self.indicator(indicator_id)
        return (declared.short_name or declared.name)[self.lang]

    def sign(self, indicator_id: str) -> str:
        """The sign of an indicator's unit."""
        return self.catalog.units[self.indicator(indicator_id).unit].sign[self.lang]

    def unit_in_text(self, indicator_id: str) -> str:
        """The unit behind a number: its sign, or its name where the sign begins with a digit."""
        unit = self.catalog.units[self.indicator(indicator_id).unit]
        sign = unit.sign[self.lang]
        is_word = sign[:1].isdigit() or (self.lang == "en" and sign.isalpha() and len(sign) > _LONGEST_SIGN)
        return unit.name[self.lang] if is_word else sign

    # ── values ─────────────────────────────────────────────────────────────────────────────────────────
    def of_region(self, indicator_id: str, region: str) -> ByPeriod:
        """Values of an indicator and region by period."""
        return self.rows.by_indicator.get(indicator_id, _NO_VALUES).get(region, {})

    def value(self, indicator_id: str, region: str, period: str) -> ValueRow | None:
        """The value of exactly this period; None where no row exists."""
        return self.of_region(indicator_id, region).get(period)

    def known(self, indicator_id: str, region: str, period: str) -> ValueRow | None:
        """The value of exactly this period, None where there is none or it is missing."""
        row = self.value(indicator_id, region, period)
        return None if row is None or row.value is None else row

    def latest(self, indicator_id: str, region: str) -> ValueRow | None:
        """The latest value that is over when the report's period ends."""
        return latest_of(self.of_region(indicator_id, region), self.period)

    def reading(self, indicator_id: str, region: str) -> ValueRow | None:
        """The value of the report's period, of the same part of the year, or the latest before it."""
        for period in same_end(self.period):
            row = self.known(indicator_id, region, period)
            if row is not None:
                return row
        return self.latest(indicator_id, region)

    def shared_period(self, indicator_id: str, regions: Iterable[Region] | None = None) -> str | None:
        """The period in which regions are compared: the report's own if anyone has one, else the latest."""
        chosen = self.cities if regions is None else tuple(regions)
        by_region = self.rows.by_indicator.get(indicator_id, _NO_VALUES)
        known = {
            period
            for region in chosen
            for period, row in by_region.get(region.code, {}).items()
            if row.value is not None and ends_by(period, self.period)
        }
        own = next((period for period in same_end(self.period) if period in known), None)
        return own or max(known, key=lambda text: parse(text).sort_key(), default=None)

    def with_values(
        self, indicator_id: str, period: str, regions: Iterable[Region] | None = None
    ) -> tuple[ValueRow, ...]:
        """Regions that have a value of an indicator in exactly this period, in order of their codes."""
        chosen = self.cities if regions is None else regions
        rows = (self.known(indicator_id, region.code, period) for region in chosen)
        return tuple(row for row in rows if row is not None)

    def in_order(self, indicator_id: str, period: str) -> tuple[ValueRow, ...]:
        """Cities with a value, largest first, in order of codes where equal."""
        return tuple(sorted(self.with_values(indicator_id, period), key=lambda row: -(row.value or 0.0)))

    def rank(self, indicator_id: str, region: str, period: str) -> Rank | None:
        """Place of a region among its peers with data in the very period."""
        peers = self.peers_of(self.catalog.regions[region])
        values = {
            row.region: row.value
            for row in self.with_values(indicator_id, period, peers)
            if row.value is not None
        }
        return rank_of(region, values, self.indicator(indicator_id))

    def course(self, indicator_id: str, region: str, kind: PeriodKind = PeriodKind.YEAR) -> list[ValueRow]:
        """Values of one kind of period that are over, in order."""
        rows = (
            row
            for period, row in self.of_region(indicator_id, region).items()
            if row.value is not None and parse(period).kind is kind and ends_by(period, self.period)
        )
        return sorted(rows, key=lambda row: parse(row.period))

    # ── assessments ────────────────────────────────────────────────────────────────────────────────────
    def assessments(self, kind: str | None = None) -> Iterable[AssessmentRow]:
        """Assessments of home and cities whose period is over, of one kind if given."""
        for row in self.rows.assessments:
            if kind in (None, row.kind) and ends_by(row.period, self.period):
                yield row

    def judged(self, indicator_id: str, region: str) -> Sequence[AssessmentRow]:
        """Assessments of one indicator and region, of every period."""
        return self.rows.judged.get((indicator_id, region), ())

    def level(self, indicator_id: str, region: str, period: str) -> AssessmentRow | None:
        """What the barometer says of a period; a level before a reason why there is none."""
        found = [
            row
            for row in self.judged(indicator_id, region)
            if row.kind == "barometer" and row.period == period
        ]
        return min(found, key=lambda row: row.reason is not None, default=None)

    # ── figures and cells ──────────────────────────────────────────────────────────────────────────────
    def figure(self, row: ValueRow, *, absolute: bool = False) -> Figure:
        """A stored value as a traced number with its unit.

        Args:
            row: a row with a value.
            absolute: without its sign, where the sentence says whether it rose or fell.
        """
        indicator, value = self.indicator(row.indicator), row.value or 0.0
        number = (
            format_number(abs(value), indicator.display.decimals)
            if absolute
            else number_of(indicator, row, self.lang)
        )
        unit = self.unit_in_text(row.indicator)
        gap = "" if self.lang == "zh" or unit.startswith(("%", "‰")) else " "
        return Figure(f"{number}{gap}{unit}", value, (trace_of(row),))

    def computed(
        self, value: float, unit: str, decimals: int, traces: tuple[Trace, ...], *, absolute: bool = True
    ) -> Figure:
        """A number that the report computes from stored ones: a difference, sum or ratio."""
        shown = abs(value) if absolute else value
        return Figure(format_quantity(shown, unit, self.lang, decimals), value, traces)

    def points(self, newer: ValueRow, older: ValueRow, decimals: int = 1) -> tuple[float, Figure]:
        """The difference of two percentages in percentage points, with its sign, and printed without."""
        difference = (newer.value or 0.0) - (older.value or 0.0)
        figure = self.computed(difference, points(self.lang), decimals, (trace_of(newer), trace_of(older)))
        is_same = format_number(abs(difference), decimals) == format_number(0.0, decimals)
        return (0.0 if is_same else difference), figure

    def change(self, newer: ValueRow, older: ValueRow) -> tuple[float, Figure]:
        """The difference of two values in the unit of the indicator; of percentages in percentage points."""
        indicator = self.indicator(newer.indicator)
        decimals = indicator.display.decimals
        if indicator.unit in PERCENTS:
            return self.points(newer, older, decimals)
        difference = (newer.value or 0.0) - (older.value or 0.0)
        traces = (trace_of(newer), trace_of(older))
        figure = self.computed(difference, self.unit_in_text(newer.indicator), decimals, traces)
        is_same = format_number(abs(difference), decimals) == format_number(0.0, decimals)
        return (0.0 if is_same else difference), figure

    def cell(self, indicator_id: str, row: ValueRow | None) -> Cell:
        """A value as a cell; what is missing is a dash without a number."""
        if row is None or row.value is None:
            return Cell(DASH)
        indicator = self.indicator(indicator_id)
        return Cell(
            marked_number(indicator, row, self.lang), row.value, indicator.display.decimals, trace_of(row)
        )

    def verdict(self, result: str, reason: str | None) -> Cell:
        """A verdict as a cell, with its reason where there is none."""
        word = (
            say(f"result_{result}", self.lang) if reason is None else say(f"unassessed_{reason}", self.lang)
        )
        return Cell(word, result=Result(result))

    def reason(self, row: ValueRow | None, region: str = "") -> str:
        """Why a value is missing, in words; what whoever asked may not see is not called uncollected."""
        if region in self.catalog.outside:
            return say(f"missing_{OUT_OF_SCOPE}", self.lang)
        code = row.reason if row is not None and row.reason else MissingReason.NOT_COLLECTED.value
        return say(f"missing_{code}", self.lang)

    def status(self, row: ValueRow) -> str:
        """The status behind a number that its source calls preliminary or revised: ``（初步数）``.

        Where the source is silent nothing is said behind the number either; the notes on the data say so.
        """
        if row.status in {Status.FINAL, Status.AS_PUBLISHED}:
            return ""
        return self.say.text("status", word=say(f"status_{row.status}", self.lang))

    def place(self, rank: Rank | None) -> str:
        """A rank in a table: ``3``, ``3=`` where it is shared."""
        return DASH if rank is None else f"{rank.place}{'=' if rank.is_tied else ''}"

    def place_cell(self, rank: Rank | None) -> Cell:
        """A rank as a cell that sorts as a number."""
        return Cell(self.place(rank), None if rank is None else float(rank.place))

    def note(self, key: str, /, **facts: str | int | Figure | Parts) -> Note:
        """A note from a template."""
        return Note(self.say(key, **facts))

    def column(self, key: str, *, unit: str = "", is_numeric: bool = False, share: float = 1.0) -> Column:
        """A column whose title is a word of the templates."""
        return Column(self.say.text(f"columns.{key}"), unit, is_numeric=is_numeric, share=share)

    def names(self, codes: Iterable[str]) -> Parts:
        """Regions in a list: ``沈阳市、大连市``."""
        return self.say.listed([self.name(code) for code in codes])

    def listed_values(self, rows: Iterable[ValueRow]) -> Parts:
        """Regions with their values: ``大连市（8,752.9亿元）、…``."""
        items = [self.say("named_value", name=self.name(row.region), value=self.figure(row)) for row in rows]
        return self.say.listed(items)


def trace_of(row: ValueRow) -> Trace:
    """Where a stored value stands."""
    return Trace("indicator_value", row.indicator, row.region, row.period, row.value or 0.0)
