"""The definition card of an indicator: what it is, how it is made, whom it serves, where it comes from."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import decimals_of, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from etl.catalog.breaks import breaks_of
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import formula_text
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.target import Target
from etl.model.vocabulary import RegionLevel
from etl.publish.formula_words import formula_in_words
from etl.store.rows import CoverageRow


class DefinitionSource(Struct, frozen=True):
    """A source with its terms and what a reader must know before using it."""

    title: str
    nature: str
    citation: str
    licence: str
    caution: str


class DefinitionView(Struct, frozen=True):
    """The card.

    Attributes:
        facts: label and text, in order.
        articles: label and address of each article of the draft.
        series: ids of the figures in the formula, as downloads and the API call them, and their names.
        coverage: one line per level of regions.
    """

    lang: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    articles: tuple[tuple[str, str], ...]
    series: tuple[tuple[str, str], ...]
    targets: tuple[str, ...]
    sources: tuple[DefinitionSource, ...]
    coverage: tuple[str, ...]


def build_definition_view(
    catalog: Catalog, indicator: Indicator, coverage: Sequence[CoverageRow], selection: Selection
) -> DefinitionView:
    """The card of one indicator.

    Args:
        catalog: the declarations.
        indicator: the indicator.
        coverage: how many regions have a value, of any indicator.
        selection: what the address says.
    """
    lang = selection.lang
    return DefinitionView(
        lang=lang,
        heading=indicator.name[lang],
        facts=_facts(catalog, indicator, lang),
        articles=tuple(
            (
                words(lang)("definition.article", number=number),
                to_url(Selection("articles", lang, article=number)),
            )
            for number in indicator.articles
            if number.isdigit()
        ),
        series=tuple((name, _name_of(catalog, name, lang)) for name in indicator.inputs()),
        targets=tuple(
            _target(catalog, target, lang) for target in catalog.targets if target.indicator == indicator.id
        ),
        sources=_sources(catalog, indicator, lang),
        coverage=coverage_lines(catalog, indicator, coverage, lang),
    )


def coverage_lines(
    catalog: Catalog, indicator: Indicator, coverage: Iterable[CoverageRow], lang: str
) -> tuple[str, ...]:
    """For every level that an indicator exists for: how many regions have it, and when."""
    mine = [row for row in coverage if row.indicator == indicator.id]
    counts = Counter(region.level for region in catalog.regions.values())
    home = catalog.home
    return tuple(
        _coverage_line(
            [row for row in mine if row.level == level],
            home.name[lang] if level is home.level else "",
            words(lang)(f"level.{level}.word"),
            counts[level],
            lang,
        )
        for level in indicator.levels
        if level is not RegionLevel.NATION
    )


def _coverage_line(rows: Sequence[CoverageRow], home: str, regions: str, of: int, lang: str) -> str:
    """How many regions, and when; at the level of the home region often it alone has figures."""
    say_word = words(lang)
    most = max((row.regions for row in rows), default=0)
    is_home_alone = bool(home) and most <= 1
    kind = "home" if is_home_alone else "covered"
    if not rows:
        return say_word("definition.home_not_covered" if is_home_alone else "definition.not_covered",
                        home=home, regions=regions, of=of)  # fmt: skip
    periods = sorted(Period.parse(row.period) for row in rows)
    first, last = format_period(periods[0], lang), format_period(periods[-1], lang)
    facts = {"home": home, "regions": regions, "most": most, "of": of, "count": len(periods)}
    if len(periods) == 1:
        return say_word(f"definition.{kind}_once", period=first, **facts)
    return say_word(f"definition.{kind}", first=first, last=last, **facts)


def _facts(catalog: Catalog, indicator: Indicator, lang: str) -> tuple[tuple[str, str], ...]:
    say_word = words(lang)
    unit = catalog.units[indicator.unit]
    facts = {
        "definition": indicator.definition[lang],
        "formula": formula_in_words(catalog, formula_text(indicator.formula), lang),
        "published": _name_of(catalog, indicator.published, lang) if indicator.published else "",
        "unit": f"{unit.name[lang]}（{unit.sign[lang]}）"
        if lang == "zh"
        else f"{unit.name[lang]} ({unit.sign[lang]})",
        "direction": say_word(f"direction.{indicator.direction}"),
        "inventory": indicator.inventory or "",
        "breaks": say_word("punctuation.semicolon").join(
            say_word("trend.break_of", year=each.first_year, reason=each.reason[lang])
            for each in breaks_of(catalog, indicator.id)
        ),
        "caution": indicator.caution[lang] if indicator.caution else "",
    }
    return tuple((say_word(f"definition.{key}"), text) for key, text in facts.items() if text)


def _name_of(catalog: Catalog, name: str, lang: str) -> str:
    known = catalog.indicators.get(name) or catalog.series[name]
    return known.name[lang]


def _target(catalog: Catalog, target: Target, lang: str) -> str:
    unit = catalog.units[target.unit].sign[lang]
    span = str(target.end) if target.base is None else f"{target.base}—{target.end}"
    say_word = words(lang)
    told = say_word(
        "definition.target",
        region=catalog.regions[target.region].name[lang],
        span=span,
        comparator=say_word(f"comparator.{target.comparator}"),
        value=format_quantity(target.value, unit, lang, decimals_of(float(target.value))),
        nature=say_word(f"target_nature.{target.nature}"),
        document=target.cited(lang),
    )
    return told + (say_word("definition.unverified") if target.mark else "")


def _sources(catalog: Catalog, indicator: Indicator, lang: str) -> tuple[DefinitionSource, ...]:
    found = (catalog.sources[source] for source in catalog.sources_of(indicator.id))
    return tuple(
        DefinitionSource(
            title=source.title[lang],
            nature=say(f"nature_{source.nature}", lang),
            citation=source.citation[lang],
            licence=source.licence[lang],
            caution=source.caution[lang] if source.caution else "",
        )
        for source in found
    )
