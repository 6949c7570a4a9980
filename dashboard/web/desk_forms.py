"""The forms of the load desk: bring a file, see what was found in it, do the next step, fetch it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import address
from dashboard.load_desk.service import ACTS, LoadDesk
from dashboard.load_desk.upload import Upload, base_name
from dashboard.operational.errors import ActError
from dashboard.selection import AddressError, Selection
from dashboard.text import Lang, words
from dashboard.views.load_desk.sections import difference_sheet, faults_sheet
from dashboard.views.load_desk.upload_page import build_desk_page
from dashboard.views.load_desk.wording import LARGEST_MB, ROOT, address_of
from dashboard.web import access
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import FormFrame, form_lang, led_to
from dashboard.web.refusals import request_lang

_OK, _NOT_FOUND, _TOO_LARGE = 200, 404, 413
_LONGEST_REASON: Final = 500
_RENEW_SECONDS: Final = "2"
_BYTE_ORDER_MARK: Final = "\ufeff"
_MULTIPART: Final = 2**16  # bytes around the file itself


class DeskForms:
    """The forms of one server."""

    def __init__(self, desk: LoadDesk, frame: FormFrame) -> None:
        self._desk = desk
        self._frame = frame

    def install(self, server: Flask) -> None:
        """Add the forms to a server."""

        def rule(path: str, name: str, view: Callable[..., Any], method: str = "GET") -> None:
            server.add_url_rule(path, f"desk-{name}", _for_people(view), methods=[method])

        rule(ROOT, "bring", self.bring, "POST")
        rule(f"{ROOT}/<int:number>", "upload", self.show)
        rule(f"{ROOT}/<int:number>/file", "file", self.file)
        rule(f"{ROOT}/<int:number>/figures.csv", "figures", self.figures)
        rule(f"{ROOT}/<int:number>/faults.csv", "faults", self.faults)
        rule(f"{ROOT}/<int:number>/<act>", "act", self.act, "POST")

    # ── bringing ──

    def bring(self) -> Any:
        """Take a file in; on to its page, or the reason why it is not taken."""
        # before anything of the form is asked for, its language too: that reads the whole body
        request.max_content_length = LARGEST_MB * 2**20 + _MULTIPART
        try:
            lang = form_lang()
            upload = self._desk.bring(*_sent_file(), request.form.get("source", ""))
        except RequestEntityTooLarge:
            lang = "en" if request_lang() == "en" else "zh"
            told = words(lang)("act_errors.upload_large", most=LARGEST_MB)
            return self._refused(told, _TOO_LARGE, lang)
        except ActError as error:
            return self._refused(error.say(lang), error.status, lang)
        return led_to(address_of(upload, lang))

    def _refused(self, told: str, status: int, lang: Lang) -> Response:
        """The reason on a page of its own: nothing was taken in."""
        return self._frame.page(
            "desk_refused.html",
            lang,
            status=status,
            title=words(lang)("data.sections.desk"),
            refusal=told,
            back=self._back(lang),
        )

    def _back(self, lang: Lang) -> str:
        return address.to_url(Selection("data", lang, section="desk"))

    # ── one upload ──

    def show(self, number: int, refusal: str = "", status: int = _OK) -> Response:
        """Where it stands, what was found, what the reader can do."""
        upload, lang = self._seen(number), form_lang()
        self._desk.settle(upload)
        if not upload.is_at_work:  # its page comes again every two seconds until there is something to read
            self._note_read(upload)
        view = build_desk_page(
            self._desk.catalog(), upload, self._desk.found(upload), self._desk.possible(upload), lang
        )
        answer = self._frame.page(
            "desk.html",
            lang,
            status=status,
            title=view.title,
            refusal=refusal,
            view=view,
            longest=_LONGEST_REASON,
            root=f"{ROOT}/{number}",
            query="" if lang == "zh" else f"?lang={lang}",
            back=self._back(lang),
        )
        if upload.is_at_work and not refusal:
            answer.headers["Refresh"] = f"{_RENEW_SECONDS}; url={address_of(upload, lang)}"
        return answer

    def act(self, number: int, act: str) -> Any:
        """Do it; back to its page, with the reason where it was not possible."""
        upload, lang = self._seen(number), form_lang()
        if act not in ACTS:
            raise AddressError("unknown_page", found=request.path, status=_NOT_FOUND)
        try:
            self._desk.do(act, upload, request.form.get("reason", "")[:_LONGEST_REASON])
        except ActError as error:
            return self.show(number, error.say(lang), error.status)
        return led_to(address_of(upload, lang))

    def _seen(self, number: int) -> Upload:
        """The upload, if it is the reader's to open; what is not theirs is not there.

        Raises:
            AddressError: 404.
        """
        found = self._desk.find(number)
        if found is None:
            raise AddressError("unknown_place", found=request.path, status=_NOT_FOUND)
        return found

    # ── what is fetched ──

    def _note_read(self, upload: Upload) -> None:
        """Write down that the reader is shown somebody's file or what was found in it, before it is shown."""
        from dashboard.auth.reads import note_read  # noqa: PLC0415  the store opens for those with a name

        person = access.present_person()
        if person is not None:
            note_read(self._desk.office(), actor=person.name, what=upload.subject, scope=person.scope.key)

    def file(self, number: int) -> Response:
        """The file as it was brought; never opened by the browser itself."""
        upload = self._seen(number)
        self._note_read(upload)
        content = self._desk.content(upload, upload.sha256)
        if content is None:
            raise AddressError("unknown_place", found=request.path, status=_NOT_FOUND)
        return _download(content, upload.name, "application/octet-stream")

    def figures(self, number: int) -> Response:
        """Every figure with what is in use before and after, as CSV."""
        upload, lang = self._seen(number), form_lang()
        self._note_read(upload)
        found = self._desk.found(upload)
        if found is None:
            raise AddressError("unknown_place", found=request.path, status=_NOT_FOUND)
        text = difference_sheet(self._desk.catalog(), found, lang).csv()
        return _download((_BYTE_ORDER_MARK + text).encode(), f"desk-{number}-figures.csv", "text/csv")

    def faults(self, number: int) -> Response:
        """Every fault, as CSV."""
        upload = self._seen(number)
        self._note_read(upload)
        found = self._desk.found(upload)
        if found is None:
            raise AddressError("unknown_place", found=request.path, status=_NOT_FOUND)
        text = faults_sheet(found, form_lang()).csv()
        return _download((_BYTE_ORDER_MARK + text).encode(), f"desk-{number}-faults.csv", "text/csv")


def _sent_file() -> tuple[str, bytes]:
    """Name and content of the file in the form; of the name only its last part."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    with closing(sent):  # a large one lies on the disk
        return base_name(sent.filename or ""), sent.read()


def _download(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = NEVER_KEPT
    return answer


def _for_people(view: Callable[..., Any]) -> Callable[..., Any]:
    """A form for people with a name."""

    def answered(**parts: Any) -> Any:
        if access.present_person() is None:
            return access.ask_to_sign_in()
        return view(**parts)

    return answered
