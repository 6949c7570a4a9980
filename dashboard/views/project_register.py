"""The register of projects: what was approved, and what was approved against the catalogue (违规核备)."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, dates_in_words, format_number
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.quality.browse import BrowseView, page_of, place_chooser, places_asked
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from etl.assess.gate_entries import no_new_capacity
from etl.assess.project import Project
from etl.catalog.catalog import Catalog
from etl.model.day import read_day
from etl.store.rows import RecordRow

REGISTER: Final = "investment_project"
APPROVED: Final = "同意"
_FORBIDDEN_NEW, _FORBIDDEN, _NEW, _YES = "限制", "淘汰", "新建", "是"
_ADDING: Final = ("新建", "扩建")
_COLUMNS = ("place", "project", "class", "kind", "energy", "review", "decision", "filed")


class ProjectLine(Struct, frozen=True):
    """One project as registered."""

    region: str
    code: str
    name: str
    kind: str
    catalogue_class: str
    is_two_high: bool
    energy_tce: float
    decision: str
    filed: str
    review: str = ""
    industry: str = ""
    product: str = ""
    decided: str = ""

    @property
    def needs_a_look(self) -> bool:
        """Approved against the catalogue: a new one of the restricted class, any of the obsolete."""
        is_forbidden = self.catalogue_class == _FORBIDDEN or (
            self.catalogue_class == _FORBIDDEN_NEW and self.kind == _NEW
        )
        return is_forbidden and self.decision == APPROVED


def read_project(row: RecordRow) -> ProjectLine | None:
    """A row of the register; None where it says no day of filing."""
    fields = json.loads(row.fields)
    if not fields.get("filed"):
        return None
    return ProjectLine(
        region=row.region or "",
        code=str(fields.get("project_code", "")),
        name=str(fields.get("project", "")),
        kind=str(fields.get("kind", "")),
        catalogue_class=str(fields.get("catalogue_class", "")),
        is_two_high=fields.get("two_high") == _YES,
        energy_tce=float(fields.get("energy_tce") or 0.0),
        decision=str(fields.get("decision", "")),
        filed=str(fields["filed"]),
        review=str(fields.get("energy_review", "")),
        industry=str(fields.get("industry", "")),
        product=str(fields.get("product", "")),
        decided=str(fields.get("decided", "")),
    )


def overcapacity_of(catalog: Catalog, line: ProjectLine) -> str | None:
    """The document by which an approved project may add no capacity (Art 13); None where none forbids it.

    It may have been replaced by capacity that is closed: the notice of it has to be looked up. An industry
    that is registered by its division alone is found by the product only.
    """
    day = _day(line.decided or line.filed)
    if day is None or line.decision != APPROVED or line.kind not in _ADDING or not line.industry:
        return None
    project = Project(region=line.region, industry=line.industry, product=line.product, day=day)
    found = no_new_capacity(project, catalog.project_catalogues.values())
    return found[0].document.number if found else None


def _day(text: str) -> date | None:
    try:
        return read_day(text)
    except ValueError:  # a register says what its office wrote; a day that is none tells no catalogue
        return None


def build_project_register(
    catalog: Catalog, records: Sequence[RecordRow], selection: Selection, csv_address: str
) -> BrowseView:
    """The projects of the places of the address: those approved against the catalogue first, then the latest.

    Args:
        catalog: the declarations.
        records: rows of the register.
        selection: what the address says: ``parent``, ``start``.
        csv_address: where they can be downloaded.
    """
    lang, say = selection.lang, words(selection.lang)
    places = places_asked(catalog, selection.to(region=None))
    found = [line for row in records if (line := read_project(row)) is not None]
    asked = [line for line in found if places is None or line.region in places]
    asked.sort(key=lambda line: (line.needs_a_look, line.filed, line.code), reverse=True)
    wrong = sum(line.needs_a_look for line in asked)
    adding = sum(overcapacity_of(catalog, line) is not None for line in asked)
    shown, pager = page_of(asked, selection)
    caption = say("projects.register.caption", count=f"{len(asked):,}")
    table = TableView(
        caption=caption,
        columns=tuple(Column(say(f"projects.register.{name}"), name == "energy") for name in _COLUMNS),
        rows=tuple(_row(catalog, line, selection) for line in shown),
        lang=lang,
        csv_address=csv_address,
        notes=(say("projects.register.note"),),
        marked=frozenset(number for number, line in enumerate(shown) if line.needs_a_look),
    )
    return BrowseView(
        lang=lang,
        title=say("projects.register.title"),
        lead=(say("projects.register.lead", count=len(asked), wrong=wrong, adding=adding),) if asked else (),
        present=to_url(selection),
        choosers=(place_chooser(catalog, selection),) if found else (),
        table=table if asked else None,
        empty=say("projects.register.none"),
        pager=pager,
        make_sheet=lambda: Sheet(
            caption,
            tuple(column.title for column in table.columns),
            tuple(
                (*(cell.text for cell in _row(catalog, line, selection)[:-1]), line.filed) for line in asked
            ),
        ),
    )


def _row(catalog: Catalog, line: ProjectLine, selection: Selection) -> tuple[Cell, ...]:
    lang = selection.lang
    region = catalog.regions.get(line.region)
    say = words(lang)
    wrong = say("projects.register.wrong") if line.needs_a_look else ""
    document = overcapacity_of(catalog, line)
    if document is not None and not wrong:
        wrong = say("projects.register.overcapacity", document=document)
    return (
        Cell(region.name[lang] if region else DASH),
        Cell(line.name, note=line.code),
        Cell(line.catalogue_class or DASH),
        Cell(line.kind or DASH),
        Cell(format_number(line.energy_tce, 1)),
        Cell(line.review or DASH),
        Cell(line.decision or DASH, note=wrong),
        Cell(dates_in_words(line.filed, lang)),
    )
