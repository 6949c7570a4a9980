"""The form of 项目核查: which fields, what is filled in, what may be chosen."""

from typing import Final

from msgspec import Struct

from dashboard.address import path_of, to_url
from dashboard.selection import Selection
from dashboard.text import words
from etl.catalog.catalog import Catalog
from etl.model.vocabulary import RegionLevel

_FIELDS: Final = (
    *("region", "industry", "product", "energy", "electricity", "coal"),
    *("capacity", "capacity_unit", "day", "upgrade", "benchmark", "exempt"),
)
_REQUIRED: Final = frozenset({"region", "industry", "product"})
_AMOUNT: Final = r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?"
_SHAPES: Final = {
    "industry": "[0-9]{2,4}",
    "energy": _AMOUNT,
    "electricity": _AMOUNT,
    "coal": _AMOUNT,
    "capacity": _AMOUNT,
    "day": "20[0-9]{2}-[0-9]{2}-[0-9]{2}",
}


class FormField(Struct, frozen=True):
    """One input; with ``options`` a choice, else a line whose text must fit ``pattern``."""

    name: str
    label: str
    value: str
    is_required: bool
    options: tuple[tuple[str, str], ...] = ()
    pattern: str = ""


class ProjectForm(Struct, frozen=True):
    """The form, and the address that what is filled in completes."""

    lang: str
    address: str
    fields: tuple[FormField, ...]


def build_project_form(catalog: Catalog, selection: Selection) -> ProjectForm:
    """The form with what the address says."""
    lang = selection.lang
    options = {
        "region": _regions(catalog, lang),
        "upgrade": _yes(lang),
        "benchmark": tuple(
            (value, words(lang)(f"projects.form.benchmark_{value or 'unknown'}"))
            for value in ("", "below", "reached")
        ),
        "exempt": _exemptions(catalog, lang),
    }
    return ProjectForm(
        lang,
        to_url(Selection("projects", lang)) if selection.parent is None else path_of(selection),
        tuple(
            FormField(
                name,
                words(lang)(f"projects.form.{name}"),
                getattr(selection, name) or "",
                name in _REQUIRED,
                options.get(name, ()),
                _SHAPES.get(name, ""),
            )
            for name in _FIELDS
        ),
    )


def _regions(catalog: Catalog, lang: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = [("", "")]
    for city in catalog.at_home(RegionLevel.CITY):
        found.append((city.code, city.name[lang]))
        found += [(each.code, f"　{each.name[lang]}") for each in catalog.children(city.code)]
    return tuple(found)


def _yes(lang: str) -> tuple[tuple[str, str], ...]:
    say = words(lang)
    return (("", say("projects.form.is_new")), ("yes", say("projects.form.is_upgrade")))


def _exemptions(catalog: Catalog, lang: str) -> tuple[tuple[str, str], ...]:
    """The kinds of projects that instruments leave free; the value is in the instrument's own words."""
    named = {each.zh: each[lang] for one in catalog.instruments.values() for each in one.exemptions}
    return (("", words(lang)("projects.form.no_exemption")), *named.items())
