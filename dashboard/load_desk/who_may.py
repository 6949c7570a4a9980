"""Whose figures a file holds, and who may bring it, see it, accept it. Nowhere else is this decided."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.load_desk.upload import Upload
from dashboard.text import LANGS, words
from etl.catalog.catalog import Catalog
from etl.model.sheet import cell_name

_SHEET, _ROW, _COLUMN, _SERIES, _REGION = range(5)


def lies_within_of(catalog: Catalog) -> Callable[[str, str], bool]:
    """Whether a region (first code) lies within another (second code), itself included."""

    def lies_within(region: str, other: str) -> bool:
        return region in catalog.regions and catalog.descends_from(catalog.regions[region], other)

    return lies_within


def regions_of(catalog: Catalog, check: Mapping[str, Any]) -> set[str]:
    """Codes of the regions that a file speaks of; a row of no region is the home region's."""
    return {row[_REGION] or catalog.home.code for row in _rows(check)}


def may(person: Person, right: Right, catalog: Catalog, regions: Iterable[str], source: str) -> bool:
    """Whether somebody has a right for every region and the source of a file."""
    lies_within = lies_within_of(catalog)
    named = tuple(regions)
    if not named:
        return person.may(right, lies_within, source=source or None)
    return all(person.may(right, lies_within, region=each, source=source or None) for each in named)


def may_see(person: Person, catalog: Catalog, upload: Upload) -> bool:
    """Whether somebody may open an upload: their own, one of their regions and sources, or all as auditor."""
    if person.name == upload.uploaded_by or person.has(Right.READ_AUDIT):
        return True
    if not upload.regions:  # not read yet, or refused whole: nobody knows whose it is
        return person.may(Right.ACCEPT_UPLOAD, lies_within_of(catalog), region=catalog.home.code)
    rights = (Right.UPLOAD, Right.ACCEPT_UPLOAD)
    return any(may(person, right, catalog, upload.regions, upload.source) for right in rights)


def faults_of_reach(person: Person, catalog: Catalog, check: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The cells of a file that whoever brought it may not bring, as faults: one per row of another region."""
    source = str(check["source"])
    lies_within = lies_within_of(catalog)
    sheets = {each["number"]: each["name"] for each in check["sheets"]}
    of_source = person.may(Right.UPLOAD, lies_within, source=source)
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for row in _rows(check):
        region = row[_REGION] or catalog.home.code
        if of_source and person.may(Right.UPLOAD, lies_within, region=region, source=source):
            continue
        place = {"sheet": sheets.get(row[_SHEET], ""), "cell": cell_name(row[_ROW], row[_COLUMN])}
        reason = "not_your_region" if of_source else "not_your_source"
        fault = _fault(catalog, reason, place, region, source)
        found.setdefault((row[_SHEET], row[_ROW]) if of_source else (0, 0), fault)
    return list(found.values())


def _fault(catalog: Catalog, reason: str, place: dict[str, str], region: str, source: str) -> dict[str, Any]:
    declared = catalog.regions.get(region)
    said: dict[str, str] = {}
    for lang in LANGS:
        title = catalog.sources[source].title[lang] if source in catalog.sources else source
        name = declared.name[lang] if declared else region
        said[lang] = words(lang)(f"desk.fault.{reason}", region=name, source=title, **place)
    return {"kind": reason, **place, "found": region, "expected": "", **said}


def _rows(check: Mapping[str, Any]) -> list[list[Any]]:
    return [*check["cells"], *check["records"]]
