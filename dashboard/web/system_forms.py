"""The forms of 系统 about people: added, disabled, granted roles by two."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.auth import grants, people, services
from dashboard.auth.passwords import temporary_password
from dashboard.auth.person import Grant
from dashboard.auth.rights import Right, Role
from dashboard.auth.sign_in_gate import Gate
from dashboard.operational import proposals
from dashboard.operational.errors import ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.text import words
from dashboard.views.system.words import grant_text, proposal_lines, region_options, role_name, source_options
from dashboard.web.act_fields import Field
from dashboard.web.plain_forms import Asked, Pairs, PlainForm, Told
from dashboard.web.system_form_parts import (
    ROOT,
    decisions,
    need_reason,
    number_of,
    password_told,
    query_of,
    reason_field,
    to_people,
    token_told,
)
from etl.catalog.catalog import Catalog


class PeopleForms:
    """The forms about people of one server."""

    def __init__(
        self, gate: Callable[[], Gate], catalog: Callable[[], Catalog], identity_issuer: str = ""
    ) -> None:
        self._gate = gate
        self._catalog = catalog
        self._issuer = identity_issuer.rstrip("/")

    def forms(self) -> tuple[PlainForm, ...]:
        """All of them."""
        manage = Right.MANAGE_USERS
        user = f"{ROOT}/user/<name>"
        return (
            PlainForm(
                f"{ROOT}/user", "system.form.add_user", manage, to_people, self._add_user, self._user_fields
            ),
            PlainForm(
                user,
                "system.form.user",
                manage,
                to_people,
                said=self._user_said,
                about=lambda asked: self._user(asked).display_name,
                links=self._user_links,
            ),
            PlainForm(
                f"{user}/grant",
                "system.form.grant",
                manage,
                self._to_user,
                self._propose_grant,
                self._grant_fields,
                said=self._user_said,
            ),
            PlainForm(
                f"{user}/end-grant",
                "system.form.end_grant",
                manage,
                self._to_user,
                self._end_grant,
                self._held_fields,
                said=self._user_said,
            ),
            PlainForm(
                f"{user}/disable",
                "system.form.disable",
                manage,
                self._to_user,
                self._disable,
                reason_field,
                said=self._user_said,
            ),
            PlainForm(
                f"{user}/enable",
                "system.form.enable",
                manage,
                self._to_user,
                self._enable,
                reason_field,
                said=self._user_said,
            ),
            PlainForm(
                f"{user}/password",
                "system.form.reset",
                manage,
                self._to_user,
                self._reset,
                said=self._user_said,
            ),
            PlainForm(
                f"{ROOT}/proposal/<number>",
                "system.form.proposal",
                manage,
                to_people,
                self._decide,
                lambda asked: (
                    reason_field(asked, is_required=False) if self._proposal(asked).state == "open" else ()
                ),
                said=self._proposal_said,
                buttons=lambda asked: decisions(self._proposal(asked), asked.person.name),
            ),
        )

    # ── users ──

    def _user(self, asked: Asked) -> people.User:
        with self._gate().office.reading() as connection:
            return people.find_user(connection, asked.place["name"])

    def _user_said(self, asked: Asked) -> Pairs:
        say, user = words(asked.lang), self._user(asked)
        grants_held = [grant_text(self._catalog(), grant, asked.lang) for grant in user.grants]
        return (
            (say("system.people.name"), user.name),
            (say("system.people.shown"), user.display_name),
            (say("system.people.department"), user.department or "—"),
            (say("system.people.state"), say(f"system.state.{'active' if user.is_active else 'disabled'}")),
            (
                say("system.people.roles"),
                say("list.semicolon").join(grants_held) or say("system.people.no_role"),
            ),
        )

    def _user_links(self, asked: Asked) -> Pairs:
        user, say = self._user(asked), words(asked.lang)
        acts = ["grant", *(["end-grant"] if user.grants else [])]
        acts += (["disable", "password"] if user.has_password else ["disable"]) if user.is_active else []
        acts += [] if user.is_active else ["enable"]
        shown = acts if user.name != asked.person.name else []
        tongue = query_of(asked)
        return tuple((say(f"system.act.{act}"), f"{ROOT}/user/{user.name}/{act}{tongue}") for act in shown)

    def _to_user(self, asked: Asked) -> str:
        return f"{ROOT}/user/{asked.place['name']}{query_of(asked)}"

    def _user_fields(self, asked: Asked) -> tuple[Field, ...]:
        say = words(asked.lang)
        fields = (
            Field(
                "name",
                say("system.people.name"),
                "line",
                asked.text("name"),
                note=say("system.form.name_note"),
            ),
            Field("shown", say("system.people.shown"), "line", asked.text("shown")),
            Field(
                "department",
                say("system.people.department"),
                "line",
                asked.text("department"),
                is_required=False,
            ),
        )
        if not self._issuer:
            return fields
        note = say("system.form.subject_note")
        subject = Field(
            "subject",
            say("system.form.subject"),
            "line",
            asked.text("subject"),
            note=note,
            is_required=False,
        )
        return (*fields, subject)

    def _add_user(self, act: Act, asked: Asked) -> Told | None:
        gate, subject = self._gate(), asked.text("subject")
        password = None if subject else temporary_password()
        people.add_user(
            act,
            gate.passwords,
            actor=asked.person.name,
            name=asked.text("name").lower(),
            display_name=asked.text("shown"),
            department=asked.text("department"),
            password=password,
            identity=(self._issuer, subject) if subject else None,
        )
        return password_told(asked, asked.text("name").lower(), password) if password else None

    def _disable(self, act: Act, asked: Asked) -> None:
        need_reason(asked)
        self._refuse_last_admin(act, asked.place["name"])
        people.disable_user(
            act, actor=asked.person.name, name=asked.place["name"], reason=asked.text("reason")
        )

    @staticmethod
    def _refuse_last_admin(act: Act, name: str) -> None:
        admins = [each.name for each in people.active_holders(act.connection, Role.ADMIN)]
        if name in admins and len(admins) <= grants.FOUNDERS:
            raise ActError("last_admins")

    @staticmethod
    def _enable(act: Act, asked: Asked) -> None:
        need_reason(asked)
        people.enable_user(
            act, actor=asked.person.name, name=asked.place["name"], reason=asked.text("reason")
        )

    def _reset(self, act: Act, asked: Asked) -> Told:
        password = temporary_password()
        name = asked.place["name"]
        people.reset_password(
            act, self._gate().passwords, actor=asked.person.name, name=name, password=password
        )
        return password_told(asked, name, password)

    # ── grants ──

    def _grant_fields(self, asked: Asked) -> tuple[Field, ...]:
        say, catalog = words(asked.lang), self._catalog()
        roles = tuple((role.value, role_name(role, asked.lang)) for role in Role)
        everywhere = ("", say("system.form.everywhere"))
        return (
            Field("role", say("system.people.role"), "choice", asked.text("role"), roles),
            Field(
                "region",
                say("system.form.region"),
                "choice",
                asked.text("region"),
                (everywhere, *region_options(catalog, asked.lang)),
                is_required=False,
            ),
            Field(
                "sources",
                say("system.form.sources"),
                "many",
                asked.text("sources"),
                source_options(catalog, asked.lang),
                note=say("system.form.sources_note"),
                is_required=False,
            ),
        )

    def _propose_grant(self, act: Act, asked: Asked) -> None:
        catalog, region = self._catalog(), asked.text("region")
        sources = frozenset(filter(None, asked.text("sources").split(",")))
        known = not region or region in catalog.regions
        if asked.text("role") not in set(Role) or not known or not sources <= set(catalog.sources):
            raise ActError("unknown_choice")
        grant = Grant(Role(asked.text("role")), region, sources)
        grants.propose_grant(act, actor=asked.person.name, name=asked.place["name"], grant=grant)

    def _held_fields(self, asked: Asked) -> tuple[Field, ...]:
        held = self._user(asked).grants
        options = tuple(
            (str(number), grant_text(self._catalog(), grant, asked.lang)) for number, grant in enumerate(held)
        )
        choice = Field("grant", words(asked.lang)("system.people.role"), "choice", "", options)
        return (choice, *reason_field(asked))

    def _end_grant(self, act: Act, asked: Asked) -> None:
        held = people.find_user(act.connection, asked.place["name"]).grants
        chosen = asked.text("grant")
        if not chosen.isdecimal() or int(chosen) >= len(held):
            raise ActError("unknown_choice")
        grants.end_grant(
            act,
            actor=asked.person.name,
            name=asked.place["name"],
            grant=held[int(chosen)],
            reason=asked.text("reason"),
        )

    # ── what waits for a second person ──

    def _proposal(self, asked: Asked) -> Proposal:
        with self._gate().office.reading() as connection:
            found = proposals.find(connection, number_of(asked))
        if found.kind not in {grants.KIND, services.KIND}:
            raise ActError("unknown_proposal", found=found.id)
        return found

    def _proposal_said(self, asked: Asked) -> Pairs:
        return proposal_lines(self._catalog(), self._proposal(asked), asked.lang)

    def _decide(self, act: Act, asked: Asked) -> Told | None:
        proposal, actor, reason = self._proposal(asked), asked.person.name, asked.text("reason")
        match asked.text("decision"):
            case "withdraw":
                proposals.withdraw(act, proposal.id, actor=actor, reason=reason)
            case "refuse":
                proposals.refuse(act, proposal.id, actor=actor, reason=reason)
            case "accept" if proposal.kind == grants.KIND:
                grants.accept_grant(act, proposal.id, actor=actor, reason=reason)
            case "accept":
                token = services.accept_service(act, proposal.id, actor=actor, reason=reason)
                return token_told(asked, proposal.subject.partition(":")[2], token)
            case _:
                raise ActError("unknown_choice")
        return None
