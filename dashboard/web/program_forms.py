"""The forms of 系统 about sessions and accounts of programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dashboard.auth import services, sessions
from dashboard.auth.rights import Right
from dashboard.operational.errors import ActError
from dashboard.operational.store import Act
from dashboard.text import words
from dashboard.views.system.words import region_options
from dashboard.web.act_fields import Field
from dashboard.web.plain_forms import Asked, PlainForm
from dashboard.web.system_form_parts import ROOT, need_reason, number_of, reason_field, system_page
from etl.catalog.catalog import Catalog

_DAYS: Final = 365


class ProgramForms:
    """The forms about sessions and programs of one server."""

    def __init__(self, catalog: Callable[[], Catalog]) -> None:
        self._catalog = catalog

    def forms(self) -> tuple[PlainForm, ...]:
        """All of them."""
        manage = Right.MANAGE_USERS
        return (
            PlainForm(
                f"{ROOT}/session/<number>",
                "system.form.session",
                manage,
                lambda asked: system_page(asked, "sessions"),
                self._end_session,
            ),
            PlainForm(
                f"{ROOT}/service",
                "system.form.service",
                manage,
                lambda asked: system_page(asked, "services"),
                self._propose_service,
                self._service_fields,
            ),
            PlainForm(
                f"{ROOT}/service/<name>/end",
                "system.form.end_service",
                manage,
                lambda asked: system_page(asked, "services"),
                self._end_service,
                reason_field,
                about=lambda asked: asked.place["name"],
            ),
        )

    @staticmethod
    def _end_session(act: Act, asked: Asked) -> None:
        sessions.end_session(act, number_of(asked), actor=asked.person.name)

    def _service_fields(self, asked: Asked) -> tuple[Field, ...]:
        say = words(asked.lang)
        scopes = tuple((scope, say(f"system.scope.{scope}")) for scope in services.SCOPES)
        everywhere = ("", say("system.form.everywhere"))
        return (
            Field(
                "name",
                say("system.services.name"),
                "line",
                asked.text("name"),
                note=say("system.form.name_note"),
            ),
            Field("scopes", say("system.services.scopes"), "many", asked.text("scopes"), scopes),
            Field(
                "region",
                say("system.form.region"),
                "choice",
                asked.text("region"),
                (everywhere, *region_options(self._catalog(), asked.lang)),
                is_required=False,
            ),
            Field(
                "days",
                say("system.form.days"),
                "months",
                asked.text("days") or str(_DAYS),
                least=1,
                most=services.LONGEST_DAYS,
            ),
        )

    def _propose_service(self, act: Act, asked: Asked) -> None:
        region, days = asked.text("region"), asked.text("days")
        if (region and region not in self._catalog().regions) or not days.isdecimal():
            raise ActError("unknown_choice")
        services.propose_service(
            act,
            actor=asked.person.name,
            name=asked.text("name").lower(),
            scopes=frozenset(filter(None, asked.text("scopes").split(","))),
            region=region,
            days=int(days),
        )

    @staticmethod
    def _end_service(act: Act, asked: Asked) -> None:
        need_reason(asked)
        services.end_service(
            act, actor=asked.person.name, name=asked.place["name"], reason=asked.text("reason")
        )
