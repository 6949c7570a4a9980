"""What can be chosen on 梯度培育: region, tier, month."""

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.links import Link
from dashboard.views.period_options import period_links
from dashboard.views.tiers.shared_rows import TierScene
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


class PageChoices(Struct, frozen=True):
    """The choices of a page, by control; the option that is shown has the present address."""

    lang: str
    present: str
    choices: tuple[tuple[str, tuple[Link, ...]], ...]


def build_tier_choices(catalog: Catalog, scene: TierScene, selection: Selection) -> PageChoices:
    """Region, tier and month; each option carries its address."""
    lang = selection.lang
    tiers = tuple(
        Link(tier.name[lang], to_url(selection if tier == scene.tier else selection.to(tier=tier.id)))
        for tier in scene.rule.tiers
    )
    regions = region_links(catalog, scene.region, selection)

    def at_month(month: Period) -> str:
        return to_url(selection if month == scene.month else selection.to(period=month))

    months = tuple(
        Link(link.label, link.address, f"{month.end_year}")
        for month, link in zip(
            sorted(scene.months, reverse=True), period_links(scene.months, at_month, lang), strict=True
        )
    )
    choices = (("region", regions), ("tier", tiers), ("period", months))
    return PageChoices(lang, to_url(selection), tuple(each for each in choices if each[1]))


def region_links(catalog: Catalog, present: Region, selection: Selection) -> tuple[Link, ...]:
    """The home region, its cities, and their counties city by city."""
    lang = selection.lang
    home = catalog.home

    def link(region: Region, group: str) -> Link:
        chosen = selection if region == present else selection.to(region=region.code, find=None)
        return Link(region.name[lang], to_url(chosen), group)

    cities = catalog.children(home.code, RegionLevel.CITY)
    top = words(lang)("gradient.province_and_cities")
    return (
        link(home, top),
        *(link(city, top) for city in cities),
        *(
            link(county, city.name[lang])
            for city in cities
            for county in catalog.children(city.code, RegionLevel.COUNTY)
        ),
    )
