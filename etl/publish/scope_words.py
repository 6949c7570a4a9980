"""Both scopes of a published rate in words, wherever the plan's deductions would change its verdict."""

from etl.errors import say
from etl.model.judged import ScopesFact


def scope_line(scopes: ScopesFact | None, result: str, value: str, lang: str) -> str:
    """Both verdicts where they differ, or that one is not known; empty where they agree.

    Args:
        scopes: both scopes, None where the plan deducts nothing.
        result: the verdict on the published rate.
        value: the rate after deductions, written with its unit.
        lang: ``zh`` or ``en``.
    """
    if scopes is None or scopes.decides == "assessed" or scopes.assessed_result == result:
        return ""
    scope = say(f"published_scope_{scopes.decides}", lang)
    if scopes.assessed_result is None:
        return say("explain_scopes_unknown", lang, scope=scope)
    told, other = (say(f"result_{each}", lang) for each in (result, scopes.assessed_result))
    return say("explain_scopes_differ", lang, scope=scope, result=told, value=value, other=other)
