"""Every region with its status and the test printed, and what the other inventories say of it."""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.headline import span_words, why_peak
from dashboard.views.carbon.numbers import p_words
from dashboard.views.carbon.peak import STATUSES, Peak, mark_of, status_words
from dashboard.views.carbon.shared_rows import CarbonScene, pace_of
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name, silent_words, unit_sign
from etl.model.region import Region
from etl.model.rounding import PERCENT

RAW: Final[Mapping[str, Callable[[Peak], float | None]]] = {
    "status": lambda peak: STATUSES.index(peak.word),
    "maximum_year": lambda peak: peak.maximum_year,
    "maximum": lambda peak: peak.maximum,
    "last_year": lambda peak: peak.last_year,
    "last": lambda peak: peak.last,
    "share": lambda peak: None if peak.share_of_maximum is None else PERCENT * peak.share_of_maximum,
    "pace": lambda peak: None,  # of the region's course, not of its status
    "values_after": lambda peak: peak.values_after,
    "s": lambda peak: peak.test.s if peak.test else None,
    "p_falling": lambda peak: peak.test.p_falling if peak.test else None,
    "p_rising": lambda peak: peak.test.p_rising if peak.test else None,
    "sen_slope": lambda peak: peak.sen_slope,
    "rule": lambda peak: int(peak.rule),
}
"""What a column is sorted by, and what it is worth in a download."""


class PeakTable(Struct, frozen=True):
    """The table, and the same at full precision."""

    table: TableView
    sheet: Sheet


def build_table(scene: CarbonScene, selection: Selection, csv_address: str) -> PeakTable:
    """The table of a scene; the home region first, regions without figures named below.

    Args:
        scene: inventory and year.
        selection: what the address says; a heading sorts by its column, again the other way.
        csv_address: where the download is.
    """
    lang = selection.lang
    say_word = words(lang)
    caption = say_word(
        "carbon.table.caption",
        inventory=own_name(scene, scene.inventory.indicator, lang),
        span=span_words(scene, lang),
        unit=unit_sign(scene.catalog, scene.indicator, lang),
    )
    ordered = [each for each in (scene.home, *_ordered(scene, selection.sort)) if scene.peak(each)]
    others = scene.others
    columns = (
        Column(say_word("carbon.table.region")),
        *(_column(key, selection) for key in RAW),
        *(Column(own_name(scene, each.indicator, lang)) for each in others),
    )
    maker = _Cells(scene, selection)
    table = TableView(
        caption=caption,
        columns=columns,
        rows=tuple(maker.row(region) for region in ordered),
        lang=lang,
        csv_address=csv_address,
        notes=_notes(scene, lang),
        marked=frozenset(at for at, region in enumerate(ordered) if region == scene.focus),
    )
    return PeakTable(table, _sheet(scene, caption, lang))


def _ordered(scene: CarbonScene, sort: str | None) -> list[Region]:
    """By a column, those without a figure of it at the end; without one by status, then growth."""
    key = (sort or "status").removeprefix("-")
    sign = -1 if (sort or "").startswith("-") else 1
    known = [(_raw(scene, region, key), region) for region in scene.known]
    with_value = [(value, region) for value, region in known if value is not None]
    with_value.sort(key=lambda pair: (sign * pair[0], -(pace_of(scene, pair[1]) or 0), pair[1].code))
    return [*(region for _, region in with_value), *(region for value, region in known if value is None)]


def _raw(scene: CarbonScene, region: Region, key: str) -> float | None:
    peak = scene.peak(region)
    if key == "pace":
        return pace_of(scene, region)
    return RAW.get(key, RAW["status"])(peak) if peak else None


def _column(key: str, selection: Selection) -> Column:
    order = {key: "ascending", f"-{key}": "descending"}.get(selection.sort or "", "")
    turned = f"-{key}" if selection.sort == key else key
    title = words(selection.lang)(f"carbon.table.{key}")
    return Column(title, key != "status", to_url(selection.to(sort=turned)), order)


def _notes(scene: CarbonScene, lang: str) -> tuple[str, ...]:
    say_word = words(lang)
    names = say_word("punctuation.list").join(short_name(each, lang) for each in scene.silent)
    silent = say_word("carbon.table.note_silent", count=len(scene.silent), names=names)
    told = (say_word(f"carbon.table.{key}") for key in ("note_test", "note_pace", "note_others", "note_why"))
    return (*([silent] if scene.silent else []), *told)


class _Cells:
    """Makes the cells of a region; every number leads to its working."""

    def __init__(self, scene: CarbonScene, selection: Selection) -> None:
        self._scene = scene
        self._selection = selection
        self._lang = selection.lang
        self._decimals = scene.indicator.display.decimals

    def row(self, region: Region) -> tuple[Cell, ...]:
        """The cells of one region that has a status."""
        peak = self._scene.peak(region)
        if peak is None:
            raise ValueError(f"{region.code} has no status")
        why = why_peak(self._scene, region, peak, self._selection)
        note = words(self._lang)("carbon.table.home") if region == self._scene.home else ""
        name = Cell(region.name[self._lang], to_url(self._selection.to(region=region.code)), note=note)
        status = Cell(status_words(peak, self._lang), why, mark=mark_of(peak.word))
        return (
            name,
            status,
            *self._amounts(region, peak, why),
            *self._tests(peak, why),
            *(self._other(region, each.indicator) for each in self._scene.others),
        )

    def _amounts(self, region: Region, peak: Peak, why: str) -> tuple[Cell, ...]:
        maximum = why_address(
            self._selection, self._scene.inventory.indicator, region.code, str(peak.maximum_year)
        )
        lang, doubt = self._lang, self._scene.doubt
        pace = pace_of(self._scene, region)
        share = RAW["share"](peak)
        return (
            Cell(str(peak.maximum_year), maximum),
            Cell(
                format_number(peak.maximum, self._decimals),
                maximum,
                note=doubt(region, peak.maximum_year, lang),
            ),
            Cell(str(peak.last_year), why),
            Cell(format_number(peak.last, self._decimals), why, note=doubt(region, peak.last_year, lang)),
            Cell(DASH if share is None else f"{format_number(share, 1)}%", why),
            Cell(DASH if pace is None else f"{format_signed(pace, 1)}%", why if pace is not None else None),
        )

    def _tests(self, peak: Peak, why: str) -> tuple[Cell, ...]:
        test, slope = peak.test, peak.sen_slope
        rule = Cell(words(self._lang)("carbon.table.rule_number", number=peak.rule.value), why)
        after = Cell(format_number(peak.values_after), why)
        if test is None or slope is None:
            return (after, Cell(DASH), Cell(DASH), Cell(DASH), Cell(DASH), rule)
        return (
            after,
            Cell(format_number(test.s), why),
            Cell(p_words(test.p_falling), why),
            Cell(p_words(test.p_rising), why),
            Cell(format_signed(slope, self._decimals + 1), why),
            rule,
        )

    def _other(self, region: Region, inventory: str) -> Cell:
        peak = self._scene.peak(region, inventory)
        if peak is None:
            return Cell(DASH, note=silent_words(self._scene.catalog, region, self._lang))
        note = words(self._lang)("carbon.status.years", year=peak.maximum_year, last=peak.last_year)
        why = why_address(self._selection, inventory, region.code, str(peak.last_year))
        return Cell(status_words(peak, self._lang), why, mark=mark_of(peak.word), note=note)


def _sheet(scene: CarbonScene, caption: str, lang: str) -> Sheet:
    say_word = words(lang)
    header = (
        say_word("carbon.table.code"), say_word("carbon.table.region"), say_word("carbon.table.inventory"),
        *(say_word(f"carbon.table.{key}") for key in RAW), say_word("carbon.table.first_year"),
        say_word("carbon.table.missing_after"), say_word("carbon.table.z"), say_word("carbon.table.method"),
    )  # fmt: skip
    rows = [
        _sheet_row(scene, region, inventory.indicator, own_name(scene, inventory.indicator, lang), lang)
        for inventory in (scene.inventory, *scene.others)
        for region in (scene.home, *scene.regions)
    ]
    return Sheet(caption, header, tuple(rows), scene.sources, (say_word("carbon.table.note_sheet"),))


def _sheet_row(scene: CarbonScene, region: Region, inventory: str, name: str, lang: str) -> tuple[Value, ...]:
    peak = scene.peak(region, inventory)
    if peak is None:
        told = silent_words(scene.catalog, region, lang)
        return (region.code, region.name[lang], name, told, *(None for _ in range(len(RAW) + 3)))
    pace = pace_of(scene, region) if inventory == scene.inventory.indicator else None
    numbers = (pace if key == "pace" else raw(peak) for key, raw in RAW.items() if key != "status")
    test = peak.test
    return (
        region.code, region.name[lang], name, status_words(peak, lang), *numbers, peak.first_year,
        peak.missing_after, test.z if test else None, test.method if test else None,
    )  # fmt: skip
