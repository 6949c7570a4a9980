"""Registers as workbooks: the empty template, the entries to be carried on, and taking a workbook in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, request

from dashboard.intake import Unreadable, read_cells
from dashboard.registers.entry import ENTERED, Entry, Origin
from dashboard.registers.refusal import RegisterRefused
from dashboard.text import words
from dashboard.views.registers.wording import ROOT
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.form_frame import form_lang
from dashboard.web.register_fields import citation_of, handed_in, wanted_of
from dashboard.web.register_site import CONFLICT, OK, RegisterSite, bounded_view
from etl.model.register import Origin as From
from etl.model.register import Register
from etl.publish.register_template import register_template

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RegisterWorkbooks(RegisterSite):
    """The workbooks of one server's registers."""

    def install(self, server: Flask) -> None:
        """Add them to a server."""

        def rule(path: str, name: str, view: Callable[..., Any], method: str = "GET") -> None:
            server.add_url_rule(f"{ROOT}{path}", f"register-{name}", bounded_view(view), methods=[method])

        rule("/<register>/template.xlsx", "template", self.template)
        rule("/<register>/entries.xlsx", "present", self.present)
        rule("/<register>/import", "import", self.show_import)
        rule("/<register>/import", "try-import", self.take_in, "POST")

    def template(self, register: str) -> Response:
        """The empty workbook."""
        declared = self.declared(register)
        return _workbook(register_template(self.queries.catalog, declared), declared.name.zh)

    def present(self, register: str) -> Response:
        """The workbook with the entries that the reader may change; nothing that is sealed."""
        declared = self.kept(register)
        self.note_read(declared, "entries")
        rows = [
            [
                each.entry.number,
                each.entry.region,
                *(_cell(declared, each.entry, field.id) for field in declared.fields),
            ]
            for each in self.desk.readable(register)
            if self.desk.may_keep(declared, each.entry.region)
        ]
        return _workbook(register_template(self.queries.catalog, declared, rows), declared.name.zh)

    def show_import(self, register: str, refusal: str = "", status: int = OK, done: str = "") -> Response:
        """The form that takes a workbook in."""
        declared, lang = self.kept(register), form_lang()
        return self.frame.page(
            "register_import.html",
            lang,
            status=status,
            title=words(lang)("register.form.import", name=declared.name[lang]),
            refusal=refusal,
            done=done,
            about=declared.about[lang],
            action=request.path,
            is_published=declared.origin is From.PUBLISHED,
            filled=request.form,
            empty=f"{ROOT}/{register}/template.xlsx",
            **self.back(declared, lang),
        )

    def take_in(self, register: str) -> Response:
        """Take a workbook in: all of its rows or none."""
        declared, lang = self.kept(register), form_lang()
        try:
            citation = citation_of(declared, request.form)
            name, content = handed_in(request.files)
            origin = Origin(name, hashlib.sha256(content).hexdigest(), 0, citation)
            regions = self.desk.regions_kept(declared)
            wanted = wanted_of(declared, read_cells(name, content), origin, regions)
            kept = self.desk.kept
            self._refuse_foreign(declared, [each.number for each in wanted if each.number])
            written = kept.write(declared, wanted, actor=self.name(), file=(name, content))
        except RegisterRefused as refused:
            return self.show_import(register, self.refused(declared, refused, ENTERED), CONFLICT)
        except Unreadable as error:
            return self.show_import(register, error.reasons[lang], CONFLICT)
        counts = {"new": len(written.new), "changed": len(written.changed), "same": len(written.same)}
        return self.show_import(register, done=words(lang)("register.form.imported", **counts))

    def _refuse_foreign(self, declared: Register, numbers: list[str]) -> None:
        """An entry of a region that is not the reader's is not there, whatever a row says."""
        for number in numbers:
            entry = self.desk.find(declared.id, number)
            if entry is None or not self.desk.may_keep(declared, entry.region):
                raise RegisterRefused("unknown_entry", number=number)


def _cell(declared: Register, entry: Entry, name: str) -> str:
    field = declared.field(name)
    text = entry.fields.get(name, "")
    return field.choices[text].zh if field and text in field.choices else text


def _workbook(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype=_XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    answer.headers["Cache-Control"] = NEVER_KEPT
    return answer
