"""What became of the titles of a tier within twelve months: every flow, and whether the stock comes out."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import format_number, format_period, format_signed
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.shared_rows import TierScene, measured
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import MONTHS_IN_YEAR, Period
from etl.model.title import INFLOWS, OUTFLOWS, TitleFlow, TitleMeasure
from etl.store.rows import TitleFlowRow

_FLOWS: Final = (*INFLOWS, *OUTFLOWS)


class FlowStep(Struct, frozen=True):
    """One step of the way from the opening to the closing stock.

    Attributes:
        amount: firms, negative for an outflow; of a stock, the stock.
        is_stock: whether it is the opening or the closing stock.
    """

    name: str
    amount: int
    is_stock: bool
    label: str


class NoRegister(Struct, frozen=True):
    """Nobody has delivered the register of firms: why flows cannot be told, and what to do."""

    lang: str
    reason: str
    action: str


class YearOfTitles(Struct, frozen=True):
    """The flows of one year, as far as the register states it."""

    first: Period
    last: Period
    opening: int
    flows: Mapping[TitleFlow, int]
    closing: int
    gross: int | None

    @property
    def holds(self) -> bool:
        """Whether opening plus inflows minus outflows is the closing stock."""
        net = sum(-self.flows[flow] if flow in OUTFLOWS else self.flows[flow] for flow in _FLOWS)
        return self.opening + net == self.closing


class FlowView(Struct, frozen=True):
    """The flows of the twelve months looked at, and of every year.

    Attributes:
        steps: opening, the flows that happened, closing.
        check: the identity with its numbers.
        holds: whether it holds in every year.
    """

    words: ChartWords
    steps: tuple[FlowStep, ...]
    check: str
    holds: bool
    sheet: Sheet


def build_flow_view(catalog: Catalog, scene: TierScene, lang: str, csv_address: str) -> FlowView | NoRegister:
    """The flows of the tier and region looked at, or why nobody can tell them.

    Args:
        catalog: the declarations.
        scene: region, tier, month and register.
        lang: language of the words.
        csv_address: where the table can be downloaded.
    """
    rows = scene.flows.get(scene.tier.id)
    years = years_of(rows) if rows else {}
    if scene.month is None or rows is None or not years or min(rows) > scene.month:
        return _no_register(scene, lang)
    until = _twelve_months(rows, scene.month)
    caption = words(lang)("gradient.flow.caption", region=scene.region.name[lang], tier=scene.tier.name[lang])
    columns = _columns(lang)
    ordered = [years[at] for at in sorted(years, reverse=True)]
    indicator = measured(catalog, scene.tier.id, TitleMeasure.VALID)
    sources = catalog.sources_of(indicator.id) if indicator else ()
    quiet = _quiet(until, lang)
    return FlowView(
        words=ChartWords(
            lang,
            _title(scene, until, lang),
            source=sources_line(catalog, sources, lang),
            notes=(quiet,) if quiet else (),
            table=TableView(caption, columns, tuple(_cells(one, lang) for one in ordered), lang, csv_address),
        ),
        steps=_steps(until, lang),
        check=_check(until, lang),
        holds=all(one.holds for one in ordered),
        sheet=Sheet(
            caption,
            tuple(column.title for column in columns),
            tuple(_raw(one, lang) for one in ordered),
            sources,
            (words(lang)("gradient.flow.note"),),
        ),
    )


def _no_register(scene: TierScene, lang: str) -> NoRegister:
    say_word = words(lang)
    facts = {"region": scene.region.name[lang], "tier": scene.tier.name[lang]}
    key = "gradient.flow.hidden" if scene.has_register else "gradient.flow.no_register"
    return NoRegister(lang, say_word(key, **facts), say_word("gradient.flow.deliver"))


def years_of(rows: Mapping[Period, TitleFlowRow]) -> dict[int, YearOfTitles]:
    """The months of one tier and region by calendar year; a year with a hidden month is left out."""
    by_year: dict[int, list[tuple[Period, TitleFlowRow]]] = {}
    for month in sorted(rows):
        by_year.setdefault(month.end_year, []).append((month, rows[month]))
    return {year: _year(months) for year, months in by_year.items() if _is_unbroken(months)}


def _is_unbroken(months: Sequence[tuple[Period, TitleFlowRow]]) -> bool:
    first, last = months[0][0].end_month, months[-1][0].end_month
    return len(months) == last - first + 1


def _year(months: Sequence[tuple[Period, TitleFlowRow]]) -> YearOfTitles:
    (first, opening), (last, closing) = months[0], months[-1]
    flows = {flow: sum(getattr(row, flow.value) for _, row in months) for flow in _FLOWS}
    return YearOfTitles(first, last, opening.opening, flows, closing.closing, closing.gross)


def _twelve_months(rows: Mapping[Period, TitleFlowRow], month: Period) -> YearOfTitles:
    """The twelve months up to the one looked at, or as many of them as are known without a gap.

    A calendar year begun would leave out the yearly lists, which come in its second half.
    """
    kept: list[tuple[Period, TitleFlowRow]] = []
    for at in sorted((at for at in rows if at <= month), reverse=True)[:MONTHS_IN_YEAR]:
        if kept and _count(kept[0][0]) - _count(at) != 1:
            break
        kept.insert(0, (at, rows[at]))
    return _year(kept)


def _count(month: Period) -> int:
    return month.end_year * MONTHS_IN_YEAR + month.end_month


def span_words(year: YearOfTitles, lang: str) -> str:
    """The months in words: the year itself if they are a whole one."""
    first, last = year.first, year.last
    if first.end_year != last.end_year:
        return _from_to(first, last, lang)
    if (first.end_month, last.end_month) == (1, MONTHS_IN_YEAR):
        return format_period(Period.of_year(last.end_year), lang)
    if first.end_month == 1 and last.end_month > 1:
        return format_period(Period.parse(f"{last.end_year}M01-{last.end_month:02d}"), lang)
    if first == last:
        return format_period(last, lang)
    return _from_to(first, last, lang)


def _from_to(first: Period, last: Period, lang: str) -> str:
    return words(lang)(
        "gradient.flow.months", first=format_period(first, lang), last=format_period(last, lang)
    )


def _title(scene: TierScene, year: YearOfTitles, lang: str) -> str:
    gained = sum(year.flows[flow] for flow in INFLOWS)
    lost = sum(year.flows[flow] for flow in OUTFLOWS)
    return words(lang)(
        "gradient.flow.title",
        span=span_words(year, lang),
        region=scene.region.name[lang],
        tier=scene.tier.name[lang],
        opening=format_number(year.opening),
        closing=format_number(year.closing),
        gained=format_number(gained),
        lost=format_number(lost),
    )


def _steps(year: YearOfTitles, lang: str) -> tuple[FlowStep, ...]:
    stocks = [
        FlowStep(words(lang)(f"gradient.flow.{name}"), count, True, format_number(count))
        for name, count in (("opening", year.opening), ("closing", year.closing))
    ]
    flows = [
        FlowStep(_capital(say(f"flow_{flow.value}", lang)), amount, False, format_signed(amount, 0))
        for flow in _FLOWS
        if (amount := -year.flows[flow] if flow in OUTFLOWS else year.flows[flow])
    ]
    return (stocks[0], *flows, stocks[1])


def _capital(word: str) -> str:
    """A word as it stands at the beginning of a line."""
    return word[:1].upper() + word[1:]


def _check(year: YearOfTitles, lang: str) -> str:
    inflow = sum(year.flows[flow] for flow in INFLOWS)
    outflow = sum(year.flows[flow] for flow in OUTFLOWS)
    key = "holds" if year.holds else "broken"
    facts = {"opening": year.opening, "inflow": inflow, "outflow": outflow, "closing": year.closing}
    return words(lang)(f"gradient.flow.{key}", **{name: format_number(n) for name, n in facts.items()})


def _quiet(year: YearOfTitles, lang: str) -> str:
    none = [say(f"flow_{flow.value}", lang) for flow in _FLOWS if not year.flows[flow]]
    if not none:
        return ""
    return words(lang)("gradient.flow.none", flows=words(lang)("list.comma").join(none))


def _columns(lang: str) -> tuple[Column, ...]:
    say_word = words(lang)
    names = [
        say_word("gradient.flow.opening"),
        *(_capital(say(f"flow_{flow.value}", lang)) for flow in _FLOWS),
        say_word("gradient.flow.closing"),
        say_word("gradient.gross"),
    ]
    return (
        Column(say_word("controls.period")),
        *(Column(name, True) for name in names),
        Column(say_word("gradient.flow.identity")),
    )


def _numbers(year: YearOfTitles) -> tuple[int | None, ...]:
    return (year.opening, *(year.flows[flow] for flow in _FLOWS), year.closing, year.gross)


def _cells(year: YearOfTitles, lang: str) -> tuple[Cell, ...]:
    numbers = (Cell(format_number(number)) for number in _numbers(year))
    return (Cell(span_words(year, lang)), *numbers, Cell(_identity(year, lang)))


def _raw(year: YearOfTitles, lang: str) -> tuple[str | int | None, ...]:
    return (span_words(year, lang), *_numbers(year), _identity(year, lang))


def _identity(year: YearOfTitles, lang: str) -> str:
    return words(lang)(f"gradient.flow.{'agrees' if year.holds else 'disagrees'}")
