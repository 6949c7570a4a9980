"""The workbook by which the full text of a project catalogue is taken over: rows ↔ entries, without loss.

The headings and words are the same in every deployment. What the document is, and when it holds, stays with
the declaration that the workbook was made from; only its entries change.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from etl.errors import CatalogError, LiaoningError, ProblemsFound
from etl.model.gate import Category, GateEntry, ProjectCatalogue
from etl.model.sheet import cell_name
from etl.plain_values.fault import DeclarationError

CATALOGUES: Final = "catalogues/"
HEADINGS: Final = (
    "条目编号", "条目", "条目（英文）", "类别", "行业代码", "产品关键词", "规模单位", "规模大于",
    "规模不大于", "规模小于", "可产能置换", "未核对原文", "提示词",
)  # fmt: skip
CATEGORIES: Final = {
    "鼓励": Category.ENCOURAGED,
    "限制": Category.RESTRICTED,
    "淘汰": Category.ELIMINATED,
    "不得新增产能": Category.NO_NEW_CAPACITY,
    "两高": Category.TWO_HIGH,
}
YES: Final = "是"
SEPARATOR: Final = "；"
# the column that a person looks at for a field of an entry
_COLUMN: Final[dict[str | int, int]] = {
    "id": 1, "name": 2, "zh": 2, "en": 3, "category": 4, "industries": 5, "products": 6, "capacity": 7,
    "unit": 7, "above": 8, "up_to": 9, "words": 13,
}  # fmt: skip
_HEADING_WITHIN: Final = 10


def row_of(entry: GateEntry) -> tuple[str, ...]:
    """An entry as a row of the workbook."""
    bound = entry.capacity
    words = {category: word for word, category in CATEGORIES.items()}
    up_to = _written(bound.up_to) if bound else ""
    return (
        entry.id,
        entry.name.zh,
        entry.name.en,
        words[entry.category],
        SEPARATOR.join(entry.industries),
        SEPARATOR.join(entry.products),
        bound.unit if bound else "",
        _written(bound.above) if bound else "",
        up_to if bound and not bound.up_to_excluded else "",
        up_to if bound and bound.up_to_excluded else "",
        YES if entry.with_replacement else "",
        YES if entry.mark else "",
        SEPARATOR.join(entry.words),
    )


def _written(size: Decimal | None) -> str:
    return "" if size is None else f"{size.normalize():f}"


def catalogue_from(
    like: ProjectCatalogue, cells: Sequence[Sequence[str]], file: str, *, is_complete: bool
) -> ProjectCatalogue:
    """The catalogue with the entries of a workbook.

    Args:
        like: the declaration whose document and validity stay.
        cells: the texts of the sheet, row by row from A1 on.
        file: what messages call it.
        is_complete: whether the workbook holds every entry of the document; then a project that no entry is
            about counts as allowed, so nobody says so lightly.

    Raises:
        ProblemsFound: rows that are no entries, each with its cell.
    """
    at, columns = _headings(cells, file)
    problems: list[LiaoningError] = []
    entries: dict[str, GateEntry] = {}
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        told = {heading: _cell(row, column) for heading, column in columns.items()}
        if not any(told.values()):
            continue
        entry = _entry(told, number, file, problems)
        if entry is not None and entries.setdefault(entry.id, entry) is not entry:
            problems.append(_problem(file, number, 1, entry.id, "每个条目编号只出现一次 / each number once"))
    if not entries and not problems:
        problems.append(_problem(file, at + 2, 1, "—", "至少一个条目 / at least one entry"))
    if problems:
        raise ProblemsFound(problems)
    told_new = {"entries": tuple(entries.values()), "is_complete": is_complete}
    return replace(like, **told_new)


def _entry(told: dict[str, str], number: int, file: str, problems: list[LiaoningError]) -> GateEntry | None:
    """An entry; None where the row is none, with every fault of it."""
    declared = _declared(told)
    if told["类别"] not in CATEGORIES:
        problems.append(_problem(file, number, 4, told["类别"] or "—", "、".join(CATEGORIES)))
        declared["category"] = Category.ENCOURAGED  # so that the other cells are looked at as well
    try:
        entry = GateEntry.read(declared)
    except DeclarationError as error:
        for fault in error.faults:
            column = next((_COLUMN[part] for part in reversed(fault.place) if part in _COLUMN), 5)
            problems.append(_problem(file, number, column, str(fault.found)[:60], fault.expected))
        return None
    return entry


def _declared(told: dict[str, str]) -> dict[str, Any]:
    below = told["规模小于"]
    bound = {
        "unit": told["规模单位"],
        "above": told["规模大于"] or None,
        "up_to": told["规模不大于"] or below or None,
        "up_to_excluded": bool(below),
    }
    has_bound = bool(bound["unit"] or bound["above"] or bound["up_to"])
    return {
        "id": told["条目编号"],
        "name": {"zh": told["条目"], "en": told["条目（英文）"]},
        "category": CATEGORIES.get(told["类别"]),
        "industries": _parts(told["行业代码"]),
        "products": _parts(told["产品关键词"]),
        "words": _parts(told["提示词"]),
        "capacity": bound if has_bound else None,
        "with_replacement": told["可产能置换"] == YES,
        "mark": "unverified" if told["未核对原文"] == YES else None,
    }


def _parts(text: str) -> tuple[str, ...]:
    parts = text.replace(";", SEPARATOR).split(SEPARATOR)
    return tuple(part.strip() for part in parts if part.strip())


def _headings(cells: Sequence[Sequence[str]], file: str) -> tuple[int, dict[str, int]]:
    for at, row in enumerate(cells[:_HEADING_WITHIN]):
        words = [cell.strip() for cell in row]
        if all(heading in words for heading in HEADINGS):
            return at, {heading: words.index(heading) for heading in HEADINGS}
    raise ProblemsFound([_problem(file, 1, 1, "—", "、".join(HEADINGS))])


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _problem(file: str, row: int, column: int, found: str, expected: str) -> CatalogError:
    return CatalogError(
        file=file,
        place=cell_name(row, column),
        found=found,
        expected=expected,
        action="Correct the cell and run the command again.",
    )
