"""Whether what somebody writes into a register is what its declaration asks for. Codes, no sentences."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from dashboard.registers.bases import basis_fault
from etl.model.day import read_day
from etl.model.register import FieldKind, Register, RegisterField
from etl.model.restriction import LegalBasis

LONGEST: Final = 4000
LONGEST_LINE: Final = 200
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SHORTEST_NAME: Final = 2  # one character alone stands in many words


class Fault(Struct, frozen=True):
    """What is wrong with one field.

    Attributes:
        field: id of the field; ``region`` for the region.
        code: ``missing``, ``not_a_date``, ``not_a_year``, ``not_a_number``, ``not_a_choice``, ``too_long``,
            ``before_start``, ``in_future``, ``draft_basis``, ``no_document``, ``basis_not_in_force``,
            ``names_complainant``, ``twice``, ``repeated`` or ``unknown``.
        found: the text as it stood; empty where it must not be repeated.
    """

    field: str
    code: str
    found: str = ""


def faults_of(
    register: Register, given: Mapping[str, str], today: date, bases: Sequence[LegalBasis] = ()
) -> tuple[Fault, ...]:
    """Everything that is wrong with the fields of an entry.

    Args:
        register: the declaration.
        given: field id → text, spelled as entries hold it.
        today: the day; nothing was done on a later one.
        bases: the documents whose time in force is declared.
    """
    known = {field.id for field in register.fields}
    faults = [Fault(name, "unknown", text) for name, text in given.items() if name not in known]
    faults += [
        fault for field in register.fields if (fault := _fault(field, given.get(field.id, "").strip()))
    ]
    wrong = {fault.field for fault in faults}
    faults += [fault for fault in _bases_hold(register, given, today, bases) if fault.field not in wrong]
    faults += [fault for fault in _days_in_order(register, given, today) if fault.field not in wrong]
    faults += _names_of_people(register, given)
    return tuple(faults)


def _fault(field: RegisterField, text: str) -> Fault | None:
    if not text:
        return Fault(field.id, "missing") if field.required else None
    longest = LONGEST if field.kind is FieldKind.TEXT else LONGEST_LINE
    code = "too_long" if len(text) > longest else _CHECKS[field.kind](field, text)
    return Fault(field.id, code, "" if field.is_protected else text[:80]) if code else None


def _bases_hold(
    register: Register, given: Mapping[str, str], today: date, bases: Sequence[LegalBasis]
) -> Iterator[Fault]:
    """What an act rests on is a document, and in force on its day."""
    for field in register.fields:
        if field.is_basis and given.get(field.id, "").strip():
            found = basis_fault(field, given, bases, today)
            if found is not None:
                yield Fault(field.id, *found)


def _days_in_order(register: Register, given: Mapping[str, str], today: date) -> Iterator[Fault]:
    """What meets a deadline is a day that has come, and none before the day that started it."""
    for deadline in register.deadlines:
        met = _day(given.get(deadline.met_by, ""))
        starts = _day(given.get(deadline.starts_with, ""))
        if met is None:
            continue
        if met > today:
            yield Fault(deadline.met_by, "in_future", met.isoformat())
        runs = deadline.working_days is not None or deadline.months is not None
        if runs and starts is not None and met < starts:
            yield Fault(deadline.met_by, "before_start", met.isoformat())


def _names_of_people(register: Register, given: Mapping[str, str]) -> Iterator[Fault]:
    """A name that is sealed must not stand in a field that is not."""
    sealed = [given.get(field.id, "").strip() for field in register.fields if field.is_protected]
    names = [name for name in sealed if len(name) >= _SHORTEST_NAME]
    for field in register.fields:
        if not field.is_protected and any(name in given.get(field.id, "") for name in names):
            yield Fault(field.id, "names_complainant")


def _day(text: str) -> date | None:
    try:
        return read_day(text.strip())
    except ValueError:
        return None


def _free(_field: RegisterField, _text: str) -> str | None:
    return None


def _date(_field: RegisterField, text: str) -> str | None:
    return None if _day(text) and len(text) == len("2026-03-02") else "not_a_date"


def _year(_field: RegisterField, text: str) -> str | None:
    return None if _YEAR.fullmatch(text) else "not_a_year"


def _number(_field: RegisterField, text: str) -> str | None:
    return None if _NUMBER.fullmatch(text) else "not_a_number"


def _choice(field: RegisterField, text: str) -> str | None:
    return None if text in field.choices else "not_a_choice"


_CHECKS: Final[Mapping[FieldKind, Callable[[RegisterField, str], str | None]]] = {
    FieldKind.LINE: _free,
    FieldKind.TEXT: _free,
    FieldKind.DATE: _date,
    FieldKind.YEAR: _year,
    FieldKind.NUMBER: _number,
    FieldKind.CHOICE: _choice,
}
