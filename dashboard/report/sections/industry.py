"""Growth of above-scale industry: the one figure that is published every month."""

from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Chart, ChartSeries, Column, Paragraph, Parts, Table
from dashboard.report.periods import issue_before, parse, same_end
from dashboard.report.sentences import Fact
from dashboard.views.latest import lies_within
from etl.model.period import MONTHS_IN_YEAR
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow

INDUSTRY: Final = "industrial_va_growth"
_ENDS: Final = 3
_FEWEST_POINTS: Final = 6
_MONTHS_SHOWN: Final = 24
_MOST_PERIODS: Final = 4


def compose_industry(basis: Basis) -> tuple[Block, ...]:
    """The paragraph of the province, that of the cities, and the course of two years."""
    if not basis.has(INDUSTRY):
        return ()
    own = own_period(basis)
    periods = (own,) if own else published_periods(basis)
    if not periods:
        return (Paragraph(_home_sentence(basis, ())),)
    blocks: list[Block] = []
    row = basis.known(INDUSTRY, basis.home.code, own) if own else None
    blocks.append(Paragraph(growth_sentence(basis, row) if row else _home_sentence(basis, periods)))
    blocks.append(Paragraph(_cities_sentence(basis, periods[-1])))
    chart = _chart(basis)
    if chart is not None:
        blocks.append(chart)
    if own is None:
        blocks.append(_table(basis, periods[-_MOST_PERIODS:]))
    return tuple(blocks)


def own_period(basis: Basis) -> str | None:
    """The spelling of the report's period for which the home region or any city has a figure."""
    regions = (basis.home, *basis.cities)
    for period in same_end(basis.period):
        if any(basis.known(INDUSTRY, region.code, period) for region in regions):
            return period
    return None


def published_periods(basis: Basis) -> tuple[str, ...]:
    """Periods within the report's for which anyone's industrial growth is there, in order of time."""
    found = {
        period
        for region in (basis.home, *basis.cities)
        for period, row in basis.of_region(INDUSTRY, region.code).items()
        if row.value is not None and lies_within(period, basis.period)
    }
    return tuple(sorted(found, key=lambda text: parse(text).sort_key()))


def growth_sentence(basis: Basis, row: ValueRow) -> Parts:
    """Growth of the period, beside the nation's, that of the issue before and of the year before."""
    value = row.value or 0.0
    told = basis.say.turned(
        "industry.growth",
        value,
        period=basis.when(row.period),
        home=basis.name(row.region),
        value=basis.figure(row, absolute=True),
        status=basis.status(row),
    )
    return (*told, *_against_nation(basis, row), *_against_before(basis, row), basis.say.text("stop"))


def _against_nation(basis: Basis, row: ValueRow) -> Parts:
    for region in basis.catalog.ancestors(row.region):
        nation = basis.known(INDUSTRY, region.code, row.period)
        if region.level is RegionLevel.NATION and nation is not None:
            change, figure = basis.points(row, nation)
            return basis.say.turned("industry.against_nation", change, change=figure)
    return ()


def _against_before(basis: Basis, row: ValueRow) -> Parts:
    period = parse(row.period)
    told: Parts = ()
    for earlier in dict.fromkeys((issue_before(period), str(period.previous_year()))):
        before = basis.known(INDUSTRY, row.region, earlier)
        if before is not None:
            change, figure = basis.points(row, before)
            facts: dict[str, Fact] = {"period": basis.when(earlier), "change": figure}
            told = (*told, *basis.say.turned("industry.against_before", change, **facts))
    return told


def _home_sentence(basis: Basis, periods: tuple[str, ...]) -> Parts:
    rows = [basis.known(INDUSTRY, basis.home.code, period) for period in periods]
    told = [
        basis.say("industry.month", period=basis.when(row.period), value=basis.figure(row))
        for row in rows
        if row is not None
    ]
    home = basis.home.code
    reason = basis.reason(basis.value(INDUSTRY, home, str(basis.period)), home)
    facts: dict[str, Fact] = {**_facts(basis), "period": basis.when(basis.period), "reason": reason}
    if not told:
        return basis.say("industry.whole", **facts)
    return basis.say("industry.parts", **facts, months=basis.say.listed(told))


def _facts(basis: Basis) -> dict[str, Fact]:
    return {"home": basis.name(basis.home.code), "name": basis.within(INDUSTRY)}


def _cities_sentence(basis: Basis, period: str) -> Parts:
    rows = basis.in_order(INDUSTRY, period)
    facts: dict[str, Fact] = {"period": basis.when(period), "count": len(rows)}
    if not rows:
        return basis.say("industry.no_city", period=basis.when(period), name=basis.within(INDUSTRY))
    if len(rows) < len(basis.cities):
        known = {row.region for row in rows}
        without = [basis.name(city.code) for city in basis.cities if city.code not in known]
        return basis.say.joined(
            basis.say("industry.cities", **facts, of=len(basis.cities), values=basis.listed_values(rows)),
            basis.say.counted("industry.without", without, len(basis.cities)),
        )
    first = [row for row in rows if (row.value or 0) >= (rows[_ENDS - 1].value or 0)]
    last = [row for row in rows if (row.value or 0) <= (rows[-_ENDS].value or 0)]
    falling = [basis.name(row.region) for row in rows if (row.value or 0) < 0]
    told = basis.say(
        "industry.leaders",
        **facts,
        places=len(first),
        first=basis.listed_values(first),
        behind=len(last),
        last=basis.listed_values(last),
    )
    return basis.say.joined(told, basis.say.counted("industry.falling", falling, len(rows)))


def _table(basis: Basis, periods: tuple[str, ...]) -> Table:
    sign = basis.sign(INDUSTRY)
    columns = [basis.column("region")]
    columns += [Column(basis.when(period), sign, is_numeric=True) for period in periods]
    codes = [basis.home.code, *(city.code for city in basis.cities)]
    shown = [
        code for code in codes if any(basis.known(INDUSTRY, code, period) is not None for period in periods)
    ]
    return Table(
        name="industrial_growth",
        caption=basis.say.text("industry.table", period=basis.when(basis.period), name=basis.title(INDUSTRY)),
        columns=tuple(columns),
        rows=tuple(
            (
                Cell(basis.label(code)),
                *(basis.cell(INDUSTRY, basis.value(INDUSTRY, code, period)) for period in periods),
            )
            for code in shown
        ),
        notes=(basis.note("industry.table_note", dash=DASH, reason=basis.reason(None)),),
    )


def growth_chart(basis: Basis, code: str) -> Chart | None:
    """Cumulative growth of a region month by month over two years, beside that of the region above it.

    None where fewer than six months are known. January and February are published together.
    """
    months = list(_months(basis))
    own = [basis.value(INDUSTRY, code, period) for period in months]
    if sum(row is not None and row.value is not None for row in own) < _FEWEST_POINTS:
        return None
    series = [ChartSeries(basis.short(code), tuple(None if row is None else row.value for row in own))]
    above = basis.catalog.regions[code].parent
    if above is not None:
        theirs = [basis.value(INDUSTRY, above, period) for period in months]
        if any(row is not None and row.value is not None for row in theirs):
            values = tuple(None if row is None else row.value for row in theirs)
            series.append(ChartSeries(basis.short(above), values, is_reference=True))
    title = basis.say.text(
        "industry.chart", home=basis.name(code), first=basis.when(months[0]), last=basis.when(months[-1])
    )
    return Chart(
        name="industry_course",
        kind="line",
        title=title,
        categories=tuple(_axis(basis, period) for period in months),
        series=tuple(series),
        unit=basis.sign(INDUSTRY),
        decimals=basis.indicator(INDUSTRY).display.decimals,
        alt=title,
        note=basis.note("course_note", unit=basis.sign(INDUSTRY)),
    )


def _chart(basis: Basis) -> Chart | None:
    return growth_chart(basis, basis.home.code)


def _months(basis: Basis) -> list[str]:
    """Cumulative periods of two years up to the report's end; the year stands for its twelve months."""
    found: list[str] = []
    year, month = basis.period.end_year, basis.period.end_month
    for _ in range(_MONTHS_SHOWN):
        if month > 1:
            found.append(f"{year:04d}" if month == MONTHS_IN_YEAR else f"{year:04d}M01-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, MONTHS_IN_YEAR)
    return found[::-1]


def _axis(basis: Basis, period: str) -> str:
    at = parse(period)
    return basis.say.text(
        "industry.monthly_axis", year=f"{at.end_year % 100:02d}", month=f"{at.end_month:02d}"
    )
