"""What the forms of registers share: whose register and entry it is, how they lead back, what they bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import address
from dashboard.queries import Queries
from dashboard.registers.entry import Entry
from dashboard.registers.refusal import RegisterRefused
from dashboard.registers.service import RegisterDesk
from dashboard.selection import AddressError, Selection
from dashboard.text import Lang, words
from dashboard.views.registers.wording import ROOT, refusal_text
from dashboard.web import access
from dashboard.web.form_frame import FormFrame, form_lang, lang_query
from dashboard.web.refusals import refuse
from etl.model.register import Audience, Register
from etl.model.register import Origin as From

OK, NOT_FOUND, CONFLICT, FORBIDDEN = 200, 404, 409, 403
_LARGEST_MB: Final = 20


class RegisterSite:
    """The registers as the forms of one server ask for them."""

    def __init__(self, desk: RegisterDesk, queries: Queries, frame: FormFrame) -> None:
        self.desk = desk
        self.queries = queries
        self.frame = frame

    def declared(self, register: str) -> Register:
        """A register.

        Raises:
            AddressError: there is none of the id (404).
        """
        declared = self.desk.registers.get(register)
        if declared is None:
            raise AddressError("unknown_place", found=register, status=NOT_FOUND)
        return declared

    def kept(self, register: str) -> Register:
        """A register that the reader may write into, somewhere.

        Raises:
            AddressError: it is not theirs (403).
        """
        declared = self.declared(register)
        if not self.desk.regions_kept(declared):
            raise AddressError("not_yours", found=register, status=FORBIDDEN)
        return declared

    def entered(self, register: str) -> Register:
        """A register that the reader may type entries into.

        Raises:
            AddressError: it only takes over published lists (404), or it is not theirs (403).
        """
        declared = self.kept(register)
        if declared.origin is From.PUBLISHED:
            raise AddressError("unknown_page", found=request.path, status=NOT_FOUND)
        return declared

    def seen(self, register: str, number: str) -> tuple[Register, Entry]:
        """An entry that the reader may see.

        Raises:
            AddressError: there is none (404).
        """
        declared = self.declared(register)
        entry = self.desk.find(register, number)
        if entry is None:
            raise AddressError("unknown_place", found=number, status=NOT_FOUND)
        return declared, entry

    def may_change(self, declared: Register, entry: Entry) -> bool:
        """Whether the reader may change an entry by form; a published list changes with its next edition."""
        return declared.origin is not From.PUBLISHED and self.desk.may_keep(declared, entry.region)

    def changed(self, register: str, number: str) -> tuple[Register, Entry]:
        """An entry that the reader may change.

        Raises:
            AddressError: there is none (404), or it is not theirs (403).
        """
        declared, entry = self.seen(register, number)
        if not self.may_change(declared, entry):
            raise AddressError("not_yours", found=number, status=FORBIDDEN)
        return declared, entry

    def sealed(self, register: str, number: str) -> tuple[Register, Entry]:
        """An entry whose sealed fields the reader may open.

        Raises:
            AddressError: there is none (404), or it is not theirs (403).
        """
        declared, entry = self.seen(register, number)
        if not self.desk.may_read_identity(declared, entry.region):
            raise AddressError("not_yours", found=number, status=FORBIDDEN)
        return declared, entry

    def note_read(self, declared: Register, what: str) -> None:
        """Write down who reads what not everybody may."""
        if declared.audience is not Audience.PUBLIC:
            self.desk.cases.note_read(f"register:{declared.id}:{what}")

    def require_region(self, declared: Register, region: str) -> None:
        """Refuse a region that the reader may not write about.

        Raises:
            RegisterRefused: it is not theirs.
        """
        if region not in self.desk.regions_kept(declared):
            raise RegisterRefused("not_yours")

    def refused(self, declared: Register, refused: RegisterRefused, wanted: str, number: str = "") -> str:
        """Write a refused attempt into the chain, and say why it was refused."""
        self.desk.kept.note_refusal(declared, refused, actor=self.name(), wanted=wanted, number=number)
        return refusal_text(refused, declared, form_lang())

    def name(self) -> str:
        """Who acts."""
        person = access.present_person()
        if person is None:  # whoever may keep anything has a name
            raise AddressError("not_yours", found=request.path, status=FORBIDDEN)
        return person.name

    def back(self, declared: Register, lang: Lang, entry: Entry | None = None) -> dict[str, str]:
        """Where a form leads back to: the entry, else the register."""
        say = words(lang)
        if entry is not None:
            place = f"{ROOT}/{declared.id}/{entry.number}{tongue(lang)}"
            return {"back": place, "back_word": say("register.page.to_entry")}
        place = address.to_url(Selection("registers", lang, register=declared.id))
        return {"back": place, "back_word": say("register.page.back")}


def tongue(lang: Lang) -> str:
    """The language as the end of an address."""
    return "".join(f"?{key}={value}" for key, value in lang_query(lang).items())


def version_seen() -> int:
    """The version of an entry that the form was made from; -1 where it says none."""
    told = request.form.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < len("100000") else -1


def bounded_view(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose request may hold so much and no more."""

    def bounded(**named: str) -> Any:
        request.max_content_length = _LARGEST_MB * 2**20
        try:
            return view(**named)
        except RequestEntityTooLarge:
            told = words("zh")("register.refused.too_large", most=_LARGEST_MB)
            return refuse(RequestEntityTooLarge.code or 413, "too_large", told)

    return bounded
