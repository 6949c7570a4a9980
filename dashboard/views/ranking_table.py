"""The ranking as a table: place, value, change, verdict, evidence and sources of every region."""

from dashboard.format import DASH
from dashboard.text import words
from dashboard.views.ranking import RankingRow, RankingView, verdict_words
from dashboard.views.table import Cell, Column, TableView


def build_ranking_table(view: RankingView) -> TableView:
    """The table of a ranking; columns that would be empty throughout are left out."""
    say = words(view.lang)
    numbered = tuple(f"[{number}] {source}" for number, source in enumerate(view.sources, start=1))
    sources = (
        (say("ranking.sources", sources=say("punctuation.semicolon").join(numbered)),) if numbered else ()
    )
    return TableView(
        caption=say("ranking.caption", title=view.title, unit=view.unit),
        columns=tuple(
            Column(say(f"ranking.column.{key}"), key in {"value", "change"}) for key in _keys(view)
        ),
        rows=tuple(_row(row, view) for row in (*view.ranked, *view.units, *view.missing)),
        lang=view.lang,
        csv_address=view.csv_address or None,
        notes=tuple(filter(None, (view.rule, view.to_deliver, *sources))),
    )


def _keys(view: RankingView) -> tuple[str, ...]:
    optional = {"change": view.has_change, "verdict": view.is_judged}
    keys = ("region", "place", "value", "change", "verdict", "evidence")
    return tuple(key for key in keys if optional.get(key, True))


def _row(row: RankingRow, view: RankingView) -> tuple[Cell, ...]:
    numbers = "".join(f" [{number}]" for number in row.source_numbers)
    is_missing = row.value.is_missing
    verdict = row.verdict
    cells = {
        "region": Cell(row.name, address=row.address),
        "place": Cell(row.place),
        "value": Cell(row.value.text, note=row.value.remark),
        "change": Cell(row.change),
        "verdict": Cell(verdict_words(verdict, view.lang), result=verdict.result) if verdict else Cell(DASH),
        "evidence": Cell(f"○ {row.value.reason}" if is_missing else " · ".join(row.value.evidence) + numbers),
    }
    return tuple(cells[key] for key in _keys(view))
