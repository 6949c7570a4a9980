"""Units of measurement and their exact conversion."""

from decimal import Decimal

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import PositiveExact


class Unit(Declaration):
    """A unit; two units convert when they measure the same quantity.

    Attributes:
        id: spelled-out name, such as ``million_tonnes_co2``.
        name: the unit in words.
        sign: its short form beside a figure.
        quantity: what is measured; only units of one quantity convert into each other.
        factor: how many base units of the quantity one of this unit is, exact.
        counted: whether it counts things one by one (firms, items), so that a figure may be told while its
            period goes on.
        words: spellings found in source files.
    """

    id: Identifier
    name: Bilingual
    sign: Bilingual
    quantity: Identifier
    factor: PositiveExact = Decimal(1)
    counted: bool = False
    words: tuple[str, ...] = ()

    def converts_to(self, other: "Unit") -> bool:
        """Whether a figure in this unit can be stated in the other."""
        return self.quantity == other.quantity

    def factor_to(self, other: "Unit") -> Decimal:
        """The exact multiplier from this unit into the other (of the same quantity)."""
        return self.factor / other.factor
