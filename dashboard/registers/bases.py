"""Whether what an entry rests on is a document, and one in force on the day of the act. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from etl.model.day import read_day
from etl.model.register import RegisterField
from etl.model.restriction import Instrument, LegalBasis

DRAFT: Final = "草案"
_BRACKETS: Final = str.maketrans("[【〖", "〔〔〔") | str.maketrans("]】〗", "〕〕〕")
_SIGNS_OF_DOCUMENTS: Final = ("号", "《")


def declared_bases(instruments: Iterable[Instrument]) -> tuple[LegalBasis, ...]:
    """The documents that acts of cases may rest on, each with its time in force."""
    return tuple(basis for instrument in instruments for basis in instrument.bases)


def basis_fault(
    field: RegisterField, given: Mapping[str, str], declared: Sequence[LegalBasis], today: date
) -> tuple[str, str] | None:
    """What is wrong with a basis: code of the fault, and what was found.

    A document that is not declared is taken as it is written: its time in force is not known here.

    Args:
        field: the field that names it; it says which day must lie in its time in force.
        given: field id → text of the entry.
        declared: the documents whose time in force is known.
        today: the day, where the entry does not say when the act was done.
    """
    text = _plain(given.get(field.id, ""))
    if DRAFT in text:
        return "draft_basis", ""
    if not any(sign in text for sign in _SIGNS_OF_DOCUMENTS):
        return "no_document", text
    day = _day(given.get(field.in_force_on or "", "")) or today
    named = {basis.number: False for basis in declared if _plain(basis.number) in text}
    for basis in declared:
        if basis.number in named:
            named[basis.number] |= basis.is_in_force(day)
    ended = next((number for number, holds in named.items() if not holds), None)
    return ("basis_not_in_force", f"{ended} · {day.isoformat()}") if ended else None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_BRACKETS)


def _day(text: str) -> date | None:
    try:
        return read_day(text.strip())
    except ValueError:
        return None
