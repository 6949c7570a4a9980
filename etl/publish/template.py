"""The workbook that a region fills in: headings, regions, units and rules in place, only figures to be typed.

It is written from the format that reads it back, so that nothing is asked for that could not be read.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from etl.catalog.catalog import Catalog
from etl.errors import UsageError, say, told
from etl.model.format import GUIDANCE_SHEET, Format, GridLayout
from etl.model.grid import PERIOD_MARK, GridColumn
from etl.model.period import Period
from etl.model.region import Region
from etl.publish.sheet_styles import sheet_styles
from etl.stage.period_words import words_of_period

_TITLE_ROW, _CORNER_ROW, _HEADING_ROW = 0, 1, 2
_SHEET = "数据"
_WIDTH = 16


class Template(Struct, frozen=True, dict=True):
    """A template before it is written.

    Attributes:
        catalog: regions, series, units.
        declared: the format that reads it back.
        layout: its layout.
        period: the period to be filled in; None where the format fixes it.
        regions: the regions that have a row, the superior one first.
    """

    catalog: Catalog
    declared: Format
    layout: GridLayout
    period: Period | None
    regions: tuple[Region, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Headings before the figures: code and name, or name; the period if it has a column."""
        region = self.layout.region
        period = self.layout.period.heading
        return (region.headings[0], *region.name_headings[:1], *([period] if period else []))

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The heading of each column of figures, from the top row down, without its unit."""
        words = words_of_period(self.period) if self.period else ""
        return tuple(
            tuple(part.replace("*", "").replace(PERIOD_MARK, words) for part in column.heading.split("|"))
            for column in self.layout.columns
        )

    @property
    def depth(self) -> int:
        """How many rows the headings have."""
        return max(map(len, self.parts))

    @property
    def first_row(self) -> int:
        """0-based row of the first region."""
        return _HEADING_ROW + self.depth

    @property
    def last_column(self) -> int:
        """0-based column of the last figure."""
        return len(self.keys) + len(self.layout.columns) - 1

    @property
    def corner(self) -> str:
        """The unit of all figures, or where the units stand."""
        units = {self.unit(column) for column in self.layout.columns}
        return f"{self.layout.corner}：{units.pop() if len(units) == 1 else '见表头'}"

    def unit(self, column: GridColumn) -> str:
        """The word for the unit of a column."""
        if column.unit_words:
            return column.unit_words[0]
        return self.catalog.units[column.unit or self.catalog.series[column.series].unit].sign.zh

    @property
    def title(self) -> str:
        """Period and source."""
        source = self.catalog.sources[self.declared.source].title.zh
        return f"{words_of_period(self.period)}{source}" if self.period else source

    @property
    def sheet(self) -> str:
        """Name of the sheet, which may say the period."""
        place = self.layout.period
        if place.place == "sheet" and self.period is not None:
            words = words_of_period(self.period)
            return words.partition("年")[2] or words if place.year else words
        plain = (name for name in self.declared.sheets if not set("*?[") & set(name))
        return self.declared.sheet or next(plain, _SHEET)

    def name(self, region: Region) -> str:
        """How the table calls a region: by a declared word for a total, else by its name."""
        words = (word for word, code in self.layout.region.totals.items() if code == region.code)
        return next(words, region.name.zh)


def template_of(catalog: Catalog, declared: Format, period: Period | None, region: Region | None) -> Template:
    """The template of a format for one period.

    Args:
        catalog: the declarations.
        declared: the format.
        period: the period to be filled in.
        region: the region whose parts fill it in; None for the home region.

    Raises:
        UsageError: the format is none that a person fills in, or needs a period.
    """
    layout = declared.layout
    if layout.kind != "grid" or declared.reader != "workbook":
        facts = {"source": declared.source, "layout": layout.kind, "reader": declared.reader}
        raise UsageError(**told("not_filled_in", **facts))
    if period is None and layout.period.place != "fixed":
        raise UsageError(**told("needs_period", source=declared.source))
    above = region or catalog.home
    levels = layout.region.levels
    below = tuple(r for r in catalog.children(above.code) if not levels or r.level in levels)
    regions = (above, *below) if not levels or above.level in levels or _is_total(layout, above) else below
    return Template(catalog, declared, layout, layout.period.fixed or period, regions)


def _is_total(layout: GridLayout, region: Region) -> bool:
    return region.code in layout.region.totals.values()


def write_template(template: Template, path: Path) -> None:
    """Write the workbook; no clock, so that the same declarations give the same bytes."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": template.title, "created": datetime(2000, 1, 1)})
    styles = sheet_styles(book)
    sheet = book.add_worksheet(template.sheet)
    _write_headings(sheet, template, styles)
    _write_regions(book, sheet, template, styles)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(template.first_row, len(template.keys))
    sheet.set_column(0, template.last_column, _WIDTH)
    _write_guidance(book.add_worksheet(GUIDANCE_SHEET), template, styles)
    book.close()


def _write_headings(sheet: Any, template: Template, styles: dict[str, Any]) -> None:
    last = template.last_column
    sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, template.title, styles["title"])
    sheet.write_string(_CORNER_ROW, last, template.corner, styles["note"])
    bottom = template.first_row - 1
    for column, heading in enumerate(template.keys):
        _write_block(sheet, (_HEADING_ROW, column, bottom, column), heading, styles["heading"])
    for first, last_of_group, depth, text in _groups(template):
        offset = len(template.keys)
        lower = bottom if depth == -1 else _HEADING_ROW + depth
        upper = _HEADING_ROW + (len(template.parts[first]) - 1 if depth == -1 else depth)
        block = (upper, first + offset, lower, last_of_group + offset)
        _write_block(sheet, block, text, styles["heading"])


def _groups(template: Template) -> Iterator[tuple[int, int, int, str]]:
    """Headings as first and last column, row (-1 for the lowest of a column), and text."""
    several = len({template.unit(column) for column in template.layout.columns}) > 1
    for number, parts in enumerate(template.parts):
        for depth, part in enumerate(parts[:-1]):
            if number and template.parts[number - 1][: depth + 1] == parts[: depth + 1]:
                continue
            alike = number
            while _is_below(template.parts, alike + 1, parts[: depth + 1]):
                alike += 1
            yield number, alike, depth, part
        unit = template.unit(template.layout.columns[number])
        yield number, number, -1, f"{parts[-1]}（{unit}）" if several else parts[-1]


def _is_below(parts: Sequence[tuple[str, ...]], number: int, above: tuple[str, ...]) -> bool:
    return number < len(parts) and len(parts[number]) > len(above) and parts[number][: len(above)] == above


def _write_block(sheet: Any, block: tuple[int, int, int, int], text: str, style: Any) -> None:
    first_row, first_column, last_row, last_column = block
    if (first_row, first_column) == (last_row, last_column):
        sheet.write_string(first_row, first_column, text, style)
    else:
        sheet.merge_range(first_row, first_column, last_row, last_column, text, style)


def _write_regions(book: Any, sheet: Any, template: Template, styles: dict[str, Any]) -> None:
    first, keys = template.first_row, len(template.keys)
    for row, region in enumerate(template.regions, start=first):
        for column, text in enumerate(_keys_of(template, region)):
            sheet.write_string(row, column, text, styles["key"])
        for column in range(keys, template.last_column + 1):
            sheet.write_blank(row, column, None, styles["figure"])
    last = first + len(template.regions) - 1
    _validate(sheet, template, (first, keys, last, template.last_column))
    quoted = template.sheet.replace("'", "''")
    for number, declared in enumerate(template.layout.columns):
        place = xl_range_abs(first, keys + number, last, keys + number)
        book.define_name(f"figures_{number + 1}_{declared.series.replace('.', '_')}", f"='{quoted}'!{place}")
    book.define_name("regions", f"='{quoted}'!{xl_range_abs(first, 0, last, 0)}")
    if template.layout.region.stop_at:
        note = say("template_note", "zh", words=_missing_words(template))
        sheet.write_string(
            last + 2, 0, f"{template.layout.region.stop_at[0].rstrip(':：')}：{note}", styles["note"]
        )


def _keys_of(template: Template, region: Region) -> tuple[str, ...]:
    names = (region.code, region.name.zh) if template.layout.region.by == "code" else (template.name(region),)
    shown = names[: 1 + len(template.layout.region.name_headings[:1])]
    period = words_of_period(template.period) if template.period else ""
    return (*shown, *([period] if template.layout.period.heading else []))


def _missing_words(template: Template) -> str:
    said = [
        f"{word or '空白'}＝{say(f'missing_{reason}', 'zh')}"
        for word, reason in template.declared.missing.items()
    ]
    return "，".join(said) or "—"


def _validate(sheet: Any, template: Template, block: tuple[int, int, int, int]) -> None:
    """Only a number or a declared word for a missing one can be typed."""
    first = xl_rowcol_to_cell(block[0], block[1])
    words = [f'{first}="{word}"' for word in template.declared.missing if word]
    sheet.data_validation(
        *block,
        {
            "validate": "custom",
            "value": f"=OR({','.join([f'ISNUMBER({first})', *words])})",
            "ignore_blank": True,
            "error_title": "请填数字",
            "error_message": say(
                "template_error", "zh", words="、".join(filter(None, template.declared.missing)) or "—"
            ),
        },
    )


def _write_guidance(sheet: Any, template: Template, styles: dict[str, Any]) -> None:
    """One sheet in words: what to fill in, in which unit, what a gap is, how the file is called."""
    sheet.set_column(0, 0, 4 * _WIDTH)
    lines = [
        say("template_guidance", "zh", title=template.title, sheet=template.sheet),
        say("template_note", "zh", words=_missing_words(template)),
        *(
            f"{'—'.join(parts)}：{template.catalog.series[column.series].name.zh}，{template.unit(column)}"
            for parts, column in zip(template.parts, template.layout.columns, strict=True)
        ),
        say("template_file", "zh", pattern=template.declared.file),
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, styles["guidance"])
