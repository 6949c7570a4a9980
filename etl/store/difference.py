"""What changed between two builds, by source: new, gone and changed figures."""

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from etl.store.quality_rows import InUseRow
from etl.store.read import Warehouse
from etl.store.rows import CellAddress, ObservationRow

Key = tuple[str, str, str]
"""Series, region, period."""


class ChangeKind(StrEnum):
    """Why a figure in use has another value."""

    REVISED = "revised"  # a later edition; the figure of before is kept as an older vintage
    REPLACED = "replaced"  # a file was exchanged; the figure of before is gone
    CORRECTED = "corrected"  # a correction was entered, or ended
    OTHER_SOURCE = "other_source"  # another source is in use now


class Change(NamedTuple):
    """One figure in use that has another value now, and the cell that it comes from."""

    key: Key
    was: float | None
    now: float | None
    kind: ChangeKind
    cell: CellAddress


class SourceDifference(Struct):
    """Figures in use of one source that differ between two builds."""

    source: str
    new: list[Key] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    @property
    def action(self) -> str:
        """What the gravest difference calls for, as the code behind ``diff_action_``."""
        kinds = {change.kind for change in self.changed}
        if self.gone:
            return "gone"
        if ChangeKind.REPLACED in kinds:
            return "replaced"
        if ChangeKind.OTHER_SOURCE in kinds:
            return "other_source"
        if ChangeKind.REVISED in kinds:
            return "revised"
        return "corrected" if ChangeKind.CORRECTED in kinds else "new"


class BuildDifference(Struct, frozen=True):
    """Everything that differs between two builds.

    Attributes:
        causes: what the builds were made with that differs: ``as_of``, ``catalog``, ``code``, ``inputs``.
        sources: differences of the figures in use, by the source that holds them now (or held them before).
    """

    before: str
    after: str
    causes: tuple[str, ...]
    sources: tuple[SourceDifference, ...]


def compare_builds(before: Warehouse, after: Warehouse) -> BuildDifference:
    """The differences of two builds."""
    old, new = ({row[:3]: row for row in warehouse.in_use()} for warehouse in (before, after))
    differences: dict[str, SourceDifference] = {}

    def of(row: InUseRow) -> SourceDifference:
        return differences.setdefault(row.source, SourceDifference(row.source))

    changed: list[tuple[Key, InUseRow, InUseRow]] = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            row = now or was
            if row is not None:
                (of(row).gone if now is None else of(row).new).append(key)
        elif was.value != now.value:
            changed.append((key, was, now))
    for change, now in _changes(before, after, changed):
        of(now).changed.append(change)
    return BuildDifference(
        before.build_id,
        after.build_id,
        _causes(before, after),
        tuple(differences[source] for source in sorted(differences)),
    )


def _causes(before: Warehouse, after: Warehouse) -> tuple[str, ...]:
    was, now = before.build(), after.build()
    names = {"as_of": "as_of", "catalog_sha256": "catalog", "code_sha256": "code", "inputs_sha256": "inputs"}
    return tuple(word for name, word in names.items() if getattr(was, name) != getattr(now, name))


def _changes(
    before: Warehouse, after: Warehouse, changed: list[tuple[Key, InUseRow, InUseRow]]
) -> list[tuple[Change, InUseRow]]:
    vintages = _vintages(after, [key for key, _, _ in changed])
    corrected = {row[2:5] for warehouse in (before, after) for row in warehouse.corrections()}
    return [
        (
            Change(
                key,
                was.value,
                now.value,
                _kind(key, was, now, vintages[key], corrected),
                vintages[key][0].cell,
            ),
            now,
        )
        for key, was, now in changed
    ]


def _vintages(after: Warehouse, keys: list[Key]) -> dict[Key, list[ObservationRow]]:
    """The vintages of some figures, the one in use first."""
    if not keys:
        return {}
    series, regions, periods = (sorted(set(words)) for words in zip(*keys, strict=True))
    found: dict[Key, list[ObservationRow]] = {}
    for row in after.observations(series, regions, periods, all_vintages=True):
        found.setdefault(row[:3], []).append(row)
    return found


def _kind(
    key: Key, was: InUseRow, now: InUseRow, vintages: list[ObservationRow], corrected: set[Key]
) -> ChangeKind:
    if now.source != was.source:
        return ChangeKind.OTHER_SOURCE
    if key in corrected:
        return ChangeKind.CORRECTED
    is_kept = any(each.source == was.source and each.value == was.value for each in vintages[1:])
    return ChangeKind.REVISED if is_kept else ChangeKind.REPLACED
