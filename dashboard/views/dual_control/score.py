"""目标责任考核: points of every part, the grade that they give, and what the veto did."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dashboard.format import DASH, format_number, format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene, Standing
from dashboard.views.explain import why_address
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.judged import ScoreFact, read_judged
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.scoring import ScorePart, ScoringRule
from etl.model.vocabulary import Result, UnassessedReason
from etl.publish.score_lines import grade_name, missed_words
from etl.publish.score_targets import both_targets
from etl.publish.verdict_lines import mark_words
from etl.store.rows import AssessmentRow


class ScoreView(Struct, frozen=True):
    """The scores of a year.

    Attributes:
        note: by which table, and whether it is public.
        table: every region with its points; None where none has any.
    """

    lang: str
    title: str
    note: str
    table: TableView | None


def score_indicator(catalog: Catalog) -> Indicator | None:
    """The indicator of the score of energy saving; None where a deployment has none."""
    return next(
        (
            one
            for one in catalog.indicators.values()
            if one.assessment is not None
            and one.assessment.kind == "scoring"
            and one.assessment.subject == "energy"
        ),
        None,
    )


def build_scores(scene: DualScene, rows: Sequence[AssessmentRow], selection: Selection) -> ScoreView | None:
    """The scores of the year of the period, else of the last year with one.

    Args:
        scene: the period.
        rows: assessments of the score, of the cities and the home region, of any year.
        selection: what the address says.
    """
    lang = selection.lang
    year = _year(scene, rows)
    if year is None:
        return None
    found = {row.region: row for row in rows if row.period == year}
    rule = scene.catalog.scoring_rules.get(next(iter(found.values())).rule or "")
    if rule is None:
        return None
    title = words(lang)("dual.score.title", period=format_period(Period.parse(year), lang))
    table = _table(scene, rule, found, selection) if any(_score(row) for row in found.values()) else None
    return ScoreView(lang, title, _note(rule, is_scored=table is not None, lang=lang), table)


def _year(scene: DualScene, rows: Sequence[AssessmentRow]) -> str | None:
    """The last year by the period that says anything of anybody."""
    latest = scene.period.end_year if scene.period else 0
    said = {row.period for row in rows if int(row.period) <= latest and _score(row)}
    return max(said or {row.period for row in rows if int(row.period) <= latest}, default=None)


def _score(row: AssessmentRow) -> ScoreFact | None:
    score = read_judged(row.facts).score
    return score if score is not None and score.total is not None else None


def _note(rule: ScoringRule, *, is_scored: bool, lang: str) -> str:
    documents = say("list_comma", lang).join(
        f"{each.number}{mark_words(each.mark, lang)}" for each in rule.documents
    )
    if not rule.public:
        return words(lang)("dual.score.not_public", rule=rule.name[lang], documents=documents)
    key = "by_table" if is_scored else "no_points"
    return words(lang)(f"dual.score.{key}", rule=rule.name[lang], documents=documents)


def _table(
    scene: DualScene, rule: ScoringRule, found: Mapping[str, AssessmentRow], selection: Selection
) -> TableView:
    lang = selection.lang
    say_word = words(lang)
    columns = (
        Column(say_word("dual.table.region")),
        Column(say_word("dual.score.completion"), is_numeric=True),
        *(Column(_part_name(part, lang), is_numeric=True) for part in rule.parts),
        Column(say_word("dual.score.total"), is_numeric=True),
        Column(say_word("dual.score.by_points")),
        Column(say_word("dual.score.grade")),
        Column(say_word("dual.score.veto")),
    )
    standing = [each for each in scene.everyone if each.region.code in found]
    ordered = sorted(standing, key=lambda each: _rank(each, scene, found))
    return TableView(
        caption=say_word("dual.score.caption"),
        columns=columns,
        rows=tuple(_row(each, rule, found[each.region.code], selection) for each in ordered),
        lang=lang,
        notes=(say_word("dual.score.working"),),
        marked=frozenset(index for index, each in enumerate(ordered) if each.region == scene.focus.region),
    )


def _rank(each: Standing, scene: DualScene, found: Mapping[str, AssessmentRow]) -> tuple[bool, float]:
    """The home region first, then the lowest score."""
    score = _score(found[each.region.code])
    total = score.total if score is not None and score.total is not None else float("inf")
    return each.region != scene.home.region, total


def _row(each: Standing, rule: ScoringRule, row: AssessmentRow, selection: Selection) -> tuple[Cell, ...]:
    lang = selection.lang
    score = read_judged(row.facts).score
    why = why_address(selection, row.indicator, row.region, row.period)
    points = {line.part: line for line in score.lines} if score else {}
    completion = next((line.completion for line in points.values() if line.completion is not None), None)
    found = [points.get(part.id) for part in rule.parts]
    return (
        Cell(each.region.name[lang]),
        Cell(DASH if completion is None else f"{format_number(PERCENT * completion, 2)}%", address=why),
        *(Cell(DASH if line is None else format_number(line.points, 1), address=why) for line in found),
        Cell(DASH if score is None or score.total is None else format_number(score.total, 1), address=why),
        Cell(grade_name(rule, score.by_points if score else None, lang)),
        _verdict(rule, row, score, lang),
        Cell(_veto(score, lang), note=both_targets(score, lang) if score else ""),
    )


def _part_name(part: ScorePart, lang: str) -> str:
    """``节能目标（40）``: the part with the most points that it can give."""
    return words(lang)("dual.score.part", part=part.name[lang], most=format_number(part.most))


def _verdict(rule: ScoringRule, row: AssessmentRow, score: ScoreFact | None, lang: str) -> Cell:
    if row.reason:
        return Cell("", result=Result.UNASSESSED, reason=UnassessedReason(row.reason))
    return Cell(grade_name(rule, score.grade if score else None, lang), result=Result(row.result))


def _veto(score: ScoreFact | None, lang: str) -> str:
    """Whether the veto struck; by which target only where the line below does not tell it."""
    if score is None:
        return DASH
    if score.exception is not None:
        return words(lang)("dual.score.exception", document=score.exception)
    missed = score.vetoed_by or score.veto_unknown
    if not missed:
        return words(lang)("dual.score.no_veto")
    if set(missed) == _told_below(score, is_known=bool(score.vetoed_by)):
        return words(lang)("dual.score.vetoed" if score.vetoed_by else "dual.score.veto_open")
    told = missed_words(missed, lang)
    return told if score.vetoed_by else words(lang)("dual.score.veto_unknown", missed=told)


def _told_below(score: ScoreFact, *, is_known: bool) -> set[str]:
    """The targets that the line below tells as missed, or as unknown."""
    state = True if is_known else None
    return {name for name in ("annual", "cumulative") if score.missed.get(name) is state}
