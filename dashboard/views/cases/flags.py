"""The register of flags: how far each may lead, what it lacks, what would turn it, and its case."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard.address import to_url
from dashboard.cases.case_events import CaseFile
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import FORMS
from dashboard.views.explain import explain_flag
from dashboard.views.quality.browse import BrowseView, chooser, page_of, place_chooser, places_asked
from dashboard.views.sheet import Sheet
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.verdict_details import turning_lines
from etl.catalog.catalog import Catalog
from etl.errors import say as say_code
from etl.model.period import Period
from etl.model.vocabulary import FlagStrength
from etl.store.rows import AssessmentRow, FlagRow

_COLUMNS = ("place", "what", "strength", "lacking", "turn", "case")
_SHEET = (
    *("flag_id", "region", "name", "indicator", "first_period", "period", "strength", "cause", "family"),
    *("result", "value", "rule", "lacking", "turn", "case"),
)
_MOST_TURNS: Final = 2
Verdicts = Callable[[Sequence[FlagRow]], Sequence[AssessmentRow]]
"""Flags → the verdicts of their indicators, regions and periods."""


def build_flag_register(
    catalog: Catalog,
    flags: Sequence[FlagRow],
    verdicts: Verdicts,
    files: Sequence[CaseFile],
    may_open: Callable[[str], bool],
    *,
    selection: Selection,
    csv_address: str,
) -> BrowseView:
    """The flags that stand, those that may found a proposal first.

    Args:
        catalog: the declarations.
        flags: all flags of the build.
        verdicts: asked for the flags shown only.
        files: the cases that the reader may see, so that a flag leads to its case.
        may_open: whether the reader may open a case about a region.
        selection: what the address says: ``parent``, ``region``, ``strength``, ``start``.
        csv_address: where the whole register can be downloaded.
    """
    lang, say = selection.lang, words(selection.lang)
    places = places_asked(catalog, selection)
    standing = sorted((row for row in flags if row.is_open), key=_first_the_founding)
    asked = [
        row
        for row in standing
        if (places is None or row.region in places) and selection.strength in {None, row.strength}
    ]
    shown, pager = page_of(asked, selection)
    writer = _Writer(catalog, lang, _by_flag(verdicts(shown)), _case_of(files), may_open)
    caption = say("case.flags.caption", count=len(asked))
    table = TableView(
        caption=caption,
        columns=tuple(Column(say(f"case.flags.{name}")) for name in _COLUMNS),
        rows=tuple(writer.row(row) for row in shown),
        lang=lang,
        csv_address=csv_address,
    )
    return BrowseView(
        lang=lang,
        title=say("case.tabs.flags"),
        lead=(_lead(standing, lang), say("case.flags.rule")),
        present=to_url(selection),
        choosers=(
            place_chooser(catalog, selection),
            chooser(
                selection,
                "strength",
                say("case.flags.choose"),
                [(each, say(f"case.flags.{each}"), "") for each in ("founding", "warning")],
                say("case.flags.all"),
            ),
        ),
        table=table if asked else None,
        empty=say("case.flags.none"),
        pager=pager,
        make_sheet=lambda: _sheet(
            catalog,
            asked,
            _Writer(catalog, lang, _by_flag(verdicts(asked)), _case_of(files), may_open),
            caption,
        ),
    )


def _first_the_founding(row: FlagRow) -> tuple[object, ...]:
    return (
        row.strength != FlagStrength.FOUNDING,
        row.family != "energy",
        row.region,
        row.indicator,
        row.period,
    )


def _lead(standing: Sequence[FlagRow], lang: str) -> str:
    founding = sum(row.strength == FlagStrength.FOUNDING for row in standing)
    return words(lang)(
        "case.flags.lead", count=len(standing), founding=founding, warning=len(standing) - founding
    )


def _case_of(files: Sequence[CaseFile]) -> dict[str, CaseFile]:
    """Flag → its latest case."""
    return {flag: file for file in files for flag in file.case.evidence.flags}


def _by_flag(rows: Sequence[AssessmentRow]) -> dict[tuple[str, str, str], list[AssessmentRow]]:
    found: dict[tuple[str, str, str], list[AssessmentRow]] = {}
    for row in rows:
        found.setdefault((row.indicator, row.region, row.period), []).append(row)
    return found


def verdict_of(flag: FlagRow, rows: Sequence[AssessmentRow]) -> AssessmentRow | None:
    """The verdict that a flag stands on: the one of its rule and result."""
    facts = json.loads(flag.facts)
    fitting = [row for row in rows if row.result == facts.get("result")]
    own = [row for row in fitting if row.rule == facts.get("barometer_rule")]
    return next(iter(own or fitting), None)


class _Writer:
    """Flags as rows of a table."""

    def __init__(
        self,
        catalog: Catalog,
        lang: Lang,
        verdicts: Mapping[tuple[str, str, str], Sequence[AssessmentRow]],
        cases: Mapping[str, CaseFile],
        may_open: Callable[[str], bool],
    ) -> None:
        self._catalog = catalog
        self._lang: Lang = lang
        self._verdicts = verdicts
        self._cases = cases
        self._may_open = may_open

    def row(self, flag: FlagRow) -> tuple[Cell, ...]:
        """One flag."""
        say = words(self._lang)
        region = self._catalog.region(flag.region)
        page = Selection("region", self._lang, region=flag.region)
        since = say("case.flags.since", first=self._period(flag.first_period or flag.period))
        return (
            Cell(region.name[self._lang], to_url(page)),
            Cell(self._what(flag), self._indicator(flag), note=since),
            Cell(say_code(f"strength_{flag.strength}", self._lang)),
            Cell(self.lacking(flag) or say("case.flags.nothing_lacking")),
            Cell(self.turn(flag)),
            self._case(flag),
        )

    def _what(self, flag: FlagRow) -> str:
        say = words(self._lang)
        return say(
            "case.flags.what_flag",
            period=self._period(flag.period),
            indicator=self._catalog.indicators[flag.indicator].name[self._lang],
            cause=say(f"flag.cause.{flag.cause}"),
        )

    def lacking(self, flag: FlagRow) -> str:
        """The checks that keep a flag from founding a proposal."""
        checks = explain_flag(self._catalog, flag, self._lang).checks
        return words(self._lang)("list.semicolon").join(c.sentence for c in checks if not c.outcome)

    def turn(self, flag: FlagRow) -> str:
        """What would turn the verdict that it stands on."""
        row = verdict_of(flag, self._verdicts.get((flag.indicator, flag.region, flag.period), ()))
        lines = turning_lines(self._catalog, row, self._lang)[:_MOST_TURNS] if row is not None else ()
        return words(self._lang)("list.semicolon").join(lines) or words(self._lang)("case.flags.no_turn")

    def case_number(self, flag: FlagRow) -> str:
        """Number of its case, where the reader may see one."""
        file = self._cases.get(flag.flag_id)
        return file.number if file else ""

    def _case(self, flag: FlagRow) -> Cell:
        number = self.case_number(flag)
        if number:
            return Cell(number, to_url(Selection("cases", self._lang, case=number)))
        if self._may_open(flag.region):
            tongue = "" if self._lang == "zh" else "&lang=en"
            return Cell(words(self._lang)("case.flags.open"), f"{FORMS}?flag={flag.flag_id}{tongue}")
        return Cell("—")

    def _indicator(self, flag: FlagRow) -> str:
        page = Selection("indicator", self._lang, indicator=flag.indicator)
        return to_url(page.to(region=flag.region, period=Period.parse(flag.period)))

    def _period(self, period: str) -> str:
        return format_period(Period.parse(period), self._lang)


def _sheet(catalog: Catalog, flags: Sequence[FlagRow], writer: _Writer, title: str) -> Sheet:
    rows = []
    for flag in flags:
        facts = json.loads(flag.facts)
        rows.append(
            (
                *(flag.flag_id, flag.region, catalog.region(flag.region).name["zh"], flag.indicator),
                *(flag.first_period, flag.period, flag.strength, flag.cause, flag.family),
                *(facts.get("result"), facts.get("value"), flag.rule),
                *(writer.lacking(flag), writer.turn(flag), writer.case_number(flag)),
            )
        )
    return Sheet(title, _SHEET, tuple(rows))
