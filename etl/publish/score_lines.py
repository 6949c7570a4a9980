"""The working of a score of the responsibility assessment, a fact per line, for console and screen."""

from collections.abc import Callable, Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.judged import ScoreFact, ScorePartFact
from etl.model.rounding import PERCENT
from etl.model.scoring import ScoringRule
from etl.publish.score_targets import both_targets

_NONE = "—"
_MOST_DECIMALS = 2

Write = Callable[[float | None, int], str]
"""How a number is written, given the decimals that a reader compares."""


def written_short(value: float | None, decimals: int) -> str:
    """Without trailing zeros, as consoles are read; two decimals even where a reader compares fewer."""
    return _NONE if value is None else number_text(round(value, max(decimals, _MOST_DECIMALS)))


def score_lines(
    score: ScoreFact, rule: ScoringRule | None, catalog: Catalog, lang: str, write: Write = written_short
) -> Iterator[str]:
    """Points of every part, the total, the grade, and what the veto did.

    Args:
        score: the facts of the assessment.
        rule: the table; None where none holds.
        catalog: names of series.
        lang: zh or en.
        write: how numbers are written.
    """
    if rule is None:
        return
    for line in score.lines:
        yield _part_line(line, rule, catalog, lang, write)
    if score.total is not None:
        grade = grade_name(rule, score.by_points, lang)
        yield say("explain_score_total", lang, total=write(score.total, 1), grade=grade)
    if score.computed_total is not None and score.computed_total != score.total:
        yield say("explain_score_computed", lang, total=write(score.computed_total, 1))
    yield both_targets(score, lang)
    if score.vetoed_by:
        grade = grade_name(rule, score.grade, lang)
        yield say("explain_score_veto", lang, missed=missed_words(score.vetoed_by, lang), grade=grade)
    if score.veto_unknown:
        yield say("explain_score_veto_unknown", lang, missed=missed_words(score.veto_unknown, lang))
    if score.exception is not None:
        yield say("explain_score_exception", lang, document=score.exception)


def _part_line(line: ScorePartFact, rule: ScoringRule, catalog: Catalog, lang: str, write: Write) -> str:
    name = next(part.name[lang] for part in rule.parts if part.id == line.part)
    points, most = write(line.points, 1), write(line.most, 0)
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
        completion=write(PERCENT * line.completion, 2),
        step=_NONE if line.step is None else write(PERCENT * line.step, 0),
        bonus=write(line.bonus, 1),
    )


def grade_name(rule: ScoringRule, grade: str | None, lang: str) -> str:
    """The name of a grade, ``—`` where there is none."""
    return _NONE if grade is None else rule.grade(grade).name[lang]


def missed_words(misses: tuple[str, ...], lang: str) -> str:
    """Which targets were missed, in words."""
    return say("list_comma", lang).join(say(f"missed_{each}", lang) for each in misses)
