"""Each city's change of the period against its own target: how far short, at a glance."""

from msgspec import Struct

from dashboard.format import format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.chart import ChartWords, sources_line
from dashboard.views.dual_control.shared_rows import DualScene, Standing, furthest_behind
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import short_name
from etl.errors import say
from etl.model.vocabulary import Result


class Bullet(Struct, frozen=True):
    """One region: its change, what was required of it (both in per cent, negative is a fall), its verdict."""

    name: str
    actual: float
    required: float
    result: Result
    label: str
    told: str
    is_main: bool = False


class BulletView(Struct, frozen=True):
    """Regions with a rate and a target, the furthest behind on top; ``tick`` is what the mark across is."""

    words: ChartWords
    bullets: tuple[Bullet, ...]
    tick: str


def build_bullets(scene: DualScene, selection: Selection) -> BulletView | None:
    """The bullets of a period; None where no city has both a rate and a target."""
    lang = selection.lang
    ordered = furthest_behind(scene.cities, by_plan=False)
    bullets = tuple(_bullet(scene, city, lang) for city in ordered if _is_comparable(city))
    if not bullets or scene.period is None:
        return None
    short = sum(bullet.actual > bullet.required for bullet in bullets)
    title = words(lang)(
        "dual.bullet.title", period=format_period(scene.period, lang), of=len(bullets), count=short
    )
    return BulletView(
        ChartWords(
            lang=lang,
            title=title,
            axis=words(lang)("dual.bullet.axis"),
            source=sources_line(scene.catalog, scene.sources, lang),
            table=_table(title, bullets, lang),
        ),
        bullets,
        words(lang)("dual.table.required"),
    )


def _is_comparable(city: Standing) -> bool:
    return city.level is not None and city.level.value is not None and city.level.required is not None


def _bullet(scene: DualScene, city: Standing, lang: str) -> Bullet:
    row = city.level
    if row is None or row.value is None or row.required is None:
        raise ValueError(f"{city.region.code} has no rate to compare")
    verdict = say(f"unassessed_{row.reason}" if row.reason else f"result_{row.result}", lang)
    name = short_name(city.region, lang)
    doubt = scene.doubt(row, lang)
    actual, required = (f"{format_signed(value, 2)}%" for value in (row.value, -row.required))
    return Bullet(
        name=name,
        actual=row.value,
        required=-row.required,
        result=Result(row.result),
        label=f"{actual}{doubt}",
        told=words(lang)(
            "dual.bullet.told", name=name, actual=f"{actual}{doubt}", required=required, verdict=verdict
        ),
        is_main=city.region == scene.focus.region,
    )


def _table(title: str, bullets: tuple[Bullet, ...], lang: str) -> TableView:
    say_word = words(lang)
    columns = (
        Column(say_word("dual.table.region")),
        Column(say_word("dual.table.rate"), is_numeric=True),
        Column(say_word("dual.table.required"), is_numeric=True),
        Column(say_word("dual.table.level")),
    )
    rows = tuple(
        (
            Cell(bullet.name),
            Cell(bullet.label),
            Cell(f"{format_signed(bullet.required, 2)}%"),
            Cell("", result=bullet.result),
        )
        for bullet in bullets
    )
    return TableView(title, columns, rows, lang)
