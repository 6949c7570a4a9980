"""A value as a reader meets it: the number with its unit and the words that say how far it can be trusted."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from dashboard.format import DASH, format_bounded, format_number, format_period, format_signed, with_unit
from dashboard.text import words
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Basis, Bound, Direction, MissingReason, Nature, RegionLevel, Status
from etl.store.rows import ValueRow

OUT_OF_SCOPE: Final = "out_of_scope"
"""Reason in the place of a figure that the reader may not see; the build knows no such reason."""
PERCENTS: Final = frozenset({"percent", "percent_per_year"})
_ENDINGS_EN: Final = (" City", " District", " County", " Municipality", " Province", " Autonomous Region")
_LONG_NAME: Final = 5  # Han characters that a label on the map can carry


class Shown(NamedTuple):
    """One value in words.

    Attributes:
        text: the number as printed, ``—`` where there is none.
        unit: sign of its unit.
        reason: why it is missing; empty where it is there.
        evidence: status, nature and basis in words.
        scope: what the source says of the scope of the figure, such as 前三批.
        movement: for a change whose rise is bad, whether it rose or fell.
        doubt: mark and word of an open challenge on it; empty where there is none.
    """

    text: str
    unit: str
    reason: str = ""
    evidence: tuple[str, ...] = ()
    movement: str = ""
    scope: str = ""
    doubt: str = ""

    @property
    def remark(self) -> str:
        """What must be read with the number: its scope, and the mark of an open challenge."""
        return f"{self.scope}{self.doubt}"

    @property
    def is_missing(self) -> bool:
        """Whether there is no value."""
        return bool(self.reason)

    @property
    def with_unit(self) -> str:
        """The number and its unit: ``8,752.9亿元``, ``3.96%``."""
        if self.is_missing or not self.unit:
            return self.text
        return with_unit(self.text, self.unit)

    @property
    def with_scope(self) -> str:
        """The number with its unit and what must be read with it: ``211家（前三批）``."""
        return f"{self.with_unit}{self.remark}"

    @property
    def in_words(self) -> str:
        """The value with its scope and movement, or the dash with its reason."""
        return " ".join(part for part in (self.with_scope, self.movement or self.reason) if part)


def unit_sign(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    """The sign of an indicator's unit."""
    return catalog.units[indicator.unit].sign[lang]


def difference_unit(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    """The unit of a difference of two values: percentages differ by 个百分点."""
    return words(lang)("units.pp") if indicator.unit in PERCENTS else unit_sign(catalog, indicator, lang)


def show_value(
    catalog: Catalog, indicator: Indicator, row: ValueRow | None, lang: str, *, region: Region | None = None
) -> Shown:
    """A value, or why it is missing.

    Args:
        catalog: the declarations.
        indicator: what was measured.
        row: the value; no row at all means that nobody delivered it.
        lang: language of the words.
        region: whose value it is; decides why there is none.
    """
    unit = unit_sign(catalog, indicator, lang)
    if row is None or row.value is None:
        reason = row.reason if row and row.reason else silent_reason(catalog, indicator, region)
        return Shown(DASH, unit, reason=say(f"missing_{reason}", lang))
    return Shown(
        number_of(indicator, row, lang),
        unit,
        evidence=evidence_of(row, lang),
        movement=movement_of(indicator, row.value, lang),
        scope=_scope_in_words(catalog, row, lang),
        doubt=doubt_of(row, lang),
    )


def remark_of(catalog: Catalog, row: ValueRow, lang: str) -> str:
    """What must be read with a number: its scope, and the mark of an open challenge."""
    return (
        f"{_scope_in_words(catalog, row, lang)}{doubt_of(row, lang)}" if row.note or row.is_challenged else ""
    )


def _scope_in_words(catalog: Catalog, row: ValueRow, lang: str) -> str:
    scope = scope_of_figure(catalog, row, lang)
    return words(lang)("value.scope", scope=scope) if scope else ""


def doubt_of(row: ValueRow, lang: str) -> str:
    """The mark of an open challenge on a figure; the figure stays in use."""
    return words(lang)("value.doubt") if row.is_challenged else ""


class Doubts:
    """The mark of every challenged figure among some values, for views that hold numbers and not rows."""

    def __init__(self, rows: Iterable[ValueRow] = ()) -> None:
        """Note which of the values are challenged."""
        self._places = frozenset((row.indicator, row.region, row.period) for row in rows if row.is_challenged)

    def mark(self, indicator: str, region: str, period: object, lang: str) -> str:
        """The mark of one figure; empty where nothing is open about it."""
        is_open = (indicator, region, str(period)) in self._places
        return words(lang)("value.doubt") if is_open else ""


def scope_of_figure(catalog: Catalog, row: ValueRow, lang: str) -> str:
    """What the source says of the scope of a figure, in a language if the catalogue has the words.

    Empty where nothing was said, or only that the figure is a bound, which has a word of its own.
    """
    if not row.note or row.bound != Bound.EXACT:
        return ""
    known = (source.notes[row.note] for source in catalog.sources.values() if row.note in source.notes)
    return next((words_of[lang] for words_of in known), row.note)


def silent_reason(catalog: Catalog, indicator: Indicator, region: Region | None) -> str:
    """Why there is no row: not for this level; nothing published of others; nothing delivered by our own.

    What the reader may not see is no gap in the data, and is not called one.
    """
    if region is None:
        return MissingReason.NOT_COLLECTED
    if region.code in catalog.outside:
        return OUT_OF_SCOPE
    if region.level not in indicator.levels and region.level is not RegionLevel.UNIT:
        return MissingReason.NOT_APPLICABLE
    is_ours = catalog.descends_from(region, catalog.home.code)
    return MissingReason.NOT_COLLECTED if is_ours else MissingReason.NOT_PUBLISHED


def silent_words(catalog: Catalog, region: Region, lang: str) -> str:
    """What stands in the place of a figure that our own region has not: 未采集, or 不在您的权限范围内."""
    return say(f"missing_{OUT_OF_SCOPE if region.code in catalog.outside else 'not_collected'}", lang)


def number_of(indicator: Indicator, row: ValueRow, lang: str) -> str:
    """The number as printed: with its sign if it is a change, as a bound if it was quoted as one."""
    display = indicator.display
    if row.bound != Bound.EXACT:
        return format_bounded(row.value, Bound(row.bound), "", lang, display.decimals)
    return (format_signed if display.signed else format_number)(row.value, display.decimals)


def marked_number(indicator: Indicator, row: ValueRow, lang: str) -> str:
    """The number as printed, with the mark of an open challenge behind it."""
    return f"{number_of(indicator, row, lang)}{doubt_of(row, lang)}"


def evidence_of(row: ValueRow, lang: str) -> tuple[str, ...]:
    """Nature, status and basis in words; and the bound, where the figure was not quoted exactly."""
    return _evidence(row.nature, row.status, row.basis, row.bound, lang)


@lru_cache(maxsize=1024)  # closed vocabularies: the same few in every row
def _evidence(nature: str, status: str, basis: str, bound: str, lang: str) -> tuple[str, ...]:
    told = (
        say(f"nature_{Nature(nature)}", lang),
        say(f"status_{Status(status)}", lang),
        say(f"basis_{Basis(basis)}", lang),
    )
    return told if bound == Bound.EXACT else (*told, say(f"bound_{Bound(bound)}", lang))


def movement_of(indicator: Indicator, value: float | None, lang: str) -> str:
    """For a change whose rise is bad, such as that of energy intensity: ``↑ 上升，方向不利``.

    There a sign alone is too easily misread; a growth rate of ``+5.3%`` says everything itself.
    """
    if not indicator.display.signed or indicator.direction is not Direction.LOWER_IS_BETTER or not value:
        return ""
    return words(lang)("value.rose_bad" if value > 0 else "value.fell")


def delivered_by(catalog: Catalog, indicator: Indicator, lang: str) -> str:
    """Who could deliver what an indicator lacks; empty where the catalogue names nobody."""
    named = catalog.deliverers_of(indicator.id)
    return words(lang)("punctuation.semicolon").join(dict.fromkeys(who[lang] for who in named))


def short_name(region: Region, lang: str) -> str:
    """The name as a label can carry it: 沈阳, Shenyang, 喀左."""
    if lang == "en":
        return next(
            (region.name.en.removesuffix(end) for end in _ENDINGS_EN if region.name.en.endswith(end)),
            region.name.en,
        )
    if region.level in {RegionLevel.CITY, RegionLevel.PROVINCE} and region.aliases:
        return region.aliases[0]
    if len(region.name.zh) < _LONG_NAME:
        return region.name.zh
    return min((alias for alias in region.aliases if len(alias) > 1), key=len, default=region.name.zh)


def heading_with_unit(catalog: Catalog, indicator: Indicator, period: Period | None, lang: str) -> str:
    """An indicator with unit and period, as a table is headed: ``常住人口（万人，2025年）``."""
    facts = (unit_sign(catalog, indicator, lang), format_period(period, lang) if period else DASH)
    if lang == "zh":
        return f"{indicator.name[lang]}（{'，'.join(filter(None, facts))}）"
    return f"{indicator.name[lang]} ({', '.join(filter(None, facts))})"
