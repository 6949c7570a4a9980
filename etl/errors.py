"""Every error of the project.

    LiaoningError
    ├── UsageError            wrong command, option or name           exit code 2
    ├── Stopped               whoever ran it stopped it               exit code 130
    ├── StorageError          the disk is full, or a folder cannot be written   exit code 1
    └── DataError             the data or declarations fail a check   exit code 1
        ├── ProblemsFound     everything that is wrong with a delivery, at once
        ├── CatalogError      a declaration is wrong or dangling
        ├── PeriodError       a text is no period
        ├── LayoutChanged     a file does not look as its format says
        │   └── TableChanged  an untidy table does not, told in the words of what changed
        ├── RejectedCell      a cell that was not taken in
        ├── SourceFileError   a file is missing, damaged or has no declaration
        │   └── RefusedFile   a file that is not opened, or could not be read within its limits
        ├── CorrectionAbsent  a correction names a figure that no file holds
        ├── CorrectionRepaired  the publisher changed the figure that a correction was made for
        ├── ConservationError rows were lost between two stages
        ├── BackupError       a store cannot be copied, or a backup does not hold
        └── BuildError        no build, a damaged build, or a build that cannot be published
            └── BuildFailed   a build that was started as a process of its own failed

An error says what, where, found, expected and what to do; its sentence stands in ``etl/messages.yaml`` under
its ``code`` in zh and en, so the command line and the load desk print the same facts in their own language.
"""

import errno
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final, TypeGuard

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is there
_MESSAGES = Path(__file__).parent / "messages.yaml"


@cache
def load_messages() -> dict[str, dict[str, str]]:
    """The words of errors, challenges and reasons: code → {zh, en}."""
    with _MESSAGES.open(encoding="utf-8") as stream:
        messages: dict[str, dict[str, str]] = yaml.load(stream, Loader=_LOADER)
    return messages


def say(code: str, lang: str = "en", **facts: object) -> str:
    """The sentence of a code in one language, with its facts put in.

    Args:
        code: key of ``etl/messages.yaml``.
        lang: ``en`` or ``zh``.
        facts: the values that the sentence names; one given in both languages is said in this one.
    """
    text = load_messages()[code][lang]
    if not facts and "{" not in text:
        return text  # most words of a table: without a fact nothing is put in
    said = {name: fact[lang] if _is_bilingual(fact) else _plain(fact) for name, fact in facts.items()}
    return text.format(**said)


class _Figure(float):
    """A figure that no format writes with an exponent: 7000000, not 7e+06."""

    def __format__(self, spec: str) -> str:
        written = super().__format__(spec or ".10g")
        return f"{Decimal(written):f}" if "e" in written else written


def _plain(fact: object) -> object:
    return _Figure(fact) if isinstance(fact, float) else fact


def told(code: str, **facts: object) -> dict[str, dict[str, str]]:
    """``problem`` and ``action`` of an error in both languages, to be given to it.

    Args:
        code: ``problem_<code>`` and ``action_<code>`` are keys of ``etl/messages.yaml``.
        facts: the values that the sentences name.
    """
    return {
        name: {lang: say(f"{name}_{code}", lang, **facts) for lang in ("zh", "en")}
        for name in ("problem", "action")
    }


def _is_bilingual(fact: object) -> TypeGuard[dict[str, str]]:
    return isinstance(fact, dict) and fact.keys() == {"zh", "en"}


class LiaoningError(Exception):
    """Base of all errors that a person is meant to read."""

    code: ClassVar[str] = "error"
    exit_code: int = 1

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.say("en"))

    def say(self, lang: str) -> str:
        """The error as one readable paragraph."""
        return say(self.code, lang, **self.facts)


class UsageError(LiaoningError):
    """A wrong command, option or name: ``problem``, ``action``."""

    code = "usage"
    exit_code = 2


class Stopped(LiaoningError):  # noqa: N818 - the name is what happened
    """Whoever ran a command stopped it between two pieces of its work: what is finished stays."""

    code = "stopped"
    exit_code = 130


class StorageError(LiaoningError):
    """The disk is full, or a place cannot be written: ``place``, ``cause`` of its ``storage_`` reason."""

    def __init__(self, reason: str, **facts: Any) -> None:
        self.reason = reason
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """Which place, why, what is left of it, what to do."""
        return say(f"storage_{self.reason}", lang, **self.facts)


FULL: Final = "full"
NOT_WRITABLE: Final = "not_writable"
_SOMEWHERE: Final = {"zh": "要写入的文件夹", "en": "the folder to be written"}
_STORAGE: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), NOT_WRITABLE),
}


def storage_error(error: OSError, place: object = None) -> StorageError | None:
    """What the system said of a disk or folder, as an error of ours; None where it said something else.

    Args:
        error: of the system; one of a write names no file.
        place: what was to be written, named where the system does not name it.
    """
    reason = _STORAGE.get(error.errno or 0)
    if reason is None:
        return None
    return StorageError(reason, place=error.filename or place or _SOMEWHERE, cause=error.strerror or "")


class DataError(LiaoningError):
    """Base of everything that is wrong with data or declarations."""


class CatalogError(DataError):
    """A declaration is wrong: ``file``, ``place``, ``found``, ``expected``, ``action``."""

    code = "catalog"


class PeriodError(DataError, ValueError):
    """A text is no period: ``found``."""

    code = "period"


class LayoutChanged(DataError):  # noqa: N818 - the name is what happened
    """A file differs from its format: ``file``, ``sheet``, ``cell``, ``found``, ``expected``, ``action``."""

    code = "layout_changed"


class TableChanged(LayoutChanged):
    """An untidy table differs from its format: ``file``, ``sheet``, ``cell``, facts of its ``grid_`` code."""

    code = "table_changed"

    def __init__(self, change_code: str, **facts: Any) -> None:
        self.change_code = change_code
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """Where it is, what was expected, what was found, what to do."""
        reason = say(f"grid_{self.change_code}", lang, **self.facts)
        return say(self.code, lang, reason=reason, **self.facts)


class SourceFileError(DataError):
    """A source file is missing, damaged or undeclared: ``file``, ``problem``, ``action``."""

    code = "source_file"


class RefusedFile(SourceFileError):  # noqa: N818 - the name is what happened
    """A file of which nothing is taken in: ``file``, and ``found``, ``limit`` of its ``refused_`` code."""

    def __init__(self, refusal_code: str, **facts: Any) -> None:
        self.refusal_code = refusal_code
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """Which file, what was found, what the limit is, what to do."""
        reason = say(f"refused_{self.refusal_code}", lang, **self.facts)
        return say("refused_file", lang, reason=reason, **self.facts)


class CorrectionAbsent(DataError):  # noqa: N818 - the name is what happened
    """A correction names a figure that no file holds: ``file``, ``correction``, ``place`` and the figure."""

    code = "correction_absent"


class CorrectionRepaired(DataError):  # noqa: N818 - the name is what happened
    """Not what the correction expects stands there now: also ``expected``, ``found``, ``known_from``."""

    code = "correction_repaired"


class ConservationError(DataError):
    """Rows were lost: ``stage``, ``source``, ``rows_in``, ``kept``, ``rejected``, ``left_out``."""

    code = "conservation"

    def __init__(self, **facts: Any) -> None:
        super().__init__(**{"left_out": 0, **facts})


class BackupError(DataError):
    """A store that cannot be copied, or a backup that does not hold: ``problem``, ``action``."""

    code = "backup"


class BuildError(DataError):
    """A build is missing, damaged or cannot be published: ``problem``, ``action``."""

    code = "build"


class BuildFailed(BuildError):  # noqa: N818 - the name is what happened
    """A build that was started as a process of its own failed; ends as that did: ``problem``, ``action``."""

    def __init__(self, exit_code: int, **facts: Any) -> None:
        super().__init__(**facts)
        self.exit_code = max(exit_code, 1)  # a process that was killed has a negative code


class ProblemsFound(DataError):  # noqa: N818 - the name is what happened
    """Everything that is wrong, in order of files, so that a person mends it in one go: ``problems``."""

    code = "problems_found"

    def __init__(self, problems: Sequence[LiaoningError]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(self.problems))

    def say(self, lang: str) -> str:
        """All problems, one per line, then what became of the build."""
        lines = [problem.say(lang) for problem in self.problems]
        return "\n".join([*lines, say(self.code, lang, **self.facts)])


class RejectedCell(DataError):  # noqa: N818 - the name is what happened
    """A cell that was not taken in: ``file``, ``sheet``, ``cell``, ``found``, facts of its reject code."""

    def __init__(self, reject_code: str, **facts: Any) -> None:
        self.reject_code = reject_code
        super().__init__(**facts)

    def say(self, lang: str) -> str:
        """Where it is, what was found, what was expected, what to do."""
        reason = say(f"reject_{self.reject_code}", lang, **self.facts)
        return say("rejected_cell", lang, reason=reason, **self.facts)
