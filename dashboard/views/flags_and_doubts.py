"""What to look at with care: flags with every counter-check, challenges to the data, sources."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import decimals_apart, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.challenge_course import weighs
from dashboard.views.explain import challenge_sentence, explain_flag
from dashboard.views.spine import RegionRows, Spine
from dashboard.views.verdict_details import robustness_of_red, units_of
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.publish.flag_words import ToldCheck
from etl.store.rows import ChallengeRow, FlagRow


class FlagCard(Struct, frozen=True):
    """A flag: what raised it, which checks hold, and what it lacks to be more than a warning."""

    title: str
    address: str
    basis: str
    checks: tuple[ToldCheck, ...]
    lacking: str


class ConcernGroup(Struct, frozen=True):
    """Challenges about one series or indicator."""

    subject: str
    lines: tuple[str, ...]


class SourceLine(Struct, frozen=True):
    """A source of the figures above."""

    title: str
    publisher: str
    nature: str
    citation: str
    licence: str
    caution: str


class ConcernsView(Struct, frozen=True):
    """Flags, challenges and notes of a region; an empty list is said in words."""

    lang: str
    flags: tuple[FlagCard, ...]
    no_flags: str
    past_flags: str
    flag_note: str
    challenges: tuple[ConcernGroup, ...]
    no_challenges: str
    notes: tuple[ConcernGroup, ...]
    notes_title: str


class SourcesView(Struct, frozen=True):
    """The sources of a region's figures."""

    lang: str
    title: str
    sources: tuple[SourceLine, ...]


def build_concerns_view(
    catalog: Catalog, region: Region, rows: RegionRows, selection: Selection
) -> ConcernsView:
    """Flags and challenges of one region.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
        selection: what the address says.
    """
    lang = selection.lang
    say_word = words(lang)
    open_ones = [row for row in rows.challenges if weighs(row)]
    notes = [row for row in rows.challenges if not weighs(row)]
    is_inside = catalog.descends_from(region, catalog.deployment.home)
    standing = [row for row in rows.flags if row.is_open]
    return ConcernsView(
        lang=lang,
        flags=tuple(_flag(catalog, row, lang) for row in standing),
        past_flags=_past_flags(catalog, [row for row in rows.flags if not row.is_open], lang),
        no_flags=say_word("concerns.no_flags" if is_inside else "concerns.peer_not_flagged"),
        flag_note=say_word("concerns.flag_note"),
        challenges=_groups(catalog, open_ones, lang),
        no_challenges=say_word("concerns.no_challenges"),
        notes=_groups(catalog, notes, lang),
        notes_title=say_word("concerns.notes", count=len(notes)),
    )


def _flag(catalog: Catalog, row: FlagRow, lang: str) -> FlagCard:
    told = explain_flag(catalog, row, lang)
    say_word = words(lang)
    lacking = say_word("list.semicolon").join(check.sentence for check in told.checks if not check.outcome)
    page = Selection("indicator", "en" if lang == "en" else "zh", indicator=row.indicator)
    return FlagCard(
        title=told.title,
        address=to_url(page.to(region=row.region, period=Period.parse(row.period))),
        basis=_flag_basis(catalog, row, lang),
        checks=told.checks,
        lacking=say_word("concerns.lacking", checks=lacking)
        if lacking
        else say_word("concerns.lacks_nothing"),
    )


def _past_flags(catalog: Catalog, ended: Sequence[FlagRow], lang: str) -> str:
    """Flags that have ended, in one sentence; empty without any."""
    say_word = words(lang)
    told = [
        say_word(
            f"concerns.past_flag_{row.ended_how}",
            indicator=catalog.indicators[row.indicator].name[lang],
            since=format_period(Period.parse(row.first_period or row.period), lang),
            ended=format_period(Period.parse(row.ended_in), lang) if row.ended_in else "",
        )
        for row in ended
    ]
    items = say_word("list.semicolon").join(told)
    return say_word("concerns.past_flags", count=len(told), items=items) if told else ""


def _flag_basis(catalog: Catalog, row: FlagRow, lang: str) -> str:
    facts = json.loads(row.facts)
    rule = catalog.barometer_rules.get(facts.get("barometer_rule") or "")
    told = words(lang)(
        "concerns.flag_basis",
        result=say(f"result_{facts['result']}", lang),
        rule=f"{rule.name[lang]} {rule.documents[0].number}" if rule else say("explain_no_rule", lang),
        flag_rule=catalog.flag_rules[row.rule].name[lang],
    )
    robust = robustness_of_red(facts["result"], row.facts, lang)
    beside = (told, robust, _distance(catalog, row, facts, lang), _derived(facts, lang))
    return words(lang)("list.semicolon").join(filter(None, beside))


def _distance(catalog: Catalog, row: FlagRow, facts: Mapping[str, Any], lang: str) -> str:
    """How far the verdict is from the next better one, where that is known."""
    distance = facts.get("distance")
    if distance is None:
        return ""
    _, apart = units_of(catalog, row.indicator, lang)
    return words(lang)(
        "concerns.distance", by=format_quantity(distance, apart, lang, decimals_apart(distance))
    )


def _derived(facts: Mapping[str, Any], lang: str) -> str:
    """That the target of the year was not published but is a share of the five-year target."""
    return say("explain_annual_derived", lang) if facts.get("annual_target_derived") else ""


def _groups(catalog: Catalog, rows: Iterable[ChallengeRow], lang: str) -> tuple[ConcernGroup, ...]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        known = catalog.indicators.get(row.subject) or catalog.series.get(row.subject)
        name = known.name[lang] if known else row.subject
        groups.setdefault(name, []).append(challenge_sentence(catalog, row, lang))
    return tuple(ConcernGroup(subject, tuple(lines)) for subject, lines in groups.items())


def build_sources_view(
    catalog: Catalog, spine: Spine, also: Sequence[str], selection: Selection
) -> SourcesView:
    """The sources that the figures of a region come from, in the order of the table.

    Args:
        catalog: the declarations.
        spine: the indicators of the region.
        also: ids of further sources on the page, such as registers.
        selection: what the address says.
    """
    lang = selection.lang
    ids = dict.fromkeys([*(name for line in spine.all_lines() for name in line.sources), *also])
    return SourcesView(
        lang=lang,
        title=words(lang)("sources.title", count=len(ids)),
        sources=tuple(_source(catalog, name, lang) for name in ids),
    )


def _source(catalog: Catalog, name: str, lang: str) -> SourceLine:
    source = catalog.sources[name]
    return SourceLine(
        title=source.title[lang],
        publisher=source.publisher[lang],
        nature=say(f"nature_{source.nature}", lang),
        citation=source.citation[lang],
        licence=source.licence[lang],
        caution=source.caution[lang] if source.caution else "",
    )
