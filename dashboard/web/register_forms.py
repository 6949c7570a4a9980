"""The forms of every register: an entry, a new one, a change, what is sealed.

One set of forms for all that is declared; the declaration says which inputs there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request

from dashboard.registers.entry import CHANGED, ENTERED, IDENTITY_READ, Entry
from dashboard.registers.refusal import RegisterRefused
from dashboard.registers.requested_entry import Wanted
from dashboard.registers.standing import follow
from dashboard.text import Lang, words
from dashboard.views.cases.case_file import FORMS
from dashboard.views.registers.entry_page import build_entry_page
from dashboard.views.registers.wording import ROOT
from dashboard.web.form_frame import form_lang, lang_query, led_to
from dashboard.web.register_fields import fields_filled, inputs_of
from dashboard.web.register_site import (
    CONFLICT,
    OK,
    RegisterSite,
    bounded_view,
    tongue,
    version_seen,
)
from etl.model.register import Register
from etl.model.restriction import Role


class RegisterForms(RegisterSite):
    """The forms of one server."""

    def install(self, server: Flask) -> None:
        """Add the forms to a server."""

        def rule(path: str, name: str, view: Callable[..., Any], method: str = "GET") -> None:
            server.add_url_rule(f"{ROOT}{path}", f"register-{name}", bounded_view(view), methods=[method])

        rule("/<register>/new", "new", self.show_new)
        rule("/<register>/new", "try-new", self.enter, "POST")
        rule("/<register>/<number>", "entry", self.show_entry)
        rule("/<register>/<number>/change", "change", self.show_change)
        rule("/<register>/<number>/change", "try-change", self.change, "POST")
        rule("/<register>/<number>/sealed", "sealed", self.show_sealed)
        rule("/<register>/<number>/sealed", "try-sealed", self.open_sealed, "POST")

    # ── one entry ──

    def show_entry(self, register: str, number: str) -> Response:
        """What an entry says, and everything that happened to it."""
        declared, entry = self.seen(register, number)
        lang = form_lang()
        self.note_read(declared, number)
        followed = follow(entry, declared, self.desk.today(), self.desk.cases.is_working_day)
        view = build_entry_page(self.queries.catalog, followed, self.desk.today(), lang)
        say, root, ending = words(lang), f"{ROOT}/{register}/{number}", tongue(lang)
        actions = []
        if self.may_change(declared, entry):
            actions.append((say("register.page.change"), f"{root}/change{ending}"))
        if self.desk.may_read_identity(declared, entry.region) and entry.sealed:
            actions.append((say("register.page.identity"), f"{root}/sealed{ending}"))
        if declared.lead_source and self._may_open_case(entry.region):
            asked = {"source": declared.lead_source, "region": entry.region, **lang_query(lang)}
            actions.append((say("register.page.lead"), f"{FORMS}?{urlencode(asked)}"))
        return self.frame.page(
            "entry.html",
            lang,
            status=OK,
            title=view.title,
            refusal="",
            view=view,
            actions=actions,
            **self.back(declared, lang),
        )

    def _may_open_case(self, region: str) -> bool:
        actor = self.desk.cases.actor(region)
        return actor is not None and Role.REVIEWER in actor.roles

    # ── a new entry, a change ──

    def show_new(self, register: str, refusal: str = "", status: int = OK) -> Response | Any:
        """The form of a new entry."""
        declared, lang = self.entered(register), form_lang()
        title = words(lang)("register.form.new", name=declared.name[lang])
        return self._form(declared, None, title, lang, refusal=refusal, status=status)

    def enter(self, register: str) -> Any:
        """Write a new entry; on to its page, or the form again with the reason."""
        declared, lang = self.entered(register), form_lang()
        region = request.form.get("region", "")
        try:
            self.require_region(declared, region)
            number = self._write(declared, region, "", None)
        except RegisterRefused as refused:
            return self.show_new(register, self.refused(declared, refused, ENTERED), CONFLICT)
        return led_to(f"{ROOT}/{register}/{number}{tongue(lang)}")

    def show_change(self, register: str, number: str, refusal: str = "", status: int = OK) -> Response | Any:
        """The form that changes an entry."""
        declared, entry = self.changed(register, number)
        lang = form_lang()
        title = words(lang)("register.form.change", name=declared.name[lang], number=number)
        return self._form(declared, entry, title, lang, refusal=refusal, status=status)

    def change(self, register: str, number: str) -> Any:
        """Change an entry; on to its page, or the form again with the reason."""
        declared, entry = self.changed(register, number)
        lang = form_lang()
        try:
            _require_reason()
            self._write(declared, entry.region, number, version_seen())
        except RegisterRefused as refused:
            told = self.refused(declared, refused, CHANGED, number)
            return self.show_change(register, number, told, CONFLICT)
        return led_to(f"{ROOT}/{register}/{number}{tongue(lang)}")

    def _write(self, declared: Register, region: str, number: str, version: int | None) -> str:
        wanted = Wanted(region, fields_filled(declared, request.form), number, version)
        reason = request.form.get("reason", "").strip()[:1000]
        written = self.desk.kept.write(declared, [wanted], actor=self.name(), reason=reason)
        return (*written.new, *written.changed, *written.same)[0]

    def _form(
        self,
        declared: Register,
        entry: Entry | None,
        title: str,
        lang: Lang,
        *,
        refusal: str,
        status: int,
    ) -> Response:
        regions = [
            (code, self.queries.catalog.regions[code].name[lang]) for code in self.desk.regions_kept(declared)
        ]
        return self.frame.page(
            "register_entry.html",
            lang,
            status=status,
            title=title,
            refusal=refusal,
            about=declared.about[lang],
            action=request.path,
            regions=() if entry else regions,
            region=request.form.get("region", regions[0][0] if len(regions) == 1 else ""),
            version=entry.version if entry else 0,
            inputs=inputs_of(declared, request.form, entry, lang),
            is_change=entry is not None,
            reason=request.form.get("reason", ""),
            **self.back(declared, lang, entry),
        )

    # ── what is sealed ──

    def show_sealed(self, register: str, number: str, refusal: str = "", status: int = OK) -> Response:
        """The form that asks why, before anything is shown."""
        return self._sealed_page(register, number, (), refusal, status)

    def open_sealed(self, register: str, number: str) -> Response:
        """Show what is sealed, once; that it is read stands in the chain before."""
        declared, _ = self.sealed(register, number)
        lang, reason = form_lang(), request.form.get("reason", "")[:1000]
        try:
            names = self.desk.kept.read_identity(declared, number, actor=self.name(), reason=reason)
        except RegisterRefused as refused:
            told = self.refused(declared, refused, IDENTITY_READ, number)
            return self._sealed_page(register, number, (), told, CONFLICT)
        self.note_read(declared, f"{number}:sealed")
        said = tuple((f.name[lang], names[f.id]) for f in declared.fields if f.id in names)
        return self._sealed_page(register, number, said, "", OK)

    def _sealed_page(
        self, register: str, number: str, said: tuple[tuple[str, str], ...], refusal: str, status: int
    ) -> Response:
        declared, entry = self.sealed(register, number)
        lang = form_lang()
        return self.frame.page(
            "register_sealed.html",
            lang,
            status=status,
            title=words(lang)("register.page.identity"),
            refusal=refusal,
            about=words(lang)("register.page.heading", name=declared.name[lang], number=number),
            action=request.path,
            said=said,
            **self.back(declared, lang, entry),
        )


def _require_reason() -> None:
    if not request.form.get("reason", "").strip():
        raise RegisterRefused("no_reason")
