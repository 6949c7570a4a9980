"""Diagnosis of a region from its data, in the order that annex 2 of the draft asks: 问题, 表现, 制约, 措施.

A problem is a verdict that was missed or a place in the last quarter of the peers; what holds a region back
is told only where figures show it, and where they are silent it says so. Measures are the articles that the
indicator serves: the draft is no basis of decisions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dashboard.format import DASH, format_number
from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Heading, Table, text_of
from dashboard.report.sections.assessed import rate_figure, target_figure
from dashboard.report.sections.barometer import barometer_period, judged_indicators
from dashboard.report.sections.structure import article_words, readings
from dashboard.report.sections.targets import target_rows
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.vocabulary import Direction, Nature, RegionLevel, Result
from etl.store.rows import ValueRow

TOPICS: Final = ("dual_control", "carbon", "industry", "innovation", "smes", "economy")
MOST: Final = 4
_FEWEST_PEERS: Final = 8
_LAST_QUARTER: Final = 0.75
_HELD_BACK: Final = {  # what figures may show to hold a region back, by topic of the problem
    "dual_control": ("coal_share", "nonfossil_energy_share"),
    "carbon": ("coal_share", "nonfossil_energy_share"),
    "industry": ("rd_intensity", "hightech_va_share"),
    "innovation": ("industrial_rd_share", "high_skilled_talent_share"),
    "smes": ("industrial_rd_share", "rd_intensity"),
    "economy": ("rd_intensity", "hightech_va_share"),
}


@dataclass(frozen=True)
class Problem:
    """One problem of a region.

    Attributes:
        indicator: what shows it.
        text: the problem in a few words.
        shown_by: the figures that show it.
    """

    indicator: Indicator
    text: str
    shown_by: str


def problems_of(basis: Basis, code: str, most: int = MOST) -> list[Problem]:
    """The problems of a region: verdicts before places, none twice for one indicator."""
    found: dict[str, Problem] = {}
    for problem in (*_levels(basis, code), *_missed(basis, code), *_places(basis, code)):
        found.setdefault(problem.indicator.id, problem)
    return list(found.values())[:most]


def _levels(basis: Basis, code: str) -> Iterator[Problem]:
    period = barometer_period(basis)
    if period is None:
        return
    for indicator in judged_indicators(basis):
        row = basis.level(indicator.id, code, str(period))
        if row is not None and row.result in {Result.LEVEL_1, Result.LEVEL_2}:
            facts = {"name": indicator.name[basis.lang], "level": say(f"result_{row.result}", basis.lang)}
            shown = basis.say(
                "diagnosis.level_shown",
                period=basis.when(period),
                actual=rate_figure(basis, row),
                target=target_figure(basis, row),
            )
            yield Problem(indicator, basis.say.text("diagnosis.level", **facts), text_of(shown))


def _missed(basis: Basis, code: str) -> Iterator[Problem]:
    for row in target_rows(basis, TOPICS):
        if row.region != code or row.result != Result.NOT_MET or row.value is None:
            continue
        indicator = basis.indicator(row.indicator)
        shown = basis.say.text(
            "diagnosis.missed_shown",
            period=basis.when(row.period),
            value=f"{format_number(row.value, indicator.display.decimals)}{basis.sign(row.indicator)}",
            required=f"{format_number(row.required or row.target_value, 2)}{basis.sign(row.indicator)}",
        )
        name = indicator.name[basis.lang]
        yield Problem(indicator, basis.say.text("diagnosis.missed", name=name), shown)


def _places(basis: Basis, code: str) -> Iterator[Problem]:
    """Indicators by which the region stands in the last quarter of its peers, the furthest back first."""
    found: list[tuple[float, ValueRow, str]] = []
    for row in readings(basis, code, TOPICS):
        if basis.indicator(row.indicator).direction not in _JUDGED or row.nature in _ESTIMATES:
            continue
        rank = basis.rank(row.indicator, code, row.period)
        if rank is not None and rank.of >= _FEWEST_PEERS and rank.place > _LAST_QUARTER * rank.of:
            found.append((rank.place / rank.of, row, f"{rank.place}/{rank.of}"))
    for _, row, place in sorted(found, key=lambda one: (-one[0], one[1].indicator)):
        indicator = basis.indicator(row.indicator)
        shown = basis.say.text(
            "diagnosis.place_shown", period=basis.when(row.period), value=basis.figure(row).text, place=place
        )
        yield Problem(indicator, basis.say.text("diagnosis.place", name=indicator.name[basis.lang]), shown)


_ESTIMATES: Final = frozenset({Nature.DOWNSCALED, Nature.ESTIMATED})
"""An estimate, or a figure scaled down from a larger area, makes nothing a problem of a region."""
_JUDGED: Final = frozenset({Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER})


def held_back_by(basis: Basis, code: str, indicator: Indicator) -> str:
    """Where figures show the region worse than the province; else that they are silent."""
    told = []
    for name in basis.declared(_HELD_BACK[indicator.topic]):
        own = basis.reading(name, code)
        home = basis.known(name, basis.home.code, own.period) if own else None
        if own is None or home is None or name == indicator.id:
            continue
        is_higher_better = basis.indicator(name).direction is Direction.HIGHER_IS_BETTER
        if (
            (own.value or 0.0) < (home.value or 0.0)
            if is_higher_better
            else (own.value or 0) > (home.value or 0)
        ):
            told.append(
                basis.say.text(
                    "diagnosis.against_home",
                    name=basis.title(name),
                    own=basis.figure(own).text,
                    home=basis.figure(home).text,
                )
            )
    return basis.say.text("list.clauses").join(told) or basis.say.text("diagnosis.silent")


def diagnosis_table(
    basis: Basis, codes: tuple[str, ...], *, most: int = MOST, is_wide: bool = False
) -> Table:
    """The problems of one or several regions; a region without any shown says so."""
    rows = []
    is_many = len(codes) > 1
    for code in codes:
        problems = problems_of(basis, code, most)
        for place, problem in enumerate(problems):
            first = [Cell(basis.short(code) if place == 0 else "")] if is_many else []
            articles = article_words(basis, problem.indicator.articles) or DASH
            texts = (problem.text, problem.shown_by, held_back_by(basis, code, problem.indicator), articles)
            rows.append((*first, *map(Cell, texts)))
        if not problems:
            first = [Cell(basis.short(code))] if is_many else []
            rows.append(
                (*first, Cell(basis.say.text("diagnosis.nothing_shown")), Cell(DASH), Cell(DASH), Cell(DASH))
            )
    names = ("problem", "shown_by", "held_back", "measures")
    columns = [basis.column("city", share=0.6)] if is_many else []
    columns += [
        basis.column(name, share=share) for name, share in zip(names, (1.5, 2.0, 2.0, 1.3), strict=True)
    ]
    return Table(
        name="diagnosis",
        caption=basis.say.text("diagnosis.table"),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(basis.note("diagnosis.note"),),
        is_wide=is_wide,
    )


def compose_diagnosis_annex(basis: Basis) -> tuple[Block, ...]:
    """The diagnosis of every city on rotated pages; nothing where no city shows a problem."""
    codes = tuple(city.code for city in basis.cities if city.level is RegionLevel.CITY)
    if not any(problems_of(basis, code, 1) for code in codes):
        return ()
    heading = Heading(1, basis.say.text("headings.diagnosis_annex"), begins_page=True)
    return (heading, diagnosis_table(basis, codes, most=3, is_wide=True))
