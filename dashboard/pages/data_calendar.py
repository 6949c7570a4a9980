"""The section 报送日历 of 数据. What people did is asked at every look, so it is never kept."""

from dashboard.address import export_url
from dashboard.auth.rights import Right
from dashboard.components import quality as pieces
from dashboard.pages.data_coverage import read_books
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.views.quality.browse import BrowseView
from dashboard.views.quality.return_calendar import People, build_return_calendar

CALENDAR = "data-calendar"


def register(panels: Panels) -> None:
    """Declare the panel."""
    panels.add(
        CALENDAR,
        build=lambda queries, selection: build_calendar(queries, panels, selection),
        draw=pieces.browse,
        sheet=lambda view: view.make_sheet(),
        is_kept=False,
    )


def build_calendar(queries: Queries, panels: Panels, selection: Selection) -> BrowseView:
    """The calendar, with what people did about it as far as the reader may know it."""
    csv = export_url(queries.build_id, CALENDAR, selection)
    return build_return_calendar(queries.catalog, read_books(queries), people_of(panels), selection, csv)


def people_of(panels: Panels) -> People:
    """Reminders, refused files, and whom the reader may remind."""
    desk = panels.desk
    reader = desk.reader()
    if reader is None or not desk.has_store():
        return People({}, (), lambda region, source: False, is_signed_in=False)
    from dashboard.upkeep.reminders import reminders  # noqa: PLC0415  the store opens for those with a name

    with desk.office().reading() as connection:
        found = reminders(connection)
    uploads = panels.uploads.visible() if panels.uploads is not None else ()

    def may_remind(region: str, source: str) -> bool:
        return reader.may(Right.CHASE, desk.lies_within, region=region, source=source)

    return People(found, uploads, may_remind, is_signed_in=True)
