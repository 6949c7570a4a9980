"""The nested tiers beside each other: what is valid, and what was ever recognised. Never added up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from dashboard.format import format_date, format_number, format_period, format_quantity
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.tiers.published import count_as_published
from dashboard.views.tiers.shared_rows import TierScene, measured, published_count
from dashboard.views.value_words import silent_words
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.title import TitleMeasure, TitleTier
from etl.store.rows import ObservationRow

_COLUMNS: Final = ("tier", "valid", "gross", "stated", "as_of", "note")
_COUNTS: Final = frozenset({"valid", "gross", "stated"})


class Rung(Struct, frozen=True):
    """One tier.

    Attributes:
        valid: titles valid at the end of the month; None where no register says.
        gross: titles ever recognised; None where no register says.
        stated: the count as published, where there is no register; its source may leave open what it counts.
        label: both in words, as they stand at the end of the bar.
        as_of: the month that the figures are of.
        note: what the publisher said of the scope, or why there is nothing.
    """

    name: str
    valid: int | None
    gross: int | None
    label: str
    as_of: str
    note: str
    sources: tuple[str, ...] = ()
    stated: int | None = None


class LadderView(Struct, frozen=True):
    """The tiers from the widest to the narrowest."""

    words: ChartWords
    rungs: tuple[Rung, ...]
    sheet: Sheet
    legend: tuple[str, str]


def build_ladder_view(
    catalog: Catalog, scene: TierScene, published: Sequence[ObservationRow], lang: str, csv_address: str
) -> LadderView:
    """The tiers of the region looked at.

    Args:
        catalog: the declarations.
        scene: region, month and register.
        published: counts as published.
        lang: language of the words.
        csv_address: where the table can be downloaded.
    """
    say_word = words(lang)
    rungs = tuple(_rung(catalog, scene, tier, published, lang) for tier in scene.rule.tiers)
    title = _title(catalog, scene, rungs, lang)
    columns = tuple(Column(say_word(f"gradient.ladder.column.{name}"), name in _COUNTS) for name in _COLUMNS)
    notes = (
        say_word("gradient.ladder.nested"),
        say_word("gradient.ladder.gross_note"),
        rule_line(scene, lang),
    )
    sources = tuple(dict.fromkeys(source for rung in rungs for source in rung.sources))
    table = TableView(title, columns, tuple(_cells(rung) for rung in rungs), lang, csv_address)
    return LadderView(
        words=ChartWords(lang, title, source=sources_line(catalog, sources, lang), notes=notes, table=table),
        rungs=rungs,
        sheet=Sheet(
            title,
            tuple(column.title for column in columns),
            tuple((rung.name, rung.valid, rung.gross, rung.stated, rung.as_of, rung.note) for rung in rungs),
            sources,
            notes,
        ),
        legend=(say_word("gradient.valid"), _outlined(rungs, lang)),
    )


def _rung(
    catalog: Catalog, scene: TierScene, tier: TitleTier, published: Sequence[ObservationRow], lang: str
) -> Rung:
    row = scene.row(tier.id)
    if row is not None and scene.month is not None:
        label = words(lang)(
            "gradient.ladder.both", valid=_firms(row.closing, lang), gross=_firms(row.gross, lang)
        )
        sources = _register_sources(catalog, tier)
        return Rung(
            tier.name[lang], row.closing, row.gross, label, format_period(scene.month, lang), "", sources
        )
    return _published_rung(catalog, scene, tier, published, lang)


def _published_rung(
    catalog: Catalog, scene: TierScene, tier: TitleTier, published: Sequence[ObservationRow], lang: str
) -> Rung:
    """Where no register says what is valid, the count as published."""
    indicator = published_count(catalog, tier.id)
    series = catalog.series_of(indicator.id)[0] if indicator else ""
    found = count_as_published(published, series, scene.region.code)
    if found is None or found.value is None:
        reason = silent_words(catalog, scene.region, lang)
        return Rung(tier.name[lang], None, None, f"○ {reason}", "", reason)
    stated, source = round(found.value), catalog.sources[found.source]
    period = Period.parse(found.period)
    called = scene.rules.tier_on(tier.id, period.last_day).name[lang]
    as_of = format_period(period, lang)
    label = words(lang)("gradient.ladder.published", stated=_firms(stated, lang), as_of=as_of)
    note = source.words_of_note(found.note, lang)
    return Rung(called, None, None, label, as_of, note, (found.source,), stated)


def _outlined(rungs: Sequence[Rung], lang: str) -> str:
    """What the outlined bars count: a published count is not taken for a gross one."""
    is_there = {"gross": any(rung.gross for rung in rungs), "stated": any(rung.stated for rung in rungs)}
    told = [words(lang)(f"gradient.{name}") for name, holds in is_there.items() if holds]
    return words(lang)("list.comma").join(told or [words(lang)("gradient.gross")])


def rule_line(scene: TierScene, lang: str) -> str:
    """The documents by which the month looked at is counted, and from when to when they are in force."""
    say_word, rule = words(lang), scene.rule
    documents = tuple(dict.fromkeys(d for tier in rule.tiers for d in scene.rule.documents_of(tier)))
    facts = {
        "documents": say_word("list.comma").join(documents),
        "since": format_date(rule.valid_from, lang),
    }
    ends = scene.rules.ends(rule)
    if ends is not None:
        facts["until"] = format_date(ends - timedelta(days=1), lang)
    line = say_word(f"gradient.ladder.rule_{'ended' if ends else 'in_force'}", **facts)
    if scene.month is not None and scene.rules.precedes_all(scene.month.last_day):
        return line + say_word("gradient.ladder.rule_before", month=format_period(scene.month, lang))
    return line


def _firms(count: int | None, lang: str) -> str:
    return format_quantity(count, words(lang)("gradient.firm"), lang)


def _register_sources(catalog: Catalog, tier: TitleTier) -> tuple[str, ...]:
    indicator = measured(catalog, tier.id, TitleMeasure.VALID)
    return catalog.sources_of(indicator.id) if indicator else ()


def _title(catalog: Catalog, scene: TierScene, rungs: Sequence[Rung], lang: str) -> str:
    """How much of what was ever recognised is still valid, tier by tier, where a register says."""
    say_word = words(lang)
    facts = {"region": scene.region.name[lang]}
    shares = [(rung.name, 100 * rung.valid / rung.gross) for rung in rungs if rung.valid and rung.gross]
    if scene.month is not None and shares:
        told = (say_word("gradient.ladder.tier", name=name, share=format_quantity(share, "%", lang))
                for name, share in shares)  # fmt: skip
        facts |= {"month": format_period(scene.month, lang), "tiers": say_word("list.comma").join(told)}
        return say_word("gradient.ladder.title", **facts)
    known = [rung for rung in rungs if rung.gross is not None or rung.stated is not None]
    key = "gradient.ladder.title_published" if known else "gradient.ladder.title_nothing"
    silent = silent_words(catalog, scene.region, lang)
    return say_word(key, **facts, known=len(known), of=len(rungs), reason=silent)


def _cells(rung: Rung) -> tuple[Cell, ...]:
    return (
        Cell(rung.name),
        Cell(format_number(rung.valid)),
        Cell(format_number(rung.gross)),
        Cell(format_number(rung.stated)),
        Cell(rung.as_of),
        Cell(rung.note),
    )
