"""A stock of titles in words: its flows, what stands beside it, and the rule it is counted by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from etl.errors import say
from etl.model.period import Period
from etl.model.title import OUTFLOWS, TitleFlow
from etl.model.title_rules import TitleRules


class Row(Protocol):
    """A row of a file."""

    @property
    def file(self) -> str:
        """Path of the file."""

    @property
    def sheet(self) -> str:
        """Name of the sheet."""

    @property
    def row(self) -> int:
        """1-based number of the row."""


class StatedStock(Protocol):
    """One month of a tier and region as a build holds it, beside the flows by their names."""

    @property
    def tier(self) -> str:
        """Id of the tier."""

    @property
    def period(self) -> str:
        """The month."""

    @property
    def opening(self) -> int:
        """The stock before."""

    @property
    def closing(self) -> int:
        """The stock at the end of the month."""

    @property
    def gross(self) -> int | None:
        """Recognised to date; None where it is not shown, as with the next two."""

    @property
    def review_pending(self) -> int | None:
        """Over, without a published review."""

    @property
    def expiring(self) -> int | None:
        """Valid, and over soon."""


def stock_lines(
    stock: StatedStock,
    rules: TitleRules | None,
    lang: str,
    *,
    month: str | None = None,
    tell_day: Callable[[date], str] = date.isoformat,
) -> Iterator[str]:
    """The identity of the stock, what stands beside it, and by which version it is counted.

    Args:
        stock: the month.
        rules: the versions of the rule of titles.
        lang: language of the words.
        month: the month in words; None for its id.
        tell_day: how a day is written.
    """
    moves = [
        f"{'−' if each in OUTFLOWS else '+'} {count} {say(f'flow_{each.value}', lang)}"
        for each in TitleFlow
        if (count := getattr(stock, each.value))
    ]
    numbers = " ".join([str(stock.opening), *moves, "=", str(stock.closing)])
    yield say("explain_title_flow", lang, month=month or stock.period, numbers=numbers)
    if rules is None:
        return
    last_day = Period.parse(stock.period).last_day
    beside = {"gross": stock.gross, "pending": stock.review_pending, "expiring": stock.expiring}
    hidden = say("missing_suppressed", lang)
    shown = {name: hidden if count is None else count for name, count in beside.items()}
    yield say("explain_title_beside", lang, months=rules.on(last_day).expiring_within_months, **shown)
    yield _rule_line(rules, stock.tier, last_day, tell_day, lang=lang)


def counted_lines(titles: Sequence[Row], lang: str) -> Iterator[str]:
    """Where the titles of a count stand: a line for every sheet of a file, its rows in a row as one range.

    Args:
        titles: their rows, in the order of the files.
        lang: language of the words.
    """
    for (file, sheet), of_sheet in groupby(titles, key=lambda title: (title.file, title.sheet)):
        rows = [title.row for title in of_sheet]
        told = say("explain_and", lang).join(row_ranges(rows))
        yield say("explain_titles_counted", lang, count=len(rows), file=file, sheet=sheet, rows=told)


def row_ranges(rows: Iterable[int]) -> Iterator[str]:
    """Numbers of rows, those that follow each other as first–last."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    yield from (f"{first}" if first == last else f"{first}–{last}" for first, last in runs)


def _rule_line(rules: TitleRules, tier: str, day: date, tell_day: Callable[[date], str], *, lang: str) -> str:
    rule = rules.on(day)
    code = "explain_title_rule_before" if rules.precedes_all(day) else "explain_title_rule"
    documents = "、".join(rule.documents_of(rules.tier_on(tier, day)))
    return say(code, lang, rule=rule.name[lang], documents=documents, since=tell_day(rule.valid_from))
