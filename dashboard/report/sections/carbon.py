"""三、碳强度与达峰: the intensity, the latest inventories by year and name, the standing towards the peak."""

from typing import Final

from dashboard.report.basis import Basis, trace_of
from dashboard.report.blocks import (
    Block,
    Cell,
    Chart,
    ChartSeries,
    Column,
    Heading,
    Note,
    Paragraph,
    Parts,
    Table,
)
from dashboard.report.periods import parse
from dashboard.report.sections.peak import compose_peak, inventory_words, status_cells
from dashboard.report.sections.plan import plan_paragraph, plan_rows, plan_table
from dashboard.report.sections.targets import target_table
from dashboard.report.sentences import Fact
from dashboard.views.latest import latest_shared_period
from etl.model.period import PeriodKind
from etl.store.rows import ValueRow

INTENSITY: Final = "co2_intensity_annual_reduction"
INTENSITY_PLAN: Final = "co2_intensity_cumulative_reduction"
_INVENTORIES: Final = ("co2_account_total", "co2_ceads_total")  # the strongest first
INVENTORY_CITIES: Final = "co2_edgar_total"
_COLUMNS: Final = ("co2_edgar_total", "co2_per_capita_edgar", "co2_per_gdp_edgar_2020")
_FIRST: Final = 3
_FEWEST_POINTS: Final = 5


def compose_carbon(basis: Basis) -> tuple[Block, ...]:
    """Section 三. An inventory and its last year are named with every statement: it is not today."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.carbon")), *_intensity(basis)]
    if len(blocks) == 1:
        blocks.append(Paragraph(basis.say("carbon.nature", home=basis.name(basis.home.code))))
    if inventory := home_inventory(basis):
        course = home_course(basis)
        blocks.append(Paragraph(_home_paragraph(basis, inventory, course)))
        if len(course) >= _FEWEST_POINTS:
            blocks.append(_chart(basis, inventory, course))
    blocks += compose_peak(basis)
    if basis.has(INVENTORY_CITIES):
        blocks += _cities(basis)
    targets = target_table(basis, "carbon_targets", ("carbon",))
    blocks.append(Paragraph(targets.sentence))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


def _intensity(basis: Basis) -> list[Block]:
    """The reduction of CO2 per unit of GDP where it was delivered, and the way to the five-year target."""
    blocks: list[Block] = []
    year = basis.shared_period(INTENSITY, (basis.home,)) if basis.has(INTENSITY) else None
    row = basis.known(INTENSITY, basis.home.code, year) if year else None
    if row is not None:
        facts: dict[str, Fact] = {
            "period": basis.when(row.period),
            "home": basis.name(basis.home.code),
            "change": basis.figure(row, absolute=True),
            "status": basis.status(row),
        }
        cities = basis.in_order(INTENSITY, row.period)
        rising = [basis.name(one.region) for one in cities if (one.value or 0) < 0]
        told = basis.say.turned("carbon.intensity", -(row.value or 0.0), **facts)
        more = basis.say.counted("carbon.rising", rising, len(cities)) if cities else ()
        blocks.append(Paragraph(basis.say.joined(told, more)))
    rows = plan_rows(basis, INTENSITY_PLAN, (basis.home, *basis.cities))
    if sum(row.region != basis.home.code for row in rows) >= len(basis.cities) // 2 > 0:
        blocks += [plan_paragraph(basis, rows), plan_table(basis, rows, "carbon_plan")]
    return blocks


def home_inventory(basis: Basis) -> str:
    """The inventory that the section speaks of throughout; empty where the deployment declares none."""
    declared = basis.declared(_INVENTORIES)
    known = (name for name in declared if basis.course(name, basis.home.code, PeriodKind.YEAR))
    return next(known, declared[-1] if declared else "")


def home_course(basis: Basis) -> tuple[ValueRow, ...]:
    """The inventory of the home region, every year with a value that is over, in order."""
    return tuple(basis.course(home_inventory(basis), basis.home.code, PeriodKind.YEAR))


def _home_paragraph(basis: Basis, inventory: str, course: tuple[ValueRow, ...]) -> Parts:
    facts = {"home": basis.name(basis.home.code), "name": basis.title(inventory)}
    if not course:
        return basis.say("carbon.nothing", **facts, period=basis.when(basis.period))
    last = course[-1]
    sentence = basis.say("carbon.last", **facts, year=basis.when(last.period), value=basis.figure(last))
    return basis.say.joined(sentence, _change(basis, course), _peak(basis, course))


def _change(basis: Basis, course: tuple[ValueRow, ...]) -> Parts:
    last = course[-1]
    before = next((row for row in course if row.period == str(parse(last.period).previous_year())), None)
    if before is None or not before.value:
        return ()
    percent = ((last.value or 0.0) / before.value - 1) * 100
    figure = basis.computed(percent, "%", 1, (trace_of(last), trace_of(before)))
    return basis.say.turned("carbon.change", percent, year=basis.when(before.period), change=figure)


def _peak(basis: Basis, course: tuple[ValueRow, ...]) -> Parts:
    """Where the maximum lies: the last one, as in the project's method; never a verdict on today."""
    highest = max(row.value or 0.0 for row in course)
    peak = [row for row in course if row.value == highest][-1]
    facts: dict[str, Fact] = {
        "first": basis.when(course[0].period),
        "last": basis.when(course[-1].period),
        "peak": basis.when(peak.period),
        "value": basis.figure(peak),
    }
    if peak is course[-1]:
        return basis.say("carbon.peak_last", **facts)
    share = (course[-1].value or 0.0) / highest * 100
    figure = basis.computed(share, "%", 1, (trace_of(course[-1]), trace_of(peak)))
    return basis.say("carbon.peak_before", **facts, share=figure)


def _cities(basis: Basis) -> list[Block]:
    rows = (row for city in basis.cities for row in basis.of_region(INVENTORY_CITIES, city.code).values())
    period = latest_shared_period(rows, basis.period)
    if period is None:
        return [Paragraph(basis.say("carbon.no_cities", name=basis.title(INVENTORY_CITIES)))]
    ranked = basis.in_order(INVENTORY_CITIES, period)
    first = tuple(row for row in ranked if (row.value or 0.0) >= (ranked[:_FIRST][-1].value or 0.0))
    sentence = basis.say(
        "carbon.cities",
        year=basis.when(period),
        name=basis.title(INVENTORY_CITIES),
        count=len(ranked),
        places=len(first),
        first=basis.listed_values(first),
    )
    caution = basis.indicator(INVENTORY_CITIES).caution
    parts = basis.say.joined(sentence, basis.say("sentence", text=caution[basis.lang]) if caution else ())
    return [Paragraph(parts), _table(basis, period, ranked)]


def _table(basis: Basis, period: str, ranked: tuple[ValueRow, ...]) -> Table:
    inventory = home_inventory(basis)
    columns = [Column(basis.say.text("columns.region"))]
    columns += [
        Column(basis.say.text(f"carbon.columns.{name}"), basis.sign(name), is_numeric=True, share=1.3)
        for name in (*basis.declared(_COLUMNS), inventory)
    ]
    columns.append(Column(basis.say.text("columns.year"), share=0.8))
    columns.append(
        Column(basis.say.text("carbon.columns.peak", inventory=inventory_words(basis, inventory)), share=1.9)
    )
    with_value = [row.region for row in ranked]
    codes = [*with_value, *(city.code for city in basis.cities if city.code not in with_value)]
    return Table(
        name="cities_co2",
        caption=basis.say.text(
            "carbon.table", period=basis.when(period), inventory=inventory_words(basis, inventory)
        ),
        columns=tuple(columns),
        rows=tuple(_row(basis, inventory, period, code) for code in codes),
        notes=tuple(_notes(basis, inventory, codes)),
    )


def _row(basis: Basis, inventory: str, period: str, code: str) -> tuple[Cell, ...]:
    other = basis.latest(inventory, code)
    return (
        Cell(basis.label(code)),
        *(
            basis.cell(indicator, basis.value(indicator, code, period))
            for indicator in basis.declared(_COLUMNS)
        ),
        basis.cell(inventory, other),
        Cell("—" if other is None else basis.when(other.period)),
        status_cells(basis, inventory, code),
    )


def _notes(basis: Basis, inventory: str, codes: list[str]) -> list[Note]:
    notes = [basis.note(f"carbon.table_note.{inventory}"), basis.note("carbon.prices_note")]
    without = [basis.name(code) for code in codes if basis.latest(inventory, code) is None]
    if without:
        notes.append(
            basis.note(
                "dash",
                dash="—",
                name=basis.within(inventory),
                regions=basis.say.listed(without),
                reason=basis.reason(None),
            )
        )
    return notes


def _chart(basis: Basis, inventory: str, course: tuple[ValueRow, ...]) -> Chart:
    """Every year between the first and the last; a year without a value is a gap."""
    by_year = {parse(row.period).start_year: row.value for row in course}
    years = range(min(by_year), max(by_year) + 1)
    facts = {
        "home": basis.name(basis.home.code),
        "name": basis.title(inventory),
        "first": str(min(by_year)),
        "last": str(max(by_year)),
    }
    title = basis.say.text("carbon.chart", **facts)
    return Chart(
        name="home_co2",
        kind="line",
        title=title,
        categories=tuple(str(year) for year in years),
        series=(ChartSeries(basis.title(inventory), tuple(by_year.get(year) for year in years)),),
        unit=basis.sign(inventory),
        decimals=basis.indicator(inventory).display.decimals,
        alt=title,
        note=basis.note("course_note", unit=basis.sign(inventory)),
    )
