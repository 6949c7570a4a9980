"""What the data say to annex 2 of the draft: 主要问题, 表现, 制约因素, 措施 by article, region by region.

Which figures show which problem is declared (``diagnosis.yaml``). A problem is shown by a verdict that was
missed or by a place in the last quarter of the peers; what holds a region back is told only where figures
show it and claims no cause; where nothing is on record the data are said to be silent. Measures are those of
the draft, which is no basis of decisions.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal

from msgspec import Struct

from dashboard.format import format_number
from dashboard.report.basis import Basis
from dashboard.report.blocks import Figure, Parts, Trace
from dashboard.report.periods import parse
from dashboard.report.sections.assessed import rate_figure, target_figure
from dashboard.report.sections.barometer import barometer_period, judged_indicators
from dashboard.report.sections.targets import target_rows
from etl.errors import say
from etl.model.diagnosis import DiagnosedProblem
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.vocabulary import Direction, Nature, Result
from etl.store.rows import AssessmentRow, ValueRow

TOPICS: Final = ("dual_control", "carbon", "industry", "innovation", "smes", "economy")
_MOST_YEARS: Final = 2
_MOST_FACTORS: Final = 2
_FEWEST_PEERS: Final = 8
_LAST_QUARTER: Final = 0.75
_ESTIMATES: Final = frozenset({Nature.DOWNSCALED, Nature.ESTIMATED})
"""An estimate, or a figure scaled down from a larger area, makes nothing a problem of a region."""

State = Literal["shown", "clear", "silent"]


class Finding(Struct, frozen=True):
    """What the data say of one problem in one region.

    Attributes:
        state: shown; clear where figures are on record and show nothing; silent where there are none.
        signs: what shows it, verdicts before places.
        decided: whether a verdict shows it, not a place alone.
    """

    problem: DiagnosedProblem
    state: State
    signs: tuple[Parts, ...] = ()
    decided: bool = False


def diagnosis_of(basis: Basis) -> "Diagnosis":
    """The diagnosis of a report, which its summary and its annexes share."""
    found: Diagnosis = basis.worked_out.setdefault("diagnosis", Diagnosis(basis))
    return found


class Diagnosis:
    """The diagnosis of the regions that a report speaks of."""

    def __init__(self, basis: Basis) -> None:
        """Prepare it; nothing is asked before the first region."""
        self._basis = basis
        self._found: dict[str, tuple[Finding, ...]] = {}

    def of(self, code: str) -> tuple[Finding, ...]:
        """Every declared problem in a region, in the order of the declaration."""
        if code not in self._found:
            problems = self._basis.catalog.diagnosis.values()
            self._found[code] = tuple(self._finding(problem, code) for problem in problems)
        return self._found[code]

    def shown(self, code: str) -> list[Finding]:
        """The problems that figures show: those by verdict first."""
        return sorted((one for one in self.of(code) if one.state == "shown"), key=lambda one: not one.decided)

    def _finding(self, problem: DiagnosedProblem, code: str) -> Finding:
        level = self._basis.catalog.regions[code].level
        known = [self._basis.indicator(name) for name in self._basis.declared(problem.shown_by)]
        asked = [indicator for indicator in known if level in indicator.levels]
        decided = {one.id: sign for one in asked for sign in self._verdicts(one, code)}
        placed = [sign for one in asked if one.id not in decided for sign in self._place(one, code)]
        if decided or placed:
            return Finding(problem, "shown", (*decided.values(), *placed), decided=bool(decided))
        is_known = any(self._reading(one, code) is not None for one in asked)
        return Finding(problem, "clear" if is_known else "silent")

    # ── signs ──────────────────────────────────────────────────────────────────────────────────────────
    @cached_property
    def _missed(self) -> dict[tuple[str, str], list[AssessmentRow]]:
        found: dict[tuple[str, str], list[AssessmentRow]] = {}
        for row in target_rows(self._basis, TOPICS):
            if row.result == Result.NOT_MET and row.value is not None and self._is_recent(row.period):
                found.setdefault((row.indicator, row.region), []).append(row)
        return found

    @cached_property
    def _period(self) -> Period | None:
        return barometer_period(self._basis)

    @cached_property
    def _judged(self) -> frozenset[str]:
        return frozenset(indicator.id for indicator in judged_indicators(self._basis))

    def _verdicts(self, indicator: Indicator, code: str) -> Iterator[Parts]:
        basis, period = self._basis, self._period
        level = (
            basis.level(indicator.id, code, str(period)) if period and indicator.id in self._judged else None
        )
        if level is not None and level.result in {Result.LEVEL_1, Result.LEVEL_2}:
            yield basis.say(
                "diagnosis.level",
                name=indicator.name[basis.lang],
                level=say(f"result_{level.result}", basis.lang),
                period=basis.when(level.period),
                actual=rate_figure(basis, level),
                target=target_figure(basis, level),
            )
        for row in self._missed.get((indicator.id, code), ())[:1]:
            yield basis.say(
                "diagnosis.missed",
                name=indicator.name[basis.lang],
                period=basis.when(row.period),
                value=_figure_of(basis, row, "value", row.value or 0.0, indicator.display.decimals),
                required=_figure_of(basis, row, "required", row.required or row.target_value or 0.0, 2),
            )

    def _place(self, indicator: Indicator, code: str) -> Iterator[Parts]:
        """A place in the last quarter of at least eight peers."""
        basis, row = self._basis, self._reading(indicator, code)
        rank = basis.rank(indicator.id, code, row.period) if row is not None else None
        if row is None or rank is None or rank.of < _FEWEST_PEERS or rank.place <= _LAST_QUARTER * rank.of:
            return
        yield basis.say(
            "diagnosis.place",
            name=indicator.name[basis.lang],
            period=basis.when(row.period),
            value=basis.figure(row),
            place=rank.place,
            of=rank.of,
        )

    def _reading(self, indicator: Indicator, code: str) -> ValueRow | None:
        """A figure of the last two years that can be good or bad."""
        row = self._basis.reading(indicator.id, code)
        if row is None or row.nature in _ESTIMATES or indicator.direction is Direction.NO_JUDGEMENT:
            return None
        return row if self._is_recent(row.period) else None

    def _is_recent(self, period: str) -> bool:
        return parse(period).end_year > self._basis.period.end_year - _MOST_YEARS

    # ── what holds back ────────────────────────────────────────────────────────────────────────────────
    def held_back(self, problem: DiagnosedProblem, code: str) -> Parts:
        """Figures that are worse than the superior region's; that none is, or that none is on record."""
        basis, told, is_known = self._basis, [], False
        for name in basis.declared(problem.held_back_by):
            own = basis.reading(name, code)
            home = basis.known(name, basis.home.code, own.period) if own else None
            if own is None or home is None or own.nature in _ESTIMATES:
                continue
            is_known = True
            worse = (own.value or 0.0) - (home.value or 0.0)
            if basis.indicator(name).direction is Direction.HIGHER_IS_BETTER:
                worse = -worse
            if worse > 0:
                facts = {"own": basis.figure(own), "home": basis.figure(home)}
                told.append(basis.say("diagnosis.against_home", name=basis.title(name), **facts))
        if told:
            return basis.say.separated(told[:_MOST_FACTORS])
        return basis.say("diagnosis.not_behind" if is_known else "diagnosis.silent")


def _figure_of(basis: Basis, row: AssessmentRow, column: str, value: float, decimals: int) -> Figure:
    trace = Trace(f"assessment.{column}", row.indicator, row.region, row.period, value)
    return Figure(f"{format_number(value, decimals)}{basis.sign(row.indicator)}", value, (trace,))
