"""An address of every page, for whoever looks at all of them."""

from typing import Final

PAGES: Final = {
    "overview": "/",
    "counties": "/?parent=210100",
    "dual-control": "/dual-control",
    "carbon": "/carbon",
    "gradient": "/gradient",
    "industry": "/industry",
    "regions": "/region",
    "region": "/region/210100",
    "province": "/region/210000",
    "indicators": "/indicator",
    "indicator": "/indicator/gdp?period=2023",
    "compare": "/compare?region=210100",
    "cases": "/cases",
    "restrictions": "/restrictions",
    "deadlines": "/deadlines",
    "projects": "/projects",
    "registers": "/registers",
    "reports": "/reports",
    "data": "/data",
    "calendar": "/data/calendar",
    "challenges": "/data/challenges",
    "revisions": "/data/revisions",
    "rejects": "/data/rejects",
    "sources": "/data/sources",
    "builds": "/data/builds",
    "articles": "/articles",
    "article": "/articles/11",
    "brief": "/brief/region?region=210100",
}
LANGS: Final = ("zh", "en")


def address_of(page: str, lang: str) -> str:
    """The address of a page in a language."""
    mark = "&" if "?" in page else "?"
    return page if lang == "zh" else f"{page}{mark}lang={lang}"
