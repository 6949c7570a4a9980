"""The forms by which targets, adopted rules and reporting units are changed, by two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from dashboard.address import to_url
from dashboard.auth.rights import Right
from dashboard.cases.service import CaseDesk
from dashboard.operational import proposals
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.panels import Panels
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.upkeep import declarations
from dashboard.upkeep.declarations import may_maintain, region_of
from dashboard.upkeep.declared_content import ADOPTION, TARGET, UNIT, parts_of
from dashboard.views.quality.declared_list import ACTS, change_text
from dashboard.views.system.words import region_options, time_text
from dashboard.web.act_fields import Field
from dashboard.web.plain_forms import Asked, Pairs, PlainForm
from dashboard.web.system_form_parts import decisions, number_of, reason_field
from etl.catalog.catalog import Catalog
from etl.model.target import Comparator

_NATURES: Final = ("binding", "expected", "interim", "commitment", "stretch")
_FIELDS: Final = {
    TARGET: ("region", "indicator", "base", "end", "comparator", "value", "unit", "nature"),
    ADOPTION: ("version", "periods"),
    UNIT: ("code", "name_zh", "name_en", "parent"),
}


class DeclarationForms:
    """The forms of one server."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels

    @property
    def _catalog(self) -> Catalog:
        return self._panels.queries.catalog

    @property
    def _desk(self) -> CaseDesk:
        return self._panels.desk

    def forms(self) -> tuple[PlainForm, ...]:
        """All of them."""
        asked_of = {TARGET: self._target_fields, ADOPTION: self._adoption_fields, UNIT: self._unit_fields}
        return (
            *(
                PlainForm(
                    f"{ACTS}/{what}",
                    f"declared.form.{what}",
                    Right.MAINTAIN,
                    _to_list,
                    self._proposing(what),
                    fields,
                )
                for what, fields in asked_of.items()
            ),
            PlainForm(
                f"{ACTS}/proposal/<number>",
                "declared.form.decide",
                Right.MAINTAIN,
                _to_list,
                ask=self._decide,
                fields=lambda asked: reason_field(asked, is_required=False),
                said=self._said,
                buttons=lambda asked: decisions(self._proposal(asked), asked.person.name),
            ),
        )

    # ── what is asked ──

    def _target_fields(self, asked: Asked) -> tuple[Field, ...]:
        say, catalog, lang = words(asked.lang), self._catalog, asked.lang
        home = catalog.home
        regions = ((home.code, home.name[lang]), *region_options(catalog, lang))
        indicators = tuple((each.id, each.name[lang]) for each in catalog.indicators.values())
        units = tuple((each.id, each.name[lang]) for each in catalog.units.values())
        return (
            _choice(asked, "region", regions),
            _choice(asked, "indicator", indicators),
            _line(asked, "base", is_required=False, note=say("declared.base_note")),
            _line(asked, "end"),
            _choice(
                asked,
                "comparator",
                tuple((each.value, say(f"comparator.{each.value}")) for each in Comparator),
            ),
            _line(asked, "value"),
            _choice(asked, "unit", units),
            _choice(asked, "nature", tuple((each, say(f"target_nature.{each}")) for each in _NATURES)),
            *self._common(asked),
        )

    def _adoption_fields(self, asked: Asked) -> tuple[Field, ...]:
        rules = tuple((each.id, each.name[asked.lang]) for each in self._catalog.barometer_rules.values())
        note = words(asked.lang)("declared.periods_note")
        return (_choice(asked, "version", rules), _line(asked, "periods", note=note), *self._common(asked))

    def _unit_fields(self, asked: Asked) -> tuple[Field, ...]:
        home = self._catalog.home
        parents = ((home.code, home.name[asked.lang]), *region_options(self._catalog, asked.lang))
        note = words(asked.lang)("declared.code_note")
        return (
            _line(asked, "code", note=note),
            _line(asked, "name_zh"),
            _line(asked, "name_en"),
            _choice(asked, "parent", parents),
            *self._common(asked),
        )

    def _common(self, asked: Asked) -> tuple[Field, ...]:
        say = words(asked.lang)
        tomorrow = (self._desk.today() + timedelta(days=1)).isoformat()
        effective = asked.text("effective") or tomorrow
        note = say("declared.effective_note")
        return (
            _line(asked, "document"),
            Field("effective", say("declared.effective"), "date", effective, note=note),
        )

    # ── acts ──

    def _proposing(self, what: str) -> Callable[[Act, Asked], None]:
        def propose(act: Act, asked: Asked) -> None:
            content = {name: asked.text(name) for name in (*_FIELDS[what], "document", "effective")}
            if what == ADOPTION:
                content["region"] = self._catalog.home.code
            self._require(asked, region_of(self._catalog, what, content))
            declarations.propose(act, self._catalog, actor=asked.person.name, what=what, content=content)

        return propose

    def _require(self, asked: Asked, region: str) -> None:
        if not may_maintain(asked.person, region, self._desk.lies_within):
            raise ActError("not_allowed", status=FORBIDDEN)

    def _proposal(self, asked: Asked) -> Proposal:
        with self._desk.office().reading() as connection:
            found = proposals.find(connection, number_of(asked))
        if found.kind != declarations.KIND:
            raise ActError("unknown_proposal", found=found.id)
        what, content = parts_of(found)
        self._require(asked, region_of(self._catalog, what, content))
        return found

    def _said(self, asked: Asked) -> Pairs:
        say, found = words(asked.lang), self._proposal(asked)
        what, content = parts_of(found)
        return (
            (say(f"declared.kind.{what}"), change_text(self._catalog, what, content, asked.lang)),
            (say("declared.document"), str(content["document"])),
            (say("declared.effective"), str(content["effective"])),
            (say("declared.proposed"), f"{found.proposed_by} {time_text(found.proposed_at)}"),
            (say("declared.state"), say(f"system.proposal.{found.state}")),
        )

    def _decide(self, asked: Asked) -> None:
        """Decide; an accepted change is written where the next build finds it."""
        found, actor, reason = self._proposal(asked), asked.person.name, asked.text("reason")
        office = self._desk.office()
        with office.acting() as act:
            match asked.text("decision"):
                case "withdraw":
                    proposals.withdraw(act, found.id, actor=actor, reason=reason)
                case "refuse":
                    proposals.refuse(act, found.id, actor=actor, reason=reason)
                case "accept":
                    declarations.accept(act, self._catalog, found.id, actor=actor)
                case _:
                    raise ActError("unknown_choice")
        with office.reading() as connection:
            declarations.materialise(self._panels.settings.declared, declarations.changes(connection))


def _to_list(asked: Asked) -> str:
    return to_url(Selection("data", asked.lang, section="declared"))


def _line(asked: Asked, name: str, *, is_required: bool = True, note: str = "") -> Field:
    label = words(asked.lang)(f"declared.field.{name}")
    return Field(name, label, "line", asked.text(name), note=note, is_required=is_required)


def _choice(asked: Asked, name: str, options: tuple[tuple[str, str], ...]) -> Field:
    return Field(name, words(asked.lang)(f"declared.field.{name}"), "choice", asked.text(name), options)
