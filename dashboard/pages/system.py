"""系统: people, rights, programs, sessions, the chain, readings, builds, settings. For who manages or checks.

Nothing here is kept in any cache: people act between two looks, and the next reader may be another.
"""

from typing import TYPE_CHECKING, Any, Final

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.address import to_url
from dashboard.components import quality as pieces
from dashboard.components import system as own
from dashboard.components.states import panel_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from etl.catalog.catalog import Catalog

if TYPE_CHECKING:
    from dashboard.pages.system_reading import Reading

PARTS: Final = ("rights", "services", "sessions", "chain", "reads", "builds", "settings")
PANEL: Final = "system-"
_TABLES: Final = ("people", "waiting", *(part for part in PARTS if part != "chain"))


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """The name of the part; None for the page itself."""
    if selection.part is None:
        return None
    say = words(selection.lang)
    return say("system.heading", part=say(f"system.parts.{selection.part}"))


def layout(selection: Selection) -> html.Div:
    """The parts, then the one of the address."""
    lang, say = selection.lang, words(selection.lang)
    tabs = pieces.tabs(
        [
            (
                say(f"system.parts.{part or 'people'}"),
                to_url(Selection("system", lang, part=part)),
                part == selection.part,
            )
            for part in (None, *PARTS)
        ],
        lang,
    )
    return html.Div([tabs, *_slots(selection)], className="data-page system-page")


def _slots(selection: Selection) -> list[Component]:
    lang, say = selection.lang, words(selection.lang)
    if selection.part is None:
        waiting: list[Component] = [
            html.H2(say("system.waiting.heading")),
            panel_slot("system-waiting", lang),
        ]
        return [*waiting, html.H2(say("system.people.heading")), panel_slot("system-people", lang)]
    return [panel_slot(f"system-{selection.part}", lang, kind="table")]


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels; each asks first whether the reader may see it."""
    made: list[Reading] = []

    def read() -> "Reading":
        if not made:  # with the store behind it, which whoever only reads never needs
            from dashboard.pages.system_reading import Reading  # noqa: PLC0415

            made.append(Reading(panels))
        return made[0]

    def add(name: str) -> None:
        def build(queries: Queries, selection: Selection) -> Any:
            return read().part(name, queries, selection)

        panels.add(
            PANEL + name,
            build=build,
            draw=pieces.optional_table,
            sheet=lambda view: view.sheet,
            is_kept=False,
        )

    for name in _TABLES:
        add(name)
    panels.add(
        f"{PANEL}chain",
        build=lambda queries, selection: read().chain(selection),
        draw=own.chain,
        is_kept=False,
    )
