"""Every form by which one person does one act, installed on a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask

from dashboard.panels import Panels
from dashboard.web.form_frame import FormFrame
from dashboard.web.machine_forms import MachineForms
from dashboard.web.plain_forms import PlainForms
from dashboard.web.program_forms import ProgramForms
from dashboard.web.system_forms import PeopleForms
from etl.catalog.catalog import Catalog

if TYPE_CHECKING:
    from dashboard.auth.gate import Gate


def install(server: Flask, panels: Panels, gate: Callable[[], Gate], frame: FormFrame) -> None:
    """Add the forms.

    Args:
        server: the Flask server.
        panels: with the build, the settings and the desk.
        gate: opened at the first act.
        frame: writes the pages.
    """

    def catalog() -> Catalog:
        return panels.queries.catalog

    machine = MachineForms(panels.desk, panels.queries, panels.settings)
    machine.install(server)
    forms = (
        *PeopleForms(gate, catalog, panels.settings.identity_issuer).forms(),
        *ProgramForms(catalog).forms(),
        *machine.forms(),
    )
    PlainForms(panels.desk.office, frame).install(server, forms)
