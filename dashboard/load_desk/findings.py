"""What was found in a file, as codes and numbers: its cells, its faults, and what a build with it changes.

The report is JSON, kept by its hash: the second person sees the very thing that was proposed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from msgspec import Struct, json
from msgspec.structs import asdict, replace

from dashboard.build_queries import OpenBuild
from etl.catalog.catalog import Catalog
from etl.errors import PeriodError
from etl.model.period import Period
from etl.store.difference import compare_builds
from etl.store.read import Warehouse
from etl.store.rows import AssessmentRow, ChallengeRow, ObservationRow


class FoundCell(Struct, frozen=True):
    """One cell of the file.

    Attributes:
        reported, unit: what stands in it.
        value: the same in the unit of the series; None for a declared gap, and where no build was made.
        was: the figure in use before.
        what: ``new``, ``changed``, ``same``, ``beside`` (another source goes first), ``read`` (no build).
    """

    sheet: int
    row: int
    column: int
    series: str
    region: str
    period: str
    reported: float | None
    unit: str
    value: float | None = None
    was: float | None = None
    what: str = "read"


class FoundReturn(Struct, frozen=True):
    """One return that the file brings: when it was due, and the days by which it is late (below 0: early)."""

    declared: str
    region: str
    period: str
    due: str
    days: int


class FoundVerdict(Struct, frozen=True):
    """A verdict that a build with the file turns; None where there was or will be none."""

    indicator: str
    region: str
    period: str
    rule: str | None
    was: str | None
    now: str | None


class OtherFigure(NamedTuple):
    """A figure elsewhere in the build that differs too: ``new``, ``gone`` or ``changed``."""

    series: str
    region: str
    period: str
    what: str


class Found(Struct, frozen=True):
    """Everything that was found in a file.

    Attributes:
        sheets: number, name, rows in, kept, rejected, left out by word.
        faults: kind, sheet, cell, found, expected, and the sentence in both languages.
        warnings: sentences in both languages.
        records: how many rows of registers it holds.
        others: figures of other places in the build that differ too.
        causes: what else differs between the two builds than their files.
        raised, closed: challenges that a build with it raises, or closes.
    """

    file: str
    source: str
    day: str
    sheets: tuple[Mapping[str, Any], ...] = ()
    faults: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[Mapping[str, str], ...] = ()
    cells: tuple[FoundCell, ...] = ()
    records: int = 0
    returns: tuple[FoundReturn, ...] = ()
    others: tuple[OtherFigure, ...] = ()
    causes: tuple[str, ...] = ()
    raised: tuple[ChallengeRow, ...] = ()
    closed: tuple[ChallengeRow, ...] = ()
    verdicts: tuple[FoundVerdict, ...] = ()

    @property
    def sheet_names(self) -> Mapping[int, str]:
        """The names of the sheets by their numbers."""
        return {each["number"]: each["name"] for each in self.sheets}

    def written(self) -> bytes:
        """The report as it is kept."""
        return json.encode(self)

    @classmethod
    def read(cls, content: bytes) -> "Found":
        """A report as it was kept."""
        return json.decode(content, type=cls)


def found_alone(check: Mapping[str, Any], faults: Sequence[Mapping[str, Any]], day: date) -> Found:
    """What was found in a file of which no build is made."""
    return Found(
        file=check["file"],
        source=check["source"],
        day=day.isoformat(),
        sheets=tuple(check["sheets"]),
        faults=tuple(faults),
        warnings=tuple(check["warnings"]),
        cells=tuple(FoundCell(*row[:8]) for row in check["cells"]),
        records=len(check["records"]),
    )


def found_by_build(alone: Found, path: str, before: OpenBuild, after: Warehouse, day: date) -> Found:
    """What was found in a file, and what a build with it changes against the one before.

    Args:
        alone: what was found in the file itself.
        path: the file as the figures of the build name it.
        before: the build in use; its catalogue declares the returns.
        after: a build with the file.
        day: the day on which the file came.
    """
    was = {row[:3]: row.value for row in before.warehouse.in_use()}
    difference = compare_builds(before.warehouse, after)
    cells = tuple(_cells(alone.cells, after, path, was))
    keys = {(each.series, each.region, each.period) for each in cells}
    others = [
        OtherFigure(*key, what)
        for source in difference.sources
        for what, found in (
            ("new", source.new), ("gone", source.gone), ("changed", [one.key for one in source.changed]),
        )
        for key in found
        if key not in keys
    ]  # fmt: skip
    raised, closed = _challenges(before.warehouse.challenges(), after.challenges())
    return replace(
        alone,
        cells=cells,
        returns=tuple(_returns(alone, before.catalog, day)),
        others=tuple(others),
        causes=tuple(cause for cause in difference.causes if cause != "inputs"),
        raised=raised,
        closed=closed,
        verdicts=tuple(_verdicts(before.warehouse.assessments(), after.assessments())),
    )


def _cells(
    cells: Iterable[FoundCell], after: Warehouse, path: str, was: Mapping[Any, float | None]
) -> Iterator[FoundCell]:
    """The cells of the file with what the build makes of them."""
    cells = tuple(cells)
    if not cells:
        return
    series, regions, periods = (
        sorted({getattr(cell, name) for cell in cells}) for name in ("series", "region", "period")
    )
    rows = after.observations(series, regions, periods, all_vintages=True)
    made = {(row.cell.row, row.cell.column, *row[:3]): row for row in rows if row.cell.file == path}
    for cell in cells:
        key = (cell.series, cell.region, cell.period)
        row = made.get((cell.row, cell.column, *key))
        value = row.value if row else None
        before = was.get(key)
        yield FoundCell(
            **{**asdict(cell), "value": value, "was": before, "what": _what(row, key in was, before, value)}
        )


def _what(row: ObservationRow | None, is_known: bool, was: float | None, now: float | None) -> str:
    if row is None or row.vintage != 1:
        return "beside"
    if not is_known:
        return "new"
    return "same" if was == now else "changed"


def _challenges(
    before: Sequence[ChallengeRow], after: Sequence[ChallengeRow]
) -> tuple[tuple[ChallengeRow, ...], tuple[ChallengeRow, ...]]:
    """Challenges raised and closed; one whose evidence only grew older is neither."""
    old, new = ({_about(row): row for row in rows} for rows in (before, after))
    raised = tuple(row for key, row in new.items() if key not in old)
    closed = tuple(row for key, row in old.items() if key not in new)
    return raised, closed


def _about(row: ChallengeRow) -> tuple[str | None, ...]:
    return row.kind, row.severity, row.subject, row.region, row.period


def _verdicts(before: Sequence[AssessmentRow], after: Sequence[AssessmentRow]) -> Iterator[FoundVerdict]:
    """The verdicts that differ."""

    def by_key(rows: Sequence[AssessmentRow]) -> dict[tuple[Any, ...], str]:
        return {
            (row.indicator, row.region, row.period, row.rule, row.target_document, row.target_end): row.result
            for row in rows
        }

    old, new = by_key(before), by_key(after)
    for key in sorted(old.keys() | new.keys(), key=str):
        if old.get(key) != new.get(key):
            indicator, region, period, rule, *_ = key
            yield FoundVerdict(indicator, region, period, rule, old.get(key), new.get(key))


def _returns(alone: Found, catalog: Catalog, day: date) -> Iterator[FoundReturn]:
    """The returns that the file brings, against the calendar."""
    for declared in catalog.returns.values():
        if declared.source != alone.source:
            continue
        owing = set(catalog.owing(declared))
        brought = sorted(
            {
                (cell.period, cell.region)
                for cell in alone.cells
                if cell.series in declared.series and cell.region in owing
            }
        )
        for period, region in brought:
            due = _due(declared.due_on, period)
            if due is not None:
                yield FoundReturn(declared.id, region, period, due.isoformat(), (day - due).days)


def _due(due_on: Any, period: str) -> date | None:
    try:
        due: date = due_on(Period.parse(period))
    except PeriodError:
        return None
    return due
