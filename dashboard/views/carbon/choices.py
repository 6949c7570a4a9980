"""The choices of the page: inventory, "as of", level, region, window. Every option is an address."""

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.links import Link
from dashboard.views.tiers.selectors import PageChoices, region_links
from etl.model.period import Period


def build_choices(scene: CarbonScene, selection: Selection) -> PageChoices:
    """The choices of a scene; one without alternatives is left out.

    Args:
        scene: inventory and year.
        selection: what the address says; an option keeps the rest of it.
    """
    lang = selection.lang
    say = words(lang)
    here = to_url(selection)

    def option(label: str, *, is_present: bool, **changes: object) -> Link:
        return Link(label, here if is_present else to_url(selection.to(**changes)))

    inventories = tuple(
        option(inventory_name(scene, each.indicator, lang), is_present=each == scene.inventory,
               inventory=each.indicator, level=None, window=None, period=None)
        for each in scene.inventories
    )  # fmt: skip
    years = (
        option(say("carbon.choice.last"), is_present=scene.as_of is None, period=None),
        *(
            option(say("carbon.choice.as_of", year=year), is_present=scene.as_of == year,
                   period=Period.of_year(year), window=None)
            for year in scene.years
        ),
    )  # fmt: skip
    levels = tuple(
        option(say(f"level.{each}.all"), is_present=each is scene.level, level=each.value)
        for each in scene.levels
    )
    windows = tuple(
        option(format_period(each, lang), is_present=each == scene.window, window=each)
        for each in scene.windows
    )
    regions = region_links(scene.catalog, scene.focus, selection)
    found = (
        ("inventory", inventories), ("as_of", years), ("level", levels), ("region", regions),
        ("window", windows),
    )  # fmt: skip
    return PageChoices(lang, here, tuple(each for each in found if len(each[1]) > 1))


def inventory_name(scene: CarbonScene, indicator: str, lang: str) -> str:
    """The inventory by its name, with whether purchased electricity is inside."""
    each = next(one for one in scene.inventories if one.indicator == indicator)
    inside = {True: "inside", False: "outside", None: "unsaid"}[each.purchased_electricity]
    return words(lang)(f"carbon.electricity.{inside}", name=own_name(scene, indicator, lang))


def own_name(scene: CarbonScene, indicator: str, lang: str) -> str:
    """The name of an inventory alone, in the language where the catalogue has it in two."""
    each = next(one for one in scene.inventories if one.indicator == indicator)
    return (
        each.name if each.name.isascii() or lang == "zh" else scene.catalog.indicators[indicator].name[lang]
    )
