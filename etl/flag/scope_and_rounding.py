"""Two counter-checks of a flag: both scopes of the energy say the same, and it hangs on no rounding."""

from collections.abc import Mapping
from decimal import Decimal

from etl.model.assessment import Assessment
from etl.model.flag import CheckDoubt, FlagRule
from etl.model.vocabulary import Result


def scopes_agree(*judged: Assessment | None) -> bool | CheckDoubt:
    """Whether the rates before and after the plan's deductions (methods §1.3) lead to the same verdicts.

    The published rate decides (methods §1.1), but like is judged with like: where the catalogue declares it
    as not deducted, the rate after deductions must not contradict it.

    Args:
        judged: the verdict of the period and that of the plan's progress; None for one that there is not.
    """
    found = [(each.verdict.result, _scopes(each)) for each in judged if each is not None]
    known = [(result, scopes) for result, scopes in found if scopes and scopes["decides"] != "assessed"]
    if any(scopes["assessed_result"] not in {None, result.value} for result, scopes in known):
        return False
    if any(scopes["assessed_result"] is None for _, scopes in known):
        return CheckDoubt.DEDUCTIONS_UNKNOWN
    return True


def is_beyond_rounding(rule: FlagRule, *judged: Assessment | None) -> bool:
    """Whether every verdict is farther from turning than half a unit of the last published decimal.

    A published rate is only known that closely. A level that the superior body published carries itself.

    Args:
        rule: with the decimals of published rates.
        judged: the verdict of the period and that of the plan's progress; None for one that there is not.
    """
    rounding = Decimal(5).scaleb(-rule.published_decimals - 1)
    known = (distance_to_better(each) for each in judged if each is not None)
    return all(distance is None or distance > rounding for distance in known)


def distance_to_better(assessment: Assessment) -> Decimal | None:
    """By how much a verdict is from the next better one; None where nobody can say, or there is none."""
    turn = assessment.facts.get("turn")
    if isinstance(turn, Mapping) and "up_by" in turn:
        return Decimal(repr(turn["up_by"]))
    is_missed = assessment.verdict.result is Result.NOT_MET
    return abs(assessment.gap) if is_missed and assessment.gap is not None else None


def _scopes(assessment: Assessment) -> Mapping[str, object]:
    found = assessment.facts.get("scopes")
    return found if isinstance(found, Mapping) else {}
