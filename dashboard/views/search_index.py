"""What the search box can find: every region, indicator and firm with the address it leads to."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.identity import kind_words
from dashboard.views.name_search import Readings
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import TitleStateRow


class Findable(Struct, frozen=True):
    """One thing that can be found.

    Attributes:
        label: its name in the reader's language.
        kind: what it is, and where it lies.
        address: where it leads.
        names: everything that it may be called.
    """

    label: str
    kind: str
    address: str
    names: tuple[str, ...]


class SearchIndex(Struct, frozen=True):
    """Everything that can be found, and how the characters in it are read."""

    entries: tuple[Findable, ...]
    readings: Readings


def build_search_index(
    catalog: Catalog, titles: Iterable[TitleStateRow], readings: Readings, lang: Lang
) -> SearchIndex:
    """Regions first, then indicators, then firms; the order in which equally good finds are shown.

    Args:
        catalog: the declarations.
        titles: titles as they stand; each firm is found once.
        readings: how characters are read.
        lang: language of the words and of the pages that the finds lead to.
    """
    entries = (*_regions(catalog, lang), *_indicators(catalog, lang), *_firms(catalog, titles, lang))
    used = {character for entry in entries for name in entry.names for character in name}
    return SearchIndex(entries, {one: all_ for one, all_ in readings.items() if one in used})


def search_index_json(view: SearchIndex) -> dict[str, object]:
    """The index as the scripts read it."""
    entries = [
        {"label": one.label, "kind": one.kind, "address": one.address, "names": one.names}
        for one in view.entries
    ]
    return {"entries": entries, "readings": dict(view.readings)}


def _regions(catalog: Catalog, lang: Lang) -> Iterator[Findable]:
    """The home region and what lies below it, then its peers."""
    ours = [r for r in catalog.regions.values() if catalog.descends_from(r, catalog.home.code)]
    levels = list(RegionLevel)
    ours.sort(key=lambda region: (levels.index(region.level), region.code))
    peers = [
        region
        for region in catalog.regions.values()
        if region.level is catalog.deployment.peers and region not in ours
    ]
    for region in (*ours, *peers):
        names = (
            region.name.zh,
            region.name.en,
            region.code,
            *region.aliases,
            *(former.name for former in region.former),
            *(former.code for former in region.former),
        )
        address = to_url(Selection("region", lang, region=region.code))
        yield Findable(region.name[lang], _place(catalog, region, lang), address, tuple(dict.fromkeys(names)))


def _place(catalog: Catalog, region: Region, lang: Lang) -> str:
    kind = kind_words(region, lang)
    if region.parent is None or region.level is RegionLevel.PROVINCE:
        return kind
    return f"{kind} · {catalog.regions[region.parent].name[lang]}"


def _indicators(catalog: Catalog, lang: Lang) -> Iterator[Findable]:
    say_word = words(lang)
    for indicator in catalog.indicators.values():
        names = [indicator.name.zh, indicator.name.en, indicator.id]
        short = indicator.short_name
        names += [short.zh, short.en] if short else []
        yield Findable(
            indicator.name[lang],
            f"{say_word('pages.indicator')} · {say_word(f'topic.{indicator.topic}')}",
            to_url(Selection("indicator", lang, indicator=indicator.id)),
            tuple(dict.fromkeys(names)),
        )


def _firms(catalog: Catalog, titles: Iterable[TitleStateRow], lang: Lang) -> Iterator[Findable]:
    seen: set[str] = set()
    for row in titles:
        if row.firm not in seen:
            seen.add(row.firm)
            kind = f"{words(lang)('search.firm')} · {catalog.regions[row.region].name[lang]}"
            yield Findable(
                row.name,
                kind,
                to_url(Selection("gradient", lang, find=row.name[:_LONGEST])),
                (row.name, row.firm),
            )


_LONGEST = 40
"""Characters that an address can be searched for."""
