"""Steps that do not fit the history of a region: slips of the unit, breaks of the series, jumps."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from etl.challenge.course import AMOUNTS, Course, course_of
from etl.challenge.panel import Evidence, facts_of, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import (
    ChallengeRule,
    JumpRule,
    LevelAndGrowth,
    SeriesBreakRule,
    UnitSlipRule,
)
from etl.model.series import SeriesBreak, SeriesKind
from etl.model.vocabulary import Severity

_FACT = ["series", "region", "period"]
KNOWN_BREAK = "known_break"
"""Kind of the note where a series declares its break; a suspected one is of the kind of its rule."""
_SLIP_AGAINST_USUAL = 4
"""A slip is this many times the usual deviation of the region's steps, or the series varies so."""


def unusual_steps(rules: dict[str, ChallengeRule], evidence: Evidence) -> Iterator[Challenge]:
    """One challenge per step at most: a declared break explains it, else it is a slip, break or jump."""
    jump, slip, broken = rules.get("jump"), rules.get("unit_slip"), rules.get("series_break")
    explained: set[tuple[str, str, str]] = set()
    if isinstance(broken, SeriesBreakRule):
        found = [*declared_breaks(evidence), *unexplained_levels(broken, evidence)]
        explained = {(each.subject, each.region, each.period or "") for each in found}
        yield from found
    if not isinstance(jump, JumpRule):
        return
    steps = course_of(evidence, jump).steps
    steps = steps[(steps["shape"] != "echo") & ~_is_one_of(steps, explained)]
    if isinstance(slip, UnitSlipRule):
        slipped = unit_slips(slip, Course(steps))
        yield from slipped[1]
        steps = steps[~slipped[0].reindex(steps.index, fill_value=False)]
    yield from _breaks_and_jumps(jump, broken if isinstance(broken, SeriesBreakRule) else None, steps)


def _is_one_of(steps: pd.DataFrame, facts: set[tuple[str, str, str]]) -> np.ndarray:
    """Which rows are of some series, regions and periods; the words of a row are never spelled out."""
    sizes = [len(steps[name].cat.categories) + 1 for name in _FACT]
    rows = np.ravel_multi_index([steps[name].cat.codes.to_numpy() + 1 for name in _FACT], sizes)
    words = zip(*facts, strict=True) if facts else ((), (), ())
    codes = [
        steps[name].cat.categories.get_indexer(pd.Index(of, dtype="str")) + 1
        for name, of in zip(_FACT, words, strict=True)
    ]
    return np.isin(rows, np.ravel_multi_index(codes, sizes))


def unit_slips(rule: UnitSlipRule, course: Course) -> tuple[pd.Series, list[Challenge]]:
    """Which steps are near a power of ten, and a challenge for each."""
    steps = course.steps
    tens = (steps["step"] - steps["usual"]) / np.log(10)
    powers = np.array(sorted({sign * power for power in rule.powers for sign in (1, -1)}))
    nearest = powers[np.abs(tens.to_numpy()[:, None] - powers).argmin(axis=1)] if len(steps) else tens
    largest = steps[["value", "before"]].max(axis=1)
    is_slip = (
        steps["is_amount"]
        & ((tens - nearest).abs() <= rule.tolerance_log10)
        & (steps["score"].abs() >= _SLIP_AGAINST_USUAL)
        & (steps["changes"] >= rule.least_changes)
        & (largest >= rule.least_value)
    )
    found = steps.assign(power=nearest)[is_slip].sort_values(_FACT)
    return is_slip, [
        _challenge(rule.kind, rule.severity, row, **facts_of(row, "value", "before"), power=int(row["power"]))
        for row in records(found)
    ]


def _breaks_and_jumps(
    jump: JumpRule, broken: SeriesBreakRule | None, steps: pd.DataFrame
) -> Iterator[Challenge]:
    """Steps beyond the score: lasting ones of amounts look like breaks, others like jumps; less is a note."""
    change_pct = (np.exp(steps["step"].where(steps["is_amount"], 0.0)) - 1) * 100
    excess = (steps["step"] - steps["usual"]).abs()
    least = np.where(
        steps["is_amount"],
        np.log1p(jump.least_change_pct / 100),
        jump.least_change_points,
    )
    smallest = np.where(steps["kind"] == SeriesKind.STOCK.value, jump.least_stock, jump.least_value)
    noted = jump.least_score if jump.least_score_of_note is None else jump.least_score_of_note
    is_far = (
        (steps["score"].abs() >= np.where(steps["is_amount"], noted, jump.least_score))
        & (excess >= least)
        & (steps["changes"] >= np.where(steps["is_amount"], jump.least_changes, jump.least_changes_of_rates))
        & (~steps["is_amount"] | (steps[["value", "before"]].max(axis=1) >= smallest))
    )
    for row in records(steps.assign(change_pct=change_pct)[is_far].sort_values(_FACT)):
        facts = facts_of(row, "value", "before", "score", "changes")
        lasts = row["is_amount"] and row["shape"] == "lasting"
        if abs(row["score"]) < jump.least_score:
            yield _challenge(jump.kind, Severity.NOTE, row, **facts)
        elif broken is not None and lasts and abs(row["change_pct"]) >= broken.least_change_pct:
            yield _challenge(
                broken.kind, broken.severity, row, **facts_of(row, "value", "before", "change_pct")
            )
        else:
            yield _challenge(jump.kind, jump.severity, row, **facts)


def _challenge(kind: str, severity: Severity, row: dict[str, object], **facts: object) -> Challenge:
    return Challenge(kind, severity, str(row["series"]), str(row["region"]), str(row["period"]), facts)


def declared_breaks(evidence: Evidence) -> Iterator[Challenge]:
    """A note wherever figures stand on both sides of a declared break: they are not compared."""
    figures = evidence.in_use
    for series in (each for each in evidence.catalog.series.values() if each.breaks):
        own = figures[(figures["series"] == series.id) & figures["part"].eq("")]
        for declared in series.breaks:
            holds = own["region"].map(declared.holds_for).astype(bool)
            yield from _declared(declared, own[holds])


def _declared(declared: SeriesBreak, own: pd.DataFrame) -> Iterator[Challenge]:
    before = own[own["year"] == declared.first_year - 1].set_index("region")["value"]
    after = own[own["year"] == declared.first_year]
    for row in records(after.sort_values("region")):
        if row["region"] not in before.index or not before[row["region"]]:
            continue
        was = float(before[row["region"]])
        facts = {"value": row["value"], "before": was, "change_pct": (row["value"] / was - 1) * 100}
        reason = {"zh": declared.reason.zh, "en": declared.reason.en}
        yield _challenge(KNOWN_BREAK, Severity.NOTE, row, **facts, reason=reason)


def unexplained_levels(rule: SeriesBreakRule, evidence: Evidence) -> Iterator[Challenge]:
    """Levels that moved more than real growth and any plausible change of prices explain."""
    for pair in rule.explained_by:
        yield from _unexplained(rule, pair, evidence)


def _unexplained(rule: SeriesBreakRule, pair: LevelAndGrowth, evidence: Evidence) -> Iterator[Challenge]:
    figures, keys = evidence.in_use, ["region", "part", "year"]
    level = figures[
        (figures["series"] == pair.level) & figures["kind"].isin(AMOUNTS) & (figures["value"] > 0)
    ]
    growth = figures[figures["series"] == pair.growth][[*keys, "value"]].rename(columns={"value": "growth"})
    growth.loc[figures.loc[growth.index, "kind"] == "index", "growth"] -= 100  # previous year = 100
    before = level[[*keys, "value"]].rename(columns={"value": "before"}).assign(year=level["year"] + 1)
    joined = level.merge(before, on=keys).merge(growth, on=keys)
    joined["change_pct"] = (joined["value"] / joined["before"] - 1) * 100
    beyond = (joined["change_pct"] - joined["growth"]).abs() > pair.most_gap_pp
    for row in records(joined[beyond].sort_values(["region", "year"])):
        yield _challenge(rule.kind, rule.severity, row, **facts_of(row, "value", "before", "change_pct"))
