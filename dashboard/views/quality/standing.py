"""How the data stand, in a few sentences and four columns: returns, doubts, revisions, origin."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_date, format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.quality.challenge_list import is_open
from dashboard.views.quality.returns import STATES, ReturnBook
from dashboard.views.quality.source_list import Shipments
from etl.catalog.catalog import Catalog
from etl.model.due_return import ReturnState
from etl.model.period import Period
from etl.store.quality_rows import CorrectionRow, RevisionCountRow
from etl.store.rows import BuildRow, ChallengeRow, RejectedRow


class StandingColumn(Struct, frozen=True):
    """One subject: what is known of it, and where to read on."""

    title: str
    lines: tuple[str, ...]
    link: str
    address: str


class DataStanding(Struct, frozen=True):
    """The first thing that the page says."""

    lang: Lang
    lead: tuple[str, ...]
    columns: tuple[StandingColumn, ...]


class DataFacts(Struct, frozen=True):
    """What the build holds, as far as the summary tells it.

    Attributes:
        day: the day of the newest figure; None where there is none.
        books: the returns of the calendar, of every year.
    """

    build: BuildRow
    day: date | None
    books: Sequence[ReturnBook]
    challenges: Sequence[ChallengeRow]
    revisions: Sequence[RevisionCountRow]
    corrections: Sequence[CorrectionRow]
    rejected: Sequence[RejectedRow]
    shipments: Shipments


def latest_year(books: Sequence[ReturnBook]) -> int | None:
    """The latest year for which anything is owed."""
    return max((year for book in books for year in book.years), default=None)


def build_data_standing(catalog: Catalog, facts: DataFacts, selection: Selection) -> DataStanding:
    """How the data stand.

    Args:
        catalog: the declarations.
        facts: what the build holds.
        selection: what the address says.
    """
    lang = selection.lang
    year = latest_year(facts.books)
    return DataStanding(
        lang=lang,
        lead=_lead(facts, year, lang),
        columns=(
            _returns(catalog, facts, year, lang),
            _doubts(facts, lang),
            _changes(facts, lang),
            _origin(facts, lang),
        ),
    )


def _lead(facts: DataFacts, year: int | None, lang: Lang) -> tuple[str, ...]:
    say_word = words(lang)
    told = []
    if facts.day is not None:
        told.append(say_word("data.standing.day", day=format_date(facts.day, lang)))
    if year is not None:
        counts = _counts(facts, year)
        over = sum(counts[state] for state in STATES if state is not ReturnState.NOT_DUE)
        name = format_period(Period.of_year(year), lang)
        missing = sum(book.counts[ReturnState.MISSING] for book in facts.books)
        key = "missing" if missing else "complete"
        told.append(
            say_word(
                f"data.standing.{key}",
                year=name,
                due=f"{over:,}",
                missing=f"{missing:,}",
                of_year=f"{counts[ReturnState.MISSING]:,}",
                late=f"{counts[ReturnState.LATE]:,}",
            )
        )
    heavy = sum(map(is_open, facts.challenges))
    told.append(say_word("data.standing.heavy" if heavy else "data.standing.no_heavy", count=f"{heavy:,}"))
    return tuple(told)


def _counts(facts: DataFacts, year: int) -> Counter[ReturnState]:
    counts: Counter[ReturnState] = Counter()
    for book in facts.books:
        counts.update(book.of_year(year).counts)
    return counts


def _page(section: str, lang: Lang) -> str:
    return to_url(Selection("data", lang, section=section))


def _returns(catalog: Catalog, facts: DataFacts, year: int | None, lang: Lang) -> StandingColumn:
    say_word = words(lang)
    title, link = say_word("data.standing.returns"), say_word("data.standing.to_coverage")
    if year is None:
        lines: tuple[str, ...] = (say_word("data.standing.no_calendar"),)
    else:
        counts = _counts(facts, year)
        heading = say_word("data.standing.of_year", year=format_period(Period.of_year(year), lang))
        told = [say_word(f"data.counted.{s}", count=f"{counts[s]:,}") for s in STATES if counts[s]]
        lines = (heading, *told)
    return StandingColumn(title, lines, link, _page("coverage", lang))


def _doubts(facts: DataFacts, lang: Lang) -> StandingColumn:
    say_word = words(lang)
    heavy = sum(map(is_open, facts.challenges))
    lines = (
        say_word("data.standing.challenges", count=f"{heavy:,}"),
        say_word("data.standing.notes", count=f"{len(facts.challenges) - heavy:,}"),
        say_word("data.standing.rejects", count=f"{len(facts.rejected):,}"),
    )
    return StandingColumn(
        say_word("data.standing.doubts"),
        lines,
        say_word("data.standing.to_challenges"),
        _page("challenges", lang),
    )


def _changes(facts: DataFacts, lang: Lang) -> StandingColumn:
    say_word = words(lang)
    revised = sum(row.figures for row in facts.revisions)
    lines = (
        say_word("data.standing.revised", count=f"{revised:,}"),
        say_word("data.standing.corrected", count=f"{len(facts.corrections):,}"),
    )
    return StandingColumn(
        say_word("data.standing.changes"),
        lines,
        say_word("data.standing.to_revisions"),
        _page("revisions", lang),
    )


def _origin(facts: DataFacts, lang: Lang) -> StandingColumn:
    say_word = words(lang)
    rows = sum(row.rows_in for row in facts.shipments.counts if row.stage == "stage")
    lines = (
        say_word(
            "data.standing.sources", sources=len(facts.shipments.sources), files=len(facts.shipments.files)
        ),
        say_word("data.standing.rows", rows=f"{rows:,}"),
        say_word("footer.build", build=facts.build.build_id[:12]),
    )
    return StandingColumn(
        say_word("data.standing.origin"), lines, say_word("data.standing.to_sources"), _page("sources", lang)
    )
