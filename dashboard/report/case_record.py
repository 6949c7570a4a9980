"""Cases and acts as they stood at a cut-off, which a report prints and an archived run keeps.

The report asks no store of cases: it is handed this record as a plain argument, so that the same run can be
made again years later. Where nobody has handed one over, the report says that no cases are recorded.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from msgspec import Struct
from msgspec.structs import asdict

from etl.errors import UsageError
from etl.model.vocabulary import ChallengeStatus

FORMAT: Final = 1


class CaseLine(Struct, frozen=True):
    """One case as it stood at the cut-off.

    Attributes:
        number: number of the case.
        region: code of the region.
        instrument: name of the instrument in both languages, by language.
        state: state in both languages, by language.
        since: day of the last transition, ``YYYY-MM-DD``.
        deadline: day by which the next step is due; empty where none runs.
        deadline_unknown_from: from which day on the days off that this day rests on are not declared;
            empty where all of them are.
        document: number of the document of the last act; empty where it has none.
        is_restriction: whether a restriction is in force.
    """

    number: str
    region: str
    instrument: Mapping[str, str]
    state: Mapping[str, str]
    since: str
    deadline: str = ""
    document: str = ""
    is_restriction: bool = False
    deadline_unknown_from: str = ""

    def told(self) -> dict[str, Any]:
        """The case as a record holds it; what it lacks is left out, as in records of before."""
        facts = asdict(self)
        if not self.deadline_unknown_from:
            del facts["deadline_unknown_from"]
        return facts


class CaseRecord(Struct, frozen=True):
    """All cases at a cut-off, with the head of the chain that proves them.

    Attributes:
        cut_off: moment up to which acts are counted, ISO 8601; empty where no record was handed over.
        head: head of the chain of events at that moment, ``<number>-<hash>``.
        cases: open and closed cases, in order of their numbers.
        is_published_only: whether only decisions that were published are among them.
        answers: where challenges stood about which people did anything: id and status, in order of the ids.
    """

    cut_off: str = ""
    head: str = ""
    cases: tuple[CaseLine, ...] = ()
    is_published_only: bool = False
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether anybody keeps cases at all."""
        return bool(self.cut_off)

    def of_region(self, code: str) -> tuple[CaseLine, ...]:
        """The cases of one region."""
        return tuple(case for case in self.cases if case.region == code)

    def to_json(self) -> str:
        """The record as text; the same record is the same text."""
        told = {**asdict(self), "cases": [case.told() for case in self.cases]}
        if not self.is_published_only:  # the record of all cases is written as it always was
            del told["is_published_only"]
        if not self.answers:
            del told["answers"]
        return json.dumps(
            {"format": FORMAT, **told}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a record.

        Raises:
            ValueError: the text is no record of this format.
        """
        return cls._of(json.loads(text))

    @classmethod
    def _of(cls, told: Mapping[str, Any]) -> Self:
        if told.get("format") != FORMAT:
            msg = f"format {told.get('format')!r}, expected {FORMAT}"
            raise ValueError(msg)
        try:
            if told["cut_off"]:
                datetime.fromisoformat(told["cut_off"])
            cases = tuple(CaseLine(**line) for line in told["cases"])
            answers = tuple(
                (str(name), ChallengeStatus(status).value) for name, status in told.get("answers", ())
            )
            return cls(
                str(told["cut_off"]), str(told["head"]), cases, bool(told.get("is_published_only")), answers
            )
        except (KeyError, TypeError) as error:
            msg = f"a field is missing or unknown: {error}"
            raise ValueError(msg) from error


NO_RECORD: Final = CaseRecord()


def read_case_record(path: Path) -> CaseRecord:
    """The record of a file.

    Raises:
        UsageError: the file cannot be read or is no record.
    """
    try:
        return CaseRecord.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            problem=f"{path} is no record of cases: {error}",
            action="Give the file that the cases export, or leave --cases out",
        ) from error
