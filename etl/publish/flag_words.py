"""The counter-checks of a flag in words: a sentence each that says what is the case, for every reader."""

import json

from msgspec import Struct
from msgspec.structs import replace

from etl.errors import say
from etl.model.flag import CheckOutcome


class ToldCheck(Struct, frozen=True):
    """One counter-check: its name, what is the case, whether it holds; None where nobody can tell yet."""

    name: str
    sentence: str
    outcome: CheckOutcome

    @property
    def state(self) -> str:
        """``holds``, ``fails`` or ``unknown``."""
        return "unknown" if self.outcome is None else "holds" if self.outcome else "fails"


def tell_checks(facts: str, lang: str) -> tuple[ToldCheck, ...]:
    """Every counter-check of a flag, in the order of its rule.

    Args:
        facts: of the flag, JSON.
        lang: ``zh`` or ``en``.
    """
    found = json.loads(facts)
    doubts = found.get("undetermined", {})
    told = (ToldCheck(name, "", outcome) for name, outcome in found.get("checks", {}).items())
    return tuple(
        replace(each, sentence=_sentence(each, str(doubts.get(each.name, "")), lang)) for each in told
    )


def _sentence(check: ToldCheck, doubt: str, lang: str) -> str:
    why = say(f"doubt_{doubt}", lang) if doubt else ""
    return say(f"check_{check.name}_{check.state}", lang, why=why)
