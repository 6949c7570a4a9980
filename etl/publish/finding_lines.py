"""Findings and flows of titles behind one number, a fact per line."""

import json
from collections.abc import Iterator

from etl.errors import load_messages, say
from etl.model.formula_text import number_text
from etl.model.title import OUTFLOWS, TitleFlow
from etl.store.rows import FindingRow, TitleFlowRow
from etl.store.working import Working

SHOWN_DECIMALS = 4


def found_lines(working: Working, lang: str) -> Iterator[str]:
    """The flows of a stock of titles, and everything that methods found."""
    if working.title_flow is not None:
        yield from title_lines(working.title_flow, lang)
    for finding in working.findings:
        yield from finding_lines(finding, lang)


def finding_lines(finding: FindingRow, lang: str) -> Iterator[str]:
    """What a method found, and for a peak the test that decided it."""
    code = f"found_{finding.result}"
    result = say(code, lang) if code in load_messages() else finding.result
    kind = say(f"finding_{finding.kind}", lang)
    yield say("explain_finding", lang, kind=kind, period=finding.period, result=result)
    facts = json.loads(finding.facts)
    if finding.kind == "peak_status":
        yield "  " + say(
            "explain_peak",
            lang,
            inventory=facts["inventory"],
            year=facts["maximum_year"],
            last=facts["last_year"],
            rule=facts["rule"],
        )
        if facts["test"] is not None:
            test = facts["test"]
            yield "  " + say(
                "explain_peak_test",
                lang,
                n=test["n"],
                s=test["s"],
                p=number_text(round(test["p_falling"], SHOWN_DECIMALS)),
                q=number_text(round(test["p_rising"], SHOWN_DECIMALS)),
                slope=number_text(round(facts["sen_slope"], SHOWN_DECIMALS)),
            )


def title_lines(flow: TitleFlowRow, lang: str) -> Iterator[str]:
    """The identity of the stock: opening, every flow of the month, closing; beside it the gross count."""
    moves = [
        f"{'−' if each in OUTFLOWS else '+'} {count} {say(f'flow_{each.value}', lang)}"
        for each in TitleFlow
        if (count := getattr(flow, each.value))
    ]
    numbers = " ".join([str(flow.opening), *moves, "=", str(flow.closing)])
    yield say("explain_title_flow", lang, month=flow.period, numbers=numbers)
    beside = {"gross": flow.gross, "pending": flow.review_pending, "expiring": flow.expiring}
    hidden = say("missing_suppressed", lang)
    shown = {name: hidden if count is None else count for name, count in beside.items()}
    yield say("explain_title_beside", lang, **shown)
