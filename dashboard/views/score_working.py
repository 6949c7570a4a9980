"""The working of a score of the responsibility assessment, a fact per line."""

from collections.abc import Iterator

from dashboard.format import DASH, format_number
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import ScoreFact, ScorePartFact, read_judged
from etl.model.rounding import PERCENT
from etl.model.scoring import ScoringRule
from etl.publish.score_targets import both_targets
from etl.store.rows import AssessmentRow


def score_lines(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    """Points of every part, the total, the grade, and what the veto did; nothing for other verdicts."""
    score = read_judged(row.facts).score
    rule = catalog.scoring_rules.get(row.rule or "")
    return tuple(_lines(score, rule, catalog, lang)) if score is not None and rule is not None else ()


def _lines(score: ScoreFact, rule: ScoringRule, catalog: Catalog, lang: str) -> Iterator[str]:
    for line in score.lines:
        yield _part(line, rule, catalog, lang)
    if score.total is not None:
        total, grade = format_number(score.total, 1), grade_name(rule, score.by_points, lang)
        yield say("explain_score_total", lang, total=total, grade=grade)
    if score.computed_total is not None and score.computed_total != score.total:
        yield say("explain_score_computed", lang, total=format_number(score.computed_total, 1))
    yield both_targets(score, lang)
    if score.vetoed_by:
        grade = grade_name(rule, score.grade, lang)
        yield say("explain_score_veto", lang, missed=missed_words(score.vetoed_by, lang), grade=grade)
    if score.veto_unknown:
        yield say("explain_score_veto_unknown", lang, missed=missed_words(score.veto_unknown, lang))
    if score.exception is not None:
        yield say("explain_score_exception", lang, document=score.exception)


def _part(line: ScorePartFact, rule: ScoringRule, catalog: Catalog, lang: str) -> str:
    name = next(part.name[lang] for part in rule.parts if part.id == line.part)
    points, most = format_number(line.points, 1), format_number(line.most)
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
        completion=format_number(PERCENT * line.completion, 2),
        step=DASH if line.step is None else format_number(PERCENT * line.step),
        bonus=format_number(line.bonus, 1),
    )


def grade_name(rule: ScoringRule, grade: str | None, lang: str) -> str:
    """The name of a grade, ``—`` where there is none."""
    return DASH if grade is None else rule.grade(grade).name[lang]


def missed_words(misses: tuple[str, ...], lang: str) -> str:
    """Which targets were missed, in words."""
    return say("list_comma", lang).join(say(f"missed_{each}", lang) for each in misses)
