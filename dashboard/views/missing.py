"""What a page lacks, who would have to deliver it, how, and where it can be seen with invented data."""

from collections.abc import Iterable

from msgspec import Struct

from dashboard.format import format_period
from dashboard.text import words
from dashboard.views.value_words import delivered_by
from etl.catalog.catalog import Catalog
from etl.model.format import Format
from etl.model.indicator import Indicator
from etl.model.period import Period


class Lack(Struct, frozen=True):
    """One indicator that some regions lack in a period."""

    indicator: Indicator
    period: Period | None
    lacking: tuple[str, ...]
    of: int


class MissingView(Struct, frozen=True):
    """What is missing and what can be done about it.

    Attributes:
        lines: indicator, how many regions lack it, who would have to deliver it.
        how: how it is delivered: the workbook that those who owe it fill in, by the source that takes it.
        demo: where the page can be seen complete.
        demo_address: address of a running demonstration; empty where none is set.
    """

    lang: str
    title: str
    lines: tuple[tuple[str, str], ...]
    how: tuple[str, ...]
    demo: str
    demo_address: str


def build_missing_view(
    catalog: Catalog, lacks: Iterable[Lack], lang: str, *, demo_address: str = ""
) -> MissingView | None:
    """What is missing; None where nothing is.

    Args:
        catalog: the declarations.
        lacks: indicators with the regions that lack them.
        lang: language of the words.
        demo_address: address of a running demonstration, from the settings.
    """
    found = [lack for lack in lacks if lack.lacking]
    if not found:
        return None
    say_word = words(lang)
    is_real = catalog.deployment.watermark is None
    series = {
        name for lack in found for name in (*catalog.series_of(lack.indicator.id), lack.indicator.published)
    }
    period = max((lack.period for lack in found if lack.period), key=Period.sort_key, default=None)
    return MissingView(
        lang=lang,
        title=say_word("missing.title"),
        lines=tuple((_what(lack, lang), _who(catalog, lack, lang)) for lack in found),
        how=tuple(_how(catalog, one, period, lang) for one in _empty_formats(catalog, series)),
        demo=say_word("missing.demo" if demo_address else "missing.demo_command") if is_real else "",
        demo_address=demo_address if is_real else "",
    )


def _what(lack: Lack, lang: str) -> str:
    names = words(lang)("punctuation.list").join(lack.lacking)
    whom = names if len(lack.lacking) < lack.of else words(lang)("missing.all", of=lack.of)
    period = format_period(lack.period, lang) if lack.period else ""
    name = lack.indicator.name[lang]
    count = len(lack.lacking)
    key = "missing.what" if period else "missing.what_ever"
    return words(lang)(key, period=period, indicator=name, count=count, of=lack.of, whom=whom)


def _who(catalog: Catalog, lack: Lack, lang: str) -> str:
    who = delivered_by(catalog, lack.indicator, lang)
    return words(lang)("missing.who", who=who) if who else words(lang)("missing.nobody")


def _empty_formats(catalog: Catalog, series: set[str | None]) -> list[Format]:
    """The latest workbook of each source that offices fill in and that could bring one of the series."""
    return [
        files[-1].format
        for files in catalog.formats.values()
        if any(
            file.format.layout.kind == "grid"
            and series.intersection(column.series for column in file.format.layout.columns)
            for file in files
        )
    ]


def _how(catalog: Catalog, declared: Format, period: Period | None, lang: str) -> str:
    title = catalog.sources[declared.source].title[lang]
    return words(lang)("missing.how", title=title, command=template_command(declared, period, lang))


def template_command(declared: Format, period: Period | None, lang: str) -> str:
    """The command that writes the workbook, under a name by which the intake knows it.

    Args:
        declared: a format that offices fill in.
        period: the period to be filled in; without one a word stands in its place.
        lang: language of that word.
    """
    when = str(period) if period else words(lang)("missing.period")
    name = declared.file.replace(".xls*", ".xlsx").replace("*", when.replace("/", "-"), 1)
    layout = declared.layout
    is_fixed = layout.kind != "grid" or layout.period.place == "fixed"
    asked = "" if is_fixed else f" --period {when}"
    return f"python -m etl template {declared.source}{asked} --out {name}"
