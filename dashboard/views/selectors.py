"""What can be chosen on a page: indicator, period, the regions beside each other; and the way back up."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.choice import Choice, Scope
from dashboard.views.links import Link
from dashboard.views.period_options import period_links
from etl.catalog.catalog import Catalog
from etl.model.period import Period


class SelectorsView(Struct, frozen=True):
    """The choices of a page; the option that is shown carries the present address itself.

    Attributes:
        path: the regions above the ones shown, from the outermost, the last without an address.
        scopes: other sets of regions that can be shown.
    """

    lang: str
    present: str
    indicators: tuple[Link, ...]
    periods: tuple[Link, ...]
    regions: tuple[Link, ...]
    path: tuple[Link, ...]
    scopes: tuple[Link, ...]
    scope_label: str


def build_selectors_view(
    catalog: Catalog,
    choice: Choice,
    selection: Selection,
    *,
    with_data: dict[str, int],
    scopes: Sequence[Scope] = (),
    region: str | None = None,
) -> SelectorsView:
    """The choices of a page.

    Args:
        catalog: the declarations.
        choice: what is shown.
        selection: what the address says.
        with_data: regions with data by indicator, among those shown.
        scopes: other sets of regions that can be shown.
        region: code of the region looked at, where one can be chosen.
    """
    return SelectorsView(
        lang=selection.lang,
        present=to_url(selection),
        indicators=_indicators(catalog, choice, selection, with_data),
        periods=_periods(choice, selection),
        regions=_regions(choice, selection, region) if region else (),
        path=_path(catalog, choice.scope, selection),
        scopes=tuple(_scope(scope, selection) for scope in scopes if scope.parent != choice.scope.parent),
        scope_label=words(selection.lang)(
            "selectors.parts",
            regions=words(selection.lang)(f"level.{choice.scope.level}.all"),
            count=len(choice.scope.regions),
        ),
    )


def scope_name(scope: Scope, lang: str) -> str:
    """The regions in words: ``辽宁省各市（14个）``."""
    return words(lang)("selectors.scope", parent=scope.parent.name[lang],
                       regions=words(lang)(f"level.{scope.level}.all"), count=len(scope.regions))  # fmt: skip


def _indicators(
    catalog: Catalog, choice: Choice, selection: Selection, with_data: dict[str, int]
) -> tuple[Link, ...]:
    """Indicators with data first, by topic; those without under a heading of their own."""
    lang, say_word = selection.lang, words(selection.lang)
    topics = list(say_word.below("topic"))
    ordered = sorted(catalog.indicators.values(), key=lambda each: topics.index(each.topic))
    of = len(choice.scope.regions)
    links = []
    for indicator in sorted(ordered, key=lambda each: each.id not in with_data):
        count = with_data.get(indicator.id, 0)
        name = indicator.name[lang]
        label = say_word("selectors.covered", name=name, count=count, of=of) if count else name
        group = say_word(f"topic.{indicator.topic}") if count else say_word("selectors.not_collected")
        is_shown = indicator.id == choice.indicator.id
        address = to_url(selection if is_shown else selection.to(indicator=indicator.id, period=None))
        links.append(Link(label, address, group))
    return tuple(links)


def _periods(choice: Choice, selection: Selection) -> tuple[Link, ...]:
    periods = list(choice.periods)
    if choice.period is not None and choice.period not in periods:
        periods.insert(0, choice.period)

    def address_of(period: Period) -> str:
        return to_url(selection if period == choice.period else selection.to(period=period))

    return period_links(periods, address_of, selection.lang)


def _regions(choice: Choice, selection: Selection, shown: str) -> tuple[Link, ...]:
    regions = (choice.scope.parent, *choice.scope.regions, *choice.scope.units)
    return tuple(
        Link(
            region.name[selection.lang],
            to_url(selection if region.code == shown else selection.to(region=region.code)),
        )
        for region in regions
    )


def _path(catalog: Catalog, scope: Scope, selection: Selection) -> tuple[Link, ...]:
    """From the home region down to the one whose parts are shown."""
    above = [
        region
        for region in reversed(catalog.ancestors(scope.parent.code))
        if catalog.descends_from(region, catalog.home.code)
    ]
    links = [
        Link(region.name[selection.lang], to_url(_up(catalog, region.code, selection))) for region in above
    ]
    return (*links, Link(scope.parent.name[selection.lang], ""))


def _up(catalog: Catalog, code: str, selection: Selection) -> Selection:
    """The same page for the parts of a superior region; what was left open stays open."""
    return selection.to(parent=None if code == catalog.home.code else code, region=None)


def _scope(scope: Scope, selection: Selection) -> Link:
    return Link(
        scope_name(scope, selection.lang),
        to_url(selection.to(parent=scope.parent.code, region=None, period=None)),
    )
