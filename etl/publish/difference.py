"""What changed between two builds, by source: new, gone and changed figures, and what to do about them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.store.read import Warehouse
from etl.store.rows import ObservationRow

Key = tuple[str, str, str]


@dataclass
class SourceDifference:
    """Figures in use of one source that differ between two builds; keys are (series, region, period)."""

    source: str
    new: list[Key] = field(default_factory=list)
    gone: list[Key] = field(default_factory=list)
    changed: list[tuple[Key, float | None, float | None]] = field(default_factory=list)


def compare_builds(before: Warehouse, after: Warehouse) -> tuple[SourceDifference, ...]:
    """The differences of the figures in use, by the source that holds them now (or held them before)."""
    old, new = _in_use(before), _in_use(after)
    differences: dict[str, SourceDifference] = {}

    def of(row: ObservationRow) -> SourceDifference:
        return differences.setdefault(row.source, SourceDifference(row.source))

    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if now is None and was is not None:
            of(was).gone.append(key)
        elif was is None and now is not None:
            of(now).new.append(key)
        elif was is not None and now is not None and was.value != now.value:
            of(now).changed.append((key, was.value, now.value))
    return tuple(differences[source] for source in sorted(differences))


def difference_lines(differences: tuple[SourceDifference, ...], most: int = 20) -> Iterator[str]:
    """The differences as lines for the command line."""
    if not differences:
        yield "No figure in use differs."
    for each in differences:
        yield f"{each.source}: {len(each.new)} new, {len(each.gone)} gone, {len(each.changed)} changed"
        for (series, region, period), was, now in each.changed[:most]:
            yield f"  {series} {region} {period}: {was} → {now}"
        for series, region, period in each.gone[:most]:
            yield f"  gone: {series} {region} {period}"
        yield f"  Action: {_action(each)}"


def _action(each: SourceDifference) -> str:
    if each.gone:
        return "ask the publisher why figures are gone, before the build is used."
    if each.changed:
        return "check the changed figures against the new publication."
    return "none; figures were added."


def _in_use(warehouse: Warehouse) -> dict[Key, ObservationRow]:
    return {(o.series, o.region, o.period): o for o in warehouse.observations()}
