"""All indicators by topic, with what is there and what has not been collected."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.definition import coverage_lines
from dashboard.views.sheet import Sheet
from dashboard.views.value_words import delivered_by, unit_sign
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.store.rows import CoverageRow


class IndicatorEntry(Struct, frozen=True):
    """One indicator in the list.

    Attributes:
        coverage: one line per level of regions.
        to_deliver: who would have to deliver it; empty where something is there.
    """

    id: str
    name: str
    address: str
    unit: str
    direction: str
    articles: str
    coverage: tuple[str, ...]
    to_deliver: str


class IndicatorTopic(Struct, frozen=True):
    """The indicators of a topic: those with data, then those that nobody has delivered; how many of each."""

    title: str
    told: str
    entries: tuple[IndicatorEntry, ...]
    not_collected: tuple[IndicatorEntry, ...]


class IndicatorListView(Struct, frozen=True):
    """The list."""

    lang: str
    lead: str
    topics: tuple[IndicatorTopic, ...]
    csv_address: str


def build_indicator_list_view(
    catalog: Catalog, coverage: Sequence[CoverageRow], selection: Selection, csv_address: str = ""
) -> IndicatorListView:
    """All indicators of the catalogue.

    Args:
        catalog: the declarations.
        coverage: how many regions of each level have a value.
        selection: what the address says.
        csv_address: where the same list can be downloaded.
    """
    covered = {row.indicator for row in coverage}
    say_word = words(selection.lang)
    topics = tuple(
        _topic(catalog, topic, title, coverage, selection) for topic, title in say_word.below("topic").items()
    )
    lead = say_word("indicators.lead", count=len(catalog.indicators), covered=len(covered),
                    empty=len(catalog.indicators) - len(covered))  # fmt: skip
    return IndicatorListView(selection.lang, lead, topics, csv_address)


def indicator_list_sheet(view: IndicatorListView) -> Sheet:
    """The list for download; it holds no figures, so no source."""
    say_word = words(view.lang)
    keys = ("topic", "id", "name", "unit", "direction", "articles", "coverage", "to_deliver")
    header = tuple(say_word(f"indicators.column.{key}") for key in keys)
    rows = tuple(
        (topic.title, entry.id, entry.name, entry.unit, entry.direction, entry.articles,
         say_word("punctuation.semicolon").join(entry.coverage), entry.to_deliver)
        for topic in view.topics
        for entry in (*topic.entries, *topic.not_collected)
    )  # fmt: skip
    return Sheet(say_word("pages.indicator"), header, rows, notes=(view.lead,))


def _topic(
    catalog: Catalog, topic: str, title: str, coverage: Sequence[CoverageRow], selection: Selection
) -> IndicatorTopic:
    covered = {row.indicator for row in coverage}
    entries = {
        indicator.id: _entry(catalog, indicator, coverage, selection)
        for indicator in catalog.indicators.values()
        if indicator.topic == topic
    }
    served = tuple(entry for name, entry in entries.items() if name in covered)
    silent = tuple(entry for name, entry in entries.items() if name not in covered)
    told = words(selection.lang)("indicators.topic_told", covered=len(served), empty=len(silent))
    return IndicatorTopic(title, told, served, silent)


def _entry(
    catalog: Catalog, indicator: Indicator, coverage: Sequence[CoverageRow], selection: Selection
) -> IndicatorEntry:
    lang, say_word = selection.lang, words(selection.lang)
    is_covered = any(row.indicator == indicator.id for row in coverage)
    return IndicatorEntry(
        id=indicator.id,
        name=indicator.name[lang],
        address=to_url(Selection("indicator", lang, indicator=indicator.id)),
        unit=unit_sign(catalog, indicator, lang),
        direction=say_word(f"direction.{indicator.direction}"),
        articles=say_word("punctuation.list").join(indicator.articles),
        coverage=coverage_lines(catalog, indicator, coverage, lang) if is_covered else (),
        to_deliver="" if is_covered else delivered_by(catalog, indicator, lang),
    )
