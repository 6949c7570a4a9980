"""What the energy target of a region still leaves for projects, and which period, rule and sources say so."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_period
from dashboard.selection import Figure, Selection
from dashboard.text import words
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import read_judged
from etl.model.period import Period
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

TCE_PER_UNIT: Final = Decimal(10_000)
"""Tonnes in 万吨标准煤."""


class Headroom(Struct, frozen=True):
    """What is left to the target of a period.

    Attributes:
        tce: tonnes of standard coal; negative: so much has to be saved before anything more fits.
        verdict: the verdict that it is reckoned from, with period, rule, target and nature of the figure.
    """

    tce: Decimal
    verdict: AssessmentRow


def latest_headroom(rows: Iterable[AssessmentRow]) -> Headroom | None:
    """What the latest judged period leaves to the target; None if unknown.

    Intensity and total have targets of their own: the one that leaves less binds.

    Args:
        rows: the assessments of one region.
    """
    found = [
        Headroom(Decimal(str(each.ten_thousand_tce)) * TCE_PER_UNIT, row)
        for row in rows
        for each in read_judged(row.facts).headroom
        if each.level == Result.LEVEL_3.value
    ]
    if not found:
        return None
    last = max(Period.parse(each.verdict.period).sort_key() for each in found)
    latest = (each for each in found if Period.parse(each.verdict.period).sort_key() == last)
    return min(latest, key=lambda each: each.tce)


def headroom_lines(
    catalog: Catalog, found: Headroom | None, selection: Selection
) -> tuple[tuple[str, str | None], ...]:
    """The headroom in words, then what it is of; each line with where it leads."""
    lang = selection.lang
    say_word = words(lang)
    if found is None:
        return ((say_word("projects.check.headroom_unknown"), None),)
    row, key = found.verdict, "headroom" if found.tce > 0 else "headroom_none"
    period = format_period(Period.parse(row.period), lang)
    indicator = catalog.indicator(row.indicator)
    titles = (catalog.sources[name].title[lang] for name in catalog.sources_of(indicator.id))
    of = say_word(
        "projects.check.headroom_of",
        period=period,
        indicator=indicator.name[lang],
        nature=say(f"nature_{row.nature}", lang) if row.nature else DASH,
        target=row.target_document or say_word("projects.check.no_document"),
        sources=say_word("list.comma").join(titles),
    )
    figure = Figure(row.indicator, row.region, Period.parse(row.period))
    return (
        (say_word(f"projects.check.{key}", period=period, amount=format_number(abs(found.tce), 0)), None),
        (of, to_url(selection.to(why=figure))),
    )
