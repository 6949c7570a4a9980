"""The regions below the one looked at: titles of every tier, density, what ends soon, what is pending."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.rank import rank_of
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.flow import NoRegister
from dashboard.views.tiers.shared_rows import TierScene, density_of, measured
from dashboard.views.value_words import show_value
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.title import TitleMeasure
from etl.store.rows import ValueRow

_OF_TIER: Final = (TitleMeasure.GROSS, TitleMeasure.EXPIRING, TitleMeasure.REVIEW_PENDING)
_PLACE: Final = "place"


class Measure(Struct, frozen=True):
    """One column: an indicator in one period.

    Attributes:
        key: what ``sort`` in the address calls it.
        title: its heading.
        is_ranked: whether regions are ranked by it: by what is valid, never by what was ever recognised.
    """

    key: str
    title: str
    indicator: Indicator
    period: Period
    is_ranked: bool = False


class TierRegionsView(Struct, frozen=True):
    """The table, and the sentences on who is ahead, who is behind, and what is due where."""

    table: TableView
    sheet: Sheet
    behind: str
    due: tuple[str, ...]


def indicators_shown(catalog: Catalog, scene: TierScene) -> list[str]:
    """Ids of everything that a column may show."""
    named = [
        *(measured(catalog, tier.id, TitleMeasure.VALID) for tier in scene.rule.tiers),
        *(measured(catalog, scene.tier.id, kind) for kind in _OF_TIER),
        density_of(catalog, scene.tier.id),
    ]
    return [one.id for one in named if one is not None]


def measures_of(
    catalog: Catalog, scene: TierScene, values: Iterable[ValueRow], lang: str
) -> tuple[Measure, ...]:
    """The columns: valid titles of every tier, then of the tier looked at its density and what is due."""
    if scene.month is None:
        return ()
    found = [
        _measure(catalog, tier.id, TitleMeasure.VALID, scene, tier.name[lang])
        for tier in scene.rule.tiers
        if scene.in_register(tier.id)
    ]
    found.append(_density(catalog, scene, values, lang))
    found += [
        _measure(
            catalog,
            scene.tier.id,
            kind,
            scene,
            words(lang)(f"gradient.regions.{kind.value}", tier=scene.tier.name[lang]),
        )
        for kind in _OF_TIER
    ]
    return tuple(one for one in found if one is not None)


def _measure(catalog: Catalog, tier: str, kind: TitleMeasure, scene: TierScene, title: str) -> Measure | None:
    indicator = measured(catalog, tier, kind)
    if indicator is None or scene.month is None:
        return None
    return Measure(indicator.id, title, indicator, scene.month, is_ranked=kind is TitleMeasure.VALID)


def _density(catalog: Catalog, scene: TierScene, values: Iterable[ValueRow], lang: str) -> Measure | None:
    """Of the latest year that is over by the month looked at; firms are counted once a year."""
    indicator = density_of(catalog, scene.tier.id)
    if indicator is None or scene.month is None:
        return None
    years = {
        Period.parse(row.period) for row in values if row.indicator == indicator.id and row.value is not None
    }
    over = [at for at in years if at.kind is PeriodKind.YEAR and at.end_year <= scene.month.end_year]
    if not over:
        return None
    year = max(over)
    title = words(lang)(
        "gradient.regions.density", tier=scene.tier.name[lang], period=format_period(year, lang)
    )
    return Measure(indicator.id, title, indicator, year, is_ranked=True)


def build_tier_regions_view(
    catalog: Catalog,
    scene: TierScene,
    values: Sequence[ValueRow],
    selection: Selection,
    csv_address: str,
) -> TierRegionsView | NoRegister:
    """The regions below the one looked at, or why they cannot be ranked.

    Args:
        catalog: the declarations.
        scene: region, tier, month and register.
        values: values of the indicators of titles, of the region and everything below it.
        selection: what the address says.
        csv_address: where the table can be downloaded.
    """
    lang = selection.lang
    measures = measures_of(catalog, scene, values, lang)
    if not measures or not scene.parts or scene.month is None:
        key = "no_parts" if measures else "no_register"
        reason = words(lang)(f"gradient.regions.{key}", region=scene.region.name[lang])
        return NoRegister(lang, reason, "")
    maker = _Rows(catalog, measures, values, lang)
    units = [unit for unit in scene.units if maker.has_any(unit)]
    parts = maker.sorted(scene.parts, selection.sort, scene)
    regions = [scene.region, *parts, *units]
    caption = words(lang)(
        "gradient.regions.caption",
        month=format_period(scene.month, lang),
        regions=words(lang)(f"level.{scene.parts[0].level}.all"),
    )
    notes = tuple(words(lang)(f"gradient.regions.note.{name}") for name in ("rank", "due", "units"))
    return TierRegionsView(
        TableView(
            caption,
            _columns(measures, selection),
            tuple(maker.cells(region, scene) for region in regions),
            lang,
            csv_address,
            notes=notes,
            marked=frozenset({0}),
        ),
        Sheet(
            caption,
            (
                words(lang)("ranking.column.code"),
                words(lang)("controls.region"),
                *(m.title for m in measures),
            ),
            tuple(maker.raw(region) for region in regions),
            tuple(dict.fromkeys(s for m in measures for s in catalog.sources_of(m.indicator.id))),
            notes,
        ),
        _behind(scene, maker, measures, lang),
        _all_due(scene, maker, measures, lang),
    )


def _columns(measures: Sequence[Measure], selection: Selection) -> tuple[Column, ...]:
    say_word = words(selection.lang)
    return (
        Column(say_word("controls.region"), address=to_url(selection.to(sort=None))),
        *(_column(measure, selection) for measure in measures),
    )


def _column(measure: Measure, selection: Selection) -> Column:
    falling, rising = f"-{measure.key}", measure.key
    following = rising if selection.sort == falling else falling
    order = {falling: "descending", rising: "ascending"}.get(selection.sort or "", "")
    return Column(measure.title, True, to_url(selection.to(sort=following)), order)


class _Rows:
    """Values of the columns by region."""

    def __init__(
        self, catalog: Catalog, measures: Sequence[Measure], values: Iterable[ValueRow], lang: str
    ) -> None:
        self.catalog, self.measures, self.lang = catalog, measures, lang
        wanted = {(m.indicator.id, str(m.period)) for m in measures}
        self.rows: Mapping[tuple[str, str], ValueRow] = {
            (row.indicator, row.region): row for row in values if (row.indicator, row.period) in wanted
        }

    def value(self, measure: Measure, region: Region) -> float | None:
        """The value of a column, if it may be shown."""
        row = self.rows.get((measure.indicator.id, region.code))
        return row.value if row else None

    def has_any(self, region: Region) -> bool:
        """Whether a region has any title at all."""
        return any(self.value(measure, region) for measure in self.measures)

    def of(self, measure: Measure, regions: Iterable[Region]) -> dict[str, float]:
        """Values of a column by region code."""
        found = ((region.code, self.value(measure, region)) for region in regions)
        return {code: value for code, value in found if value is not None}

    def sorted(self, regions: Sequence[Region], sort: str | None, scene: TierScene) -> list[Region]:
        """By the column asked for, else by the valid titles of the tier looked at; the missing last."""
        key = (sort or "").removeprefix("-")
        asked = next((m for m in self.measures if m.key == key), None)
        measure = asked or self._valid(scene)
        sign = 1 if asked and not (sort or "").startswith("-") else -1
        values = self.of(measure, regions)
        return sorted(regions, key=lambda r: (r.code not in values, sign * values.get(r.code, 0.0), r.code))

    def _valid(self, scene: TierScene) -> Measure:
        wanted = measured(self.catalog, scene.tier.id, TitleMeasure.VALID)
        return next((m for m in self.measures if m.indicator == wanted), self.measures[0])

    def cells(self, region: Region, scene: TierScene) -> tuple[Cell, ...]:
        """Name and values; of what is judged, the place among the regions beside it."""
        address = to_url(
            Selection("gradient", "en" if self.lang == "en" else "zh", region=region.code, tier=scene.tier.id)
        )
        return (
            Cell(region.name[self.lang], address=address),
            *(self._cell(measure, region, scene) for measure in self.measures),
        )

    def _cell(self, measure: Measure, region: Region, scene: TierScene) -> Cell:
        row = self.rows.get((measure.indicator.id, region.code))
        shown = show_value(self.catalog, measure.indicator, row, self.lang, region=region)
        if shown.is_missing:
            return Cell(DASH, note=shown.reason)
        peers = self.of(measure, scene.parts)
        rank = rank_of(region.code, peers, measure.indicator)
        if rank is None or not measure.is_ranked:
            return Cell(shown.text, note=shown.remark)
        key = "ranking.tied" if rank.is_tied else "ranking.place"
        return Cell(shown.text, note=words(self.lang)(key, place=rank.place) + shown.remark)

    def raw(self, region: Region) -> tuple[str | float | None, ...]:
        """The row at full precision."""
        return (
            region.code,
            region.name[self.lang],
            *(self.value(measure, region) for measure in self.measures),
        )


def _all_due(scene: TierScene, rows: _Rows, measures: Sequence[Measure], lang: str) -> tuple[str, ...]:
    """Where most titles are about to end, and where most wait for review."""
    by_id = {measure.indicator.id: measure for measure in measures}
    told: list[str] = []
    for kind in (TitleMeasure.EXPIRING, TitleMeasure.REVIEW_PENDING):
        indicator = measured(rows.catalog, scene.tier.id, kind)
        if indicator is not None and indicator.id in by_id:
            told.append(_due(scene, rows, by_id[indicator.id], kind, lang))
    return tuple(filter(None, told))


def _behind(scene: TierScene, rows: _Rows, measures: Sequence[Measure], lang: str) -> str:
    density = next((m for m in measures if m.indicator == density_of(rows.catalog, scene.tier.id)), None)
    if density is None:
        return ""
    values = rows.of(density, scene.parts)
    if len(values) < len(_ENDS) * _ENDS_EACH:
        return ""
    ordered = sorted(values, key=lambda code: (-values[code], code))
    names = {region.code: region.name[lang] for region in scene.parts}
    say_word = words(lang)
    facts = {
        end: say_word("list.comma").join(
            say_word("gradient.regions.one", name=names[code], value=format_number(values[code], 1))
            for code in codes
        )
        for end, codes in zip(_ENDS, (ordered[:_ENDS_EACH], ordered[: -_ENDS_EACH - 1 : -1]), strict=True)
    }
    return say_word("gradient.regions.behind", title=density.title, **facts)


_ENDS: Final = ("top", "bottom")
_ENDS_EACH: Final = 3


def _due(scene: TierScene, rows: _Rows, measure: Measure, kind: TitleMeasure, lang: str) -> str:
    say_word = words(lang)
    total = rows.value(measure, scene.region)
    if total is None:
        return ""
    facts = {"tier": scene.tier.name[lang], "total": format_number(total)}
    values = {code: value for code, value in rows.of(measure, scene.parts).items() if value > 0}
    if not values:
        return say_word(f"gradient.regions.{kind.value}_none", **facts) if total == 0 else ""
    names = {region.code: region.name[lang] for region in scene.parts}
    most = sorted(values, key=lambda code: (-values[code], code))[:_ENDS_EACH]
    told = (
        say_word("gradient.regions.one", name=names[code], value=format_number(values[code])) for code in most
    )
    return say_word(f"gradient.regions.{kind.value}_most", **facts, regions=say_word("list.comma").join(told))
