"""A flag as it stands after what people decided about the challenges on its figures (methods §4).

A build knows of no answers: in it every challenge is open. Wherever a flag is shown, its strength is the
one after them: neither a bad figure nor silence protects, and no answered challenge goes on holding it up.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Protocol

from msgspec import Struct, field, to_builtins

from etl.catalog.catalog import Catalog
from etl.flag.challenge_answers import strength_after_answers
from etl.model.indicator import Formula, Indicator
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Basis, ChallengeStatus, Severity
from etl.store.rows import ChallengeRow, FlagRow, ValueRow

Challenged = Mapping[tuple[str, str, str], frozenset[str]]
"""Ids of the challenges on a value, by indicator, region and period."""
Reading = tuple[str, Period]
"""Series or indicator, period."""
NO_READINGS: Final[Challenged] = {}
_BARRED: Final = '"open_challenges": ["'
_PLACE: Final = 3  # the first columns of a value: indicator, region, period
Statuses = Mapping[str, ChallengeStatus]
"""What people decided about challenges, by id; one that nobody decided is open."""
_OF_THE_DAY: Final = frozenset({"day", "days"})
"""Facts that change with every day while the figures stay."""


class Reply(Struct, frozen=True):
    """One answer to a challenge.

    Attributes:
        by: who answered, as the chain names them.
        on: day in China, ISO 8601.
        kind: ``explanation`` of a figure that stands, or ``correction`` of one that will be sent anew.
        figure: the figure announced with a correction; empty otherwise. It enters only by a new delivery.
        is_late: whether its term was over.
    """

    by: str
    on: str
    kind: str
    text: str
    figure: str = ""
    is_late: bool = False


class Course(Struct, frozen=True):
    """What people did about one challenge.

    Attributes:
        put_on: day on which it was put to whom it is addressed to; empty where it was not.
        due: last day of the term of ten working days; empty without one.
        silent_after: last day before silence counts: that of the term; later where it is provisional.
        waiting: number of the proposal to close it that waits for a second person.
        outcome: ``explained`` or ``upheld`` once two people closed it, with their names and the reason.
    """

    status: ChallengeStatus = ChallengeStatus.OPEN
    put_by: str = ""
    put_on: str = ""
    due: str = ""
    silent_after: str = ""
    replies: tuple[Reply, ...] = ()
    waiting: int | None = None
    outcome: str = ""
    closed_by: tuple[str, ...] = ()
    closed_on: str = ""
    reason: str = ""

    def told(self) -> str:
        """As text, as a row of challenges carries it."""
        return json.dumps(to_builtins(self), ensure_ascii=False)

    @classmethod
    def of(cls, told: str) -> "Course":
        """The course that a row carries; nothing was done where it carries none."""
        if not told:
            return cls()
        given = json.loads(told)
        replies = tuple(Reply(**each) for each in given.pop("replies"))
        status, closed_by = ChallengeStatus(given.pop("status")), tuple(given.pop("closed_by"))
        return cls(status=status, replies=replies, closed_by=closed_by, **given)


class Courses(Struct, frozen=True, dict=True):
    """What people did about the challenges of a build.

    Attributes:
        version: changes with every act and with every day that ends a term.
        by_id: only challenges about which anything was done.
    """

    version: str = ""
    by_id: Mapping[str, Course] = field(default_factory=dict)

    @cached_property
    def statuses(self) -> Statuses:
        """Where they stand."""
        return {name: course.status for name, course in self.by_id.items()}

    def on(self, rows: Iterable[ChallengeRow]) -> list[ChallengeRow]:
        """Rows of challenges with what was done about them."""
        return [
            row._replace(status=course.status.value, course=course.told())
            if (course := self.by_id.get(row.challenge_id)) is not None
            else row
            for row in rows
        ]


class Answers(Protocol):
    """What people did about challenges, for whoever reads a build."""

    def version(self) -> str:
        """What changes with them."""

    def about(self, build_id: str, rows: Callable[[], Sequence[ChallengeRow]]) -> Courses:
        """What was done about the challenges of a build, as it counts for its figures."""


class NoAnswers:
    """Nobody has done anything."""

    _NONE: Final = Courses()

    def version(self) -> str:
        """Always the same."""
        return ""

    def about(self, build_id: str, rows: Callable[[], Sequence[ChallengeRow]]) -> Courses:
        """Nothing."""
        return self._NONE


class RecordedAnswers:
    """Answers as a record holds them: where each challenge stood at its cut-off, without the course."""

    def __init__(self, statuses: Iterable[tuple[str, str]]) -> None:
        """Take the answers of a record.

        Args:
            statuses: id of a challenge and where it stood.
        """
        by_id = {name: Course(ChallengeStatus(status)) for name, status in statuses}
        self._courses = Courses("recorded", by_id) if by_id else Courses()

    def version(self) -> str:
        """Always the same: a record does not change."""
        return self._courses.version

    def about(self, build_id: str, rows: Callable[[], Sequence[ChallengeRow]]) -> Courses:
        """What the record holds."""
        return self._courses


def digest_of(row: ChallengeRow) -> str:
    """What a challenge says, without what only the day changes.

    An answer counts for the figures that it was given about: once these change, the challenge is open again.
    """
    facts = {name: fact for name, fact in json.loads(row.facts).items() if name not in _OF_THE_DAY}
    told = json.dumps([row.kind, row.subject, facts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def flag_after_answers(row: FlagRow, statuses: Statuses) -> FlagRow:
    """The flag with strength and checks as they are now, in every period for which it stood.

    Args:
        row: as the build froze it.
        statuses: what people decided.
    """
    if _BARRED not in row.facts:  # no challenge bears on it in any period
        return row
    facts = json.loads(row.facts)
    now = _after(facts | {"strength": row.strength}, statuses)
    strength = str(now.pop("strength"))
    if "course" in facts:
        now["course"] = [_after(each, statuses) for each in facts["course"]]
    return row._replace(strength=strength, facts=json.dumps(now, ensure_ascii=False, sort_keys=True))


def _after(facts: Mapping[str, Any], statuses: Statuses) -> dict[str, Any]:
    """One period of a flag; without challenges it is what it was."""
    barred = facts.get("open_challenges", [])
    if not barred:
        return dict(facts)
    answered = strength_after_answers(facts["checks"], barred, facts.get("decisive_challenges", []), statuses)
    return {
        **facts,
        "strength": answered.strength.value,
        "checks": dict(answered.checks),
        "open_challenges": list(answered.still_barring),
        "settled_challenges": [name for name in barred if name not in answered.still_barring],
    }


def challenged_values(catalog: Catalog, challenges: Iterable[ChallengeRow]) -> Challenged:
    """Which values rest on a challenged figure of their own region and period; notes mark nothing.

    Args:
        catalog: tells which series each indicator rests on.
        challenges: all of the build.
    """
    resting: dict[str, set[str]] = {}
    for indicator in catalog.indicators:
        for subject in (indicator, *catalog.series_of(indicator)):
            resting.setdefault(subject, set()).add(indicator)
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in challenges:
        if row.severity == Severity.CHALLENGE and row.period:
            for indicator in resting.get(row.subject, ()):
                found.setdefault((indicator, row.region, row.period), set()).add(row.challenge_id)
    return {place: frozenset(ids) for place, ids in found.items()}


def challenged_readings(catalog: Catalog, challenges: Iterable[ChallengeRow]) -> Challenged:
    """Which computed values read a challenged figure of an earlier period: a growth, a reduction of a plan.

    Args:
        catalog: tells what each indicator reads.
        challenges: all of the build.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    known: dict[tuple[str, Period], set[Reading]] = {}
    readers = _by_what_they_rest_on(catalog)
    for row in challenges:
        if row.severity == Severity.CHALLENGE and row.period:
            figure = row.subject, Period.parse(row.period)
            for indicator, period in _readers(catalog, readers.get(row.subject, ()), figure, known):
                found.setdefault((indicator, row.region, str(period)), set()).add(row.challenge_id)
    return {place: frozenset(ids) for place, ids in found.items()}


def _by_what_they_rest_on(catalog: Catalog) -> dict[str, list[Indicator]]:
    """The indicators that are made of a series or another indicator in any period, by its id."""
    found: dict[str, list[Indicator]] = {}
    for indicator in catalog.indicators.values():
        for name in _rests_on(catalog, indicator):
            found.setdefault(name, []).append(indicator)
    return found


def _rests_on(catalog: Catalog, indicator: Indicator) -> set[str]:
    found = set(indicator.formula.inputs())
    for name in tuple(found):
        below = catalog.indicators.get(name)
        if below is not None:
            found |= {below.published} if below.published else set()
            found |= _rests_on(catalog, below)
    return found


def _readers(
    catalog: Catalog,
    resting: Iterable[Indicator],
    figure: Reading,
    known: dict[tuple[str, Period], set[Reading]],
) -> Iterator[tuple[str, Period]]:
    """Those of the indicators, with the later periods, whose value is made of one figure."""
    for indicator in resting:
        for period in _later(indicator.formula, figure[1]):
            place = (indicator.id, period)
            if place not in known:
                known[place] = figures_read(catalog, *place)
            if figure in known[place]:
                yield place


def _later(formula: Formula, at: Period) -> Iterator[Period]:
    """Periods that a formula could read a figure for: the year after, and spans that hold it."""
    if at.kind is PeriodKind.SPAN:
        return
    yield at.next_year()
    spans = formula.spans if formula.kind == "chained_reduction" else ()
    yield from (
        span for span in map(Period.parse, spans) if span.start_year <= at.start_year <= span.end_year
    )


def figures_read(catalog: Catalog, name: str, period: Period) -> set[Reading]:
    """The figures that a computed value is made of, through other indicators too."""
    found: set[Reading] = set()
    for read in catalog.indicators[name].reads(period, published=False):
        found.add((read.name, read.period))
        below = catalog.indicators.get(read.name)
        if below is not None:
            if below.published:
                found.add((below.published, read.period))
            found |= figures_read(catalog, read.name, read.period)
    return found


def marked(
    rows: Iterable[ValueRow], challenged: Challenged, statuses: Statuses, readings: Challenged = NO_READINGS
) -> list[ValueRow]:
    """The values, marked where a challenge on them is open: not explained by two people.

    Args:
        rows: the values.
        challenged: challenges on figures of the very period.
        statuses: what people decided.
        readings: challenges on figures of earlier periods that computed values are made of.
    """
    closed = {name for name, status in statuses.items() if status is ChallengeStatus.EXPLAINED}
    itself = {place for place, names in challenged.items() if not names <= closed}
    read = {place for place, names in readings.items() if not names <= closed}
    doubted = itself | read

    def is_open(row: ValueRow) -> bool:
        return row[:_PLACE] in itself or row.basis == Basis.COMPUTED

    return [
        row._replace(is_challenged=True) if row[:_PLACE] in doubted and is_open(row) else row for row in rows
    ]
