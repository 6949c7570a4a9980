"""The bounds of numbers and lists in declarations, once each."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta, Struct

from etl.plain_values.read import read_by

_Item = TypeVar("_Item")
OneOrMore = Annotated[tuple[_Item, ...], Meta(min_length=1)]

Count = Annotated[int, Meta(ge=1)]
CountOrZero = Annotated[int, Meta(ge=0)]
Decimals = Annotated[int, Meta(ge=0, le=9)]
ShownDecimals = Annotated[int, Meta(ge=0, le=6)]

Positive = Annotated[float, Meta(gt=0)]
NotNegative = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(gt=0, le=1)]


class _Bounds(Struct, frozen=True):
    """Bounds of an exact number; msgspec knows those of other numbers only."""

    above: Decimal | None = None
    least: Decimal | None = None
    below: Decimal | None = None
    most: Decimal | None = None

    def number(self, value: object) -> Decimal:
        """A finite number, with the digits that stand there.

        Raises:
            ValueError: it is none, or out of bounds; says what was expected.
        """
        number = _number(value)
        if number is None or not self._hold(number):
            told = {"above": self.above, "at least": self.least, "below": self.below, "at most": self.most}
            bounds = " and ".join(f"{word} {bound}" for word, bound in told.items() if bound is not None)
            raise ValueError(f"a number {bounds}".strip())
        return number

    def _hold(self, number: Decimal) -> bool:
        return (
            (self.above is None or number > self.above)
            and (self.least is None or number >= self.least)
            and (self.below is None or number < self.below)
            and (self.most is None or number <= self.most)
        )


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


if TYPE_CHECKING:
    Exact = Decimal
    PositiveExact = Decimal
    NotNegativeExact = Decimal
    ExactShare = Decimal
    ExactPercent = Decimal
else:
    Exact = read_by(Decimal, _Bounds().number)
    PositiveExact = read_by(Decimal, _Bounds(above=Decimal(0)).number)
    NotNegativeExact = read_by(Decimal, _Bounds(least=Decimal(0)).number)
    ExactShare = read_by(Decimal, _Bounds(above=Decimal(0), below=Decimal(1)).number)
    ExactPercent = read_by(Decimal, _Bounds(above=Decimal(0), most=Decimal(100)).number)
