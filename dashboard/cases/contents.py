"""Whether an act says what its row asks for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from dashboard.cases.case import Act
from etl.model.day import read_day
from etl.model.restriction import ActRule, Content

_HASH = re.compile(r"[0-9a-f]{64}")


def faults_of(act: Act, rule: ActRule) -> tuple[tuple[str, str], ...]:
    """What is missing or malformed.

    Returns:
        (id of the content, code of the fault): ``missing``, ``not_a_date``, ``not_after``, ``not_months``,
        ``out_of_bounds``, ``not_a_choice``, ``not_a_hash``, ``unknown``. Number and reason of the act have
        the ids ``document`` and ``reason``.
    """
    asked = {content.id: content for content in rule.contents}
    faults = [(name, "unknown") for name in sorted(act.contents.keys() - asked.keys())]
    for name, content in asked.items():
        text = act.contents.get(name, "").strip()
        fault = _CHECKS[content.kind](text, content, act.on) if text else "missing"
        if fault:
            faults.append((name, fault))
    if rule.has_document and not (act.document or "").strip():
        faults.append(("document", "missing"))
    if not act.reason.strip():
        faults.append(("reason", "missing"))
    return tuple(faults)


def _text(_text: str, _content: Content, _on: date) -> str | None:
    return None


def _date(text: str, content: Content, on: date) -> str | None:
    try:
        day = read_day(text)
    except ValueError:
        return "not_a_date"
    return "not_after" if content.after_act and day <= on else None


def _months(text: str, content: Content, _on: date) -> str | None:
    if not text.isascii() or not text.isdigit():
        return "not_months"
    return None if (content.least or 0) <= int(text) <= (content.most or 0) else "out_of_bounds"


def _choice(text: str, content: Content, _on: date) -> str | None:
    return None if text in content.choices else "not_a_choice"


def _attachment(text: str, _content: Content, _on: date) -> str | None:
    return None if _HASH.fullmatch(text) else "not_a_hash"


_CHECKS: Final[Mapping[str, Callable[[str, Content, date], str | None]]] = {
    "text": _text,
    "date": _date,
    "months": _months,
    "choice": _choice,
    "attachment": _attachment,
}
