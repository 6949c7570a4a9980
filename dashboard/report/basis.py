"""What a report is made from: the rows of one build, the catalogue, the period, the language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dashboard.format import DASH, format_number, format_period, format_quantity, points
from dashboard.queries import Queries
from dashboard.report.document import Cell, Figure, Note, Parts, Trace
from dashboard.report.sentences import Sentences, load_sentences
from dashboard.views.known_by import ends_by, latest_values
from dashboard.views.rank import Rank, rank_of
from dashboard.views.shown import number_of, short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import MissingReason, RegionLevel, Result, Status
from etl.store.rows import (
    AssessmentRow,
    BuildRow,
    ChallengeRow,
    FileRow,
    FlagRow,
    ObservationRow,
    RecordRow,
    ValueRow,
)

RESTRICTION_REGISTER: Final = "restriction_episode"
LEVEL_SERIES_UNIT: Final = "alert_level"
_LONGEST_SIGN: Final = 3  # "tce" is a sign, "firm" a word that needs its plural


@dataclass(frozen=True)
class ReportRows:
    """The rows of one build that the province report reads."""

    build: BuildRow
    values: tuple[ValueRow, ...]
    assessments: tuple[AssessmentRow, ...]
    levels: tuple[ObservationRow, ...]
    titles: tuple[ObservationRow, ...]
    flags: tuple[FlagRow, ...]
    challenges: tuple[ChallengeRow, ...]
    restrictions: tuple[RecordRow, ...]
    files: tuple[FileRow, ...]


def read_rows(queries: Queries, catalog: Catalog) -> ReportRows:
    """Ask the build for everything the report needs about home, the regions below and the nation."""
    regions = [region.code for region in report_regions(catalog)]
    titles = [series for name in title_indicators(catalog) for series in catalog.series_of(name)]
    grades = [series.id for series in catalog.series.values() if series.unit == LEVEL_SERIES_UNIT]
    return ReportRows(
        build=queries.build(),
        values=tuple(queries.values(regions=regions)),
        assessments=tuple(queries.assessments(regions=regions)),
        levels=tuple(queries.observations(series=grades, regions=[catalog.home.code])),
        titles=tuple(queries.observations(series=titles, regions=regions)),
        flags=tuple(queries.flags(regions)),
        challenges=tuple(queries.challenges(regions=regions)),
        restrictions=tuple(queries.records(RESTRICTION_REGISTER)),
        files=tuple(queries.files()),
    )


def title_indicators(catalog: Catalog) -> tuple[str, ...]:
    """Counts of firms with a title, in order of the catalogue."""
    return tuple(
        indicator.id
        for indicator in catalog.indicators.values()
        if indicator.topic == "smes" and indicator.unit == "firm"
    )


def report_regions(catalog: Catalog) -> tuple[Region, ...]:
    """The home region, everything directly below it, and the regions above."""
    home = catalog.home
    return (home, *catalog.children(home.code), *catalog.ancestors(home.code))


@dataclass(frozen=True)
class Basis:
    """Rows, catalogue, period and language of one report, with the questions that its sections ask."""

    rows: ReportRows
    catalog: Catalog
    period: Period
    lang: str

    # ── who and when ───────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def say(self) -> Sentences:
        """The sentences of the report's language."""
        return load_sentences(self.lang)

    @cached_property
    def home(self) -> Region:
        """The region that the report is about."""
        return self.catalog.home

    @cached_property
    def cities(self) -> tuple[Region, ...]:
        """The regions below that have a code."""
        return self.catalog.children(self.home.code, RegionLevel.CITY)

    @cached_property
    def units(self) -> tuple[Region, ...]:
        """The reporting units below."""
        return self.catalog.children(self.home.code, RegionLevel.UNIT)

    def name(self, code: str) -> str:
        """A region in words."""
        return self.catalog.regions[code].name[self.lang]

    def label(self, code: str) -> str:
        """A region in a table: its name, in English without the words that repeat its level."""
        region = self.catalog.regions[code]
        return short_name(region, self.lang) if self.lang == "en" else region.name.zh

    def when(self, period: str | Period) -> str:
        """A period in words."""
        return format_period(Period.parse(period) if isinstance(period, str) else period, self.lang)

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

    # ── values ─────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def _values(self) -> dict[tuple[str, str, str], ValueRow]:
        return {(row.indicator, row.region, row.period): row for row in self.rows.values}

    @cached_property
    def _latest(self) -> dict[tuple[str, str], ValueRow]:
        return latest_values(self.rows.values, self.period)

    def value(self, indicator_id: str, region: str, period: str) -> ValueRow | None:
        """The value of exactly this period; None where no row exists."""
        return self._values.get((indicator_id, region, period))

    def latest(self, indicator_id: str, region: str) -> ValueRow | None:
        """The latest value that is over when the report's period ends."""
        return self._latest.get((indicator_id, region))

    def with_values(self, indicator_id: str, period: str) -> tuple[ValueRow, ...]:
        """Cities that have a value of an indicator in exactly this period, in order of their codes."""
        rows = (self.value(indicator_id, city.code, period) for city in self.cities)
        return tuple(row for row in rows if row is not None and row.value is not None)

    def in_order(self, indicator_id: str, period: str) -> tuple[ValueRow, ...]:
        """Cities with a value, largest first, in order of codes where equal."""
        return tuple(sorted(self.with_values(indicator_id, period), key=lambda row: -(row.value or 0.0)))

    def rank(self, indicator_id: str, region: str, period: str) -> Rank | None:
        """Place of a city among the cities with data in the very period."""
        values = {
            row.region: row.value for row in self.with_values(indicator_id, period) if row.value is not None
        }
        return rank_of(region, values, self.indicator(indicator_id))

    def assessments(self, kind: str | None = None) -> Iterable[AssessmentRow]:
        """Assessments of home and cities whose period is over, of one kind if given."""
        for row in self.rows.assessments:
            if kind in (None, row.kind) and ends_by(row.period, self.period):
                yield row

    # ── figures and cells ──────────────────────────────────────────────────────────────────────────────
    def unit_in_text(self, indicator_id: str) -> str:
        """The unit behind a number: its sign, or its name where the sign begins with a digit."""
        unit = self.catalog.units[self.indicator(indicator_id).unit]
        sign = unit.sign[self.lang]
        is_word = sign[:1].isdigit() or (self.lang == "en" and sign.isalpha() and len(sign) > _LONGEST_SIGN)
        return unit.name[self.lang] if is_word else sign

    def figure(self, row: ValueRow, *, absolute: bool = False) -> Figure:
        """A stored value as a traced number with its unit.

        Args:
            row: a row with a value.
            absolute: without its sign, where the sentence says whether it rose or fell.
        """
        indicator, value = self.indicator(row.indicator), row.value or 0.0
        shown = row._replace(value=abs(value)) if absolute else row
        number = (
            format_number(shown.value, indicator.display.decimals)
            if absolute
            else number_of(indicator, shown, self.lang)
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

    def cell(self, indicator_id: str, row: ValueRow | None) -> Cell:
        """A value as a cell; what is missing is a dash without a number."""
        if row is None or row.value is None:
            return Cell(DASH)
        indicator = self.indicator(indicator_id)
        return Cell(
            number_of(indicator, row, self.lang), row.value, indicator.display.decimals, trace_of(row)
        )

    def verdict(self, result: str, reason: str | None) -> Cell:
        """A verdict as a cell, with its reason where there is none."""
        word = (
            say(f"result_{result}", self.lang) if reason is None else say(f"unassessed_{reason}", self.lang)
        )
        return Cell(word, result=Result(result))

    def reason(self, row: ValueRow | None) -> str:
        """Why a value is missing, in words."""
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

    def note(self, key: str, /, **facts: str | int | Figure | Parts) -> Note:
        """A note from a template."""
        return Note(self.say(key, **facts))

    def listed_values(self, rows: Iterable[ValueRow]) -> Parts:
        """Regions with their values: ``大连市（8,752.9亿元）、…``."""
        items = [self.say("named_value", name=self.name(row.region), value=self.figure(row)) for row in rows]
        return self.say.listed(items)


def trace_of(row: ValueRow) -> Trace:
    """Where a stored value stands."""
    return Trace("indicator_value", row.indicator, row.region, row.period, row.value or 0.0)
