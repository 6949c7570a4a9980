"""How the regions stand, in sentences made from the data, and those furthest from a peak."""

from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_number, format_signed, with_unit
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.choices import inventory_name, own_name
from dashboard.views.carbon.peak import STATUSES, Peak, status_words
from dashboard.views.carbon.shared_rows import CarbonScene, furthest_from_peak, pace_of
from dashboard.views.explain import why_address
from dashboard.views.value_words import short_name, unit_sign
from etl.errors import say
from etl.model.region import Region

NAMED: Final = 3
_FEW: Final = 4
"""So many regions of a status are named in the sentence; more are counted and stand in the lists."""


class FarCity(Struct, frozen=True):
    """A region far from a peak: how it stands, where its course is drawn, and its working."""

    name: str
    address: str
    text: str
    why_address: str


class CarbonHeadline(Struct, frozen=True):
    """What the page says first: sentences, each true word by word, then the regions furthest from a peak."""

    lang: str
    sentences: tuple[str, ...]
    far_title: str
    far: tuple[FarCity, ...]
    basis: str


def build_headline(scene: CarbonScene, selection: Selection) -> CarbonHeadline:
    """The sentences of a scene.

    Args:
        scene: inventory and year.
        selection: what the address says.
    """
    lang = selection.lang
    far = furthest_from_peak(scene)
    title = words(lang)("carbon.headline.far", count=min(NAMED, len(far)), of=len(far)) if far else ""
    return CarbonHeadline(
        lang=lang,
        sentences=tuple(filter(None, (_home(scene, lang), _counted(scene, lang), _silent(scene, lang)))),
        far_title=title,
        far=tuple(_far(scene, region, selection) for region in far[:NAMED]),
        basis=basis_words(scene, lang),
    )


def build_nothing(lang: str) -> CarbonHeadline:
    """What is said where no inventory has a figure."""
    return CarbonHeadline(lang, (words(lang)("carbon.headline.nothing"),), "", (), "")


def basis_words(scene: CarbonScene, lang: str) -> str:
    """Which inventory, up to when, and that no verdict rests on it."""
    name = inventory_name(scene, scene.inventory.indicator, lang)
    return words(lang)("carbon.headline.basis", inventory=name, span=span_words(scene, lang))


def span_words(scene: CarbonScene, lang: str) -> str:
    """The last years that the statuses are "as of"."""
    last = sorted({peak.last_year for region in scene.known if (peak := scene.peak(region))})
    if not last:
        return ""
    key = "one_year" if last[0] == last[-1] else "years"
    return words(lang)(f"carbon.headline.{key}", first=last[0], last=last[-1])


def _home(scene: CarbonScene, lang: str) -> str:
    peak = scene.peak(scene.home)
    name = scene.home.name[lang]
    if peak is None:
        return words(lang)(
            "carbon.headline.home_silent",
            home=name,
            inventory=_inventory(scene, lang),
        )
    return words(lang)(
        "carbon.headline.home",
        home=name,
        inventory=_inventory(scene, lang),
        status=status_words(peak, lang),
        first=peak.first_year,
        last=peak.last_year,
        year=peak.maximum_year,
        value=amount_words(scene, peak.maximum, lang, (scene.home, peak.maximum_year)),
    )


def _inventory(scene: CarbonScene, lang: str) -> str:
    return own_name(scene, scene.inventory.indicator, lang)


def _counted(scene: CarbonScene, lang: str) -> str:
    if not scene.known:
        return ""
    told = [_status(scene, word, lang) for word in STATUSES]
    return words(lang)(
        "carbon.headline.counted",
        level=words(lang)(f"level.{scene.level}.one"),
        of=len(scene.regions),
        count=len(scene.known),
        statuses=words(lang)("punctuation.semicolon").join(filter(None, told)),
    )


def _status(scene: CarbonScene, word: str, lang: str) -> str:
    members = scene.with_status(word)
    if not members:
        return ""
    names = words(lang)("punctuation.list").join(short_name(region, lang) for region in members)
    key = "named" if len(members) <= _FEW else "number"
    return words(lang)(
        f"carbon.headline.{key}", status=say(f"found_{word}", lang), count=len(members), names=names
    )


def _silent(scene: CarbonScene, lang: str) -> str:
    silent = scene.silent
    if not silent:
        return ""
    names = words(lang)("punctuation.list").join(short_name(region, lang) for region in silent)
    key = "silent_named" if len(silent) <= 2 * _FEW else "silent"
    level = words(lang)(f"level.{scene.level}.one")
    return words(lang)(f"carbon.headline.{key}", count=len(silent), level=level, names=names)


def _far(scene: CarbonScene, region: Region, selection: Selection) -> FarCity:
    lang, peak = selection.lang, scene.peak(region)
    if peak is None:  # furthest_from_peak names only regions that have one
        raise ValueError(f"{region.code} has no status")
    return FarCity(
        name=region.name[lang],
        address=to_url(selection.to(region=region.code)),
        text=far_words(scene, region, peak, lang),
        why_address=why_peak(scene, region, peak, selection),
    )


def far_words(scene: CarbonScene, region: Region, peak: Peak, lang: str) -> str:
    """Status, growth of the last years, where the maximum lies."""
    pace = pace_of(scene, region)
    grown = words(lang)("carbon.headline.pace", pace=f"{format_signed(pace, 1)}%") if pace is not None else ""
    return words(lang)(
        "carbon.headline.far_text",
        status=status_words(peak, lang),
        last=peak.last_year,
        pace=grown,
        year=peak.maximum_year,
        value=amount_words(scene, peak.maximum, lang, (region, peak.maximum_year)),
    )


def why_peak(scene: CarbonScene, region: Region, peak: Peak, selection: Selection) -> str:
    """The working of the last figure of a region, which tells of its status too."""
    return why_address(selection, scene.inventory.indicator, region.code, str(peak.last_year))


def amount_words(scene: CarbonScene, amount: float, lang: str, of: tuple[Region, int] | None = None) -> str:
    """An amount of the inventory with its unit, and the mark of an open challenge on it.

    Args:
        scene: the inventory.
        amount: in its unit.
        lang: language of the words.
        of: region and year whose figure it is; None for what is computed from several.
    """
    number = format_number(amount, scene.indicator.display.decimals)
    doubt = scene.doubt(*of, lang) if of else ""
    return f"{with_unit(number, unit_sign(scene.catalog, scene.indicator, lang))}{doubt}"
