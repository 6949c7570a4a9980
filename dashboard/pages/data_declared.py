"""The section 目标与规则 of 数据: what people changed in the declarations. Never kept: people act."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard.address import sign_in_url
from dashboard.auth.rights import Right
from dashboard.components import quality as pieces
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.upkeep.declared_content import ADOPTION, parts_of
from dashboard.views.quality.declared_list import Declared, DeclaredView, build_declared

if TYPE_CHECKING:  # with the store behind it
    from dashboard.operational.proposals import Proposal

DECLARED = "data-declared"


def register(panels: Panels) -> None:
    """Declare the panel."""
    panels.add(
        DECLARED,
        build=lambda queries, selection: build(queries, panels, selection),
        draw=draw,
        is_kept=False,
    )


def build(queries: Queries, panels: Panels, selection: Selection) -> DeclaredView:
    """The changes, with what the reader may do; whoever maintains also sees to it that builds find them."""
    desk, lang, catalog = panels.desk, selection.lang, queries.catalog
    reader = desk.reader()
    if reader is None or not desk.has_store():
        return build_declared(catalog, None, lang, may_maintain=False, sign_in=sign_in_url(selection))
    from dashboard.upkeep.declarations import changes, file_of, materialise  # noqa: PLC0415  store needed

    with desk.office().reading() as connection:
        found = changes(connection)
    may_maintain = reader.has(Right.MAINTAIN)
    if may_maintain:
        materialise(panels.settings.declared, found)  # should a process have ended before it wrote them
    folder = panels.settings.builds / queries.build_id / "catalog"
    found = [one for one in found if _is_theirs(one, queries)]
    held = [Declared(one, _is_in(folder, file_of(one).name, one.facts, queries)) for one in found]
    return build_declared(catalog, held, lang, may_maintain=may_maintain)


def _is_theirs(one: Proposal, queries: Queries) -> bool:
    """Whether a change concerns regions that the reader may see; an adopted rule concerns everybody."""
    from dashboard.upkeep.declarations import region_of  # noqa: PLC0415

    what, content = parts_of(one)
    return what == ADOPTION or bool(queries.narrow([region_of(queries.catalog, what, content)]))


def _is_in(folder: Path, name: str, facts: Mapping[str, Any], queries: Queries) -> bool:
    """Whether the catalogue of a build holds a change."""
    if facts["what"] == "unit":
        return facts["code"] in queries.catalog.regions
    return any(folder.rglob(f"declared-{name}"))


def draw(view: DeclaredView) -> html.Div:
    """What can be changed and how, then the changes."""
    links = [html.P(html.A(word, href=address)) for word, address in view.links]
    return html.Div(
        [
            *[html.P(line, className="prose") for line in view.lead],
            html.Div(links, className="act-links"),
            pieces.optional_table(view.table),
        ]
    )
