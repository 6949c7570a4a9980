"""A small course as an image inside a line of text or a cell."""

from dash import html

from dashboard.figures.sparkline import HEIGHT, WIDTH, sparkline_address
from dashboard.views.sparkline import SparklineView


def sparkline(view: SparklineView) -> html.Img:
    """The course, with its words for readers who do not see it."""
    return html.Img(
        src=sparkline_address(view),
        alt=view.told,
        title=view.told,
        width=WIDTH,
        height=HEIGHT,
        className="sparkline",
    )
