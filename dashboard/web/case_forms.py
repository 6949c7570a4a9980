"""The forms by which people act in cases: open one, do the next step, confirm or take back, fetch a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from dashboard import address
from dashboard.cases.case import FrozenEvidence, Person
from dashboard.cases.case_events import CaseFile
from dashboard.cases.refusal import Refused
from dashboard.cases.service import CaseDesk
from dashboard.format import format_date
from dashboard.queries import Queries
from dashboard.selection import BAD_REQUEST, AddressError, Selection
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import FORMS, act_lines
from dashboard.views.cases.wording import refusal_text, state_name
from dashboard.views.explain import explain_flag
from dashboard.web import access
from dashboard.web.act_fields import LONGEST, Field, fields_of, wish_of
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import FormFrame, form_lang, lang_query, led_to
from dashboard.web.refusals import refuse
from etl.model.restriction import ActRule, Instrument, LegalBasis, Role
from etl.model.vocabulary import RegionLevel
from etl.store.rows import FlagRow

ROOT: Final = "/act/"
_LARGEST_MB: Final = 20
_CONFLICT, _NOT_FOUND, _OK = 409, 404, 200
_FORBIDDEN: Final = 403


class CaseForms:
    """The forms of one server."""

    def __init__(self, desk: CaseDesk, queries: Queries, frame: FormFrame) -> None:
        self._desk = desk
        self._queries = queries
        self._frame = frame

    def install(self, server: Flask) -> None:
        """Add the forms to a server."""

        def rule(path: str, name: str, view: Callable[..., Any], method: str) -> None:
            server.add_url_rule(path, f"case-{name}", _bounded(view), methods=[method])

        rule(FORMS, "open", self.show_opening, "GET")
        rule(FORMS, "try-open", self.open, "POST")
        rule(f"{FORMS}/<number>/confirm", "confirm", self.show_draft, "GET")
        rule(f"{FORMS}/<number>/confirm", "try-confirm", self.decide_draft, "POST")
        rule(f"{FORMS}/<number>/<name>", "act", self.show_act, "GET")
        rule(f"{FORMS}/<number>/<name>", "try-act", self.act, "POST")
        rule(f"{ROOT}file/<number>/<sha256>", "file", self.file, "GET")

    # ── opening ──

    def show_opening(self, refusal: str = "", status: int = _OK) -> Response:
        """The form that opens a case: from a flag, or by hand."""
        if access.present_person() is None:
            return access.ask_to_sign_in()
        lang, say, flag = form_lang(), words(form_lang()), self._flag()
        catalog = self._queries.catalog
        region = catalog.region(flag.region).name[lang] if flag else ""
        title = say("case.form.open_lead", region=region) if flag else say("case.form.open")
        facts: dict[str, Any] = {
            "refusal": refusal,
            "title": title,
            "about": explain_flag(catalog, flag, lang).title if flag else say("case.form.no_flag"),
            "back": address.to_url(Selection("cases", lang)),
            "back_word": say("case.form.back"),
        }
        table = catalog.instruments.get(request.values.get("instrument", ""))
        if table is None:
            choices = self._instruments(flag, lang)
            question = say("case.form.instrument")
            return self._frame.page(
                "choose.html", lang, status=status, question=question, choices=choices, **facts
            )
        places = () if flag else (self._region_field(lang),)
        filled = _with_source(request.form, flag, request.args)
        bases = self._bases(table)
        return self._frame.page(
            "act.html",
            lang,
            status=status,
            lines=(table.name[lang], say("case.form.one_person")),
            action=FORMS,
            version=0,
            hidden=(("flag", flag.flag_id if flag else ""), ("instrument", table.id)),
            fields=(*places, *fields_of(table.opening, bases, filled, lang)),
            longest=LONGEST,
            bases=bases,
            **facts,
        )

    def open(self) -> Any:
        """Open a case; on to its file, or the form again with the reason."""
        lang = form_lang()
        person = access.present_person()
        if person is None:
            return access.ask_to_sign_in()
        flag = self._flag()
        region = flag.region if flag else request.form.get("region", "")
        table = self._queries.catalog.instruments.get(request.form.get("instrument", ""))
        actor = self._desk.actor(region) if region in self._queries.catalog.regions else None
        if table is None or actor is None:
            return self.show_opening(words(lang)("errors.bad_request"), BAD_REQUEST)
        evidence = evidence_of(self._queries.build_id, flag)
        try:
            wish = wish_of(table.opening, actor, request.form, request.files.to_dict(flat=False))
            file = self._desk.kept.open(table.id, region, evidence, wish)
        except Refused as refused:
            return self.show_opening(refusal_text(refused, table, lang), _CONFLICT)
        return led_to(address.to_url(Selection("cases", lang, case=file.number)))

    def _flag(self) -> FlagRow | None:
        wanted = request.values.get("flag", "")
        return next((row for row in self._queries.flags() if row.flag_id == wanted), None) if wanted else None

    def _instruments(self, flag: FlagRow | None, lang: Lang) -> list[tuple[str, str, str]]:
        """Each procedure: its name, what it restricts, the address of its form."""
        asked = {name: request.args[name] for name in ("source", "region") if name in request.args}
        given = {"flag": flag.flag_id} if flag else asked
        return [
            (
                table.name[lang],
                table.restricts[lang],
                f"{FORMS}?{urlencode({**given, 'instrument': table.id, **lang_query(lang)})}",
            )
            for table in self._queries.catalog.instruments.values()
        ]

    def _region_field(self, lang: Lang) -> Field:
        catalog = self._queries.catalog
        found = [*catalog.at_home(RegionLevel.CITY), *catalog.at_home(RegionLevel.COUNTY)]
        options = tuple((each.code, each.name[lang]) for each in found if self._may_open(each.code))
        label = words(lang)("case.form.region")
        return Field("region", label, "choice", request.values.get("region", ""), options)

    def _may_open(self, region: str) -> bool:
        actor = self._desk.actor(region)
        return actor is not None and Role.REVIEWER in actor.roles

    def _bases(self, table: Instrument) -> tuple[LegalBasis, ...]:
        """The documents that an act of today may rest on."""
        return tuple(each for each in table.bases if each.is_in_force(self._desk.today()))

    # ── the next step ──

    def show_act(self, number: str, name: str, refusal: str = "", status: int = _OK) -> Response:
        """The form of an act, with everything that its row asks for."""
        file, table, _ = self._seen(number)
        row = table.act(name)
        if row is None or not row.from_states:
            raise AddressError("unknown_page", found=request.path, status=_NOT_FOUND)
        lang, say = form_lang(), words(form_lang())
        bases = self._bases(table)
        return self._frame.page(
            "act.html",
            lang,
            status=status,
            refusal=refusal or ("" if bases else say("case.form.no_basis")),
            title=row.name[lang],
            about=self._about(file, lang),
            lines=_lines(row, lang),
            action=f"{FORMS}/{number}/{name}",
            version=file.version,
            hidden=(),
            fields=fields_of(row, bases, request.form, lang),
            longest=LONGEST,
            bases=bases,
            back=address.to_url(Selection("cases", lang, case=number)),
            back_word=say("case.form.to_case"),
        )

    def act(self, number: str, name: str) -> Any:
        """Do it, or draft it; back to the case, or the form again with the reason."""
        _, table, actor = self._seen(number)
        lang = form_lang()
        row = table.act(name)
        if row is None:
            raise AddressError("unknown_page", found=request.path, status=_NOT_FOUND)
        try:
            wish = wish_of(row, actor, request.form, request.files.to_dict(flat=False))
            self._desk.kept.do(number, _version(), wish)
        except Refused as refused:
            return self.show_act(number, name, refusal_text(refused, table, lang), _CONFLICT)
        return led_to(address.to_url(Selection("cases", lang, case=number)))

    # ── the second person ──

    def show_draft(self, number: str, refusal: str = "", status: int = _OK) -> Response:
        """What waits for a second person, item by item."""
        file, table, _ = self._seen(number)
        lang, say = form_lang(), words(form_lang())
        draft = file.case.pending
        if draft is None:
            return self._nothing(file, refusal or say("case.refused.nothing_drafted"), lang)
        row = table.act(draft.name)
        name = row.name[lang] if row else draft.name
        return self._frame.page(
            "confirm.html",
            lang,
            status=status,
            refusal=refusal,
            title=say("case.form.confirm", act=name),
            about=self._about(file, lang),
            note=say("case.form.confirm_note", who=draft.by.id, day=format_date(draft.on, lang)),
            said=((say("case.form.act"), name), *act_lines(file, file.moves[-1], lang)),
            action=f"{FORMS}/{number}/confirm",
            version=file.version,
            back=address.to_url(Selection("cases", lang, case=number)),
            back_word=say("case.form.to_case"),
        )

    def decide_draft(self, number: str) -> Any:
        """Confirm it or take it back; back to the case, or the page again with the reason."""
        _, table, actor = self._seen(number)
        lang = form_lang()
        kept = self._desk.kept
        move = kept.withdraw if request.form.get("decision") == "withdraw" else kept.confirm
        try:
            move(number, _version(), actor)
        except Refused as refused:
            return self.show_draft(number, refusal_text(refused, table, lang), _CONFLICT)
        return led_to(address.to_url(Selection("cases", lang, case=number)))

    def _nothing(self, file: CaseFile, refusal: str, lang: Lang) -> Response:
        say = words(lang)
        return self._frame.page(
            "act.html",
            lang,
            status=_CONFLICT,
            refusal=refusal,
            title=say("case.file.heading", number=file.number),
            about=self._about(file, lang),
            lines=(),
            action="",
            version=file.version,
            hidden=(),
            fields=(),
            longest=LONGEST,
            bases=(),
            back=address.to_url(Selection("cases", lang, case=file.number)),
            back_word=say("case.form.to_case"),
        )

    def _seen(self, number: str) -> tuple[CaseFile, Instrument, Person]:
        """The case, its table, and who the reader is in it.

        Raises:
            AddressError: there is none, or it is not the reader's.
        """
        file = self._desk.find(number)
        actor = self._desk.actor(file.case.region) if file else None
        if file is None or actor is None:
            raise AddressError("unknown_place", found=number, status=_NOT_FOUND)
        return file, self._desk.kept.in_force(file.instrument), actor

    def _about(self, file: CaseFile, lang: Lang) -> str:
        region = self._queries.catalog.region(file.case.region).name[lang]
        told = words(lang)("case.file.about", region=region, instrument=file.instrument.name[lang])
        return f"{file.number} · {told} · {state_name(file.case.state, lang)}"

    # ── what is fetched ──

    def file(self, number: str, sha256: str) -> Response:
        """An attachment, as it was handed in; never opened by the browser itself."""
        file, _, _ = self._seen(number)
        name = file.files.get(sha256)
        if name is None:
            raise AddressError("unknown_place", found=sha256, status=_NOT_FOUND)
        from dashboard.operational import attachments  # noqa: PLC0415  who reads without a name needs no store

        self._desk.note_read(f"case:{number}:{sha256}")
        with self._desk.office().reading() as connection:
            content = attachments.content_of(connection, sha256) or b""
        answer = Response(content, mimetype="application/octet-stream")
        answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        answer.headers["Cache-Control"] = NEVER_KEPT
        return answer


def evidence_of(build_id: str, flag: FlagRow | None) -> FrozenEvidence:
    """What a case is opened with: the flag as the build tells it at this moment."""
    if flag is None:
        return FrozenEvidence(build_id)
    frozen = json.dumps(flag._asdict(), ensure_ascii=False, sort_keys=True)
    return FrozenEvidence(build_id, {flag.flag_id: flag.strength}, {flag.flag_id: frozen})


def _bounded(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose request may hold so much and no more."""

    def bounded(**named: str) -> Any:
        request.max_content_length = _LARGEST_MB * 2**20
        try:
            return view(**named)
        except RequestEntityTooLarge:
            told = words("zh")("case.refused.too_large", most=_LARGEST_MB)
            return refuse(RequestEntityTooLarge.code or 413, "too_large", told)

    return bounded


def _version() -> int:
    told = request.form.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < len("100000") else -1


def _with_source(
    filled: Mapping[str, str], flag: FlagRow | None, asked: Mapping[str, str]
) -> Mapping[str, str]:
    """What was filled in; before, the source that the address or the flag names."""
    source = "flag" if flag else asked.get("source", "")
    return filled if filled or not source else {"content-source": source}


def _lines(row: ActRule, lang: Lang) -> tuple[str, ...]:
    """What follows from the act, and whether it takes two people."""
    say = words(lang)
    if row.outcomes:
        follows = say("case.form.follows_outcome")
    elif row.to_state:
        follows = say("case.form.follows", state=state_name(row.to_state, lang))
    else:
        follows = say("case.form.stays")
    eyes = say("case.form.four_eyes" if row.four_eyes else "case.form.one_person")
    return (eyes, follows, *((say("case.form.design"),) if row.mark == "design" else ()))
