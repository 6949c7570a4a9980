"""Challenges in words: their evidence with names in place of ids."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.vocabulary import RegionLevel

TellDay = Callable[[date], str]
"""How a day is written: console and screen differ."""

_DAYS: Final = frozenset({"due", "came", "day"})


def challenge_words(
    catalog: Catalog, kind: str, facts: str, lang: str, tell_day: TellDay = date.isoformat
) -> str:
    """What is suspicious, with its evidence.

    Args:
        catalog: names sources, figures, returns and regions.
        kind: of the challenge.
        facts: its evidence as JSON, with ids.
        lang: language of the words.
        tell_day: how a day is written.
    """
    told = {name: _told(catalog, name, fact, lang, tell_day) for name, fact in json.loads(facts).items()}
    return " ".join(say(f"challenge_{kind}", lang, **told).split())


def subject_name(catalog: Catalog, subject: str, lang: str) -> str:
    """The name of a series, indicator or return."""
    for declared in (catalog.indicators, catalog.series, catalog.returns):
        if subject in declared:
            return declared[subject].name[lang]
    return subject


def place_name(catalog: Catalog, code: str, lang: str) -> str:
    """A region by name; a county with its city, because two cities have a 铁西区."""
    region = catalog.regions.get(code)
    if region is None:
        return code
    if region.level is not RegionLevel.COUNTY or region.parent is None:
        return region.name[lang]
    city = catalog.regions[region.parent].name[lang]
    return say("place_in_city", lang, city=city, county=region.name[lang])


def _told(catalog: Catalog, name: str, fact: Any, lang: str, tell_day: TellDay) -> object:
    if name in _DAYS:
        return _day(fact, tell_day)
    return _NAMINGS[name](catalog, fact, lang) if name in _NAMINGS else fact


def _day(fact: Any, tell_day: TellDay) -> object:
    try:
        return tell_day(date.fromisoformat(str(fact)))
    except ValueError:
        return fact


def _source(catalog: Catalog, fact: Any, lang: str) -> object:
    return catalog.sources[fact].title[lang] if fact in catalog.sources else fact


def _subject(catalog: Catalog, fact: Any, lang: str) -> object:
    return subject_name(catalog, fact, lang)


def _places(catalog: Catalog, fact: Any, lang: str) -> object:
    names = (place_name(catalog, code, lang) for code in str(fact).split())
    return say("list_comma", lang).join(names)


def _limit(_catalog: Catalog, fact: Any, lang: str) -> object:
    return say("no_limit", lang) if fact is None else fact


_NAMINGS: Final[Mapping[str, Callable[[Catalog, Any, str], object]]] = {
    "source": _source,
    "used_source": _source,
    "return": _subject,
    "basis": _subject,
    "quantity": _subject,
    "gone": _places,
    "min": _limit,
    "max": _limit,
}
