"""Targets that officials hand in by workbook: every row could stand in the catalogue, or is named."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.catalog.check import check_targets
from etl.catalog.target_form import TargetForm
from etl.errors import LiaoningError, RejectedCell
from etl.model.sheet import Sheet, cell_name
from etl.model.target import Target
from etl.plain_values.fault import DeclarationError
from etl.stage.result import StagedSheet
from etl.stage.words import lookup, normal, number_of

_SHOWN = 5


def target_problems(
    catalog: Catalog, form: TargetForm, sheet: Sheet, staged: StagedSheet
) -> Iterator[LiaoningError]:
    """Everything that is wrong with the targets of a sheet, each with its row."""
    first: dict[tuple[object, ...], int] = {}
    for row in staged.records.rows():
        number = int(row["row_no"])

        def rejected(code: str, number: int = number, **facts: object) -> RejectedCell:
            place = {"file": sheet.file, "sheet": sheet.name, "cell": cell_name(number, 1)}
            return RejectedCell(code, **place, **facts)

        try:
            target = Target.read(_declared(catalog, form, row), is_text=True)
        except DeclarationError as error:
            fault = error.faults[0]
            field = fault.dotted
            found = "—" if fault.is_missing else str(fault.found)
            yield rejected("target_field", found=found, field=field, expected=_expected(catalog, form, field))
            continue
        key = (target.region, target.indicator, target.base, target.end, target.nature)
        if first.setdefault(key, number) != number:
            yield rejected(
                "target_twice", found=f"{target.region} {target.indicator} {target.end}", first=first[key]
            )
        if not _unit_fits(catalog, target):
            expected = catalog.indicators[target.indicator].unit
            yield rejected("wrong_unit", found=target.unit, expected=expected, series=target.indicator)
        for problem in check_targets(replace(catalog, targets=(target,))):
            yield rejected(
                "target_reference", found=problem.facts["found"], expected=problem.facts["expected"]
            )


def _unit_fits(catalog: Catalog, target: Target) -> bool:
    """Whether a target is in a unit of its indicator; what is not declared is told elsewhere."""
    if target.indicator not in catalog.indicators or target.unit not in catalog.units:
        return True
    of_indicator = catalog.units[catalog.indicators[target.indicator].unit]
    return catalog.units[target.unit].converts_to(of_indicator)


def _declared(catalog: Catalog, form: TargetForm, row: dict[Any, Any]) -> dict[str, object]:
    """A row of the workbook as a declaration; a word that is not known stays as it is and is refused."""
    fields = {name: text.strip() for name, text in json.loads(row["fields"]).items() if text.strip()}
    by_name = {indicator.name.zh: indicator.id for indicator in catalog.indicators.values()}
    words: dict[str, Mapping[str, str]] = {
        "indicator": by_name,
        "unit": catalog.unit_by_word,
        "comparator": {word: each.value for word, each in form.comparators.items()},
        "nature": dict(form.natures),
    }
    for name, known in words.items():
        if name in fields:
            fields[name] = lookup(known)(fields[name]) or fields[name]
    for name in ("base", "end", "value"):
        if name in fields and number_of(fields[name]) is not None:
            fields[name] = normal(fields[name]).replace(",", "")
    return {**fields, "region": row["region"]}


def _expected(catalog: Catalog, form: TargetForm, field: str) -> str:
    """What a field of a target looks like."""
    words: dict[str, Iterable[str]] = {
        "comparator": form.comparators,
        "nature": form.natures,
        "indicator": (indicator.name.zh for indicator in catalog.indicators.values()),
        "unit": (unit.sign.zh for unit in catalog.units.values()),
    }
    if field in words:
        known = list(words[field])
        return "、".join(known[:_SHOWN]) + ("…" if len(known) > _SHOWN else "")
    return {"base": "2020", "end": "2025", "value": "14.5", "issued": "2022-06-30"}.get(field, "—")
