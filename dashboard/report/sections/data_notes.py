"""八、数据说明: scope, prices, status, differences between sources, cautions, and the sources themselves."""

from collections.abc import Iterable
from typing import Final

from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Column, Heading, Paragraph, Parts, Table, Trace
from dashboard.report.facts import facts_of
from dashboard.report.sentences import Fact
from dashboard.views.known_by import lies_within
from etl.errors import say
from etl.model.vocabulary import Nature, RegionLevel, Status

_NOTES: Final = ("scope", "prices", "rounding", "missing", "inventories", "computed")


def compose_data_notes(basis: Basis) -> tuple[Block, ...]:
    """Section 八."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.data"))]
    facts: dict[str, Fact] = {"home": basis.name(basis.home.code), "cities": len(basis.cities)}
    blocks += [Paragraph(basis.say(f"notes.{note}", **facts)) for note in _NOTES]
    blocks.append(Paragraph(_preliminary(basis)))
    blocks += [Paragraph(sentence) for sentence in _disagreements(basis)]
    blocks.append(_sources(basis))
    return tuple(blocks)


def _preliminary(basis: Basis) -> Parts:
    """Which indicators of the period stand on preliminary figures."""
    names = dict.fromkeys(
        basis.title(row.indicator)
        for row in basis.rows.values
        if row.status == Status.PRELIMINARY
        and lies_within(row.period, basis.period)
        and _is_here(basis, row.region)
    )
    of = len(basis.catalog.indicators)
    still = basis.say.counted("notes.preliminary", list(names), of, period=basis.when(basis.period))
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
    titles = ("source", "publisher", "published", "nature", "licence")
    files = sorted(
        (file for file in basis.rows.files if file.used),
        key=lambda file: list(basis.catalog.sources).index(file.source),
    )
    return Table(
        name="sources",
        caption=basis.say.text("notes.table"),
        columns=tuple(
            Column(basis.say.text(f"columns.{title}"), share=share)
            for title, share in zip(titles, (2.4, 1.5, 0.9, 0.9, 1.8), strict=True)
        ),
        rows=tuple(
            (
                Cell(basis.catalog.sources[file.source].title[basis.lang]),
                Cell(basis.catalog.sources[file.source].publisher[basis.lang]),
                Cell(file.published),
                Cell(say(f"nature_{Nature(basis.catalog.sources[file.source].nature)}", basis.lang)),
                Cell(basis.catalog.sources[file.source].licence[basis.lang]),
            )
            for file in files
        ),
        notes=(basis.note("notes.table_note"),),
    )
