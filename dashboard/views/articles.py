"""The regulation article by article: its text as it stands, and where the home region stands with it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_article, format_date
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import Lang, words
from dashboard.views.article_table import build_article_table, indicators_of
from dashboard.views.spine import Spine
from dashboard.views.table import TableView
from etl.catalog.catalog import Catalog
from etl.model.regulation import Article, Regulation
from etl.model.source import known_from
from etl.store.rows import CoverageRow

_MEASURABILITY: Final = ("measurable", "partly", "weakly", "register", "workflow", "not_measurable")


class RegulationHead(Struct, frozen=True):
    """The regulation and, prominently, that it is a draft."""

    title: str
    stamp: str
    status: str


class ArticleLine(Struct, frozen=True):
    """One article in the contents."""

    number: str
    title: str
    address: str
    summary: str
    measurability: str
    indicators: str
    registers: str


class ArticlesView(Struct, frozen=True):
    """All articles."""

    lang: str
    head: RegulationHead
    lead: str
    counts: tuple[str, ...]
    lines: tuple[ArticleLine, ...]


class TextPiece(Struct, frozen=True):
    """A stretch of the official text; a slip is marked, never corrected."""

    text: str
    is_slip: bool


class Step(Struct, frozen=True):
    """The article before or after."""

    label: str
    address: str


class ArticleView(Struct, frozen=True):
    """One article.

    Attributes:
        paragraphs: its text as it stands, in pieces.
        slip_note: what the mark beside a slip means; empty where there is none.
        table: its indicators with where the home region stands; None where it has none.
        no_table: why there is no table.
        registers: what is registered under it.
        register_links: the registers that are kept here.
    """

    lang: str
    head: RegulationHead
    number: str
    title: str
    paragraphs: tuple[tuple[TextPiece, ...], ...]
    slip_note: str
    summary: str
    measurability: str
    measured_by: str
    table: TableView | None
    no_table: str
    registers: tuple[str, ...]
    register_note: str
    register_links: tuple[Step, ...]
    source: str
    before: Step | None
    contents: Step
    after: Step | None


# ── all articles ───────────────────────────────────────────────────────────────────────────────────────
def build_articles_view(catalog: Catalog, spine: Spine, selection: Selection) -> ArticlesView:
    """The contents of the regulation.

    Args:
        catalog: the declarations.
        spine: the indicators of the home region.
        selection: what the address says.
    """
    lang = selection.lang
    articles = catalog.regulation.articles
    return ArticlesView(
        lang=lang,
        head=_head(catalog.regulation, lang),
        lead=_lead(catalog, articles, lang),
        counts=_counts(articles, lang),
        lines=tuple(_line(catalog, spine, article, lang) for article in articles),
    )


def _head(regulation: Regulation, lang: str) -> RegulationHead:
    say_word = words(lang)
    stamp = say_word(f"articles.status.{regulation.status}")
    key = f"articles.{regulation.status}"
    if not regulation.dated:
        return RegulationHead(regulation.title[lang], stamp, say_word(f"{key}_undated"))
    dated = format_date(known_from(regulation.dated), lang)
    return RegulationHead(regulation.title[lang], stamp, say_word(key, dated=dated))


def _is_article(article: Article) -> bool:
    return article.number.isdigit()


def _lead(catalog: Catalog, articles: Sequence[Article], lang: str) -> str:
    """How many articles numbers or registers can follow at all, and by how many indicators."""
    numbered = [article for article in articles if _is_article(article)]
    followed = [article for article in numbered if article.measurability != "not_measurable"]
    with_indicators = [article for article in numbered if indicators_of(catalog, article)]
    return words(lang)(
        "articles.lead",
        count=len(numbered),
        followed=len(followed),
        with_indicators=len(with_indicators),
        indicators=len({one.id for article in numbered for one in indicators_of(catalog, article)}),
    )


def _counts(articles: Sequence[Article], lang: str) -> tuple[str, ...]:
    counted = Counter(article.measurability for article in articles if _is_article(article))
    say_word = words(lang)
    return tuple(
        say_word("articles.count", word=say_word(f"articles.measurability.{word}"), count=counted[word])
        for word in _MEASURABILITY
        if counted[word]
    )


def _line(catalog: Catalog, spine: Spine, article: Article, lang: str) -> ArticleLine:
    say_word = words(lang)
    have = {line.indicator.id for line in spine.all_lines()}
    served = indicators_of(catalog, article)
    with_data = sum(one.id in have for one in served)
    return ArticleLine(
        number=format_article(article.number, lang),
        title=article.title[lang],
        address=_address(article, lang),
        summary=article.summary[lang],
        measurability=say_word(f"articles.measurability.{article.measurability}"),
        indicators=say_word("articles.with_data", with_data=with_data, count=len(served)) if served else DASH,
        registers=say_word("list.comma").join(one[lang] for one in article.registers) or DASH,
    )


def _address(article: Article, lang: str) -> str:
    return to_url(Selection("articles", "en" if lang == "en" else "zh", article=article.number))


# ── one article ────────────────────────────────────────────────────────────────────────────────────────
def find_article(catalog: Catalog, number: str) -> int:
    """The place of an article in the regulation.

    Raises:
        AddressError: there is no such article (404).
    """
    for place, article in enumerate(catalog.regulation.articles):
        if article.number == number:
            return place
    raise AddressError("unknown_place", found=number, status=NOT_FOUND)


def build_article_view(
    catalog: Catalog, spine: Spine, coverage: Sequence[CoverageRow], selection: Selection
) -> ArticleView:
    """One article.

    Args:
        catalog: the declarations.
        spine: the indicators of the home region.
        coverage: how many regions have data, by indicator and period.
        selection: what the address says; names the article.
    """
    lang = selection.lang
    say_word = words(lang)
    articles = catalog.regulation.articles
    place = find_article(catalog, selection.article or "")
    article = articles[place]
    links = _register_links(catalog, article, lang)
    return ArticleView(
        lang=lang,
        head=_head(catalog.regulation, lang),
        number=format_article(article.number, lang),
        title=article.title[lang],
        paragraphs=tuple(_pieces(paragraph, article.slips) for paragraph in article.text),
        slip_note=say_word("articles.slip_note") if article.slips else "",
        summary=article.summary[lang],
        measurability=say_word(f"articles.measurability.{article.measurability}"),
        measured_by=article.measured_by[lang] if article.measured_by else "",
        table=build_article_table(catalog, spine, coverage, article, lang),
        no_table=say_word("articles.no_indicators"),
        registers=tuple(one[lang] for one in article.registers),
        register_note=say_word(f"articles.register_note{'_kept' if links else ''}")
        if article.registers
        else "",
        register_links=links,
        source=article.source[lang] if article.source else "",
        before=_step(articles, place - 1, lang),
        contents=Step(say_word("articles.contents"), to_url(Selection("articles", lang))),
        after=_step(articles, place + 1, lang),
    )


def _register_links(catalog: Catalog, article: Article, lang: Lang) -> tuple[Step, ...]:
    declared = (each for each in catalog.registers.values() if each.article == article.number)
    return tuple(
        Step(each.name[lang], to_url(Selection("registers", lang, register=each.id))) for each in declared
    )


def _pieces(paragraph: str, slips: Sequence[str]) -> tuple[TextPiece, ...]:
    """A paragraph cut at its slips; put together again it is the text as it stands."""
    pieces = [TextPiece(paragraph, is_slip=False)]
    for slip in slips:
        pieces = [cut for piece in pieces for cut in _cut(piece, slip)]
    return tuple(pieces)


def _cut(piece: TextPiece, slip: str) -> list[TextPiece]:
    before, found, after = piece.text.partition(slip)
    if piece.is_slip or not found:
        return [piece]
    cut = [TextPiece(before, False), TextPiece(found, True), TextPiece(after, False)]
    return [one for one in cut if one.text]


def _step(articles: Sequence[Article], place: int, lang: str) -> Step | None:
    if not 0 <= place < len(articles):
        return None
    article = articles[place]
    return Step(f"{format_article(article.number, lang)} {article.title[lang]}", _address(article, lang))
