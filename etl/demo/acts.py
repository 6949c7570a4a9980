"""How each kind of fault is planted: one function per act of ``faults.yaml``."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from etl.demo.declared import Fault
from etl.demo.ground import Ground, Planted
from etl.demo.tables import LONG_HEADINGS, NAME, PERIOD, VALUE, DemoFile, Fact, Row, period_text
from etl.model.period import Period

_LATE_DAYS = 75
_FUTURE_YEARS, _PAST_YEARS = 180, 100
_AT_NAME, _AT_PERIOD, _AT_VALUE = (LONG_HEADINGS.index(heading) for heading in (NAME, PERIOD, VALUE))

Act = Callable[[Ground, Fault, Fact], Planted | None]


def _planted(ground: Ground, fault: Fault, fact: Fact, text: str, also: Sequence[Fact] = ()) -> Planted:
    file, row, column, before = ground.write(fact, text)
    return Planted(fault, file, fact, row, column, before, text, tuple(also))


def _like(text: str, value: float) -> str:
    """A number with as many decimals as another."""
    return f"{value:.{len(text.partition('.')[2])}f}"


def scaled(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A figure times a factor: a slipped unit, a jump, a whole that its parts do not make."""
    text = ground.text(fact)
    if float(text) == 0:
        return None
    return _planted(ground, fault, fact, _like(text, float(text) * (fault.factor or 1)))


def negated(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A reduction reported as a rise, or the reverse."""
    value = float(ground.text(fact))
    return _planted(ground, fault, fact, _like(ground.text(fact), -value)) if abs(value) > 1 else None


def increment_as_rate(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """An increment in 万吨 reported as per cent (绵阳 2016)."""
    increment = ground.text(fact._replace(series="energy_consumption_increment"))
    differs = abs(float(increment) - float(ground.text(fact))) > 1
    limit = 35  # beyond it the plausible range would find it alone
    return _planted(ground, fault, fact, increment) if differs and abs(float(increment)) < limit else None


def replaced_by_amount(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """An amount in 万吨标准煤 where a share in per cent is asked for."""
    return _planted(ground, fault, fact, ground.text(fact._replace(series="coal_energy_consumption")))


def spread_by_product(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A city's figure spread over its counties by GDP: all ratios identical, so no county was measured."""
    counties = ground.geography.counties_of(fact.region)
    total = float(ground.text(fact))
    product = [
        float(ground.text(Fact("gdp_constant_price_2020", county, fact.period))) for county in counties
    ]
    facts = [fact._replace(region=county) for county in counties]
    if any(one not in ground.in_use for one in facts):
        return None
    made = [
        _planted(ground, fault, one, _like(ground.text(one), total * share / sum(product)))
        for one, share in zip(facts, product, strict=True)
    ]
    first = made[0]
    return Planted(
        first.fault, first.file, first.fact, first.row, first.column, first.true,
        first.planted, tuple(facts[1:]),
    )  # fmt: skip


def broken(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A new scope from a year on without a word: this and all later figures times a factor."""
    later = [
        other
        for other in ground.in_use
        if other[:2] == fact[:2] and Period.parse(other.period) > Period.parse(fact.period)
    ]
    for other in later:
        ground.write(other, _like(ground.text(other), float(ground.text(other)) * (fault.factor or 1)))
    text = _like(ground.text(fact), float(ground.text(fact)) * (fault.factor or 1))
    return _planted(ground, fault, fact, text, later)


def duplicated(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """The same fact a second time in the file, with another figure."""
    file = ground.in_use[fact]
    row, column = file.cells[fact]
    second = [*row]
    second[column] = _like(row[column], float(row[column]) * (fault.factor or 1))
    file.rows.append(second)
    return Planted(fault, file, fact, second, column, row[column], second[column])


def mistyped_year(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A year a century off, far from every other of its source."""
    return _in_another_year(ground, fault, fact, Period.parse(fact.period).start_year - _PAST_YEARS)


def future_year(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A year that is still to come."""
    return _in_another_year(ground, fault, fact, Period.parse(fact.period).start_year + _FUTURE_YEARS)


def _in_another_year(ground: Ground, fault: Fault, fact: Fact, year: int) -> Planted:
    file = ground.in_use[fact]
    row, _ = file.cells.pop(fact)
    before, row[_AT_PERIOD] = row[_AT_PERIOD], period_text(Period.of_year(year))
    return Planted(
        fault, file, fact, row, _AT_PERIOD, before, row[_AT_PERIOD], (fact._replace(period=str(year)),)
    )


def scribbled(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A remark typed into the cell of the figure."""
    return _planted(ground, fault, fact, f"约{ground.text(fact)}")


def misnamed(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """The name of a neighbour beside the code of the region."""
    file = ground.in_use[fact]
    row, _ = file.cells[fact]
    counties = ground.geography.counties_of(f"{fact.region[:4]}00")
    others = [ground.geography.names[county] for county in counties if county != fact.region]
    before, row[_AT_NAME] = row[_AT_NAME], others[0]
    return Planted(fault, file, fact, row, _AT_NAME, before, others[0])


def shrunk(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A denominator of one: the rate above it is 0 or 100 % and says nothing."""
    if float(ground.text(fact)) < 3:  # noqa: PLR2004  small enough already
        return None
    also = [
        fact._replace(series="fair_competition_measures_reviewed"),
        fact._replace(series="fair_competition_review_rate_published"),
    ]
    for other, text in zip(also, ("0", "0.00"), strict=True):
        ground.write(other, text)
    return _planted(ground, fault, fact, "1", also)


def left_out(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A city and all its counties left out of one year's file."""
    file = ground.in_use[fact]
    true = ground.text(fact)
    codes = {fact.region, *ground.geography.counties_of(fact.region)}
    gone = [one for one in file.cells if one.series == fact.series and one.region in codes]
    _remove(file, [file.cells.pop(one)[0] for one in gone])
    return Planted(fault, file, fact, None, _AT_VALUE, true, "", tuple(set(gone) - {fact}))


def late(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A county's return that came in a file of its own, weeks after the others."""
    file = ground.in_use[fact]
    names = [ground.geography.names[county] for county in ground.geography.counties]
    if names.count(ground.geography.names[fact.region]) > 1:  # alone in a file its city is not told
        return None
    if file.issue is None or file.published + timedelta(days=_LATE_DAYS) > _newest(ground):
        return None
    row, column = file.cells[fact]
    facts = [one for one, (where, _) in file.cells.items() if where is row]
    after = DemoFile(
        file.source, f"{file.issue.name}_补报_{fact.region}.csv", file.published + timedelta(days=_LATE_DAYS),
        file.headings, [row], {one: file.cells.pop(one) for one in facts}, file.declared, file.issue,
    )  # fmt: skip
    _remove(file, [row])
    ground.files.append(after)
    ground.in_use.update(dict.fromkeys(after.cells, after))
    return Planted(
        fault, after, fact, row, column, file.published.isoformat(),
        after.published.isoformat(), tuple(one for one in facts if one != fact),
    )  # fmt: skip


def withheld(ground: Ground, fault: Fault, fact: Fact) -> Planted | None:
    """A county's return that never came."""
    file = ground.in_use[fact]
    row, column = file.cells[fact]
    true = row[column]
    facts = [one for one, (where, _) in file.cells.items() if where is row]
    for one in facts:
        del file.cells[one]
        del ground.in_use[one]
    _remove(file, [row])
    return Planted(
        fault, file, fact, None, column, true, "",
        tuple(one for one in facts if one != fact),
    )  # fmt: skip


def _remove(file: DemoFile, rows: Sequence[Row]) -> None:
    gone = {id(row) for row in rows}
    file.rows[:] = [row for row in file.rows if id(row) not in gone]


def _newest(ground: Ground) -> date:
    return max(file.published for file in ground.files)


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (
        scaled, negated, increment_as_rate, replaced_by_amount, spread_by_product, broken, duplicated,
        mistyped_year, future_year, scribbled, misnamed, shrunk, left_out, late, withheld,
    )
}  # fmt: skip
