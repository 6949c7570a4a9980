"""Faults planted into files: the place, what was there, what stands there now, what must find it."""

from collections.abc import Iterator, Sequence

from etl.demo.acts import ACTS
from etl.demo.chance import stream
from etl.demo.declared import Declared, Fault
from etl.demo.geography import Geography
from etl.demo.ground import Ground, Planted
from etl.demo.tables import DemoFile, Fact
from etl.demo.workbook import place_of
from etl.model.period import Period


def plant_faults(declared: Declared, geography: Geography, files: list[DemoFile]) -> list[Planted]:
    """Plant every declared fault into the files; files of late returns are added to the list.

    Args:
        declared: which faults, and the seed.
        geography: cities and counties to choose from.
        files: changed in place.
    """
    planted: list[Planted] = []
    ground = Ground(files, geography, stream(declared.province.seed, "faults"))
    for fault in declared.faults:
        found: list[Planted] = []
        for fact in _places(ground, fault):
            if len(found) == fault.count:
                break
            wanted = fault.series[len(found) % len(fault.series)]
            city = fact.region[:4]
            if fact.series != wanted or (city, fact.series) in ground.touched:
                continue
            one = ACTS[fault.act](ground, fault, fact)
            if one is not None:
                ground.touched.add((city, fact.series))
                one.file.accepted_rejects += fault.rejected_as is not None
                found.append(one)
        planted.extend(found)
    return planted


def _places(ground: Ground, fault: Fault) -> list[Fact]:
    """The facts in which a fault can be planted, in an order of chance; never the first or last period."""
    codes = set(ground.geography.cities if fault.level == "city" else ground.geography.counties)
    found = [
        fact
        for fact, file in ground.in_use.items()
        if file.source == fault.source and fact.series in fault.series and fact.region in codes
    ]
    periods = sorted({Period.parse(fact.period) for fact in found})
    inside = {str(period) for period in periods[1:-1]}
    fitting = sorted(fact for fact in found if fact.period in inside)
    return [fitting[at] for at in ground.chance.permutation(len(fitting))]


def manifest_rows(
    planted: Sequence[Planted], geography: Geography, names: dict[str, str]
) -> Iterator[dict[str, object]]:
    """The manifest: one entry per fault, with its cell as a spreadsheet counts it."""
    for number, one in enumerate(planted, start=1):
        row, column = _place(one, geography)
        yield {
            "id": f"fault_{number:03d}",
            "kind": one.fault.kind,
            "file": f"{one.file.source}/{one.file.name_on_disk}",
            "row": row,
            "column": column,
            "series": one.fact.series,
            "region": one.fact.region,
            "region_name": names[one.fact.region],
            "period": one.fact.period,
            "true": one.true,
            "planted": one.planted,
            "found_by": list(one.fault.found_by),
            "rejected_as": one.fault.rejected_as,
            "also": [list(fact) for fact in sorted(one.also)],
        }


def _place(one: Planted, geography: Geography) -> tuple[int | None, int | None]:
    """1-based row and column of a fault in its file; no row where the row is not there."""
    if one.row is None:
        return None, one.column + 1
    if one.file.is_workbook:
        return place_of(one.file, one.row, one.column, geography)
    return one.file.row_number(one.row), one.column + 1
