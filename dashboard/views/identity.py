"""Who a region is: name, level, superior, codes it had, boundary changes, what lies below it."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.boundary_events import BoundaryEvent, events_of
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

_FEW: int = 6
"""More events than these are folded away until asked for."""


class RegionLink(Struct, frozen=True):
    """A region and its page."""

    name: str
    address: str
    code: str = ""


class Fact(Struct, frozen=True):
    """One labelled fact; some are a link."""

    label: str
    text: str
    address: str | None = None


class EventLine(Struct, frozen=True):
    """A boundary event in the words of its source (Chinese) with its year and grade of evidence."""

    year: str
    text: str
    confidence: str


class ChildGroup(Struct, frozen=True):
    """Regions of one kind directly below."""

    title: str
    regions: tuple[RegionLink, ...]


class IdentityView(Struct, frozen=True):
    """The head of a region's page."""

    lang: str
    facts: tuple[Fact, ...]
    history: tuple[str, ...]
    note: str
    events_title: str
    events: tuple[EventLine, ...]
    events_folded: bool
    events_caution: str
    children: tuple[ChildGroup, ...]


def build_identity_view(
    catalog: Catalog, region: Region, events: Sequence[BoundaryEvent], selection: Selection
) -> IdentityView:
    """The head of a region's page.

    Args:
        catalog: the declarations.
        region: the region.
        events: the whole register of boundary events.
        selection: what the address says.
    """
    lang = selection.lang
    own = events_of(catalog, region, events)
    return IdentityView(
        lang=lang,
        facts=_facts(catalog, region, lang),
        history=tuple(_former(catalog, region, number, lang) for number in range(len(region.former))),
        note=words(lang)("identity.unit") if region.level is RegionLevel.UNIT else "",
        events_title=words(lang)("identity.events", count=len(own)),
        events=tuple(_event(event, lang) for event in own),
        events_folded=len(own) > _FEW,
        events_caution=_caution(catalog, own, lang),
        children=_children(catalog, region, lang),
    )


def region_address(code: str, lang: str) -> str:
    """The page of a region."""
    return to_url(Selection("region", "en" if lang == "en" else "zh", region=code))


def kind_words(region: Region, lang: str) -> str:
    """``市辖区``: the type that a catalogue declares, else the level, for types that have no words here."""
    say_word = words(lang)
    return say_word.of_data(f"region_kind.{region.kind}", say_word(f"level.{region.level}.word"))


def _facts(catalog: Catalog, region: Region, lang: str) -> tuple[Fact, ...]:
    say_word = words(lang)
    has_code = region.level is not RegionLevel.UNIT
    facts = [Fact(say_word("identity.level"), kind_words(region, lang))]
    facts.append(Fact(say_word("identity.code"), region.code if has_code else say_word("identity.no_code")))
    if region.parent is not None:
        parent = catalog.regions[region.parent]
        facts.append(Fact(say_word("identity.parent"), parent.name[lang], region_address(parent.code, lang)))
    if region.note and lang == "zh":  # the note is a quotation in Chinese
        facts.append(Fact(say_word("identity.note"), region.note))
    return tuple(facts)


def _former(catalog: Catalog, region: Region, number: int, lang: str) -> str:
    former = region.former[number]
    if former.parent is not None and former.parent != region.parent:
        return words(lang)(
            "identity.moved",
            year=format_period(Period.of_year(former.until), lang),
            old=catalog.regions[former.parent].name[lang],
            new=catalog.regions[region.parent or ""].name[lang],
            code=region.code,
        )
    key = "identity.renamed" if former.code == region.code else "identity.recoded"
    return words(lang)(
        key,
        year=format_period(Period.of_year(former.until), lang),
        old_code=former.code,
        old=former.name,
        new_code=region.code,
        new=region.name.zh if lang == "zh" else region.name.en,
    )


def _event(event: BoundaryEvent, lang: str) -> EventLine:
    year = format_period(Period.of_year(event.year), lang)
    trust = words(lang).of_data(f"identity.confidence.{event.confidence}", event.confidence)
    return EventLine(year, event.description, trust)


def _caution(catalog: Catalog, events: Sequence[BoundaryEvent], lang: str) -> str:
    sources = {event.source for event in events}
    cautions = (catalog.sources[source].caution for source in sorted(sources))
    return " ".join(caution[lang] for caution in cautions if caution)


def _children(catalog: Catalog, region: Region, lang: str) -> tuple[ChildGroup, ...]:
    groups = []
    for level in (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.UNIT):
        found = catalog.children(region.code, level)
        if found:
            title = words(lang)(f"identity.children.{level}", count=len(found))
            groups.append(ChildGroup(title, tuple(region_link(one, lang) for one in found)))
    return tuple(groups)


def region_link(region: Region, lang: str) -> RegionLink:
    """A region with its page."""
    return RegionLink(region.name[lang], region_address(region.code, lang), region.code)
