"""Raw amounts against those as assessed: both rates of every city, and what the plan deducts, never mixed."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import DASH, format_number, format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.dual_control.shared_rows import DualScene, Standing
from dashboard.views.explain import why_address
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.plan import PlanRule
from etl.publish.verdict_lines import mark_words
from etl.store.rows import ObservationRow, ValueRow

_TONS: Final = "ten_thousand_tce"


class Pair(Struct, frozen=True):
    """The two rates of one city, in per cent, and what was required of it."""

    name: str
    raw: float
    assessed: float
    required: float | None
    is_main: bool
    told: str


class AssessedView(Struct, frozen=True):
    """Both rates of the cities.

    Attributes:
        pairs: cities with both, the highest raw rate first.
        deductions: what the plan deducts from the region in focus, and by which document.
        legend: words of the raw rate, of the one as assessed, of the target.
    """

    words: ChartWords
    pairs: tuple[Pair, ...]
    deductions: TableView | None
    legend: tuple[str, str, str]


class Deducted(Struct, frozen=True):
    """The amounts behind the deductions of the region in focus, in the period and a year before."""

    amounts: Sequence[ObservationRow]
    values: Sequence[ValueRow]


def assessed_indicator(catalog: Catalog, indicator: Indicator) -> Indicator | None:
    """The indicator of the same rate after the plan's deductions."""
    assessed = indicator.assessment
    named = assessed.assessed if assessed is not None and assessed.kind == "barometer" else None
    return catalog.indicators.get(named or "")


def deducted_series(scene: DualScene) -> tuple[str, ...]:
    """Ids of the series that the plan of the period deducts."""
    rule = plan_rule(scene)
    return tuple(dict.fromkeys(each.series for each in rule.deductions)) if rule else ()


def plan_rule(scene: DualScene) -> PlanRule | None:
    """The version of the plan's rules that holds for the period."""
    return scene.catalog.plan_rule(scene.period) if scene.period else None


def build_assessed(
    scene: DualScene, after: Sequence[ValueRow], deducted: Deducted, selection: Selection
) -> AssessedView | None:
    """Raw against assessed; None where the plan deducts nothing or no city has both.

    Args:
        scene: the period.
        after: rates of the intensity after deductions, of the period.
        deducted: amounts behind the deductions of the region in focus.
        selection: what the address says.
    """
    rule = plan_rule(scene)
    if rule is None or not rule.deductions or scene.period is None:
        return None
    lang = selection.lang
    rates = {row.region: row.value for row in after if row.value is not None}
    found = [pair for city in scene.cities if (pair := _pair(city, rates, scene.focus, lang))]
    pairs = tuple(sorted(found, key=lambda pair: (-pair.raw, pair.name)))
    documents = say("list_comma", lang).join(
        f"{each.number}{mark_words(each.mark, lang)}" for each in rule.documents
    )
    told = words(lang)("dual.assessed.rule", rule=rule.name[lang], documents=documents)
    if not pairs:
        return None
    raw, after_words, target = (
        words(lang)(f"dual.{key}") for key in ("assessed.raw", "assessed.assessed", "table.required")
    )
    return AssessedView(
        words=_words(scene, pairs, told, selection),
        pairs=pairs,
        deductions=_deductions(scene, rule, deducted, selection),
        legend=(raw, after_words, target),
    )


def _pair(city: Standing, rates: Mapping[str, float], focus: Standing, lang: str) -> Pair | None:
    assessed = rates.get(city.region.code)
    if city.rate is None or city.rate.value is None or assessed is None:
        return None
    name = short_name(city.region, lang)
    told = words(lang)(
        "dual.assessed.told", name=name, raw=_percent(city.rate.value), assessed=_percent(assessed)
    )
    required = -city.level.required if city.level is not None and city.level.required is not None else None
    return Pair(name, city.rate.value, assessed, required, city.region == focus.region, told)


def _words(scene: DualScene, pairs: tuple[Pair, ...], rule: str, selection: Selection) -> ChartWords:
    lang = selection.lang
    say_word = words(lang)
    helped = sum(pair.assessed < pair.raw for pair in pairs)
    period = format_period(scene.period, lang) if scene.period else ""
    title = say_word("dual.assessed.title", period=period, of=len(pairs), count=helped)
    columns = (
        Column(say_word("dual.table.region")),
        Column(say_word("dual.assessed.raw"), is_numeric=True),
        Column(say_word("dual.assessed.assessed"), is_numeric=True),
        Column(say_word("dual.assessed.difference"), is_numeric=True),
        Column(say_word("dual.table.required"), is_numeric=True),
    )
    rows = tuple(
        (
            Cell(pair.name),
            Cell(_percent(pair.raw)),
            Cell(_percent(pair.assessed)),
            Cell(format_signed(pair.assessed - pair.raw, 2)),
            Cell(DASH if pair.required is None else _percent(pair.required)),
        )
        for pair in pairs
    )
    return ChartWords(
        lang=lang,
        title=title,
        axis=say_word("dual.assessed.axis"),
        source=sources_line(scene.catalog, scene.sources, lang),
        notes=(rule, say_word("dual.assessed.note")),
        table=TableView(title, columns, rows, lang),
    )


def _deductions(
    scene: DualScene, rule: PlanRule, deducted: Deducted, selection: Selection
) -> TableView | None:
    """What was taken off the region in focus, item by item, this year and the year before."""
    lang, period = selection.lang, scene.period
    if period is None:
        return None
    earlier = period.previous_year()
    say_word = words(lang)
    amounts = {(row.series, row.period): row.value for row in deducted.amounts}
    totals = {(row.indicator, row.period): row.value for row in deducted.values}
    raw, after = _amount_indicators(scene.catalog)
    columns = (
        Column(say_word("dual.assessed.item")),
        Column(format_period(earlier, lang), is_numeric=True),
        Column(format_period(period, lang), is_numeric=True),
        Column(say_word("dual.assessed.from")),
        Column(say_word("dual.assessed.document")),
    )

    def total(indicator: Indicator | None, key: str) -> list[tuple[Cell, ...]]:
        if indicator is None:
            return []
        cells = [_total(totals, indicator, scene.focus, at, selection) for at in (earlier, period)]
        return [(Cell(say_word(f"dual.assessed.{key}")), *cells, Cell(""), Cell(""))]

    items = [
        (
            Cell(f"− {each.name[lang]}"),
            Cell(_amount(amounts.get((each.series, str(earlier))))),
            Cell(_amount(amounts.get((each.series, str(period))))),
            Cell(
                say("list_comma", lang).join(say(f"deducted_{one.value}", lang) for one in each.deducted_from)
            ),
            Cell(f"{each.document.number}{mark_words(each.document.mark or each.mark, lang)}"),
        )
        for each in rule.deductions
    ]
    rows = (*total(raw, "raw_total"), *items, *total(after, "assessed_total"))
    caption = say_word("dual.assessed.caption", region=scene.focus.region.name[lang])
    return TableView(caption, columns, rows, lang, notes=(say_word("dual.assessed.from_note"),))


def _amount_indicators(catalog: Catalog) -> tuple[Indicator | None, Indicator | None]:
    """The total energy as it is, and after deductions from the total."""
    after = next((one for one in catalog.indicators.values() if one.formula.kind == "assessed_amount"), None)
    if after is None or after.formula.kind != "assessed_amount":
        return None, None
    amount = after.formula.amount
    raw = next(
        (
            one
            for one in catalog.indicators.values()
            if one.formula.kind == "series" and one.formula.series == amount and one.unit == _TONS
        ),
        None,
    )
    return raw, after


def amount_ids(catalog: Catalog) -> tuple[str, ...]:
    """Ids of the indicators of total energy, raw and assessed."""
    return tuple(one.id for one in _amount_indicators(catalog) if one is not None)


def _total(
    totals: Mapping[tuple[str, str], float | None],
    indicator: Indicator,
    focus: Standing,
    at: Period,
    selection: Selection,
) -> Cell:
    value = totals.get((indicator.id, str(at)))
    address = why_address(selection, indicator.id, focus.region.code, str(at)) if value is not None else None
    return Cell(_amount(value), address=address)


def _amount(value: float | None) -> str:
    return DASH if value is None else format_number(value, 2)


def _percent(value: float) -> str:
    return f"{format_signed(value, 2)}%"
