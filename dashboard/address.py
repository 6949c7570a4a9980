"""Page paths and Selection ⇄ URL: the only place where an address is parsed or written.

    /                     overview          /region/210100    a region          /articles      all articles
    /indicator/co2_total  an indicator      /articles/11      one article
    /data/challenges      a part of 数据

The query holds the rest of the view (``?lang=en&period=2021/2025``). One view has one spelling: defaults are
left out and keys are sorted, so that a view seen before is found again in every cache.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from msgspec.structs import asdict

from dashboard.selection import NOT_FOUND, PATHS, AddressError, Figure, Selection, read_period, written
from dashboard.text import LANGS

SIGN_IN: Final = "/sign-in"
MAX_LENGTH: Final = 2000
MAX_KEYS: Final = 20
_PAGE_OF_HEAD: Final[Mapping[str, str]] = {path.head: page for page, path in PATHS.items()}
_FIELDS: Final = tuple(name for name in Selection.__struct_fields__ if name not in {"page", "lang"})


def parse(path: str, query: str = "") -> Selection:
    """Read an address.

    Args:
        path: such as ``/region/210100``, already percent-decoded.
        query: such as ``period=2023&lang=en``, with or without ``?``.

    Raises:
        AddressError: no such page (404); a value, key or repetition that has no meaning (400).
    """
    if len(path) + len(query) > MAX_LENGTH:
        raise AddressError("too_long", found=f"{len(path) + len(query)}")
    head, *rest = path.strip("/").split("/")
    page = _PAGE_OF_HEAD.get(head)
    slot = PATHS[page].slot if page else None
    if page is None or "//" in path or len(rest) > (1 if slot else 0):
        raise AddressError("unknown_page", found=path, status=NOT_FOUND)
    given = _read_query(query, allowed={"lang", *_FIELDS} - {slot or ""})
    if slot and rest:
        given[slot] = rest[0]
    return Selection(page, **{name: _read_value(name, text) for name, text in given.items()})


def to_url(selection: Selection) -> str:
    """The one spelling of a view: path, then the fields that are not default, sorted."""
    query = _query_of(selection)
    return path_of(selection) + (f"?{query}" if query else "")


def indicator_url(indicator: str, region: str, period: str, lang: str) -> str:
    """The page of an indicator at one region and period, spelled as ``to_url`` does: tables have hundreds.

    Args:
        indicator: id of the indicator.
        region: code of the region.
        period: the period as it is written in addresses.
        lang: language of the page.
    """
    language = "" if lang == LANGS[0] else f"lang={lang}&"
    return f"/{PATHS['indicator'].head}/{indicator}?{language}period={period}&region={region}"


def sign_in_url(selection: Selection) -> str:
    """Where a reader signs in and comes back to the view."""
    query = {"next": to_url(selection), **({"lang": "en"} if selection.lang == "en" else {})}
    return f"{SIGN_IN}?{urlencode(query)}"


def path_of(selection: Selection) -> str:
    """The path of a view, without its query."""
    path = PATHS[selection.page]
    value = getattr(selection, path.slot) if path.slot else None
    return f"/{path.head}/{value}" if value else f"/{path.head}"


def parse_panel_query(query: str) -> Selection:
    """Read the query of a panel: ``at`` is the page's path, ``v`` names a release, the rest is the page's."""
    pairs = _pairs(query)
    at, *more = [value for key, value in pairs if key == "at"] or ["/"]
    if more:
        raise AddressError("repeated_key", found="at")
    rest = [(key, value) for key, value in pairs if key not in {"at", "v"}]
    return parse(at, urlencode(rest))


def panel_url(build_id: str, name: str, selection: Selection) -> str:
    """Where the bytes of a panel are."""
    return f"/panel/{quote(build_id, safe='')}/{name}.json?{_panel_query_of(selection)}"


def export_url(build_id: str, name: str, selection: Selection) -> str:
    """Where the CSV of exactly what a panel shows is."""
    return f"/export/{quote(build_id, safe='')}/{name}.csv?{_panel_query_of(selection)}"


def workbook_url(csv_address: str) -> str:
    """Where the workbook of the same table is, from the address of its CSV."""
    path, mark, query = csv_address.partition("?")
    return path.removesuffix(".csv") + ".xlsx" + mark + query


def boundaries_url(build_id: str, parent: str | None = None, *, all_counties: bool = False) -> str:
    """Where the boundaries of the cities are, or of the counties: of the city ``parent``, or all."""
    name = f"counties-{parent}" if parent else "counties" if all_counties else "cities"
    return f"/boundaries/{quote(build_id, safe='')}/{name}.geojson"


def _panel_query_of(selection: Selection) -> str:
    query = _query_of(selection)
    return urlencode({"at": path_of(selection)}, safe="/") + (f"&{query}" if query else "")


def _query_of(selection: Selection) -> str:
    slot = PATHS[selection.page].slot
    not_in_query = {"page", slot, "lang" if selection.lang == LANGS[0] else None}
    given = [(name, written(value)) for name, value in asdict(selection).items() if value]
    return urlencode(sorted(pair for pair in given if pair[0] not in not_in_query), safe="/,")


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=MAX_KEYS)
    except ValueError as error:
        raise AddressError("too_long", found=query) from error


def _read_query(query: str, *, allowed: set[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for key, value in _pairs(query):
        if key in given:
            raise AddressError("repeated_key", found=key)
        if key not in allowed or not value:
            raise AddressError("unknown_key" if value else "bad_value", found=f"{key}={value}")
        given[key] = value
    return given


def _read_value(name: str, text: str) -> Any:
    match name:
        case "period" | "since" | "window":
            return read_period(name, text)
        case "why":
            return Figure.parse(text)
        case "peers" | "builds" | "issues":
            return tuple(text.split(","))
        case _:
            return text
