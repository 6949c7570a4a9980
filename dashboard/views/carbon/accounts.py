"""CO2 of fuels and of purchased power, apart, with the factor of each year: where activity data exist."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.format import DASH, format_number, with_unit
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import Doubts, delivered_by, silent_words, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.store.rows import ValueRow


class Accounts(Struct, frozen=True):
    """The indicators that an account is made of."""

    fuels: Indicator
    power: Indicator
    factor: Indicator

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return self.fuels.id, self.power.id, self.factor.id


class AccountsView(Struct, frozen=True):
    """Two courses that are never added.

    Attributes:
        fuels, power: amounts by year; empty where nobody reports activity data.
        labels: words of both.
    """

    words: ChartWords
    sheet: Sheet
    fuels: tuple[tuple[int, float], ...]
    power: tuple[tuple[int, float], ...]
    labels: tuple[str, str]
    unit: str


def accounts_of(catalog: Catalog) -> Accounts | None:
    """The indicators by what they compute; None where a deployment has no account."""
    every = catalog.indicators.values()
    factor = next((each for each in every if each.formula.kind == "grid_factor"), None)
    fuels = next((each for each in every if each.formula.kind == "emissions_from_fuels"), None)
    if factor is None or fuels is None:
        return None
    power = next(
        (each for each in every if each.formula.kind == "product" and factor.id in each.formula.inputs()),
        None,
    )
    return Accounts(fuels, power, factor) if power is not None else None


def build_accounts(
    scene: CarbonScene, accounts: Accounts, values: Sequence[ValueRow], selection: Selection, csv_address: str
) -> AccountsView | None:
    """The account of the region in focus; the factors alone where nothing else is there, None without any.

    Args:
        scene: the region in focus.
        accounts: what an account is made of.
        values: their values of the region.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang, region = selection.lang, scene.focus
    held = {
        (row.indicator, int(row.period)): row.value
        for row in values
        if row.value is not None and row.period.isdecimal()
    }
    if not held:
        return None
    doubts = Doubts(values)
    say_word = words(lang)
    unit = unit_sign(scene.catalog, accounts.fuels, lang)
    fuels, power = (_course(held, each.id) for each in (accounts.fuels, accounts.power))
    marks = tuple(
        doubts.mark(each.id, region.code, course[-1][0], lang) if course else ""
        for each, course in ((accounts.fuels, fuels), (accounts.power, power))
    )
    title = _title(scene, fuels, power, (unit, *marks), lang)
    header = (
        say_word("carbon.accounts.year"), f"{accounts.fuels.name[lang]}（{unit}）",
        f"{accounts.power.name[lang]}（{unit}）",
        f"{accounts.factor.name[lang]}（{unit_sign(scene.catalog, accounts.factor, lang)}）",
    )  # fmt: skip
    years = sorted({year for _, year in held})
    indicators = (accounts.fuels, accounts.power, accounts.factor)

    def cell(indicator: Indicator, year: int) -> Cell:
        value = held.get((indicator.id, year))
        if value is None:
            return Cell(DASH, note=silent_words(scene.catalog, region, lang))
        why = why_address(selection, indicator.id, region.code, str(year))
        doubt = doubts.mark(indicator.id, region.code, year, lang)
        return Cell(f"{format_number(value, indicator.display.decimals)}{doubt}", why)

    table = TableView(
        title,
        tuple(Column(each, is_numeric=at > 0) for at, each in enumerate(header)),
        tuple((Cell(str(year)), *(cell(each, year) for each in indicators)) for year in years),
        lang,
        csv_address,
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (year, *(held.get((each.id, year)) for each in indicators)) for year in years
    )
    found = (name for each in accounts.ids for name in scene.catalog.sources_of(each))
    sources = tuple(dict.fromkeys(name for name in found if name in scene.used))
    who = delivered_by(scene.catalog, accounts.fuels, lang)
    silent = (say_word("value.to_deliver", who=who),) if who and not fuels else ()
    caution = (accounts.fuels.caution[lang],) if accounts.fuels.caution and fuels else ()
    return AccountsView(
        words=ChartWords(
            lang=lang,
            title=title,
            axis=say_word("carbon.accounts.axis", unit=unit) if fuels else "",
            source=sources_line(scene.catalog, sources, lang),
            notes=(say_word("carbon.accounts.note"), *silent, *caution),
            table=table,
        ),
        sheet=Sheet(title, header, rows, sources),
        fuels=fuels,
        power=power,
        labels=(accounts.fuels.name[lang], accounts.power.name[lang]),
        unit=unit,
    )


def _course(held: dict[tuple[str, int], float], indicator: str) -> tuple[tuple[int, float], ...]:
    return tuple(sorted((year, value) for (name, year), value in held.items() if name == indicator))


def _title(
    scene: CarbonScene,
    fuels: tuple[tuple[int, float], ...],
    power: tuple[tuple[int, float], ...],
    around: tuple[str, ...],
    lang: str,
) -> str:
    """The latest of both; ``around`` is their unit, then the mark of an open challenge on each."""
    name, (unit, of_fuels, of_power) = scene.focus.name[lang], around
    if not fuels:
        return words(lang)("carbon.accounts.silent", region=name)
    year, value = fuels[-1]
    told = {"region": name, "year": year, "value": f"{with_unit(format_number(value, 0), unit)}{of_fuels}"}
    if not power:
        return words(lang)("carbon.accounts.fuels_only", **told)
    last, bought = power[-1]
    power_words = f"{with_unit(format_number(bought, 0), unit)}{of_power}"
    return words(lang)("carbon.accounts.title", **told, last=last, power=power_words)
