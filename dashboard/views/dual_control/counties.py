"""The counties of the city in focus: what exists below the cities, and that none of it is judged."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.explain import why_address
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import delivered_by, show_value
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ValueRow


class CountiesView(Struct, frozen=True):
    """The counties of a city.

    Attributes:
        note: that counties have no levels, and why.
        missing: who would have to deliver what is not there; empty where there is a table.
        table: figures by county; None where there is none.
    """

    lang: str
    title: str
    note: str
    missing: str
    table: TableView | None


def county_indicators(catalog: Catalog, topic: str) -> tuple[Indicator, ...]:
    """Indicators of a topic that exist for counties."""
    return tuple(
        one for one in catalog.indicators.values() if one.topic == topic and RegionLevel.COUNTY in one.levels
    )


def build_counties(scene: DualScene, values: Sequence[ValueRow], selection: Selection) -> CountiesView | None:
    """The counties of the city in focus; None where the focus has no counties of its own.

    Args:
        scene: the period.
        values: values of :func:`county_indicators` in these counties, of the period's year.
        selection: what the address says.
    """
    lang, city = selection.lang, scene.focus.region
    counties = scene.catalog.children(city.code, RegionLevel.COUNTY)
    if not counties:
        return None
    indicators = county_indicators(scene.catalog, scene.subjects.intensity.topic)
    known = [
        one for one in indicators if any(row.indicator == one.id and row.value is not None for row in values)
    ]
    say_word = words(lang)
    who = dict.fromkeys(delivered_by(scene.catalog, one, lang) for one in indicators)
    return CountiesView(
        lang=lang,
        title=say_word("dual.counties.title", city=city.name[lang], count=len(counties)),
        note=say_word("dual.counties.note"),
        missing=""
        if known
        else say_word("dual.counties.missing", who=say_word("punctuation.semicolon").join(filter(None, who))),
        table=_table(scene, counties, known, values, selection) if known else None,
    )


def _table(
    scene: DualScene,
    counties: Sequence[Region],
    indicators: Sequence[Indicator],
    values: Sequence[ValueRow],
    selection: Selection,
) -> TableView:
    lang = selection.lang
    by_key = {(row.indicator, row.region): row for row in values}
    columns = (
        Column(words(lang)("dual.table.region")),
        *(
            Column(f"{one.name[lang]}（{scene.catalog.units[one.unit].sign[lang]}）", is_numeric=True)
            for one in indicators
        ),
    )

    def cell(one: Indicator, county: Region) -> Cell:
        row = by_key.get((one.id, county.code))
        shown = show_value(scene.catalog, one, row, lang, region=county)
        if row is None or shown.is_missing:
            return Cell(shown.text, note=shown.reason)
        return Cell(
            shown.text, note=shown.remark, address=why_address(selection, one.id, county.code, row.period)
        )

    rows = tuple(
        (
            Cell(county.name[lang], address=to_url(Selection("region", lang, region=county.code))),
            *(cell(one, county) for one in indicators),
        )
        for county in counties
    )
    period = format_period(scene.period, lang) if scene.period else ""
    city = scene.focus.region.name[lang]
    return TableView(words(lang)("dual.counties.caption", city=city, period=period), columns, rows, lang)
