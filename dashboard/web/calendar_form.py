"""The form by which somebody makes the address of their calendar, makes it anew, or ends it."""

from __future__ import annotations

from flask import request

from dashboard import address
from dashboard.auth.feeds import end_feed, make_feed, open_feed
from dashboard.auth.rights import Right
from dashboard.cases.service import CaseDesk
from dashboard.operational.store import Act, written
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import moment_text
from dashboard.web import access
from dashboard.web.form_frame import lang_query
from dashboard.web.plain_forms import Asked, Buttons, Pairs, PlainForm, Told


def calendar_form(desk: CaseDesk, *, is_https: bool) -> PlainForm:
    """The form.

    Args:
        desk: the store behind the deadlines.
        is_https: whether browsers reach this server over HTTPS.
    """
    return _CalendarForm(desk, "https" if is_https else "http").form()


class _CalendarForm:
    def __init__(self, desk: CaseDesk, scheme: str) -> None:
        self._desk = desk
        self._scheme = scheme

    def form(self) -> PlainForm:
        return PlainForm(
            "/act/calendar/address",
            "calendar.form",
            Right.READ,
            lambda asked: address.to_url(Selection("deadlines", asked.lang)),
            self._do,
            said=self._said,
            buttons=self._buttons,
            links=lambda asked: (
                (words(asked.lang)("calendar.file"), f"/act/deadlines.ics{_tongue(asked.lang)}"),
            ),
        )

    def _said(self, asked: Asked) -> Pairs:
        say = words(asked.lang)
        held = self._held(asked)
        if held is None:
            return ((say("calendar.state"), say("calendar.none")),)
        return (
            (say("calendar.made"), moment_text(held[0])),
            (say("calendar.ends"), moment_text(held[1])),
        )

    def _buttons(self, asked: Asked) -> Buttons:
        end = (("end", "end", True),) if self._held(asked) else ()
        return (("make", "make", False), *end)

    def _held(self, asked: Asked) -> tuple[str, str] | None:
        office = self._desk.office()
        with office.reading() as connection:
            feed = open_feed(connection, asked.person.name, written(office.now()))
        return (feed.made_at, feed.ends_at) if feed else None

    def _do(self, act: Act, asked: Asked) -> Told | None:
        say = words(asked.lang)
        if asked.text("decision") == "end":
            end_feed(act, name=asked.person.name)
            return None
        token = make_feed(act, name=asked.person.name)
        place = f"{self._scheme}://{request.host}{access.FEED}{token}/deadlines.ics{_tongue(asked.lang)}"
        return Told(say("calendar.told"), say("calendar.once"), ((say("calendar.address"), place),))


def _tongue(lang: Lang) -> str:
    return "".join(f"?{key}={value}" for key, value in lang_query(lang).items())
