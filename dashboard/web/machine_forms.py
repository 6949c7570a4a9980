"""The forms of 系统 about the machine: builds kept and removed; the chain verified and exported."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from flask import Response

from dashboard.auth.rights import Right
from dashboard.builds import builds_of_reports, remove_build
from dashboard.cases.service import CaseDesk
from dashboard.operational.errors import ActError
from dashboard.operational.export import export_chain, verify_store
from dashboard.operational.store import Act
from dashboard.operational.verifier import HEAD
from dashboard.pages.system_reading import read_held
from dashboard.queries import KnownBuild, Queries
from dashboard.text import words
from dashboard.upkeep import builds_kept
from dashboard.upkeep.builds_kept import Held, Hold
from dashboard.views.system.machine import hold_note, hold_text
from dashboard.views.system.words import moment_text
from dashboard.web.act_fields import Field
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.plain_forms import Asked, Pairs, PlainForm, Told
from dashboard.web.system_form_parts import ROOT, query_of, reason_field, system_page
from etl.settings import Settings

_NOT_FOUND: Final = 404


class MachineForms:
    """The forms about the machine of one server."""

    def __init__(self, desk: CaseDesk, queries: Queries, settings: Settings) -> None:
        self._desk = desk
        self._queries = queries
        self._settings = settings

    def forms(self) -> tuple[PlainForm, ...]:
        """All of them."""
        build = f"{ROOT}/build/<build>"
        keep = (("pin", self._pin), ("unpin", self._unpin))
        return (
            PlainForm(
                build,
                "system.form.build",
                Right.MANAGE_BUILDS,
                _to_builds,
                said=self._build_said,
                links=self._build_links,
            ),
            *(
                PlainForm(
                    f"{build}/{name}",
                    f"system.form.{name}",
                    Right.MANAGE_BUILDS,
                    _to_builds,
                    do,
                    _reason,
                    said=self._build_said,
                )
                for name, do in keep
            ),
            PlainForm(
                f"{build}/remove",
                "system.form.remove",
                Right.MANAGE_BUILDS,
                _to_builds,
                ask=self._remove,
                fields=_reason,
                said=self._build_said,
            ),
            PlainForm(
                f"{ROOT}/chain.zip",
                "system.form.verify",
                Right.READ_AUDIT,
                lambda asked: system_page(asked, "chain"),
                fetch=self.export,
            ),
            PlainForm(
                f"{ROOT}/chain",
                "system.form.verify",
                Right.READ_AUDIT,
                lambda asked: system_page(asked, "chain"),
                ask=self._verify,
                fields=_head_field,
            ),
        )

    # ── builds ──

    def _known(self, asked: Asked) -> KnownBuild:
        wanted = asked.place["build"]
        found = next((each for each in self._queries.builds() if each.build_id == wanted), None)
        if found is None:
            raise ActError("unknown_build_here", found=wanted[:40], status=_NOT_FOUND)
        return found

    def _held(self) -> Held:
        return read_held(self._queries.build_id, self._desk, builds_of_reports(self._settings))

    def _build_said(self, asked: Asked) -> Pairs:
        say, known, held = words(asked.lang), self._known(asked), self._held()
        state = hold_text(held, known.build_id, asked.lang) or say("system.builds.removable")
        note = hold_note(held, known.build_id, asked.lang)
        return (
            (say("system.builds.build"), known.build_id),
            (say("system.builds.made"), moment_text(known.made)),
            (say("system.builds.held"), state),
            *(((say("system.builds.why"), note),) if note else ()),
        )

    def _build_links(self, asked: Asked) -> Pairs:
        known, say = self._known(asked), words(asked.lang)
        holds = self._held().holds(known.build_id)
        acts = ("unpin" if Hold.BY_HAND in holds else "pin", *(() if holds else ("remove",)))
        base = f"{ROOT}/build/{known.build_id}"
        return tuple((say(f"system.act.{act}"), f"{base}/{act}{query_of(asked)}") for act in acts)

    def _pin(self, act: Act, asked: Asked) -> None:
        build = self._known(asked).build_id
        builds_kept.pin(act, actor=asked.person.name, build_id=build, reason=asked.text("reason"))

    def _unpin(self, act: Act, asked: Asked) -> None:
        build = self._known(asked).build_id
        builds_kept.unpin(act, actor=asked.person.name, build_id=build, reason=asked.text("reason"))

    def _remove(self, asked: Asked) -> None:
        build = self._known(asked).build_id
        held = self._held()
        with self._desk.office().acting() as act:  # written down first: nothing is ever gone without a word
            builds_kept.note_removal(
                act, actor=asked.person.name, build_id=build, held=held, reason=asked.text("reason")
            )
        remove_build(self._settings, build)

    # ── the chain ──

    def _verify(self, asked: Asked) -> Told:
        head = asked.text("head") or None
        if head is not None and HEAD.fullmatch(head) is None:
            raise ActError("bad_head")
        office, say = self._desk.office(), words(asked.lang)
        found, is_whole = verify_store(office, asked.lang, head)
        with office.acting() as act:
            act.record(
                "chain_verified", actor=asked.person.name, subject="chain", is_whole=is_whole, head=head or ""
            )
        said = tuple((str(number), line) for number, line in enumerate(found, 1))
        return Told(
            say(f"system.form.verified_{'whole' if is_whole else 'broken'}"),
            say("system.form.verified"),
            said,
        )

    def export(self, asked: Asked) -> Response:
        """The whole chain with its verifier, as a zip."""
        office = self._desk.office()
        self._desk.note_read("chain")
        with tempfile.TemporaryDirectory() as scratch:
            head = export_chain(office, Path(scratch) / "chain")
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted((Path(scratch) / "chain").rglob("*")):
                    archive.write(path, path.relative_to(scratch))
        answer = Response(packed.getvalue(), mimetype="application/zip")
        answer.headers["Content-Disposition"] = f'attachment; filename="chain-{head.sequence}.zip"'
        answer.headers["Cache-Control"] = NEVER_KEPT
        return answer


def _to_builds(asked: Asked) -> str:
    return system_page(asked, "builds")


def _reason(asked: Asked) -> tuple[Field, ...]:
    return reason_field(asked)


def _head_field(asked: Asked) -> tuple[Field, ...]:
    say = words(asked.lang)
    note = say("system.form.head_note")
    return (Field("head", say("system.form.head"), "line", asked.text("head"), note=note, is_required=False),)
