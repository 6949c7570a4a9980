"""Why an act of a person is not possible."""

from typing import Any, Final

from dashboard.text import words
from etl.errors import UsageError

UNAUTHENTICATED: Final = 401
FORBIDDEN: Final = 403
CONFLICT: Final = 409
TOO_MANY: Final = 429
_ROLES: Final = frozenset({"wanted", "held", "role"})  # facts that name a role


class StoreError(UsageError):
    """The store of what people did fails: ``reason`` (key below ``store_errors``), ``name``, ``cause``.

    What pages say of it names neither the database nor the machine; what a command says does.
    """

    def __init__(self, reason: str, **facts: Any) -> None:
        self.reason = reason
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """What is wrong with which store, and what to do, for whoever runs it."""
        return words(lang)(f"store_commands.{self.reason}", **self.facts)

    def say_on_page(self, lang: str, *, is_sent: bool) -> str:
        """What it means for a reader.

        Args:
            lang: language of the words.
            is_sent: whether something was sent; who only looked is not told that it was not recorded.
        """
        say = words(lang)
        sent = say(f"store_errors.{self.reason}")
        return sent if is_sent else say.of_data(f"store_errors_of_a_look.{self.reason}", sent)


class ActError(UsageError):
    """An act that is refused: ``reason`` (key below ``act_errors``), its facts, the HTTP ``status``."""

    def __init__(self, reason: str, *, status: int = CONFLICT, **facts: Any) -> None:
        self.reason = reason
        self.status = status
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """The refusal as one readable paragraph."""
        say = words(lang)
        roles = say.below("system.role")
        told = {name: roles.get(fact, fact) if name in _ROLES else fact for name, fact in self.facts.items()}
        return say(f"act_errors.{self.reason}", **told)
