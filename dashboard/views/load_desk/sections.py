"""What was found in a file, section by section: faults, figures, units, challenges, returns, verdicts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.format import DASH, format_date, format_exact, format_period
from dashboard.load_desk.findings import Found, FoundCell, FoundReturn
from dashboard.text import words
from dashboard.views.challenge_words import challenge_text, place_name, subject_name
from dashboard.views.sheet import Sheet
from etl.catalog.catalog import Catalog
from etl.errors import PeriodError, say
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.model.vocabulary import Severity
from etl.store.rows import ChallengeRow

MOST_SHOWN: Final = 200
_READ: Final = ("place", "region", "series", "period", "reported")
_COMPARED: Final = (*_READ, "was", "now", "what")
_ORDER: Final = {"changed": 0, "new": 1, "beside": 2, "same": 3, "read": 4}


class DeskSection(Struct, frozen=True):
    """A part of what was found.

    Attributes:
        id: by which it is linked and downloaded.
        lead: a sentence before the table.
        numeric: numbers of the columns that hold figures.
        rest: that not all rows are shown; empty where they are.
        has_csv: whether everything can be downloaded.
    """

    id: str
    title: str
    lead: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    rest: str = ""
    has_csv: bool = False


def sections_of(catalog: Catalog, found: Found, lang: str) -> tuple[DeskSection, ...]:
    """The parts that have something to say, the gravest first."""
    made = (
        _faults(found, lang),
        _figures(catalog, found, lang),
        _units(catalog, found, lang),
        _returns(catalog, found, lang),
        _challenges(catalog, found, lang),
        _verdicts(catalog, found, lang),
        _others(catalog, found, lang),
        _sheets(found, lang),
    )
    return tuple(each for each in made if each.rows)


def _section(
    name: str,
    lang: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    numeric: tuple[str, ...] = (),
    has_csv: bool = False,
    **facts: object,
) -> DeskSection:
    say_word = words(lang)
    hidden = len(rows) - MOST_SHOWN
    return DeskSection(
        id=name,
        title=say_word(f"desk.{name}.title", count=f"{len(rows):,}"),
        lead=say_word(f"desk.{name}.lead", **facts),
        columns=tuple(say_word(f"desk.column.{each}") for each in columns),
        rows=tuple(rows[:MOST_SHOWN]),
        numeric=frozenset(columns.index(each) for each in numeric),
        rest=say_word("desk.rest", count=f"{hidden:,}") if hidden > 0 else "",
        has_csv=has_csv,
    )


def _faults(found: Found, lang: str) -> DeskSection:
    rows = [(_place(found, each["sheet"], each["cell"]), each[lang]) for each in found.faults]
    return _section("faults", lang, ("place", "fault"), rows, has_csv=True)


def _place(found: Found, sheet: str, cell: str) -> str:
    """Where something stands; of a file with one sheet the cell alone."""
    if cell and len(found.sheets) == 1:
        return cell
    return f"{sheet}!{cell}" if sheet and cell else sheet or cell or DASH


# ── figures ──


def _figures(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    counted = Counter(each.what for each in found.cells)
    is_read_only = bool(counted["read"])
    columns = _READ if is_read_only else _COMPARED
    rows = [
        tuple(_text(value) for value in _figure(catalog, found, each, lang)[: len(columns)])
        for each in _in_order(found)
    ]
    numeric = ("reported",) if is_read_only else ("reported", "was", "now")
    names = ("changed", "new", "same", "beside", "read")
    facts: dict[str, Any] = {name: f"{counted[name]:,}" for name in names}
    section = _section("figures", lang, columns, rows, numeric=numeric, has_csv=True, **facts)
    if is_read_only:
        lead = words(lang)("desk.figures.lead_read", **facts)
        return replace(section, lead=lead)
    return section


def _in_order(found: Found) -> list[FoundCell]:
    return sorted(found.cells, key=lambda one: (_ORDER[one.what], one.sheet, one.row, one.column))


def _figure(catalog: Catalog, found: Found, cell: FoundCell, lang: str) -> tuple[str | float | None, ...]:
    unit = catalog.units[cell.unit].sign[lang] if cell.unit in catalog.units else cell.unit
    reported = format_exact(cell.reported)
    return (
        _place(found, found.sheet_names.get(cell.sheet, ""), cell_name(cell.row, cell.column)),
        place_name(catalog, cell.region, lang),
        subject_name(catalog, cell.series, lang),
        _period(cell.period, lang),
        DASH if cell.reported is None else words(lang)("desk.with_unit", figure=reported, unit=unit),
        cell.was,
        cell.value,
        words(lang)(f"desk.what.{cell.what}"),
    )


def _text(value: str | float | None) -> str:
    return value if isinstance(value, str) else format_exact(value)


def _period(period: str, lang: str) -> str:
    try:
        return format_period(Period.parse(period), lang)
    except PeriodError:
        return period


def difference_sheet(catalog: Catalog, found: Found, lang: str) -> Sheet:
    """Every figure of the file for download, with what is in use before and after."""
    header = tuple(words(lang)(f"desk.column.{each}") for each in _COMPARED)
    rows = tuple(_figure(catalog, found, each, lang) for each in _in_order(found))
    return Sheet(found.file, header, rows)


def faults_sheet(found: Found, lang: str) -> Sheet:
    """Every fault for download."""
    columns = ("place", "found", "fault")
    header = tuple(words(lang)(f"desk.column.{each}") for each in columns)
    rows = ((_place(found, each["sheet"], each["cell"]), each["found"], each[lang]) for each in found.faults)
    return Sheet(found.file, header, tuple(rows))


# ── what is said of them ──


def _units(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    """Which unit each series was read in, and what it is converted into; nothing is guessed."""
    counted = Counter((each.series, each.unit) for each in found.cells if each.unit)
    rows = [
        (subject_name(catalog, series, lang), *_conversion(catalog, series, unit, lang), f"{count:,}")
        for (series, unit), count in sorted(counted.items())
    ]
    return _section("units", lang, ("series", "unit", "own_unit", "cells"), rows, numeric=("cells",))


def _conversion(catalog: Catalog, series: str, unit: str, lang: str) -> tuple[str, str]:
    read, own = catalog.units[unit], catalog.units[catalog.series[series].unit]
    if read.id == own.id:
        return read.sign[lang], words(lang)("desk.units.as_is")
    factor = format_exact(read.factor_to(own))
    return read.sign[lang], words(lang)("desk.units.converted", unit=own.sign[lang], factor=factor)


def _returns(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    rows = [
        (
            subject_name(catalog, each.declared, lang),
            place_name(catalog, each.region, lang),
            _period(each.period, lang),
            format_date(date.fromisoformat(each.due), lang),
            _lateness(each, lang),
        )
        for each in found.returns
    ]
    day = format_date(date.fromisoformat(found.day), lang)
    return _section("returns", lang, ("return", "region", "period", "due", "lateness"), rows, day=day)


def _lateness(each: FoundReturn, lang: str) -> str:
    if each.days > 0:
        return words(lang)("desk.returns.late", days=each.days)
    return (
        words(lang)("desk.returns.early", days=-each.days)
        if each.days
        else words(lang)("desk.returns.on_day")
    )


def _challenges(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    own = {(cell.region, cell.series) for cell in found.cells}
    regions = {cell.region for cell in found.cells}

    def nearness(row: ChallengeRow) -> tuple[bool, bool, bool]:
        return (
            (row.region, row.subject) not in own,
            row.region not in regions,
            row.severity != Severity.CHALLENGE,
        )

    rows = [
        tuple(_challenge(catalog, row, what, lang))
        for what, found_rows in (("raised", found.raised), ("closed", found.closed))
        for row in sorted(found_rows, key=nearness)
    ]
    columns = ("change", "region", "series", "period", "evidence")
    raised, closed = f"{len(found.raised):,}", f"{len(found.closed):,}"
    return _section("challenges", lang, columns, rows, raised=raised, closed=closed)


def _challenge(catalog: Catalog, row: ChallengeRow, what: str, lang: str) -> Iterator[str]:
    say_word = words(lang)
    yield say_word(f"desk.challenges.{what}", weight=say_word(f"data.severity.{row.severity}"))
    yield place_name(catalog, row.region, lang)
    yield subject_name(catalog, row.subject, lang)
    yield _period(row.period, lang) if row.period else DASH
    yield challenge_text(catalog, row, lang)


def _verdicts(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    say_word = words(lang)

    def verdict(result: str | None) -> str:
        return say_word(f"result.{result}") if result else DASH

    rows = [
        (
            place_name(catalog, each.region, lang),
            subject_name(catalog, each.indicator, lang),
            _period(each.period, lang),
            verdict(each.was),
            verdict(each.now),
        )
        for each in found.verdicts
    ]
    return _section("verdicts", lang, ("region", "indicator", "period", "was_verdict", "now_verdict"), rows)


def _others(catalog: Catalog, found: Found, lang: str) -> DeskSection:
    rows = [
        (
            place_name(catalog, each.region, lang),
            subject_name(catalog, each.series, lang),
            _period(each.period, lang),
            words(lang)(f"desk.what.{each.what}"),
        )
        for each in found.others
    ]
    causes = words(lang)("list.comma").join(say(f"diff_cause_{cause}", lang) for cause in found.causes)
    return _section("others", lang, ("region", "series", "period", "what"), rows, causes=causes or DASH)


def _sheets(found: Found, lang: str) -> DeskSection:
    rows = [
        (
            each["name"],
            *(f"{each[name]:,}" for name in ("rows_in", "kept", "rejected")),
            words(lang)("list.comma").join(f"{word} {count}" for word, count in each["left_out"].items())
            or DASH,
        )
        for each in found.sheets
    ]
    columns = ("sheet", "rows_in", "kept", "rejected", "left_out")
    return _section("sheets", lang, columns, rows, numeric=("rows_in", "kept", "rejected"))
