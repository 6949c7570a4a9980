"""Figures of a sheet: the number, or why there is none, how settled it is, and whether it is a bound."""

from collections.abc import Callable
from typing import Any

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import NOTHING, Array, Coded, Mask
from etl.model.cell_table import CellColumn, CellRows, Words
from etl.model.format import BoundColumn, Format, StatusColumn
from etl.model.number_words import NumberWords
from etl.model.rule import LEVELS
from etl.model.series import Possible, SeriesKind
from etl.model.vocabulary import Bound, MissingReason, Status
from etl.stage.result import Faults
from etl.stage.words import all_alike, are_blank, coded, lookup, normal, number_of, per_cent_of, vocabulary_of

_STATUSES = tuple(status.value for status in Status)
_REASONS = tuple(reason.value for reason in MissingReason)
_PIECE = 256
"""Words that are read at once; where one of them is no plain number, all are looked at one by one."""
BOUNDS = tuple(bound.value for bound in Bound)


def read_numbers(
    cells: CellColumn,
    declared: Format,
    faults: Faults,
    column: int | np.ndarray,
    *,
    in_per_cent: np.ndarray,
) -> tuple[np.ndarray, Coded]:
    """The figures of a column, and the reason where a declared word says that there is none.

    A number can be such a word: some offices type 0 where nothing was collected. 3.16% is a figure where the
    unit is per cent, and no figure where it is another.

    Args:
        cells: the figures as found.
        declared: the format, for its words for missing figures.
        faults: takes what is no figure.
        column: where the figures stand.
        in_per_cent: which of them are in per cent.
    """
    of_words = _of_words(cells.words, declared)
    numbers, reasons, wrong = (found[cells.codes] for found in of_words)
    for at in np.flatnonzero(wrong & in_per_cent).tolist():
        number = per_cent_of(cells.words[cells.codes[at]])
        if number is not None:
            numbers[at], wrong[at] = number, False
    faults.add(wrong, "not_a_number", column, cells, missing_words=list(declared.missing))
    return numbers, Coded(reasons, vocabulary_of(_REASONS))


def _of_words(found: Words, declared: Format) -> tuple[Array, Array, Mask]:
    """Number, reason and whether it is neither, of each word."""
    numbers = _numbers(found)
    reasons = np.full(len(found), NOTHING, dtype=np.int8)
    words = {normal(word): reason for word, reason in declared.missing.items()}
    codes = {reason: code for code, reason in enumerate(MissingReason)}
    for word, meaning in words.items():
        if (stands_for := number_of(word)) is not None:
            reasons[numbers == stands_for] = codes[meaning]
            numbers[numbers == stands_for] = np.nan
    wrong = np.zeros(len(found), dtype=bool)
    for at in np.flatnonzero(~np.isfinite(numbers) & (reasons < 0)).tolist():
        reason = words.get(normal(found[at]))
        number = None if reason else number_of(found[at])
        if reason is not None:
            reasons[at] = codes[reason]
        wrong[at] = reason is None and number is None
        numbers[at] = np.nan if number is None else number
    return numbers, reasons, wrong


def _numbers(found: Words) -> Array:
    """The number of each word; NaN for all that needs a closer look."""
    if isinstance(found, NumberWords):
        return np.concatenate([_numbers(found.texts), found.numbers])
    pieces = range(0, len(found), _PIECE)
    return np.concatenate([np.empty(0), *(_plain_numbers(found[at : at + _PIECE]) for at in pieces)])


def _plain_numbers(words: Words) -> Array:
    """The plain numbers of some words, at once where all are spelled as programs spell them."""
    read: Callable[[Any], float] = _plain_number
    if set(map(type, words)) == {str}:
        together = "".join(words)
        read = float if together.isascii() and "_" not in together else _plain_number
    try:
        return np.fromiter(map(read, words), dtype=float, count=len(words))
    except ValueError:  # one of them is no number
        return np.fromiter(map(_plain_number, words), dtype=float, count=len(words))


def _plain_number(word: object) -> float:
    """A number that is spelled as programs spell it; NaN for all that needs a closer look."""
    if isinstance(word, float):
        return word
    try:
        if isinstance(word, str):  # to Python 1_000 and digits of other scripts are numbers too
            return float(word) if word.isascii() and "_" not in word else np.nan
        return float(word) if isinstance(word, int) and not isinstance(word, bool) else np.nan
    except (ValueError, OverflowError):
        return np.nan


def are_in_per_cent(units: Coded, catalog: Catalog) -> np.ndarray:
    """Which figures are in per cent by their unit."""
    per_cent = np.asarray([*(each.quantity == "percentage" for each in catalog.units.values()), False])
    are: np.ndarray = per_cent[units.codes]
    return are


def read_statuses(declared: StatusColumn, words: CellColumn | None, periods: Coded, reasons: Coded) -> Coded:
    """How settled each figure is: missing with a reason, else by period, by word, or the declared one.

    A blank cell, and a word that :func:`refuse_unknown_statuses` has refused, count as the declared status.
    """
    fixed = _code(declared.fixed)
    codes = np.full(len(periods), fixed, dtype=np.int8)
    if words is not None:
        read = coded(words, _STATUSES, lookup(_status_words(declared))).codes
        codes = np.where(read < 0, fixed, read)
    for period, status in declared.exceptions.items():
        codes[periods.is_word(str(period))] = _code(status)
    codes[reasons.codes >= 0] = _code(Status.MISSING)
    return Coded(codes, vocabulary_of(_STATUSES))


def refuse_unknown_statuses(
    declared: StatusColumn, words: CellColumn | None, faults: Faults, column: int
) -> None:
    """A word for how settled a figure is that the format does not know is refused, not taken for another."""
    if words is None:
        return
    known = coded(words, _STATUSES, lookup(_status_words(declared))).codes >= 0
    wrong = ~known & ~are_blank(words)
    faults.add(wrong, "unknown_status", column, words, expected=list(declared.words))


def _code(status: Status) -> int:
    return list(Status).index(status)


def _status_words(declared: StatusColumn) -> dict[str, str]:
    return {word: status.value for word, status in declared.words.items()}


def read_bounds(body: CellRows, bound: BoundColumn | None, columns: dict[str, int]) -> Coded:
    """Whether a figure is exact or quoted as a bound."""
    if bound is None:
        return all_alike(Bound.EXACT.value, len(body), BOUNDS)

    def read(note: object) -> str:
        return next(
            (kind.value for word, kind in bound.contains.items() if word in str(note)), Bound.EXACT.value
        )

    return coded(body[columns[bound.heading]], BOUNDS, read)


def refuse_impossible_levels(
    series: Coded,
    numbers: np.ndarray,
    catalog: Catalog,
    faults: Faults,
    *,
    column: int | np.ndarray,
) -> None:
    """A published level of a barometer is 1, 2 or 3; anything else is a slip of the pen."""
    grades = np.asarray([each.kind is SeriesKind.GRADE for each in catalog.series.values()], dtype=bool)
    is_grade = (series.codes >= 0) & np.append(grades, False)[series.codes]
    wrong = is_grade & ~np.isnan(numbers) & ~np.isin(numbers, LEVELS)
    faults.add(wrong, "no_such_level", column, numbers)


def refuse_impossible_values(
    series: Coded,
    units: np.ndarray,
    numbers: np.ndarray,
    catalog: Catalog,
    faults: Faults,
    *,
    column: int | np.ndarray,
) -> None:
    """A figure outside what its series can be at all, such as a population below zero, is rejected.

    What is merely implausible stays in use and is challenged.

    Args:
        series: the series of each figure.
        units: position of the unit of each figure in the catalogue, -1 for none.
        numbers: the figures as reported; NaN where one is missing.
        catalog: gives limits and units.
        faults: takes the figures at fault.
        column: where they stand.
    """
    all_series, all_units = list(catalog.series.values()), list(catalog.units.values())
    for at in series.used:
        declared = all_series[at]
        if at < 0 or declared.possible == Possible():
            continue
        limits = (declared.possible.min, declared.possible.max)
        low, high = (-np.inf if limits[0] is None else limits[0], np.inf if limits[1] is None else limits[1])
        own, rows = catalog.units[declared.unit], np.flatnonzero(series.codes == at)
        for unit_at in np.unique(units[rows]).tolist():
            if unit_at >= 0 and all_units[unit_at].converts_to(own):
                values = numbers[rows] * float(all_units[unit_at].factor_to(own))
                with np.errstate(invalid="ignore"):
                    outside = (values < low) | (values > high)  # a missing figure is neither
                wrong = np.zeros(len(numbers), dtype=bool)
                wrong[rows[outside & (units[rows] == unit_at)]] = True
                told = {"series": declared.id, "unit": own.id, "least": limits[0], "most": limits[1]}
                faults.add(wrong, "impossible_value", column, numbers, **told)
