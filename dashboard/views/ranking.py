"""Regions in order: those with data by value, then those without and why."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_change, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.rank import rank_of
from dashboard.views.shared_rows import Scene
from dashboard.views.sheet import Sheet, Value
from dashboard.views.value_words import Shown, delivered_by, difference_unit, show_value, unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.region import Region
from etl.model.vocabulary import Direction, RegionLevel, Result, UnassessedReason
from etl.store.rows import AssessmentRow, ValueRow
from etl.store.working import declared_figures

_SHEET_COLUMNS: Final = (
    "place", "code", "region", "value", "unit", "change", "verdict", "evidence", "reason", "sources",
)  # fmt: skip


class Verdict(Struct, frozen=True):
    """A verdict with the reason where there is none."""

    result: Result
    reason: UnassessedReason | None = None


class RankingRow(Struct, frozen=True):
    """A region in the ranking.

    Attributes:
        place: its rank in words, ``并列第3``; ``—`` for those not ranked.
        start, length: where its bar begins and how long it is, as shares of the widest range from zero.
        change: against the same period a year earlier.
        source_numbers: numbers of its sources in the view's list.
        raw: the value at full precision, for download.
    """

    code: str
    name: str
    address: str
    place: str
    value: Shown
    start: float
    length: float
    change: str
    verdict: Verdict | None
    source_numbers: tuple[int, ...]
    raw: float | None
    is_marked: bool = False


class RankingView(Struct, frozen=True):
    """All regions of a scope.

    Attributes:
        ranked: regions with data, first place first.
        units: reporting units without a code that have data; they take no place.
        missing: regions without data, each with its reason.
        zero: where zero lies on the scale of the bars, as a share.
        rule: how places are given, and among how many.
        sources: title of each source by its number.
        source_ids: their ids.
        is_judged: whether any region has a verdict.
        has_change: whether any region has a value a year earlier.
        csv_address: where the same figures can be downloaded.
    """

    lang: str
    title: str
    unit: str
    ranked: tuple[RankingRow, ...]
    units: tuple[RankingRow, ...]
    missing: tuple[RankingRow, ...]
    zero: float
    rule: str
    to_deliver: str
    sources: tuple[str, ...]
    source_ids: tuple[str, ...]
    is_judged: bool
    has_change: bool
    csv_address: str = ""


def build_ranking_view(
    catalog: Catalog, scene: Scene, selection: Selection, *, csv_address: str = ""
) -> RankingView:
    """The regions of a scope in order.

    Args:
        catalog: the declarations.
        scene: the rows of the chosen indicator and period.
        selection: what the address says.
        csv_address: where the same figures can be downloaded.
    """
    maker = _RowMaker(catalog, scene, selection)
    values, units = scene.values, scene.unit_values
    in_scope = {region.code: region for region in (*scene.choice.scope.regions, *scene.choice.scope.units)}
    first_is_lowest = scene.choice.indicator.direction is Direction.LOWER_IS_BETTER
    order = sorted(values, key=lambda code: (values[code] if first_is_lowest else -values[code], code))
    if not scene.choice.indicator.ranked:
        order = [region.code for region in scene.choice.scope.regions if region.code in values]
    lang = selection.lang
    return RankingView(
        lang=lang,
        title=title_of(scene, lang),
        unit=unit_sign(catalog, scene.choice.indicator, lang),
        ranked=tuple(maker.row(in_scope[code]) for code in order),
        units=tuple(maker.row(in_scope[code]) for code in units),
        missing=tuple(
            maker.row(region) for region in scene.choice.scope.regions if region.code not in values
        ),
        zero=maker.zero,
        rule=_rule(scene, lang),
        to_deliver=_to_deliver(catalog, scene, lang),
        sources=tuple(catalog.sources[source].title[lang] for source in maker.sources)
        or _documents(catalog, scene),
        source_ids=tuple(maker.sources),
        is_judged=scene.is_judged,
        has_change=bool(scene.previous.keys() & values.keys()),
        csv_address=csv_address,
    )


def title_of(scene: Scene, lang: str) -> str:
    """Period, place and indicator: ``2023年各市地区生产总值``."""
    choice = scene.choice
    return words(lang)(
        "ranking.title",
        period=format_period(choice.period, lang) if choice.period else "",
        regions=regions_word(choice.scope.level, lang),
        indicator=choice.indicator.name[lang],
    ).strip()


def regions_word(level: RegionLevel, lang: str) -> str:
    """The regions of a level: 各市, cities."""
    return words(lang)(f"level.{level}.all")


def ranking_sheet(view: RankingView) -> Sheet:
    """The ranking for download, exactly what is shown, at full precision."""
    say_word = words(view.lang)
    header = tuple(say_word(f"ranking.column.{key}") for key in _SHEET_COLUMNS)
    rows = tuple(_sheet_row(row, view) for row in (*view.ranked, *view.units, *view.missing))
    return Sheet(view.title, header, rows, view.source_ids, (view.rule,) if view.rule else ())


def _sheet_row(row: RankingRow, view: RankingView) -> tuple[Value, ...]:
    verdict = verdict_words(row.verdict, view.lang) if row.verdict else ""
    sources = words(view.lang)("punctuation.semicolon").join(
        view.sources[number - 1] for number in row.source_numbers
    )
    evidence = "·".join(row.value.evidence) + row.value.remark
    return (row.place, row.code, row.name, row.raw, row.value.unit, row.change, verdict, evidence,
            row.value.reason, sources)  # fmt: skip


def verdict_words(verdict: Verdict, lang: str) -> str:
    """A verdict in words; unassessed with its reason."""
    if verdict.reason is not None:
        return say(f"unassessed_{verdict.reason}", lang)
    return say(f"result_{verdict.result}", lang)


def verdict_of(row: AssessmentRow) -> Verdict:
    """The verdict of an assessment."""
    return Verdict(Result(row.result), UnassessedReason(row.reason) if row.reason else None)


def verdict_in(scene: Scene, region: Region) -> Verdict | None:
    """The verdict of a region; where others are judged, one that no assessment names has no data."""
    found = scene.verdicts.get(region.code)
    if found is not None:
        return verdict_of(found)
    return Verdict(Result.UNASSESSED, UnassessedReason.NO_DATA) if scene.is_judged else None


def place_words(code: str, scene: Scene, lang: str) -> str:
    """The place of a region among those with data, ties as ties; ``—`` where it has none."""
    values = scene.values
    rank = rank_of(code, values, scene.choice.indicator)
    if rank is None:
        return DASH
    return words(lang)("ranking.tied" if rank.is_tied else "ranking.place", place=rank.place)


class _RowMaker:
    """Makes rows on one scale of bars and one list of sources."""

    def __init__(self, catalog: Catalog, scene: Scene, selection: Selection) -> None:
        self.catalog, self.scene, self.selection = catalog, scene, selection
        shown = (*scene.values.values(), *scene.unit_values.values())
        self.low, self.high = min((0.0, *shown)), max((0.0, *shown))
        self.sources = tuple(dict.fromkeys(source for ids in _used_sources(scene) for source in ids))

    @property
    def zero(self) -> float:
        """Where zero lies, as a share of the scale."""
        return self._at(0.0)

    def _at(self, value: float) -> float:
        width = self.high - self.low
        return (value - self.low) / width if width else 0.0

    def row(self, region: Region) -> RankingRow:
        """The row of one region."""
        scene, lang = self.scene, self.selection.lang
        row = scene.rows.get(region.code)
        value = row.value if row else None
        ends = (self.zero, self._at(value or 0.0))
        return RankingRow(
            code=region.code,
            name=region.name[lang],
            address=to_url(Selection("region", self.selection.lang, region=region.code)),
            place=place_words(region.code, scene, lang),
            value=show_value(self.catalog, scene.choice.indicator, row, lang, region=region),
            start=min(ends),
            length=max(ends) - min(ends),
            change=self._change(row),
            verdict=verdict_in(scene, region),
            source_numbers=self._numbers(region.code) if value is not None else (),
            raw=value,
            is_marked=region.code in {self.catalog.home.code, self.selection.region},
        )

    def _numbers(self, code: str) -> tuple[int, ...]:
        return tuple(self.sources.index(source) + 1 for source in self.scene.source_ids.get(code, ()))

    def _change(self, row: ValueRow | None) -> str:
        before = self.scene.previous.get(row.region) if row else None
        if row is None or row.value is None or before is None:
            return DASH
        indicator, lang = self.scene.choice.indicator, self.selection.lang
        unit = difference_unit(self.catalog, indicator, lang)
        return format_change(row.value - before, lang, decimals=indicator.display.decimals, unit=unit)


def _used_sources(scene: Scene) -> Iterable[tuple[str, ...]]:
    return (
        ids for code, ids in scene.source_ids.items() if code in scene.values or code in scene.unit_values
    )


def _documents(catalog: Catalog, scene: Scene) -> tuple[str, ...]:
    """The documents behind values that come from declarations and not from source files."""
    indicator, period = scene.choice.indicator, scene.choice.period
    figures = (
        figure
        for code in scene.values
        if period is not None
        for figure in declared_figures(catalog, indicator, code, period)
    )
    return tuple(dict.fromkeys(figure.document for figure in figures))


def _rule(scene: Scene, lang: str) -> str:
    """Among how many the places are given, and which end is first."""
    choice = scene.choice
    return words(lang)(
        f"ranking.rule.{choice.indicator.direction if choice.indicator.ranked else 'unranked'}",
        count=len(scene.values),
        of=len(choice.scope.regions),
        regions=words(lang)(f"level.{choice.scope.level}.one"),
    )


def _to_deliver(catalog: Catalog, scene: Scene, lang: str) -> str:
    is_ours = catalog.descends_from(scene.choice.scope.parent, catalog.home.code)
    is_meant = scene.choice.scope.level in scene.choice.indicator.levels
    if len(scene.values) == len(scene.choice.scope.regions) or not (is_ours and is_meant):
        return ""
    who = delivered_by(catalog, scene.choice.indicator, lang)
    return words(lang)("value.to_deliver", who=who) if who else ""
