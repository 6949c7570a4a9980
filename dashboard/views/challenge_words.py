"""Challenges in words: their evidence with names in place of ids, and whom and what they concern."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from dashboard.format import format_date
from dashboard.text import words
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.vocabulary import RegionLevel
from etl.store.rows import ChallengeRow

Naming = Callable[[Catalog, Any, str], object]


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
    return words(lang)("data.place", city=city, county=region.name[lang])


def challenge_text(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """What is suspicious, with its evidence."""
    facts = {
        name: _NAMINGS[name](catalog, fact, lang) if name in _NAMINGS else fact
        for name, fact in json.loads(row.facts).items()
    }
    return " ".join(say(f"challenge_{row.kind}", lang, **facts).split())


def _source(catalog: Catalog, fact: Any, lang: str) -> object:
    return catalog.sources[fact].title[lang] if fact in catalog.sources else fact


def _subject(catalog: Catalog, fact: Any, lang: str) -> object:
    return subject_name(catalog, fact, lang)


def _places(catalog: Catalog, fact: Any, lang: str) -> object:
    names = (place_name(catalog, code, lang) for code in str(fact).split())
    return words(lang)("list.comma").join(names)


def _day(catalog: Catalog, fact: Any, lang: str) -> object:
    try:
        return format_date(date.fromisoformat(str(fact)), lang)
    except ValueError:
        return fact


def _limit(catalog: Catalog, fact: Any, lang: str) -> object:
    return words(lang)("data.no_limit") if fact is None else fact


_NAMINGS: Final[Mapping[str, Naming]] = {
    "source": _source,
    "used_source": _source,
    "return": _subject,
    "basis": _subject,
    "quantity": _subject,
    "gone": _places,
    "due": _day,
    "came": _day,
    "day": _day,
    "min": _limit,
    "max": _limit,
}
