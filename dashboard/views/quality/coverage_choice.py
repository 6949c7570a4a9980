"""What the section 覆盖与报送 can show: a return, a series, or every series by year."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.links import Link
from dashboard.views.quality.browse import Chooser, chooser, place_chooser
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel

LEVELS: Final = (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY)


class CoverageChoice(Struct, frozen=True):
    """The choices of the section.

    Attributes:
        present: address of the view, the one that each choice shows as chosen.
    """

    lang: str
    present: str
    choosers: tuple[Chooser, ...]


def level_of(selection: Selection) -> RegionLevel:
    """The level of the regions shown; cities where the address names none."""
    return RegionLevel(selection.level) if selection.level else RegionLevel.CITY


def coverage_choosers(
    catalog: Catalog, series: Sequence[str], years: Sequence[int], selection: Selection
) -> CoverageChoice:
    """The choices.

    Args:
        catalog: the declarations.
        series: ids of the series that anything is there of.
        years: years to choose from, latest first; none where the whole course is shown.
        selection: what the address says.
    """
    made = [_subject(catalog, series, selection)]
    if years:
        made.append(_year(years, selection))
    if selection.due is None:
        made.append(_level(selection))
    if selection.due is not None or selection.series is not None:
        made.append(place_chooser(catalog, selection))
    return CoverageChoice(selection.lang, to_url(selection), tuple(made))


def _subject(catalog: Catalog, series: Sequence[str], selection: Selection) -> Chooser:
    """Which return or series; choosing one lets go of the other, and of the year."""
    lang, say_word = selection.lang, words(selection.lang)
    chosen = (selection.due, selection.series)
    options: list[tuple[tuple[str | None, str | None], str, str]] = [
        ((None, None), say_word("data.choose.by_year"), "")
    ]
    options += [
        ((name, None), one.name[lang], say_word("data.choose.returns"))
        for name, one in catalog.returns.items()
    ]
    options += [
        ((None, name), catalog.series[name].name[lang], say_word("data.choose.series")) for name in series
    ]
    return Chooser(
        "subject",
        say_word("data.choose.subject"),
        tuple(
            Link(text, to_url(selection if pair == chosen else _turned(selection, *pair)), group)
            for pair, text, group in options
        ),
    )


def _turned(selection: Selection, due: str | None, series: str | None) -> Selection:
    return Selection(
        "data",
        selection.lang,
        section="coverage",
        due=due,
        series=series,
        level=None if due else selection.level,
        parent=selection.parent if due or series else None,
    )


def _year(years: Sequence[int], selection: Selection) -> Chooser:
    chosen = selection.period or Period.of_year(years[0])
    options = []
    for year in years:
        period = Period.of_year(year)
        address = to_url(selection if period == chosen else selection.to(period=period))
        options.append(Link(format_period(period, selection.lang), address))
    return Chooser("year", words(selection.lang)("controls.period"), tuple(options))


def _level(selection: Selection) -> Chooser:
    lang, chosen = selection.lang, level_of(selection)
    entries = [(level.value, words(lang)(f"level.{level}.all"), "") for level in LEVELS]
    if selection.level is None:  # the address leaves it open: the level shown carries the present address
        selection = selection.to(level=chosen.value)
        made = chooser(selection, "level", words(lang)("data.choose.level"), entries)
        open_address = to_url(selection.to(level=None))
        options = tuple(
            Link(link.label, open_address if link.address == to_url(selection) else link.address, link.group)
            for link in made.options
        )
        return Chooser(made.name, made.label, options)
    return chooser(selection, "level", words(lang)("data.choose.level"), entries)
