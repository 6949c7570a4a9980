"""梯度培育 in sentences: how the region stands, what is due, and what the figures are."""

from collections.abc import Iterable, Sequence

from dashboard.format import format_number, format_period, format_quantity
from dashboard.text import words
from dashboard.views.headline import HeadlineView
from dashboard.views.tiers.published import count_as_published
from dashboard.views.tiers.shared_rows import TierScene, published_count
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.title import TitleTier
from etl.store.rows import ObservationRow


def build_tier_headline(
    catalog: Catalog, scene: TierScene, published: Sequence[ObservationRow], lang: str
) -> HeadlineView:
    """The sentences on top.

    Args:
        catalog: the declarations.
        scene: region, month and register.
        published: counts as published.
        lang: language of the words.
    """
    told = _of_register(scene, lang) if scene.has_register else _as_published(catalog, scene, published, lang)
    return HeadlineView(lang, tuple(filter(None, told)))


def _of_register(scene: TierScene, lang: str) -> Iterable[str]:
    """Valid titles of every tier, then of the tier looked at what was recognised and what is due."""
    say_word = words(lang)
    firm = say_word("gradient.firm")
    rows = [(tier, row) for tier in scene.rule.tiers if (row := scene.row(tier.id)) is not None]
    facts = {
        "region": scene.region.name[lang],
        "month": format_period(scene.month, lang) if scene.month else "",
    }
    if not rows:
        yield say_word("gradient.headline.none", **facts)
        return
    tiers = (
        say_word(
            "gradient.headline.tier",
            name=tier.name[lang],
            count=format_quantity(row.closing, firm, lang),
        )
        for tier, row in rows
    )
    yield say_word("gradient.headline.valid", **facts, tiers=say_word("list.comma").join(tiers))
    own = scene.row(scene.tier.id)
    if own is not None:
        yield say_word(
            "gradient.headline.due",
            tier=scene.tier.name[lang],
            gross=format_quantity(own.gross, firm, lang),
            valid=format_quantity(own.closing, firm, lang),
            expiring=format_quantity(own.expiring, firm, lang),
            months=format_number(scene.rule.expiring_within_months),
            pending=format_quantity(own.review_pending, firm, lang),
        )


def _as_published(
    catalog: Catalog, scene: TierScene, published: Sequence[ObservationRow], lang: str
) -> Iterable[str]:
    say_word = words(lang)
    found = [
        (tier, row)
        for tier in scene.rule.tiers
        if (row := _published(catalog, scene, tier, published)) is not None
    ]
    facts = {"region": scene.region.name[lang]}
    if found:
        told = (
            say_word(
                "gradient.headline.count",
                name=tier.name[lang],
                count=format_quantity(row.value, say_word("gradient.firm"), lang),
                period=format_period(Period.parse(row.period), lang),
            )
            for tier, row in found
        )
        yield say_word("gradient.headline.published", **facts, counts=say_word("list.semicolon").join(told))
    else:
        yield say_word("gradient.headline.nothing", **facts)
    yield say_word("gradient.headline.no_register")


def _published(
    catalog: Catalog, scene: TierScene, tier: TitleTier, published: Sequence[ObservationRow]
) -> ObservationRow | None:
    indicator = published_count(catalog, tier.id)
    if indicator is None:
        return None
    return count_as_published(published, catalog.series_of(indicator.id)[0], scene.region.code)
