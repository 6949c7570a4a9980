"""Peak target and plan by region: issued, not issued, or not collected, which says nothing of either."""

import json
from datetime import date
from typing import Any, Final

from msgspec import Struct

from dashboard.format import format_date
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.targets import cited_document
from dashboard.views.value_words import short_name
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.region import Region
from etl.publish.verdict_lines import mark_words
from etl.store.rows import FindingRow

_KIND: Final = "peak_plan"
_STATES: Final = ("issued", "not_issued", "not_collected")


class PlansView(Struct, frozen=True):
    """The table with a sentence; regions of which nothing is known are named in a note."""

    lang: str
    title: str
    sentence: str
    table: TableView
    sheet: Sheet


def plan_rows(scene: CarbonScene) -> dict[str, FindingRow]:
    """What is known of the plan of each region."""
    return {row.region: row for row in scene.findings if row.kind == _KIND}


def peak_target(scene: CarbonScene, region: Region, lang: str) -> tuple[int, str] | None:
    """The year before which a peak is due: the region's own, else that of the nearest region above."""
    rows = plan_rows(scene)
    for each in (region, *scene.catalog.ancestors(region.code)):
        facts = json.loads(rows[each.code].facts) if each.code in rows else {}
        if facts.get("target_before"):
            return facts["target_before"], words(lang)(
                "carbon.plans.target",
                region=short_name(each, lang),
                year=facts["target_before"],
                document=cited_document(scene.catalog, facts["target_document"], lang),
            )
    return None


def build_plans(scene: CarbonScene, selection: Selection, csv_address: str) -> PlansView | None:
    """Plans and targets; None where a deployment declares none.

    Args:
        scene: findings of the place.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang, rows = selection.lang, plan_rows(scene)
    if not rows:
        return None
    say_word = words(lang)
    known = [(scene.catalog.regions[code], row) for code, row in rows.items()]
    title = say_word("carbon.plans.title")
    shown = [(region, row) for region, row in known if row.result != _STATES[-1] or row.period]
    silent = [short_name(region, lang) for region, row in known if (region, row) not in shown]
    keys = ("region", "state", "document", "published", "target_before", "target_document")
    columns = tuple(Column(say_word(f"carbon.plans.{key}")) for key in keys)
    note = say_word("carbon.plans.silent", count=len(silent), names=say_word("punctuation.list").join(silent))
    table = TableView(
        title,
        columns,
        tuple(_cells(scene.catalog, region, row, lang) for region, row in shown),
        lang,
        csv_address,
        ((note,) if silent else ()),
    )
    sheet = Sheet(
        title, tuple(column.title for column in columns), tuple(_raw(*pair, lang) for pair in known)
    )
    return PlansView(lang, title, _sentence(scene, rows, lang), table, sheet)


def _sentence(scene: CarbonScene, rows: dict[str, FindingRow], lang: str) -> str:
    inside = [row for code, row in rows.items() if code != scene.home.code and _is_below(scene, code)]
    counts = {state: sum(row.result == state for row in inside) for state in _STATES}
    home = rows.get(scene.home.code)
    return words(lang)(
        "carbon.plans.sentence",
        home=scene.home.name[lang],
        state=say(f"found_{home.result if home else _STATES[-1]}", lang),
        of=len(inside),
        **counts,
    )


def _is_below(scene: CarbonScene, code: str) -> bool:
    return scene.catalog.descends_from(scene.catalog.regions[code], scene.home.code)


def _cells(catalog: Catalog, region: Region, row: FindingRow, lang: str) -> tuple[Cell, ...]:
    facts: dict[str, Any] = json.loads(row.facts)
    document, before = facts["document"] or facts["source"] or "", facts["target_before"]
    return (
        Cell(region.name[lang]),
        Cell(say(f"found_{row.result}", lang)),
        Cell(f"{document}{mark_words(facts['mark'], lang)}"),
        Cell(_day(facts["published"] or "—", lang)),
        Cell(words(lang)("carbon.plans.before", year=before) if before else "—"),
        Cell(cited_document(catalog, facts["target_document"], lang) or "—"),
    )


def _day(told: str, lang: str) -> str:
    """A day in words; what is stated by month or otherwise stands as it is."""
    try:
        return format_date(date.fromisoformat(told), lang)
    except ValueError:
        return told


def _raw(region: Region, row: FindingRow, lang: str) -> tuple[str | int | None, ...]:
    facts: dict[str, Any] = json.loads(row.facts)
    return (
        region.name[lang], say(f"found_{row.result}", lang), facts["document"] or facts["source"],
        facts["published"], facts["target_before"], facts["target_document"],
    )  # fmt: skip
