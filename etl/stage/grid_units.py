"""The units of an untidy table: in brackets of headings, in a row of their own, in the corner, declared."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.format import GridLayout
from etl.model.grid import GridColumn
from etl.model.unit import Unit
from etl.stage.cells import Cells
from etl.stage.grid_heading import Heading, table_changed
from etl.stage.words import normal

_HAN = re.compile(r"[㐀-鿿]")
_BRACKETS = re.compile(r"(?P<name>.*?)[(\[【](?P<unit>[^()\[\]【】]+)[)\]】]")
_IN_BRACKETS = re.compile(r"[(\[【](?P<unit>[^()\[\]【】]+)[)\]】]")
_ELSEWHERE = frozenset({"见表头", "见各列", "见各栏"})
"""What a corner says where each heading has its own unit."""
_UNIT_WORD = re.compile(r"(?P<name>)(?:计量)?单位:(?P<unit>.+)")  # not the 单位 of 单位GDP能耗


class UnitWords(Struct, frozen=True):
    """Words of units in their normal form."""

    units: dict[str, Unit]
    also: frozenset[str]

    @classmethod
    def of(cls, catalog: Catalog, layout: GridLayout) -> "UnitWords":
        """All words of the catalogue, and those that only this layout spells so."""
        words = {normal(word): catalog.units[unit] for word, unit in catalog.unit_by_word.items()}
        also = {normal(word) for column in layout.columns for word in column.unit_words}
        return cls(words, frozenset(also))

    def is_word(self, word: str) -> bool:
        """Whether a word stands for a unit."""
        return word in self.units or word in self.also


class Path(Struct, frozen=True, dict=True):
    """What stands above a column, taken apart into words and units.

    Attributes:
        words: the headings without units.
        units: words of units found in brackets or in a cell of their own.
    """

    words: tuple[str, ...]
    units: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str], known: UnitWords) -> "Path":
        """Take headings apart."""
        words, units = [], []
        for text in texts:
            name, unit = _name_and_unit(text, known)
            words += [name] if name else []
            units += [unit] if unit else []
        return cls(tuple(words), tuple(units))

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """What a declared heading may equal: all words, or the Chinese ones of a bilingual heading."""
        han = tuple(word for word in self.words if _HAN.search(word))
        found = [self.words, han] if han else [self.words]
        return tuple(
            dict.fromkeys(spelling for words in found for spelling in ("|".join(words), "".join(words)))
        )

    def __str__(self) -> str:
        return "|".join(self.words)


def _name_and_unit(text: str, known: UnitWords) -> tuple[str, str]:
    if known.is_word(text):
        return "", text
    match = _UNIT_WORD.fullmatch(text) or _BRACKETS.fullmatch(text)
    if match is None or not known.is_word(match["unit"]):
        return text, ""
    return match["name"], match["unit"]


class ColumnUnits(Struct, frozen=True, dict=True):
    """Which unit the figures of each column are in."""

    cells: Cells
    layout: GridLayout
    heading: Heading
    catalog: Catalog
    known: UnitWords

    def of(self, at: int, declared: GridColumn, path: Path) -> Unit | None:
        """The declared unit if not contradicted, else the heading's, the corner's; None = each cell's."""
        unit = self.catalog.units[declared.unit] if declared.unit else None
        here = {normal(word) for word in declared.unit_words}
        said = [word for word in path.units if word not in here]
        place = self.cells.address(self.heading.row, at)
        for word in said:
            unit = self._agreed(unit, word, place, declared)
        if not path.units:
            unit = self._by_corner(unit, declared)
        if unit is None and not declared.unit_in_cells:
            raise table_changed(self.cells, "unit_lacking", place, heading=declared.heading)
        series = self.catalog.series[declared.series]
        if unit is not None and not unit.converts_to(self.catalog.units[series.unit]):
            raise table_changed(
                self.cells,
                "unit_of_series",
                place,
                found=", ".join(path.units) or unit.sign.zh,
                expected=self.catalog.units[series.unit].sign.zh,
                series=series.id,
            )
        return unit

    def _agreed(self, unit: Unit | None, word: str, place: str, declared: GridColumn) -> Unit:
        found = self.known.units.get(word)
        if found is None or (unit is not None and not _same(unit, found)):
            expected = unit.sign.zh if unit else "—"
            raise table_changed(
                self.cells, "unit_contradicts", place, found=word, expected=expected, heading=declared.heading
            )
        return unit or found

    def _by_corner(self, unit: Unit | None, declared: GridColumn) -> Unit | None:
        """The unit of the whole table; it may not contradict a declared one of the same quantity."""
        for place, text in self._corners:
            units = self._units_of(text)
            if unit is None:
                unit = units[0] if len(units) == 1 and not declared.unit_in_cells else None
            elif any(_rivals(unit, other) for other in units) and not any(_same(unit, o) for o in units):
                raise table_changed(
                    self.cells,
                    "unit_contradicts",
                    place,
                    found=text,
                    expected=unit.sign.zh,
                    heading=declared.heading,
                )
        return unit

    def refuse_idle_corners(self, used: Iterable[Unit | None]) -> None:
        """Refuse a unit of the whole table that is the unit of no column of it: one of the two is wrong.

        Args:
            used: the unit of each column; None where its cells say their own.

        Raises:
            TableChanged: names the corner, its unit, and those of the columns.
        """
        units = list(used)
        if None in units:
            return
        for place, text in self._corners:
            said = self._units_of(text)
            if said and not any(_same(unit, each) for unit in units if unit for each in said):
                expected = ", ".join(dict.fromkeys(unit.sign.zh for unit in units if unit))
                raise table_changed(self.cells, "corner_contradicts", place, found=text, expected=expected)

    def _units_of(self, text: str) -> list[Unit]:
        """The units that a corner names; those that only this layout spells so are known to their columns."""
        words = [word for word in re.split(r"[、,;]", text) if word]
        return [self.known.units[word] for word in words if word in self.known.units]

    @cached_property
    def _corners(self) -> tuple[tuple[str, str], ...]:
        said = corners(self.cells, self.layout.corner, self.heading, self.known)
        found = tuple((place, text) for place, text in said if text not in _ELSEWHERE)
        for place, text in found:
            for word in re.split(r"[、,;]", text):
                if word and not self.known.is_word(word):
                    raise table_changed(self.cells, "corner_unknown", place, found=text, word=word)
        return found


def corners(cells: Cells, word: str, heading: Heading, known: UnitWords) -> Iterator[tuple[str, str]]:
    """Cells above the headings that say a unit, with what they say.

    单位：亿元 in one cell, 单位 with 亿元 in the next filled cell on its right, a unit in brackets.
    """
    spelled = rf"(?:计量)?{re.escape(normal(word))}"
    together, alone = re.compile(rf"\(?{spelled}:(?P<unit>[^()]+)\)?"), re.compile(rf"{spelled}:?")
    for row in range(heading.row):
        texts = cells.texts(row)
        for column, text in enumerate(texts):
            if match := together.search(text):
                yield cells.address(row, column), match["unit"]
            elif alone.fullmatch(text):
                beside = next((at for at in range(column + 1, len(texts)) if texts[at]), None)
                if beside is not None:
                    yield cells.address(row, beside), texts[beside]
            else:
                bracketed = [match["unit"] for match in _IN_BRACKETS.finditer(text)]
                yield from ((cells.address(row, column), unit) for unit in bracketed if known.is_word(unit))


def _same(one: Unit, other: Unit) -> bool:
    return one.quantity == other.quantity and one.factor == other.factor


def _rivals(one: Unit, other: Unit) -> bool:
    return one.quantity == other.quantity and one.factor != other.factor
