"""The headline: one or two sentences made from the data, each of them true word by word."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.level_lists import LevelListsView, levels_sentence, period_words
from dashboard.views.ranking import place_words
from dashboard.views.shared_rows import Scene
from dashboard.views.value_words import delivered_by, show_value
from etl.catalog.catalog import Catalog


class HeadlineView(Struct, frozen=True):
    """What the page says first.

    Attributes:
        sentences: in order.
        links: where to find data instead, label and address, where there are none here.
        links_label: what these links are.
    """

    lang: str
    sentences: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    links_label: str = ""


def build_headline_view(
    catalog: Catalog,
    scene: Scene,
    levels: LevelListsView | None,
    selection: Selection,
    *,
    elsewhere: Sequence[tuple[str, str]] = (),
) -> HeadlineView:
    """The headline of a scene.

    Args:
        catalog: the declarations.
        scene: regions, indicator and period with their rows.
        levels: the lists per level, where the indicator is judged in the period.
        selection: what the address says.
        elsewhere: indicators that do have data for these regions, label and address.
    """
    lang = selection.lang
    is_empty = levels is None and not scene.values
    told = (*_sentences(catalog, scene, levels, lang), _own_sentence(catalog, scene, lang))
    return HeadlineView(
        lang,
        tuple(filter(None, told)),
        links=tuple(elsewhere) if is_empty else (),
        links_label=words(lang)("headline.elsewhere"),
    )


def _sentences(catalog: Catalog, scene: Scene, levels: LevelListsView | None, lang: str) -> tuple[str, ...]:
    if levels is not None:
        return (_judged(scene, levels, lang),)
    if not scene.values:
        return (_nothing(catalog, scene, lang),)
    return (_compared(catalog, scene, lang), _missing(catalog, scene, lang))


def covered_elsewhere(scene: Scene, catalog: Catalog, selection: Selection) -> tuple[tuple[str, str], ...]:
    """Indicators that have data for the regions of a scope, best covered first, with their addresses."""
    of = len(scene.choice.scope.regions)
    first = catalog.deployment.start_indicators
    order = {name: place for place, name in enumerate(first)}
    covered = sorted(
        scene.choice.with_data.items(), key=lambda pair: (-pair[1], order.get(pair[0], len(first)), pair[0])
    )
    return tuple(
        (
            words(selection.lang)(
                "headline.covered", name=catalog.indicators[name].name[selection.lang], count=count, of=of
            ),
            to_url(selection.to(indicator=name, period=None)),
        )
        for name, count in covered
        if name != scene.choice.indicator.id
    )


def _subject(scene: Scene, lang: str) -> dict[str, object]:
    choice = scene.choice
    return {
        "period": period_words(scene, lang),
        "parent": choice.scope.parent.name[lang],
        "indicator": choice.indicator.name[lang],
        "count": len(scene.values),
        "of": len(choice.scope.regions),
        "regions": words(lang)(f"level.{choice.scope.level}.one"),
        "level": words(lang)(f"level.{choice.scope.level}.word"),
        "all": words(lang)(f"level.{choice.scope.level}.all"),
    }


def _judged(scene: Scene, levels: LevelListsView, lang: str) -> str:
    return words(lang)("headline.judged", levels=levels_sentence(levels), **_subject(scene, lang))


def _compared(catalog: Catalog, scene: Scene, lang: str) -> str:
    values = scene.values
    high, low = max(values.values()), min(values.values())
    facts = _subject(scene, lang)
    if high == low:
        key = "headline.single" if len(values) == 1 else "headline.equal"
        only = next(iter(values))
        return words(lang)(
            key, names=_names(catalog, [only], lang), value=_value(catalog, scene, only, lang), **facts
        )
    if not scene.choice.indicator.ranked:
        return ""
    top = [code for code, value in values.items() if value == high]
    bottom = [code for code, value in values.items() if value == low]
    return words(lang)(
        "headline.compared",
        top=_names(catalog, top, lang),
        top_value=_value(catalog, scene, top[0], lang),
        bottom=_names(catalog, bottom, lang),
        bottom_value=_value(catalog, scene, bottom[0], lang),
        **facts,
    )


def _missing(catalog: Catalog, scene: Scene, lang: str) -> str:
    mine = [region for region in scene.choice.scope.regions if region.code not in catalog.outside]
    lacking = len(mine) - len(scene.values)
    is_ours = catalog.descends_from(scene.choice.scope.parent, catalog.home.code)
    key = "headline.missing" if is_ours else "headline.unpublished"
    told = words(lang)(key, lacking=lacking, **_subject(scene, lang)) if lacking else ""
    outside = len(scene.choice.scope.regions) - len(mine)
    return told + (
        words(lang)("headline.outside", outside=outside, **_subject(scene, lang)) if outside else ""
    )


def _nothing(catalog: Catalog, scene: Scene, lang: str) -> str:
    choice = scene.choice
    facts = _subject(scene, lang)
    if choice.scope.level not in choice.indicator.levels:
        return words(lang)("headline.not_applicable", **facts)
    who = delivered_by(catalog, choice.indicator, lang)
    to_deliver = words(lang)("value.to_deliver", who=who) if who else ""
    return f"{words(lang)('headline.nothing', **facts)}{to_deliver}"


def _own_sentence(catalog: Catalog, scene: Scene, lang: str) -> str:
    """Where the parent of the regions, or the home region among them, stands."""
    scope = scene.choice.scope
    own = catalog.home if catalog.home in scope.regions else scope.parent
    row = scene.rows.get(own.code)
    if row is None or row.value is None:
        return ""
    shown = show_value(catalog, scene.choice.indicator, row, lang)
    if own in scope.regions and scene.choice.indicator.ranked:
        place = f"{place_words(own.code, scene, lang)}{words(lang)('ranking.of', count=len(scene.values))}"
        return words(lang)("headline.home_among", name=own.name[lang], value=shown.in_words, place=place)
    return words(lang)("headline.parent", name=own.name[lang], value=shown.in_words)


def _names(catalog: Catalog, codes: Sequence[str] | dict[str, float], lang: str) -> str:
    return words(lang)("punctuation.list").join(catalog.regions[code].name[lang] for code in codes)


def _value(catalog: Catalog, scene: Scene, code: str, lang: str) -> str:
    return show_value(catalog, scene.choice.indicator, scene.rows.get(code), lang).with_scope
