"""The form of 催报: the letter is shown, recorded, and mailed where a mail server is named; else printed."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final

from dashboard.address import to_url
from dashboard.auth.rights import Right
from dashboard.cases.service import CaseDesk
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.pages.data_coverage import read_book
from dashboard.panels import Panels
from dashboard.report.deliver import read_addresses, send
from dashboard.selection import AddressError, Selection
from dashboard.text import words
from dashboard.upkeep.reminders import is_chased, note_mail, remind
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.return_calendar import ACTS, letter_text
from dashboard.views.quality.returns import state_word
from dashboard.web.act_fields import Field
from dashboard.web.plain_forms import Asked, Pairs, PlainForm, Told
from etl.errors import UsageError
from etl.model.due_return import Owed

ALL: Final = "all"
_NOT_FOUND: Final = 404
_LONGEST_NUMBER: Final = 60


class ReturnForms:
    """The form of one server."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    @property
    def _desk(self) -> CaseDesk:
        return self._panels.desk

    def forms(self) -> tuple[PlainForm, ...]:
        """It alone."""
        return (
            PlainForm(
                f"{ACTS}/<due>/<period>/<region>",
                "returns_due.form",
                Right.CHASE,
                self._back,
                ask=self._remind,
                fields=self._fields,
                said=self._said,
                links=self._links,
            ),
        )

    def _owed(self, asked: Asked) -> list[Owed]:
        """The returns of the address that the reader may remind of.

        Raises:
            ActError: there is no such return, or none that is theirs to remind of.
        """
        place, queries = asked.place, self._panels.queries
        try:
            book = read_book(queries, place["due"])
        except AddressError as error:
            raise ActError("unknown_return", found=place["due"][:40], status=_NOT_FOUND) from error
        of_period = [one for one in book.owed if str(one.period) == place["period"]]
        source = book.declared.source
        mine = [
            one
            for one in of_period
            if place["region"] in {one.region, ALL}
            and asked.person.may(Right.CHASE, self._desk.lies_within, region=one.region, source=source)
        ]
        if not mine:
            named = any(place["region"] in {one.region, ALL} for one in of_period)
            reason, status = ("not_allowed", FORBIDDEN) if named else ("unknown_return", _NOT_FOUND)
            raise ActError(reason, found=place["region"][:40], status=status)
        chased = [one for one in mine if is_chased(one)]
        return chased or mine

    def _said(self, asked: Asked) -> Pairs:
        catalog, lang = self._panels.queries.catalog, asked.lang
        owed = self._owed(asked)
        number = asked.text("number")
        letter = letter_text(catalog, owed, self._desk.today(), number, lang)
        states = tuple(
            (place_name(catalog, one.region, lang), state_word(one, lang)) for one in owed[:_MOST_LISTED]
        )
        return (*states, (words(lang)("returns_due.letter.title"), letter))

    def _links(self, asked: Asked) -> Pairs:
        if asked.place["region"] == ALL:
            return ()
        place, tongue = asked.place, "" if asked.lang == "zh" else f"?lang={asked.lang}"
        every = f"{ACTS}/{place['due']}/{place['period']}/{ALL}{tongue}"
        return ((words(asked.lang)("returns_due.remind_all"), every),)

    def _fields(self, asked: Asked) -> tuple[Field, ...]:
        say = words(asked.lang)
        number = Field(
            "number", say("returns_due.form.number"), "line", asked.text("number"), is_required=False
        )
        if not self._has_mail:
            return (number,)
        note = say("returns_due.form.to_note")
        to = Field("to", say("returns_due.form.to"), "line", asked.text("to"), note=note, is_required=False)
        return (number, to)

    @property
    def _has_mail(self) -> bool:
        settings = self._panels.settings
        return bool(settings.smtp_host and settings.smtp_sender)

    def _back(self, asked: Asked) -> str:
        return to_url(Selection("data", asked.lang, section="calendar", due=asked.place["due"]))

    def _remind(self, asked: Asked) -> Told:
        """Write it down, then mail it where that is asked; what could not be mailed is printed."""
        say, owed = words(asked.lang), self._owed(asked)
        number, to = asked.text("number")[:_LONGEST_NUMBER], self._addresses(asked)
        day = self._desk.today()
        letter = letter_text(self._panels.queries.catalog, owed, day, number, asked.lang)
        with self._desk.office().acting() as act:
            last = remind(act, owed, actor=asked.person.name, number=number, letter=letter)
        is_sent = bool(to) and self._mailed(to, say("returns_due.letter.title"), letter)
        if to:
            with self._desk.office().acting() as act:
                note_mail(act, actor=asked.person.name, reminder=last, to=to, is_sent=is_sent)
        outcome = ("mailed" if is_sent else "not_mailed") if to else "to_print"
        said = ((say("returns_due.letter.title"), letter),)
        return Told(say("returns_due.form.done", count=len(owed)), say(f"returns_due.form.{outcome}"), said)

    def _addresses(self, asked: Asked) -> tuple[str, ...]:
        if not self._has_mail or not asked.text("to"):
            return ()
        try:
            return read_addresses(asked.text("to"))
        except UsageError as error:
            raise ActError("bad_mail_address") from error

    def _mailed(self, to: Sequence[str], subject: str, letter: str) -> bool:
        message = EmailMessage()
        message["Subject"] = subject
        message["From"] = self._panels.settings.smtp_sender
        message["To"] = ", ".join(to)
        message.set_content(f"{letter}\n")
        try:
            send(self._panels.settings, message)
        except UsageError:
            return False
        return True


_MOST_LISTED: Final = 6
