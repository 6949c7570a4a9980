"""Figures of a sheet: the number, or why there is none, how settled it is, and whether it is a bound."""

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.model.format import BoundColumn, Format, StatusColumn
from etl.model.rule import LEVELS
from etl.model.series import Possible, SeriesKind
from etl.model.vocabulary import Bound, MissingReason, Status
from etl.stage.result import Faults
from etl.stage.words import all_alike, are_blank, coded, lookup, normal, number_of, per_cent_of, vocabulary_of

_STATUSES = tuple(status.value for status in Status)
_REASONS = tuple(reason.value for reason in MissingReason)
BOUNDS = tuple(bound.value for bound in Bound)


def read_numbers(
    cells: pd.Series,
    declared: Format,
    faults: Faults,
    column: int | np.ndarray,
    *,
    in_per_cent: np.ndarray,
) -> tuple[np.ndarray, pd.Categorical]:
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
    numbers, reasons, wrong = _of_words(cells, declared)
    for at in np.flatnonzero(wrong & in_per_cent).tolist():
        number = per_cent_of(cells.iloc[at])
        if number is not None:
            numbers[at], wrong[at] = number, False
    faults.add(wrong, "not_a_number", column, cells, missing_words=list(declared.missing))
    return numbers, pd.Categorical.from_codes(reasons, dtype=vocabulary_of(_REASONS))


def _of_words(cells: pd.Series, declared: Format) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, reason and whether it is neither, of each cell; words that are numbered are read once each."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        which, of_words = cells.cat.codes.to_numpy(), _of_words(pd.Series(cells.cat.categories), declared)
        return of_words[0][which], of_words[1][which], of_words[2][which]
    read = pd.to_numeric(cells, errors="coerce")
    numbers: np.ndarray = read.to_numpy(dtype=float, na_value=np.nan, copy=True)
    if cells.dtype == object:  # a workbook's TRUE is no 1
        numbers[cells.map(lambda cell: isinstance(cell, bool)).to_numpy(dtype=bool)] = np.nan
    reasons = np.full(len(cells), -1, dtype=np.int8)
    words = {normal(word): reason for word, reason in declared.missing.items()}
    codes = {reason: code for code, reason in enumerate(MissingReason)}
    for word, meaning in words.items():
        if (stands_for := number_of(word)) is not None:
            reasons[numbers == stands_for] = codes[meaning]
            numbers[numbers == stands_for] = np.nan
    wrong = np.zeros(len(cells), dtype=bool)
    texts = cells.to_numpy(dtype=object)
    for at in np.flatnonzero(~np.isfinite(numbers) & (reasons < 0)):
        reason = words.get(normal(texts[at]))
        number = None if reason else number_of(texts[at])
        if reason is not None:
            reasons[at] = codes[reason]
        wrong[at] = reason is None and number is None
        numbers[at] = np.nan if number is None else number
    return numbers, reasons, wrong


def are_in_per_cent(units: pd.Categorical, catalog: Catalog) -> np.ndarray:
    """Which figures are in per cent by their unit."""
    per_cent = np.asarray([*(each.quantity == "percentage" for each in catalog.units.values()), False])
    are: np.ndarray = per_cent[units.codes]
    return are


def read_statuses(
    declared: StatusColumn, words: pd.Series | None, periods: pd.Categorical, reasons: pd.Categorical
) -> pd.Categorical:
    """How settled each figure is: missing with a reason, else by period, by word, or the declared one.

    A blank cell, and a word that :func:`refuse_unknown_statuses` has refused, count as the declared status.
    """
    fixed = _code(declared.fixed)
    codes = np.full(len(periods), fixed, dtype=np.int8)
    if words is not None:
        read = coded(words, _STATUSES, lookup(_status_words(declared))).codes
        codes = np.where(read < 0, fixed, read)
    for period, status in declared.exceptions.items():
        codes[np.asarray(periods == str(period))] = _code(status)
    codes[reasons.codes >= 0] = _code(Status.MISSING)
    return pd.Categorical.from_codes(codes, dtype=vocabulary_of(_STATUSES))


def refuse_unknown_statuses(
    declared: StatusColumn, words: pd.Series | None, faults: Faults, column: int
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


def read_bounds(body: pd.DataFrame, bound: BoundColumn | None, columns: dict[str, int]) -> pd.Categorical:
    """Whether a figure is exact or quoted as a bound."""
    if bound is None:
        return all_alike(Bound.EXACT.value, len(body), BOUNDS)

    def read(note: object) -> str:
        return next(
            (kind.value for word, kind in bound.contains.items() if word in str(note)), Bound.EXACT.value
        )

    return coded(body[columns[bound.heading]], BOUNDS, read)


def refuse_impossible_levels(
    series: pd.Categorical,
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
    faults.add(wrong, "no_such_level", column, pd.Series(numbers))


def refuse_impossible_values(
    series: pd.Categorical,
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
    for at in np.unique(series.codes).tolist():
        declared = all_series[at]
        if at < 0 or declared.possible == Possible():
            continue
        limits = (declared.possible.min, declared.possible.max)
        low, high = (-np.inf if limits[0] is None else limits[0], np.inf if limits[1] is None else limits[1])
        own, of_series = catalog.units[declared.unit], series.codes == at
        for unit_at in np.unique(units[of_series]).tolist():
            if unit_at >= 0 and all_units[unit_at].converts_to(own):
                values = numbers * float(all_units[unit_at].factor_to(own))
                with np.errstate(invalid="ignore"):
                    outside = (values < low) | (values > high)  # a missing figure is neither
                wrong = of_series & (units == unit_at) & outside
                told = {"series": declared.id, "unit": own.id, "least": limits[0], "most": limits[1]}
                faults.add(wrong, "impossible_value", column, pd.Series(numbers), **told)
