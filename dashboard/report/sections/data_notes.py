"""八、数据说明: scope, prices, status, differences between sources, cautions, and the sources themselves."""

from collections.abc import Iterable
from typing import Final

from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Heading, Paragraph, Parts, Table, Trace
from dashboard.report.facts import facts_of
from dashboard.report.periods import same_end
from dashboard.report.sentences import Fact
from dashboard.views.latest import lies_within
from etl.errors import say
from etl.model.vocabulary import ChallengeStatus, Nature, RegionLevel, Severity, Status

_MOST_NAMES: Final = 12
_UNDECIDED: Final = frozenset({ChallengeStatus.OPEN, ChallengeStatus.UNANSWERED})
_SHARES: Final = {"zh": (2.4, 1.6, 1.3, 0.6, 0.9, 1.7), "en": (2.2, 1.8, 1.2, 0.5, 1.5, 1.6)}
_NOTES: Final = ("scope", "prices", "rounding", "missing", "inventories", "computed")


def compose_data_notes(basis: Basis) -> tuple[Block, ...]:
    """Section 八."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.data"))]
    facts: dict[str, Fact] = {"home": basis.name(basis.home.code), "cities": len(basis.cities)}
    blocks += [Paragraph(basis.say(f"notes.{note}", **facts)) for note in _NOTES]
    blocks.append(Paragraph(_preliminary(basis)))
    blocks.append(Paragraph(basis.say.joined(_open_challenges(basis), _late(basis))))
    blocks += [Paragraph(sentence) for sentence in _disagreements(basis)]
    blocks.append(_sources(basis))
    return tuple(blocks)


def _preliminary(basis: Basis) -> Parts:
    """Which indicators of the period stand on preliminary figures."""
    own = same_end(basis.period)
    names = dict.fromkeys(
        basis.within(row.indicator)
        for row in basis.rows.values
        if row.status == Status.PRELIMINARY
        and (row.period in own or lies_within(row.period, basis.period))
        and _is_here(basis, row.region)
    )
    of, when = len(basis.catalog.indicators), basis.when(basis.period)
    if len(names) > _MOST_NAMES:
        still = basis.say("notes.preliminary_many", count=len(names), period=when)
    else:
        still = basis.say.counted("notes.preliminary", list(names), of, period=when)
    return basis.say.joined(still, basis.say("notes.unmarked"))


def _is_here(basis: Basis, code: str) -> bool:
    return basis.catalog.regions[code].level is not RegionLevel.NATION


def _disagreements(basis: Basis) -> Iterable[Parts]:
    """Figures of the period for which two sources differ: which one is used, what the other says."""
    for row in basis.rows.challenges:
        if row.kind != "sources_disagree" or row.period is None or not _is_recent(basis, row.period):
            continue
        facts, series = facts_of(row.facts), basis.catalog.series[row.subject]
        unit = basis.catalog.units[series.unit].name[basis.lang]
        figures = {
            name: basis.computed(
                facts[name],
                unit,
                1,
                (Trace(f"challenge.{name}", row.subject, row.region, row.period, facts[name]),),
                absolute=False,
            )
            for name in ("used", "value")
        }
        yield basis.say(
            "notes.disagree",
            region=basis.name(row.region),
            period=basis.when(row.period),
            series=series.name[basis.lang],
            used_source=basis.catalog.sources[facts["used_source"]].title[basis.lang],
            source=basis.catalog.sources[facts["source"]].title[basis.lang],
            **figures,
        )


def _is_recent(basis: Basis, period: str) -> bool:
    """The period itself and the year before, which rates of change compare with."""
    return lies_within(period, basis.period) or lies_within(period, basis.period.previous_year())


def _sources(basis: Basis) -> Table:
    """One row for each source: how many of its files are in use, when the first and last were published."""
    titles = ("source", "publisher", "published", "files", "nature", "licence")
    by_source: dict[str, list[str]] = {}
    for file in basis.rows.files:
        if file.used:
            by_source.setdefault(file.source, []).append(file.published)
    order = list(basis.catalog.sources)
    return Table(
        name="sources",
        caption=basis.say.text("notes.table"),
        columns=tuple(
            basis.column(title, is_numeric=title == "files", share=share)
            for title, share in zip(titles, _SHARES[basis.lang], strict=True)
        ),
        rows=tuple(_source_row(basis, name, by_source[name]) for name in sorted(by_source, key=order.index)),
        notes=(basis.note("notes.table_note"),),
    )


def _source_row(basis: Basis, name: str, published: list[str]) -> tuple[Cell, ...]:
    source = basis.catalog.sources[name]
    first, last = min(published), max(published)
    dates = first if first == last else basis.say.text("notes.published", first=first, last=last)
    return (
        Cell(source.title[basis.lang]),
        Cell(source.publisher[basis.lang]),
        Cell(dates),
        Cell(str(len(published)), float(len(published))),
        Cell(say(f"nature_{Nature(source.nature)}", basis.lang)),
        Cell(source.licence[basis.lang]),
    )


def _open_challenges(basis: Basis) -> Parts:
    """How many challenges to the figures of the period are open, by what is suspicious about them."""
    counts: dict[str, int] = {}
    for row in basis.rows.challenges:
        is_open = row.severity == Severity.CHALLENGE and row.status in _UNDECIDED
        if is_open and row.period is not None and _is_recent(basis, row.period):
            counts[row.kind] = counts.get(row.kind, 0) + 1
    items = [
        basis.say("notes.challenge", kind=basis.say.text(f"challenge_kinds.{kind}"), count=count)
        for kind, count in sorted(counts.items())
    ]
    if not items:
        return basis.say("notes.no_challenges")
    return basis.say("notes.challenges", count=sum(counts.values()), kinds=basis.say.separated(items))


def _late(basis: Basis) -> Parts:
    """Returns of the period that came late or not at all, by region."""
    told = []
    for kind in ("missing_return", "late_return"):
        rows = [
            row
            for row in basis.rows.challenges
            if row.kind == kind and row.period is not None and lies_within(row.period, basis.period)
        ]
        names = list(dict.fromkeys(basis.name(row.region) for row in rows))
        if names:
            told.append(basis.say.counted(f"notes.{kind}", names, len(basis.catalog.regions)))
    return basis.say.joined(*told)
