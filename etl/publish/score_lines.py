"""The working of a score of the responsibility assessment, a fact per line."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.judged import ScoreFact, ScorePartFact
from etl.model.rounding import PERCENT
from etl.model.scoring import ScoringRule
from etl.publish.score_targets import both_targets

SHOWN_DECIMALS = 2


def score_lines(score: ScoreFact, rule: ScoringRule | None, catalog: Catalog, lang: str) -> Iterator[str]:
    """Points of every part, the total, the grade, and what the veto did.

    Args:
        score: the facts of the assessment.
        rule: the table; None where none holds.
        catalog: names of series.
        lang: zh or en.
    """
    if rule is None:
        return
    for line in score.lines:
        yield _part_line(line, rule, catalog, lang)
    if score.total is not None:
        yield say(
            "explain_score_total",
            lang,
            total=number_text(score.total),
            grade=_grade(rule, score.by_points, lang),
        )
    if score.computed_total is not None and score.computed_total != score.total:
        yield say("explain_score_computed", lang, total=number_text(score.computed_total))
    yield both_targets(score, lang)
    if score.vetoed_by:
        yield say("explain_score_veto", lang, missed=_misses(score.vetoed_by, lang),
                  grade=_grade(rule, score.grade, lang))  # fmt: skip
    if score.veto_unknown:
        yield say("explain_score_veto_unknown", lang, missed=_misses(score.veto_unknown, lang))
    if score.exception is not None:
        yield say("explain_score_exception", lang, document=score.exception)


def _part_line(line: ScorePartFact, rule: ScoringRule, catalog: Catalog, lang: str) -> str:
    name = next(part.name[lang] for part in rule.parts if part.id == line.part)
    points, most = number_text(line.points), number_text(line.most)
    if line.completion is None:
        series = catalog.series.get(line.series or "")
        given = series.name[lang] if series else name
        return say("explain_score_given", lang, part=name, points=points, most=most, series=given)
    return say(
        "explain_score_completion",
        lang,
        part=name,
        points=points,
        most=most,
        completion=number_text(round(line.completion * PERCENT, SHOWN_DECIMALS)),
        step="—" if line.step is None else number_text(round(line.step * PERCENT)),
        bonus=number_text(line.bonus),
    )


def _grade(rule: ScoringRule, grade: str | None, lang: str) -> str:
    return "—" if grade is None else rule.grade(grade).name[lang]


def _misses(misses: tuple[str, ...], lang: str) -> str:
    return say("list_comma", lang).join(say(f"missed_{miss}", lang) for miss in misses)
