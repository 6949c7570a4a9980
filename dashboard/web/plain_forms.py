"""Forms by which one person does one act: what is asked, who may, and what is done in one transaction.

A form shows what it is about, takes a few fields, and carries the act out with its event of the chain; or it
comes again with what was typed and the reason why not. What must be told only once, such as a first password,
stands on the page that follows and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from flask import Response, request
from msgspec import Struct
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.store import Act, Office
from dashboard.text import Lang, words
from dashboard.web import access
from dashboard.web.act_fields import FILES, LONGEST, Field, read_files
from dashboard.web.form_frame import FormFrame, form_lang, led_to
from dashboard.web.refusals import refuse

_OK: Final = 200
_LARGEST: Final = 20 * 2**20  # bytes
Pairs = tuple[tuple[str, str], ...]


class Asked(Struct, frozen=True):
    """One request of somebody who is signed in.

    Attributes:
        place: what the address names, such as a user.
        given: what was filled in; of several choices their values separated by commas.
        files: name and content of what was attached.
    """

    person: Person
    lang: Lang
    place: Mapping[str, str]
    given: Mapping[str, str]
    files: tuple[tuple[str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """What was filled in, without spaces around it."""
        return self.given.get(name, "").replace("\r\n", "\n").strip()


class Told(Struct, frozen=True):
    """What is said once, after the act."""

    title: str
    about: str
    said: Pairs


def _none(asked: Asked) -> tuple[Any, ...]:
    return ()


def _nothing(asked: Asked) -> str:
    return ""


Buttons = tuple[tuple[str, str, bool], ...]


def _one_button(asked: Asked) -> Buttons:
    return (("do", "submit", False),)


class PlainForm(Struct, frozen=True):
    """One form.

    Attributes:
        path: its address, with names in angle brackets.
        key: its words, such as ``system.form.add_user``: ``title``, ``about``, ``submit``.
        right: who may see it at all; ``do`` refuses what they may not do there.
        back: where one came from, and goes after the act.
        do: carries it out in one transaction; what it returns is told once.
        ask: instead of ``do``, for what opens transactions of its own.
        fetch: instead of a form, a file.
        fields: what is asked.
        said: what the act is about, as names and values.
        buttons: value, key of its word below ``key`` and whether it is the quieter one; the value arrives as
            ``decision``; none where there is nothing to be done any more.
        about: one sentence; empty for the words of ``key``.
        links: further ways, as word and address.
    """

    path: str
    key: str
    right: Right
    back: Callable[[Asked], str]
    do: Callable[[Act, Asked], Told | None] | None = None
    fields: Callable[[Asked], tuple[Field, ...]] = _none
    said: Callable[[Asked], Pairs] = _none
    buttons: Callable[[Asked], Buttons] = _one_button
    about: Callable[[Asked], str] = _nothing
    links: Callable[[Asked], Pairs] = _none
    ask: Callable[[Asked], Told | None] | None = None
    fetch: Callable[[Asked], Response] | None = None

    @property
    def is_act(self) -> bool:
        """Whether something is done by it; others only show and lead on."""
        return self.do is not None or self.ask is not None


class PlainForms:
    """Serves forms over one store."""

    def __init__(
        self,
        office: Callable[[], Office],
        frame: FormFrame,
        forms: Iterable[PlainForm],
        after_act: Callable[[], None],
    ) -> None:
        """Prepare the forms.

        Args:
            office: the store; opened at the first act.
            frame: writes the pages.
            forms: all of them.
            after_act: called after every act, for whatever keeps what people did.
        """
        self._office = office
        self._frame = frame
        self._after_act = after_act
        self._map = Map([Rule(form.path, endpoint=form) for form in forms])

    def serve(self) -> Any:
        """The answer to the present request.

        Raises:
            NotFound: no form has its address, or it is asked in a way that it does not answer.
        """
        form, place = self._map.bind("").match(request.path)
        if request.method == "GET":
            return self._answer(form, place, self._show)
        if not form.is_act:
            raise NotFound
        return self._answer(form, place, self._do)

    def _answer(
        self, form: PlainForm, place: Mapping[str, str], then: Callable[[PlainForm, Asked], Any]
    ) -> Any:
        request.max_content_length = _LARGEST
        person, lang = access.present_person(), form_lang()
        if person is None:
            return access.ask_to_sign_in()
        if not person.has(form.right):
            return refuse(FORBIDDEN, "not_allowed", words(lang)("act_errors.not_allowed"))
        given = {name: ",".join(request.form.getlist(name))[:LONGEST] for name in request.form}
        try:
            return then(form, Asked(person, lang, place, given, read_files(request.files.getlist(FILES))))
        except ActError as error:  # what the address names is not there, or not theirs
            return refuse(error.status, error.reason, error.say(lang))

    def _show(self, form: PlainForm, asked: Asked, refusal: str = "", status: int = _OK) -> Response:
        if form.fetch is not None:
            return form.fetch(asked)
        say = words(asked.lang)
        return self._frame.page(
            "plain.html",
            asked.lang,
            status=status,
            refusal=refusal,
            title=say(f"{form.key}.title"),
            about=form.about(asked) or say(f"{form.key}.about"),
            lines=(),
            said=form.said(asked),
            fields=form.fields(asked),
            longest=LONGEST,
            action=request.path,
            buttons=tuple(
                (value, say(f"{form.key}.{word}"), quiet) for value, word, quiet in form.buttons(asked)
            )
            if form.is_act
            else (),
            links=form.links(asked),
            back=form.back(asked),
            back_word=say("forms.back"),
        )

    def _do(self, form: PlainForm, asked: Asked) -> Any:
        try:
            told = self._carry_out(form, asked)
        except ActError as error:
            return self._show(form, asked, error.say(asked.lang), error.status)
        self._after_act()
        return led_to(form.back(asked)) if told is None else self._tell(told, form.back(asked), asked.lang)

    def _carry_out(self, form: PlainForm, asked: Asked) -> Told | None:
        if form.ask is not None:
            return form.ask(asked)
        with self._office().acting() as act:
            return form.do(act, asked) if form.do is not None else None

    def _tell(self, told: Told, back: str, lang: Lang) -> Response:
        return self._frame.page(
            "plain.html",
            lang,
            status=_OK,
            refusal="",
            title=told.title,
            about=told.about,
            lines=(),
            said=told.said,
            fields=(),
            longest=LONGEST,
            action="",
            buttons=(),
            links=(),
            back=back,
            back_word=words(lang)("forms.back"),
        )
