"""The load desk of a deployment, opened when somebody first needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.auth.opening import has_office
from dashboard.load_desk.service import LoadDesk

if TYPE_CHECKING:
    from dashboard.auth.person import Person
    from dashboard.auth.sign_in_gate import Gate
    from etl.catalog.catalog import Catalog
    from etl.settings import Settings


def load_desk_of(
    settings: Settings,
    gate: Callable[[], Gate],
    catalog: Callable[[], Catalog],
    reader: Callable[[], Person | None],
    start: Callable[[int], None] | None = None,
) -> LoadDesk:
    """The load desk.

    Args:
        settings: where files and builds lie.
        gate: who lets people in; over the store.
        catalog: the declarations of the current build.
        reader: who asks in the present request; None without a name.
        start: begins the work on an upload; a process of its own if it is not given.
    """

    def start_process(upload: int) -> None:
        from dashboard.load_desk.background_process import start as begin  # noqa: PLC0415  who only reads starts nothing

        begin(settings, upload)

    return LoadDesk(
        settings,
        office=lambda: gate().office,
        has_store=lambda: has_office(settings),
        catalog=catalog,
        reader=reader,
        start=start or start_process,
    )
