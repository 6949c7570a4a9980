"""条文: the draft article by article, each with its indicators and where the home region stands."""

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.components import articles as pieces
from dashboard.components.states import panel_slot
from dashboard.format import format_article
from dashboard.pages.region_reads import read_subject
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.views.articles import (
    ArticlesView,
    ArticleView,
    build_article_view,
    build_articles_view,
    find_article,
)
from etl.catalog.catalog import Catalog


def heading(catalog: Catalog, selection: Selection) -> str | None:
    """Number and title of the article; None for the contents."""
    if selection.article is None:
        return None
    article = catalog.regulation.articles[find_article(catalog, selection.article)]
    return f"{format_article(article.number, selection.lang)} {article.title[selection.lang]}"


def layout(selection: Selection) -> Component:
    """One article, or the contents."""
    return html.Div(
        panel_slot("article" if selection.article else "article-list", selection.lang),
        className="article-page",
    )


def register(app: Dash, panels: Panels) -> None:
    """Declare the panels of the page."""
    panels.add("article-list", build=build_list, draw=pieces.articles)
    panels.add("article", build=build_one, draw=pieces.article)


def build_list(queries: Queries, selection: Selection) -> ArticlesView:
    """All articles."""
    home = read_subject(queries, queries.catalog.deployment.home)
    return build_articles_view(queries.catalog, home.spine, selection)


def build_one(queries: Queries, selection: Selection) -> ArticleView:
    """The article of the address."""
    home = read_subject(queries, queries.catalog.deployment.home)
    return build_article_view(queries.catalog, home.spine, queries.coverage(), selection)
