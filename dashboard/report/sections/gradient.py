"""五、梯度培育: valid titles and what changed them, firm by firm; else counts as published, never added."""

from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.format import DASH, format_number, format_signed
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Column, Figure, Heading, Paragraph, Parts, Table, Trace
from dashboard.report.periods import parse
from dashboard.report.rows import title_indicators
from dashboard.report.sections.targets import target_table
from dashboard.views.latest import lies_within
from dashboard.views.value_words import scope_of_figure
from etl.catalog.titles import title_rules
from etl.errors import say
from etl.model.period import MONTHS_IN_YEAR
from etl.model.region import Region
from etl.model.title import TitleTier
from etl.model.vocabulary import Nature
from etl.store.rows import TitleFlowRow, ValueRow

_TOPIC: Final = "smes"
_MOST_ROWS: Final = 16
_FLOWS: Final = (
    "recognised", "restored", "moved_in", "recoded_in",
    "expired", "revoked", "moved_out", "recoded_out", "merged",
)  # fmt: skip
DENSITY: Final = "valid_srdi_sme_density"


def compose_gradient(basis: Basis) -> tuple[Block, ...]:
    """Section 五. New, expired and revoked titles need a register of firms; without one it says so."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.gradient"))]
    flows = tiers_of(basis, basis.home.code)
    blocks += _register(basis, flows) if flows else _published(basis)
    targets = target_table(basis, "title_targets", (_TOPIC,))
    blocks.append(Paragraph(targets.sentence))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


# ── firm by firm ───────────────────────────────────────────────────────────────────────────────────────
class TierFlow:
    """The titles of one tier and region over the months of a period."""

    def __init__(self, tier: TitleTier, months: list[TitleFlowRow], before: TitleFlowRow | None) -> None:
        self.tier = tier
        self.months = months
        self.before = before

    @property
    def last(self) -> TitleFlowRow:
        """The last month."""
        return self.months[-1]

    def total(self, *flows: str) -> int:
        """Flows of all months together."""
        return sum(int(getattr(month, flow)) for month in self.months for flow in flows)


def tiers_of(basis: Basis, code: str) -> list[TierFlow]:
    """The tiers of a region with the months of the report's period; empty without a register."""
    rules = title_rules(basis.catalog)
    found = []
    for tier in rules.on(basis.period.last_day).tiers if rules else ():
        rows = basis.rows.flows.get((tier.id, code), ())
        months = [row for row in rows if lies_within(row.period, basis.period)]
        if months:
            year_ago = str(parse(months[-1].period).previous_year())
            found.append(TierFlow(tier, months, next((row for row in rows if row.period == year_ago), None)))
    return found


def _register(basis: Basis, flows: list[TierFlow]) -> list[Block]:
    told = [_tier_sentence(basis, flow) for flow in flows]
    opening = basis.say(
        "gradient.valid", end=basis.when(flows[0].last.period), home=basis.name(basis.home.code),
        tiers=basis.say.separated(told),
    )  # fmt: skip
    return [
        Paragraph(basis.say.joined(opening, basis.say("gradient.nested"))),
        Paragraph(
            basis.say.joined(
                _expiring_sentence(basis, flows), _pending(basis, flows), _too_small(basis, flows)
            )
        ),
        flow_table(basis, flows),
        *_cities(basis),
    ]


def _tier_sentence(basis: Basis, flow: TierFlow) -> Parts:
    """The stock, what changed it within the period, and the stock of a year before where that is another."""
    told = basis.say(
        "gradient.tier", tier=flow.tier.name[basis.lang], count=count_figure(basis, flow.last, "closing")
    )
    return (*told, *_within_sentence(basis, flow), *_against_year(basis, flow))


def _within_sentence(basis: Basis, flow: TierFlow) -> Parts:
    """``，本期减少1家（撤销1家）``: the change of the period with every flow that made it."""
    change = flow.last.closing - flow.months[0].opening
    items = [
        basis.say(f"gradient.flows.{name}", count=_sum_figure(basis, flow, name))
        for name in _FLOWS
        if flow.total(name)
    ]
    if not items:
        return basis.say("gradient.unmoved")
    traces = (_trace(flow.last, "closing"), _trace(flow.months[0], "opening"))
    figure = _firms(basis, change, traces)
    return basis.say.turned("gradient.within", change, change=figure, flows=basis.say.listed(items))


def _against_year(basis: Basis, flow: TierFlow) -> Parts:
    if flow.before is None or len(flow.months) == MONTHS_IN_YEAR:
        return ()
    change = flow.last.closing - flow.before.closing
    traces = tuple(_trace(row, "closing") for row in (flow.last, flow.before))
    figure = _firms(basis, change, traces)
    return basis.say.turned("gradient.against_year", change, change=figure)


def _firms(basis: Basis, count: float, traces: tuple[Trace, ...]) -> Figure:
    """A number of firms; one firm in English is no plural."""
    unit = basis.say.text("gradient.firm" if abs(count) == 1 else "gradient.firms")
    return basis.computed(count, unit, 0, traces)


def count_figure(basis: Basis, row: TitleFlowRow, column: str) -> Figure:
    """One count of a month."""
    value = int(getattr(row, column))
    return _firms(basis, value, (_trace(row, column),))


def _sum_figure(basis: Basis, flow: TierFlow, column: str) -> Figure:
    """A flow over all months of the period."""
    traces = tuple(_trace(row, column) for row in flow.months)
    return _firms(basis, flow.total(column), traces)


def _trace(row: TitleFlowRow, column: str) -> Trace:
    return Trace(f"title_flow.{column}", row.tier, row.region, row.period, float(getattr(row, column)))


def _expiring_sentence(basis: Basis, flows: list[TierFlow]) -> Parts:
    items = [
        basis.say(
            "named_value",
            name=flow.tier.name[basis.lang],
            value=count_figure(basis, flow.last, "expiring"),
        )
        for flow in flows
        if flow.last.expiring
    ]
    if not items and any(flow.last.expiring is None for flow in flows):
        return ()
    return basis.say("gradient.expiring" if items else "gradient.not_expiring", items=basis.say.listed(items))


def _too_small(basis: Basis, flows: list[TierFlow]) -> Parts:
    """That some counts stand for so few firms that they are not shown."""
    is_hidden = any(None in (flow.last.expiring, flow.last.review_pending) for flow in flows)
    return basis.say("gradient.too_small") if is_hidden else ()


def _pending(basis: Basis, flows: list[TierFlow]) -> Parts:
    """Titles that ended while their review is not yet published."""
    rows = [flow.last for flow in flows if flow.last.review_pending]
    if not rows:
        return ()
    count = sum(row.review_pending or 0 for row in rows)
    traces = tuple(_trace(row, "review_pending") for row in rows)
    return basis.say("gradient.pending", count=_firms(basis, count, traces))


def flow_table(basis: Basis, flows: list[TierFlow]) -> Table:
    """Opening + in − out = closing, tier by tier; what is pending and what will expire beside it."""
    names = ("opening", "recognised", "came", "expired", "revoked", "left", "closing", "pending", "expiring")
    return Table(
        name="title_flows",
        caption=basis.say.text("gradient.flow_table", period=basis.when(basis.period)),
        columns=(
            basis.column("tier", share=2.3),
            *(Column(basis.say.text(f"gradient.columns.{name}"), is_numeric=True) for name in names),
        ),
        rows=tuple(_flow_row(flow, basis.lang) for flow in flows),
        notes=(basis.note("gradient.flow_note"),),
    )


def _flow_row(flow: TierFlow, lang: str) -> tuple[Cell, ...]:
    months, last = flow.months, (flow.last,)
    counted = (
        (months[:1], ("opening",)),
        (months, ("recognised",)),
        (months, ("restored", "moved_in", "recoded_in")),
        (months, ("expired",)),
        (months, ("revoked",)),
        (months, ("moved_out", "recoded_out", "merged")),
        (last, ("closing",)),
        (last, ("review_pending",)),
        (last, ("expiring",)),
    )
    return (Cell(flow.tier.name[lang]), *(_count_cell(rows, columns) for rows, columns in counted))


def _count_cell(rows: Sequence[TitleFlowRow], columns: Sequence[str]) -> Cell:
    """The sum of some columns over some months; a dash where a count is not known."""
    known = [(row, column) for row in rows for column in columns if getattr(row, column) is not None]
    if not known:
        return Cell(DASH)
    count = sum(int(getattr(row, column)) for row, column in known)
    traces = tuple(_trace(row, column) for row, column in known)
    text = format_number(count)
    return Cell(text, float(count), figures=(Figure(text, float(count), traces),))


def _cities(basis: Basis) -> list[Block]:
    """Valid titles by city and tier, with the density of SRDI firms, largest first."""
    flows = {city.code: {flow.tier.id: flow for flow in tiers_of(basis, city.code)} for city in basis.cities}
    tiers = {tier: flow.tier for found in flows.values() for tier, flow in found.items()}
    if not tiers:
        return []
    first = next(iter(tiers))
    order = sorted(flows, key=lambda code: -(flows[code][first].last.closing if first in flows[code] else 0))
    density = basis.shared_period(DENSITY) if basis.has(DENSITY) else None
    columns = [basis.column("city")]
    for tier in tiers.values():
        columns.append(
            Column(tier.name[basis.lang], is_numeric=True, share=1.5 if basis.lang == "en" else 1.2)
        )
        columns.append(Column(basis.say.text("gradient.columns.against"), is_numeric=True, share=0.9))
    if density is not None:
        unit = f"{basis.sign(DENSITY)} {basis.when(density)}"
        columns.append(Column(basis.title(DENSITY), unit, is_numeric=True, share=1.6))
    rows = []
    for code in order:
        cells = [Cell(basis.short(code))]
        for name in tiers:
            cells += _tier_cells(flows[code].get(name))
        if density is not None:
            cells.append(basis.cell(DENSITY, basis.value(DENSITY, code, density)))
        rows.append(tuple(cells))
    table = Table(
        name="titles_by_city",
        caption=basis.say.text("gradient.city_table", period=basis.when(basis.period)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(basis.note("gradient.city_note"),),
    )
    return [table]


def _tier_cells(flow: TierFlow | None) -> tuple[Cell, Cell]:
    if flow is None:
        return (Cell(DASH), Cell(DASH))
    closing = Cell(
        format_number(flow.last.closing), float(flow.last.closing), 0, _trace(flow.last, "closing")
    )
    if flow.before is None:
        return (closing, Cell(DASH))
    change = flow.last.closing - flow.before.closing
    traces = tuple(_trace(row, "closing") for row in (flow.last, flow.before))
    text = format_signed(change, 0)
    return (closing, Cell(text, float(change), figures=(Figure(text, float(change), traces),)))


# ── counts as published ────────────────────────────────────────────────────────────────────────────────
def _published(basis: Basis) -> list[Block]:
    rows = known_titles(basis, (basis.home, *basis.cities, *basis.units))
    blocks: list[Block] = [Paragraph(_home_sentence(basis, rows))]
    if rows:
        shown = rows if len(rows) <= _MOST_ROWS else known_titles(basis, (basis.home, *basis.units))
        blocks.append(_table(basis, shown))
    blocks.append(Paragraph(basis.say("gradient.changes", period=basis.when(basis.period))))
    return blocks


def known_titles(basis: Basis, regions: Iterable[Region]) -> tuple[ValueRow, ...]:
    """The latest published count of every tier and region, in order of the catalogue."""
    chosen = tuple(regions)
    found = [
        basis.latest(indicator, region.code)
        for indicator in title_indicators(basis.catalog)
        for region in chosen
    ]
    return tuple(row for row in found if row is not None)


def _home_sentence(basis: Basis, rows: tuple[ValueRow, ...]) -> Parts:
    own = [row for row in rows if row.region == basis.home.code]
    facts = {"home": basis.name(basis.home.code), "period": basis.when(basis.period)}
    if not own:
        return basis.say("gradient.nothing", **facts)
    return basis.say("gradient.home", **facts, counts=told_counts(basis, own))


def told_counts(basis: Basis, rows: Sequence[ValueRow]) -> Parts:
    """Published counts of titles one after the other, each with its period and scope."""
    return basis.say.separated(
        [
            basis.say(
                "gradient.count",
                name=basis.title(row.indicator),
                period=basis.when(row.period),
                value=basis.figure(row),
                scope=scope_words(basis, row),
            )
            for row in rows
        ]
    )


def scope_words(basis: Basis, row: ValueRow) -> str:
    """The scope that a count was published with, in brackets."""
    scope = scope_of_figure(basis.catalog, row, basis.lang)
    gap = "" if basis.lang == "zh" else " "
    return f"{gap}{basis.say.text('in_brackets', text=scope)}" if scope else ""


def _cited(basis: Basis, row: ValueRow) -> str:
    """Where the count was published and what its publisher said of its scope, in the publisher's words."""
    series = basis.catalog.series_of(row.indicator)
    for found in basis.rows.titles:
        if found.series in series and (found.region, found.period) == (row.region, row.period):
            source = basis.catalog.sources[found.source]
            scope = source.words_of_note(found.note, basis.lang)
            note = basis.say.text("in_brackets", text=scope) if scope else ""
            return f"{source.name_of(found.cited_as, basis.lang)}{note}"
    return DASH


def _table(basis: Basis, rows: tuple[ValueRow, ...]) -> Table:
    titles = ("tier", "region", "period", "count", "nature", "cited")
    return Table(
        name="titles",
        caption=basis.say.text("gradient.table", period=basis.when(basis.period)),
        columns=tuple(
            basis.column(title, is_numeric=title == "count", share=share)
            for title, share in zip(titles, (2.2, 1.0, 1.3, 0.6, 0.9, 2.2), strict=True)
        ),
        rows=tuple(
            (
                Cell(basis.title(row.indicator)),
                Cell(basis.label(row.region)),
                Cell(basis.when(row.period)),
                basis.cell(row.indicator, row),
                Cell(say(f"nature_{Nature(row.nature)}", basis.lang)),
                Cell(_cited(basis, row)),
            )
            for row in rows
        ),
        notes=(basis.note("gradient.table_note"),),
    )
