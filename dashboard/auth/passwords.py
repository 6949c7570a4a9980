"""Passwords: what is refused, how they are kept (argon2id, RFC 9106), how they are checked."""

import re
import secrets
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dashboard.operational.errors import ActError

SHORTEST: Final = 12
LONGEST: Final = 128
_FEWEST_DIFFERENT: Final = 6
_RUN: Final = 5  # letters in a row, such as abcde or 54321
_SHARE_OF_RUNS: Final = 0.6
_ROWS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# What people in such offices reach for first; a password that is little more than these is refused.
_STEMS: Final = (
    *("password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "welcome", "letmein", "iloveyou", "woaini"),
    *("admin", "administrator", "root", "guest", "test", "changeme", "default", "secret", "login", "user"),
    *(
        "liaoning",
        "shenyang",
        "dalian",
        "anshan",
        "fushun",
        "benxi",
        "dandong",
        "jinzhou",
        "yingkou",
        "fuxin",
    ),
    *("liaoyang", "panjin", "tieling", "chaoyang", "huludao", "gongxin", "gxt", "fagaiwei", "tongji"),
    *("mima", "zhongguo", "beijing", "china", "computer", "manager", "system", "office", "dragon", "master"),
)
_TEMPORARY_WORDS: Final = 4
_CONSONANTS, _VOWELS = "bdfghjkmnprstvwz", "aeiou"


class Passwords:
    """How passwords are kept; tests take a cheap hasher."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # checked where there is nothing to check, so that an unknown name takes as long as a known one
        self._nobody = self._hasher.hash(secrets.token_hex())

    def kept(self, password: str) -> str:
        """The text that is stored for a password."""
        return self._hasher.hash(password)

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one that was kept; takes the same time where nothing was."""
        try:
            self._hasher.verify(kept or self._nobody, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a password was kept with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def refuse_weak(password: str, *names: str) -> None:
    """Refuse a password that is easily guessed (ASVS 2.1: length counts, no rules about kinds of characters).

    Args:
        password: what somebody wants.
        names: their name and whatever else is known about them.

    Raises:
        ActError: says why.
    """
    if len(password) < SHORTEST:
        raise ActError("password_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise ActError("password_long", longest=LONGEST)
    plain = password.lower()
    if len(set(plain)) < _FEWEST_DIFFERENT or _share_of_runs(plain) > _SHARE_OF_RUNS:
        raise ActError("password_simple")
    rest = plain
    for stem in sorted((*_STEMS, *(name.lower() for name in names if name)), key=len, reverse=True):
        rest = rest.replace(stem, "")
    if len(re.sub(r"[\W\d_]", "", rest)) < _FEWEST_DIFFERENT and rest != plain:
        raise ActError("password_common")


def temporary_password() -> str:
    """A password that is told once, easily read out: such as ``buku-talo-nivi-geso-48``."""
    words = [
        "".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2)
        for _ in range(_TEMPORARY_WORDS)
    ]
    return f"{'-'.join(words)}-{secrets.randbelow(90) + 10}"


def _share_of_runs(text: str) -> float:
    """How much of a text is runs along the keyboard, the alphabet or the digits, forwards or backwards."""
    rows = [order for row in _ROWS for order in (row, row[::-1])]
    covered = set[int]()
    for start in range(len(text) - _RUN + 1):
        if any(text[start : start + _RUN] in row for row in rows):
            covered.update(range(start, start + _RUN))
    return len(covered) / len(text)
