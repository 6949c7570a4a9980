"""Where the energy went: the increment of each city against the year before."""

from typing import Final

from msgspec import Struct

from dashboard.report.basis import Basis, trace_of
from dashboard.report.blocks import Figure, Parts
from dashboard.report.periods import parse
from dashboard.report.sentences import Fact
from etl.store.rows import ValueRow

ENERGY: Final = "energy_consumption"
_FIRST: Final = 3


class Increment(Struct, frozen=True):
    """The energy of a region in a period and in the same one a year before, 万吨标准煤."""

    now: ValueRow
    before: ValueRow

    @property
    def amount(self) -> float:
        """The increment; negative for a saving."""
        return (self.now.value or 0.0) - (self.before.value or 0.0)

    @property
    def code(self) -> str:
        """The region."""
        return self.now.region


def increments(basis: Basis) -> tuple[Increment | None, tuple[Increment, ...]]:
    """The increment of the home region, and those of the cities, largest first; none where unknown."""
    if not basis.has(ENERGY):
        return None, ()
    period = basis.shared_period(ENERGY, (basis.home, *basis.cities))
    if period is None:
        return None, ()
    cities = [found for city in basis.cities if (found := _increment(basis, city.code, period))]
    return _increment(basis, basis.home.code, period), tuple(sorted(cities, key=lambda one: -one.amount))


def _increment(basis: Basis, code: str, period: str) -> Increment | None:
    now = basis.known(ENERGY, code, period)
    before = basis.known(ENERGY, code, str(parse(period).previous_year()))
    return Increment(now, before) if now and before and before.value else None


def increment_sentence(basis: Basis) -> Parts:
    """The energy of the province, its increment, the cities that brought most of it, those that saved."""
    home, cities = increments(basis)
    if home is None:
        return ()
    facts: dict[str, Fact] = {
        "period": basis.when(home.now.period),
        "home": basis.name(home.code),
        "energy": basis.figure(home.now),
        "change": _figure(basis, home),
    }
    told = basis.say.turned("increments.home", home.amount, **facts)
    return basis.say.joined(told, _more(basis, cities), _less(basis, cities))


def _more(basis: Basis, cities: tuple[Increment, ...]) -> Parts:
    first = [one for one in cities[:_FIRST] if one.amount > 0]
    if not first:
        return ()
    return basis.say("increments.more", count=len(first), items=_items(basis, first))


def _less(basis: Basis, cities: tuple[Increment, ...]) -> Parts:
    less = [one for one in reversed(cities) if one.amount < 0]
    items = [_item(basis, one) for one in less]
    return basis.say.counted("increments.less", items, len(cities)) if cities else ()


def _items(basis: Basis, found: list[Increment]) -> Parts:
    return basis.say.listed([_item(basis, one) for one in found])


def _item(basis: Basis, one: Increment) -> Parts:
    return basis.say("named_value", name=basis.name(one.code), value=_figure(basis, one))


def _figure(basis: Basis, one: Increment) -> Figure:
    decimals = basis.indicator(ENERGY).display.decimals
    traces = (trace_of(one.now), trace_of(one.before))
    return basis.computed(one.amount, basis.unit_in_text(ENERGY), decimals, traces)
