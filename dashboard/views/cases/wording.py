"""Names of states, acts, choices, and why an act was refused, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.cases.refusal import Refused
from dashboard.format import DASH, format_date
from dashboard.text import words
from etl.model.restriction import ActRule, CaseState, Instrument, Role


def state_name(state: CaseState | None, lang: str) -> str:
    """A state in words."""
    return words(lang)(f"case.states.{state.value if state else 'none'}")


def due_day(due: date, unknown_from: date | None, lang: str) -> str:
    """The day by which something is due; one that rests on days off that are not declared says so."""
    day = format_date(due, lang)
    if unknown_from is None:
        return day
    return words(lang)("case.file.provisional", day=day, year=unknown_from.year)


def act_name(instrument: Instrument, name: str, lang: str) -> str:
    """An act as its table calls it; confirming and taking back have words of their own."""
    row = instrument.act(name)
    if row is not None:
        return row.name[lang]
    own = {"confirm": "case.form.confirm_button", "withdraw": "case.form.withdraw_button"}
    return words(lang)(own[name]) if name in own else name


def roles_name(roles: tuple[Role, ...], lang: str) -> str:
    """Who may do an act."""
    say = words(lang)
    return (" / " if lang == "en" else "或").join(say(f"case.roles.{role.value}") for role in roles)


def content_text(row: ActRule | None, name: str, text: str, lang: str) -> tuple[str, str]:
    """Name and words of one thing that an act says."""
    content = next((each for each in row.contents if each.id == name), None) if row else None
    if content is None:
        return name, text
    return content.name[lang], words(lang)(f"case.choices.{text}") if content.kind == "choice" else text


def refusal_text(refused: Refused, instrument: Instrument | None, lang: str) -> str:
    """Why an act was refused, as one sentence that says what to do."""
    facts = dict(refused.facts)
    say = words(lang)
    separator = say("list.semicolon")
    told: dict[str, Any] = {key: _fact(key, fact, instrument, lang) for key, fact in facts.items()}
    if refused.code == "contents":
        row = instrument.act(facts["act"]) if instrument else None
        told["faults"] = separator.join(_fault(row, name, code, lang) for name, code in facts["faults"])
    return say(f"case.refused.{refused.code}", **told)


def _fact(key: str, fact: Any, instrument: Instrument | None, lang: str) -> str:
    if key in {"act", "pending", "earlier"}:
        return act_name(instrument, str(fact), lang) if instrument else str(fact)
    if key in {"expiry", "on", "last", "valid_to"}:
        return format_date(fact, lang) if fact is not None else DASH
    if key == "roles":
        return roles_name(tuple(fact), lang)
    if key == "state":
        return state_name(fact, lang)
    if key in {"from_states", "known"}:
        names = [state_name(each, lang) for each in fact] if key == "from_states" else list(fact)
        return (", " if lang == "en" else "、").join(names or [state_name(None, lang)])
    return str(fact)


def _fault(row: ActRule | None, name: str, code: str, lang: str) -> str:
    say = words(lang)
    content = next((each for each in row.contents if each.id == name), None) if row else None
    own: Mapping[str, str] = {"document": "case.form.document", "reason": "case.form.reason"}
    shown = content.name[lang] if content else say(own[name]) if name in own else name
    bounds = {"least": content.least, "most": content.most} if content else {}
    return say(f"case.faults.{code}", name=shown, **bounds)
