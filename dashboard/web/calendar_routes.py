"""Open deadlines as a calendar: for whoever is signed in, and at an address that a calendar program reads.

The address holds a token instead of a sign-in. It leads to deadlines and to nothing else; its owner ends it
whenever they like, and what it tells is what they may read at that moment.
"""

from __future__ import annotations

from flask import Flask, Response, request
from msgspec.structs import replace

from dashboard.auth.person import Person
from dashboard.cases.service import CaseDesk
from dashboard.queries import Queries
from dashboard.registers.service import RegisterDesk
from dashboard.selection import AddressError
from dashboard.text import Lang, words
from dashboard.views.cases.calendar_file import calendar_file, case_entries
from dashboard.views.cases.lists import open_deadlines
from dashboard.views.registers.calendar import register_entries
from dashboard.web import access
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import form_lang
from dashboard.web.refusals import refuse

_FORBIDDEN, _NOT_FOUND = 403, 404


class Calendars:
    """The calendars of one server."""

    def __init__(self, desk: CaseDesk, queries: Queries) -> None:
        self._desk = desk
        self._queries = queries

    def install(self, server: Flask) -> None:
        """Add them to a server."""
        server.add_url_rule("/act/deadlines.ics", "calendar", self.download)
        server.add_url_rule(f"{access.FEED}<token>/deadlines.ics", "calendar-feed", self.feed)

    def download(self) -> Response:
        """The deadlines of whoever is signed in, as a file."""
        lang = form_lang()
        if access.present_person() is None:
            return refuse(_FORBIDDEN, "not_signed_in", words(lang)("act_errors.not_signed_in"))
        answer = self._calendar(self._desk, lang)
        answer.headers["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
        return answer

    def feed(self, token: str) -> Response:
        """The deadlines of whoever made the address.

        Raises:
            AddressError: there is no such address, or it has ended.
        """
        owner = self._owner(token)
        if owner is None:
            raise AddressError("unknown_place", found="feed", status=_NOT_FOUND)
        return self._calendar(replace(self._desk, reader=lambda: owner), form_lang())

    def _owner(self, token: str) -> Person | None:
        from dashboard.auth.feeds import person_of_feed  # noqa: PLC0415  with the store, which may not be there

        return person_of_feed(self._desk.office(), token) if self._desk.has_store() else None

    def _calendar(self, desk: CaseDesk, lang: Lang) -> Response:
        catalog = self._queries.catalog
        lines = open_deadlines(desk.readable(), desk.is_working_day)
        entries = [
            *case_entries(catalog, lines, lang),
            *register_entries(catalog, RegisterDesk(desk).readable(), lang),
        ]
        answer = Response(calendar_file(entries, request.host.partition(":")[0]), mimetype="text/calendar")
        answer.headers["Cache-Control"] = NEVER_KEPT
        return answer
