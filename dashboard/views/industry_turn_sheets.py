"""产业与创新, what would turn it, for download: the figures behind both tables at full precision."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from dashboard.text import words
from dashboard.views.shared_rows import Scene
from dashboard.views.sheet import Sheet, Value
from dashboard.views.targets import cited_document, target_period
from dashboard.views.value_words import unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.region import Region
from etl.store.rows import AssessmentRow

_BEHIND: Final = ("region", "code", "indicator", "id", "period", "value", "unit", "median", "to_median",
                  "parent", "to_parent")  # fmt: skip
_TARGETS: Final = ("indicator", "id", "region", "code", "comparator", "target", "target_unit", "years",
                   "document", "period", "value", "unit", "lacking", "verdict", "reason")  # fmt: skip


class Behind(NamedTuple):
    """The regions behind the median or the parent in the indicator looked at.

    Attributes:
        marks: the median, then the value of the parent where it is a measure of its parts.
        rows: region, its value, and what it lacks to each mark (≤ 0: nothing).
    """

    marks: tuple[float, ...]
    rows: tuple[tuple[Region, float, list[float]], ...]


def behind_sheet(catalog: Catalog, scene: Scene, behind: Behind, *, title: str, lang: str) -> Sheet:
    """The regions behind, with what each lacks.

    Args:
        catalog: the declarations.
        scene: the indicator looked at.
        behind: regions and marks.
        title: heading of the table.
        lang: language of the words.
    """
    indicator = scene.choice.indicator
    unit, period = unit_sign(catalog, indicator, lang), str(scene.choice.period)
    rows: list[tuple[Value, ...]] = []
    sources: dict[str, None] = {}
    for region, value, lacks in behind.rows:
        pairs = zip(behind.marks, lacks, strict=True)
        told = [part for mark, lack in pairs for part in (mark, max(lack, 0.0))]
        about = (region.name[lang], region.code, indicator.name[lang], indicator.id, period, value, unit)
        rows.append((*about, *told, *(None,) * (len(_BEHIND) - len(about) - len(told))))
        sources |= dict.fromkeys(scene.source_ids.get(region.code, ()))
    return Sheet(title, _header(_BEHIND, lang), tuple(rows), tuple(sources))


def targets_sheet(catalog: Catalog, rows: Sequence[AssessmentRow], title: str, lang: str) -> Sheet:
    """The targets that are missed or that no figure can be held against.

    Args:
        catalog: the declarations.
        rows: their assessments, in the order of the table.
        title: heading of the table.
        lang: language of the words.
    """
    known = [row.indicator for row in rows if row.value is not None]
    sources = dict.fromkeys(name for one in known for name in catalog.sources_of(one))
    told = tuple(_target(catalog, row, lang) for row in rows)
    return Sheet(title, _header(_TARGETS, lang), told, tuple(sources))


def _target(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[Value, ...]:
    indicator = catalog.indicators[row.indicator]
    return (
        indicator.name[lang],
        indicator.id,
        catalog.regions[row.region].name[lang],
        row.region,
        words(lang)(f"comparator.{row.target_comparator}"),
        row.target_value,
        catalog.units[row.target_unit].sign[lang] if row.target_unit else None,
        target_period(row, lang),
        cited_document(catalog, row.target_document, lang) or None,
        row.period if row.value is not None else None,
        row.value,
        unit_sign(catalog, indicator, lang),
        -row.ahead if row.ahead is not None and row.ahead < 0 else None,
        say(f"result_{row.result}", lang),
        say(f"unassessed_{row.reason}", lang) if row.reason else None,
    )


def _header(names: Sequence[str], lang: str) -> tuple[str, ...]:
    return tuple(words(lang)(f"industry.turn.csv.{name}") for name in names)
