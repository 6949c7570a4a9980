"""The course of every title: when and where it was valid, and which end of it was known when (methods §3)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from etl.model.title import Title, TitleEvent, TitleEventKind, TitleFlow


class Spell(Struct, frozen=True):
    """An unbroken time during which a title is valid in one region.

    Attributes:
        start: first day.
        entered: the flow that began it.
        end: first day after it; None while nothing known ends it.
        left: the flow that ended it.
        moved_from, moved_to: the other region of a move or a new code.
    """

    firm: str
    tier: str
    region: str
    industry: str | None
    start: date
    entered: TitleFlow
    end: date
    left: TitleFlow
    moved_from: str | None = None
    moved_to: str | None = None


class Due(Struct, frozen=True):
    """When a title was to end, as it was known from one day to another.

    Attributes:
        known_from, known_to: the days between which this end was what one knew; None for to this day.
        valid_to: the end that was known.
    """

    region: str
    tier: str
    valid_to: date
    known_from: date
    known_to: date | None


class TitleHistory(Struct, frozen=True):
    """Everything that happened to the titles of one firm in one tier.

    Attributes:
        tier, industry: of the titles.
        spells: when and where it was valid.
        recognitions: region and day of each recognition, for the gross count.
        due: the ends that were known over time, for what is expiring or pending.
    """

    tier: str
    industry: str | None
    spells: tuple[Spell, ...]
    recognitions: tuple[tuple[str, date], ...]
    due: tuple[Due, ...]


def histories_of(
    titles: Iterable[Title], events: Iterable[TitleEvent], as_of: date | None = None
) -> Iterator[TitleHistory]:
    """The history of every firm and tier, out of what was known by a day.

    Args:
        titles: rows of the register.
        events: rows of the register of events; one without a tier concerns every tier of its firm.
        as_of: leave out what was published later.
    """
    by_title: dict[tuple[str, str], list[Title]] = {}
    for title in titles:
        if as_of is None or title.known_from <= as_of:
            by_title.setdefault((title.firm, title.tier), []).append(title)
    by_firm: dict[str, list[TitleEvent]] = {}
    for event in events:
        if as_of is None or event.known_from <= as_of:
            by_firm.setdefault(event.firm, []).append(event)
    for (firm, tier), own in sorted(by_title.items()):
        concerning = [event for event in by_firm.get(firm, ()) if event.tier in (None, tier)]
        yield _history(own, concerning)


def _history(titles: Sequence[Title], events: Sequence[TitleEvent]) -> TitleHistory:
    as_listed = sorted(titles, key=lambda title: (title.recognised, title.valid_to))
    ordered = _extended(_each_once(as_listed), events)
    course = _Course(ordered[0])
    steps: list[tuple[date, int, Title | TitleEvent]] = [
        *((event.effective, 1, event) for event in events),
        *((title.recognised, 0, title) for title in ordered),
    ]
    for day, _, step in sorted(steps, key=lambda each: (each[0], each[1])):
        if isinstance(step, Title):
            course.recognise(step)
        else:
            course.happen(step, day)
    course.finish()
    recognitions = tuple((title.region, title.recognised) for title in ordered)
    first = ordered[0]
    return TitleHistory(
        first.tier, first.industry, tuple(course.spells), recognitions, tuple(_due(as_listed, events))
    )


def _each_once(titles: Iterable[Title]) -> list[Title]:
    """A title that is stated several times is one, known since the first: as the register has it last.

    A list of names gives way to the register, which knows the county where a list knows the city.
    """
    found: dict[date, Title] = {}
    for title in sorted(titles, key=lambda each: (not each.is_listed, each.known_from)):
        known = min(title.known_from, found.get(title.recognised, title).known_from)
        found[title.recognised] = replace(title, known_from=known)
    return [found[day] for day in sorted(found)]


def _extended(titles: Sequence[Title], events: Sequence[TitleEvent]) -> list[Title]:
    """The titles with the ends that passed reviews gave them.

    A review extends from the old end on, however late its list appears: the title was never interrupted.
    """
    extended: list[Title] = []
    for place, title in enumerate(titles):
        until = titles[place + 1].recognised if place + 1 < len(titles) else date.max
        ends = [
            event.valid_to
            for event in events
            if event.kind is TitleEventKind.EXTENDED
            and event.valid_to is not None
            and title.recognised <= event.effective < until
        ]
        extended.append(replace(title, valid_to=max([title.valid_to, *ends])))
    return extended


class _Course:
    """Follows one firm and tier through its events in order of their effect."""

    def __init__(self, first: Title) -> None:
        self.spells: list[Spell] = []
        self._title = first
        self._region = first.region
        self._valid_to = first.valid_to
        self._open: Spell | None = None

    def recognise(self, title: Title) -> None:
        """A recognition begins a spell, or renews one that is still open."""
        self._end_if_over(title.recognised)
        self._title = title
        self._valid_to = max(self._valid_to, title.valid_to) if self._open else title.valid_to
        if self._open is None:
            self._region = title.region
            self._begin(title.recognised, TitleFlow.RECOGNISED)

    def happen(self, event: TitleEvent, day: date) -> None:
        """One event; what changes nothing in the stock passes by."""
        self._end_if_over(day)
        match event.kind:
            case TitleEventKind.REVOKED | TitleEventKind.MERGED:
                left = TitleFlow.REVOKED if event.kind is TitleEventKind.REVOKED else TitleFlow.MERGED
                self._end(day, left)
            case TitleEventKind.RESTORED:
                if self._was_revoked() and day < self._valid_to:
                    self._begin(day, TitleFlow.RESTORED)
            case TitleEventKind.MOVED | TitleEventKind.RECODED:
                self._move(event, day)
            case _:
                return

    def _was_revoked(self) -> bool:
        """Whether there is a revocation to be taken back; a firm that merged or moved away stays away."""
        return self._open is None and bool(self.spells) and self.spells[-1].left is TitleFlow.REVOKED

    def finish(self) -> None:
        """The last spell ends when its term does."""
        self._end_if_over(date.max)

    def _begin(self, day: date, entered: TitleFlow, moved_from: str | None = None) -> None:
        self._open = Spell(
            self._title.firm, self._title.tier, self._region, self._title.industry, day, entered,
            date.max, TitleFlow.EXPIRED, moved_from,
        )  # fmt: skip

    def _end(self, day: date, left: TitleFlow, moved_to: str | None = None) -> None:
        if self._open is not None:
            self.spells.append(replace(self._open, end=day, left=left, moved_to=moved_to))
            self._open = None

    def _end_if_over(self, day: date) -> None:
        if self._open is not None and self._valid_to <= day:
            self._end(self._valid_to, TitleFlow.EXPIRED)

    def _move(self, event: TitleEvent, day: date) -> None:
        """Into another region; without one, out of all that are counted."""
        moved = event.kind is TitleEventKind.MOVED
        old, valid = self._region, self._open is not None
        if valid:
            self._end(day, TitleFlow.MOVED_OUT if moved else TitleFlow.RECODED_OUT, event.region)
        if event.region is None:
            return
        self._region = event.region
        if valid:
            self._begin(day, TitleFlow.MOVED_IN if moved else TitleFlow.RECODED_IN, old)


def _due(titles: Sequence[Title], events: Sequence[TitleEvent]) -> Iterator[Due]:
    """The ends that were known over time; a decision that closes the matter ends the last one."""
    closing = {TitleEventKind.LAPSED, TitleEventKind.REVOKED, TitleEventKind.MERGED}
    known: list[tuple[date, date | None]] = [(title.known_from, title.valid_to) for title in titles]
    known += [(e.known_from, e.valid_to) for e in events if e.kind is TitleEventKind.EXTENDED and e.valid_to]
    known += [(e.known_from, None) for e in events if e.kind in closing]
    moves = {TitleEventKind.MOVED, TitleEventKind.RECODED}
    region = next(
        (
            e.region
            for e in sorted(events, key=lambda e: e.effective, reverse=True)
            if e.kind in moves and e.region
        ),
        titles[-1].region,
    )
    ordered = sorted(known, key=lambda each: each[0])
    for place, (since, valid_to) in enumerate(ordered):
        until = ordered[place + 1][0] if place + 1 < len(ordered) else None
        if valid_to is not None:
            yield Due(region, titles[0].tier, valid_to, since, until)
