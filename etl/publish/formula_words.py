"""A formula in the reader's language: the names of its figures, and the words between them."""

import re
from typing import Final

from etl.catalog.catalog import Catalog
from etl.catalog.titles import title_rules
from etl.errors import say

_PHRASES: Final = {
    "÷ the same of the year before": "year_before",
    "[plan base-year prices]": "base_prices",
    "Σ deductions[total]": "deductions_total",
    "Σ deductions[intensity]": "deductions_intensity",
    "grid_factor[province, year]": "grid_factor",
    "round(": "round",
}
_PIECE: Final = re.compile(
    r"titles\[(?P<tier>\w+), (?P<measure>\w+)\]|EF\[(?P<fuel>\w+)\]|\[(?P<place>\d{6})\]"
    rf"|(?P<phrase>{'|'.join(map(re.escape, _PHRASES))})|(?P<id>[a-z][a-z0-9_.]*[a-z0-9])"
)
"""What is no symbol in a formula of ``etl.model.formula_text``."""


def formula_in_words(catalog: Catalog, formula: str, lang: str) -> str:
    """A formula with words in place of ids and of the phrases between them.

    Args:
        catalog: the declarations, which name figures, tiers, fuels and regions.
        formula: as ``etl.model.formula_text`` writes it.
        lang: language of the words.
    """
    return _PIECE.sub(lambda piece: _told(catalog, piece, lang), formula)


def _told(catalog: Catalog, piece: re.Match[str], lang: str) -> str:
    found = piece.groupdict()
    match piece.lastgroup:
        case "measure":
            measure = say(f"formula_{found['measure']}", lang)
            return say("formula_titles", lang, tier=_tier(catalog, found["tier"], lang), measure=measure)
        case "fuel":
            factor = catalog.fuel_factors.get(found["fuel"])
            return say("formula_fuel_factor", lang, fuel=factor.name[lang] if factor else found["fuel"])
        case "place":
            region = catalog.regions.get(found["place"])
            return say("formula_place", lang, name=region.name[lang]) if region else piece[0]
        case "phrase":
            return say(f"formula_{_PHRASES[found['phrase']]}", lang)
        case _:
            known = catalog.indicators.get(piece[0]) or catalog.series.get(piece[0])
            return known.name[lang] if known else piece[0]


def _tier(catalog: Catalog, tier: str, lang: str) -> str:
    rules = title_rules(catalog)
    return next((one.name[lang] for one in (rules.tiers if rules else ()) if one.id == tier), tier)
