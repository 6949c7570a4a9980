"""Every form by which one person does one act. Loaded with the first act: who only reads needs no store."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from flask import Flask

from dashboard.panels import Panels
from dashboard.web.form_frame import FormFrame

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate
    from dashboard.web.plain_forms import PlainForms
    from etl.catalog.catalog import Catalog

_ROOTS: Final = ("system", "challenge", "calendar", "return", "declare")


class Acts:
    """The forms of one server."""

    def __init__(
        self,
        panels: Panels,
        gate: Callable[[], Gate],
        frame: FormFrame,
        after_act: Callable[[], None],
    ) -> None:
        """Prepare the forms.

        Args:
            panels: with the build, the settings and the desk.
            gate: opened at the first act.
            frame: writes the pages.
            after_act: called after every act, for whatever keeps what people did.
        """
        self._panels = panels
        self._gate = gate
        self._frame = frame
        self._after_act = after_act

    def install(self, server: Flask) -> None:
        """Add the forms to a server."""

        def serve(rest: str) -> Any:
            return self._forms.serve()

        for root in _ROOTS:
            server.add_url_rule(f"/act/{root}/<path:rest>", f"acts-{root}", serve, methods=["GET", "POST"])

    def _catalog(self) -> Catalog:
        return self._panels.queries.catalog

    @cached_property
    def _forms(self) -> PlainForms:
        from dashboard.web.calendar_form import calendar_form  # noqa: PLC0415  see above
        from dashboard.web.challenge_forms import ChallengeForms  # noqa: PLC0415
        from dashboard.web.declaration_forms import DeclarationForms  # noqa: PLC0415
        from dashboard.web.machine_forms import MachineForms  # noqa: PLC0415
        from dashboard.web.plain_forms import PlainForms  # noqa: PLC0415
        from dashboard.web.program_forms import ProgramForms  # noqa: PLC0415
        from dashboard.web.return_forms import ReturnForms  # noqa: PLC0415
        from dashboard.web.system_forms import PeopleForms  # noqa: PLC0415

        panels = self._panels
        forms = (
            *PeopleForms(self._gate, self._catalog, panels.settings.identity_issuer).forms(),
            *ProgramForms(self._catalog).forms(),
            *MachineForms(panels.desk, panels.queries, panels.settings).forms(),
            *ChallengeForms(panels.desk, panels.queries).forms(),
            calendar_form(panels.desk, is_https=panels.settings.served_over_https),
            *ReturnForms(panels).forms(),
            *DeclarationForms(panels).forms(),
        )
        return PlainForms(panels.desk.office, self._frame, forms, self._after_act)
