"""Which builds there are, and what differs between two of them, source by source; it ends with what to do."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta, timezone

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_date, format_exact, format_period
from dashboard.queries import KnownBuild
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from dashboard.views.links import Link
from dashboard.views.quality.browse import Chooser
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.store.difference import BuildDifference, Change, Key, SourceDifference

MOST_SHOWN = 20
_BEIJING = timezone(timedelta(hours=8))
_COLUMNS = ("build", "made", "day", "as_of", "state")
_SHEET = ("source", "what", "series", "code", "place", "period", "was", "now", "why", "cell", "action")


class SourceSection(Struct, frozen=True):
    """What differs in one source.

    Attributes:
        table: the figures that differ, as far as they are shown.
        action: what to do about the gravest of them.
    """

    title: str
    told: str
    table: TableView
    action: str


class BuildsView(Struct, frozen=True):
    """The builds, and the difference of the two chosen.

    Attributes:
        lead: what there is to compare, or why there is nothing.
        told: what the two were made with that differs; and that nothing differs, where so.
    """

    lang: Lang
    title: str
    lead: str
    present: str
    choosers: tuple[Chooser, ...]
    builds: TableView
    heading: str
    told: tuple[str, ...]
    sections: tuple[SourceSection, ...]
    csv_address: str
    make_sheet: Callable[[], Sheet]


def pair_asked(builds: Sequence[KnownBuild], current: str, selection: Selection) -> tuple[str, str] | None:
    """The builds to compare: of the address, else the one in use with the readable one before it.

    Args:
        builds: those in the folder, latest first.
        current: the one in use.
        selection: what the address says.
    """
    if selection.builds:
        before, after = selection.builds
        return before, after
    readable = [build.build_id for build in builds if build.row is not None]
    earlier = [name for name in readable if name != current]
    return (earlier[0], current) if earlier and current in readable else None


class BuildFacts(Struct, frozen=True):
    """The builds in the folder.

    Attributes:
        builds: latest first.
        current: the one in use.
        difference: of the two chosen; None where there are no two.
    """

    builds: Sequence[KnownBuild]
    current: str
    difference: BuildDifference | None


def build_builds_view(
    catalog: Catalog, facts: BuildFacts, selection: Selection, csv_address: str
) -> BuildsView:
    """The builds in the folder and the difference of two.

    Args:
        catalog: the declarations of the build in use.
        facts: the builds.
        selection: what the address says.
        csv_address: where the difference can be downloaded.
    """
    lang, say_word = selection.lang, words(selection.lang)
    builds, difference = facts.builds, facts.difference
    heading = ""
    told: tuple[str, ...] = ()
    sections: tuple[SourceSection, ...] = ()
    if difference is not None:
        heading = say_word("data.builds.heading", before=difference.before[:12], after=difference.after[:12])
        told = _told(difference, lang)
        sections = tuple(_section(catalog, each, lang) for each in difference.sources)
    return BuildsView(
        lang=lang,
        title=say_word("data.sections.builds"),
        lead=say_word("data.builds.lead" if difference else "data.builds.only_one"),
        present=to_url(selection),
        choosers=_choosers(builds, difference, selection) if difference else (),
        builds=_table(builds, facts.current, lang),
        heading=heading,
        told=told,
        sections=sections,
        csv_address=csv_address if sections else "",
        make_sheet=lambda: _sheet(catalog, difference, heading, lang),
    )


def _table(builds: Sequence[KnownBuild], current: str, lang: Lang) -> TableView:
    say_word = words(lang)
    return TableView(
        caption=say_word("data.builds.caption", count=len(builds)),
        columns=tuple(Column(say_word(f"data.builds.{name}")) for name in _COLUMNS),
        rows=tuple(
            (
                Cell(one.build_id[:12]),
                Cell(one.made.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")),
                Cell(_day(one.day, lang)),
                Cell(
                    _day(one.row.as_of, lang) if one.row and one.row.as_of else say_word("export.everything")
                ),
                Cell(say_word(f"data.builds.{_state(one, current)}")),
            )
            for one in builds
        ),
        lang=lang,
        notes=(say_word("data.builds.note"),),
    )


def _state(one: KnownBuild, current: str) -> str:
    if one.row is None:
        return "unreadable"
    return "current" if one.build_id == current else "kept"


def _day(day: date | None, lang: Lang) -> str:
    return format_date(day, lang) if day else DASH


def _choosers(
    builds: Sequence[KnownBuild], difference: BuildDifference, selection: Selection
) -> tuple[Chooser, ...]:
    """The earlier and the later build; an option leads to the pair with it."""
    pair = (difference.before, difference.after)
    names = [one.build_id for one in builds if one.row is not None]
    days = {one.build_id: _day(one.day, selection.lang) for one in builds}
    made = []
    for place, name in enumerate(("before", "after")):
        options = []
        for build_id in names:
            chosen = (build_id, pair[1]) if place == 0 else (pair[0], build_id)
            address = to_url(selection) if chosen == pair else to_url(selection.to(builds=chosen))
            label = words(selection.lang)("data.builds.option", build=build_id[:12], day=days[build_id])
            options.append(Link(label, address))
        made.append(Chooser(name, words(selection.lang)(f"data.builds.{name}"), tuple(options)))
    return tuple(made)


def _told(difference: BuildDifference, lang: Lang) -> tuple[str, ...]:
    causes = [say(f"diff_cause_{cause}", lang) for cause in difference.causes]
    listed = words(lang)("list.comma").join(causes) or say("diff_cause_none", lang)
    made = words(lang)("data.builds.causes", causes=listed)
    return (made,) if difference.sources else (made, say("diff_nothing", lang))


def _section(catalog: Catalog, each: SourceDifference, lang: Lang) -> SourceSection:
    say_word = words(lang)
    title = _title(catalog, each.source, lang)
    rows = _lines(catalog, each, lang)
    hidden = len(rows) - MOST_SHOWN
    columns = ("what", "place", "series", "period", "was", "now", "why")
    return SourceSection(
        title=title,
        told=say_word(
            "data.builds.counted",
            new=f"{len(each.new):,}",
            gone=f"{len(each.gone):,}",
            changed=f"{len(each.changed):,}",
        ),
        table=TableView(
            caption=title,
            columns=tuple(
                Column(say_word(f"data.builds.{name}"), name in {"was", "now"}) for name in columns
            ),
            rows=tuple(_cells(row) for row in rows[:MOST_SHOWN]),
            lang=lang,
            notes=(say_word("data.builds.rest", count=f"{hidden:,}"),) if hidden > 0 else (),
        ),
        action=say(f"diff_action_{each.action}", lang),
    )


class _Line(Struct, frozen=True):
    """One figure that differs, in words."""

    what: str
    key: Key
    series: str
    place: str
    period: str
    was: float | None
    now: float | None
    why: str
    cell: str


def _lines(catalog: Catalog, each: SourceDifference, lang: Lang) -> list[_Line]:
    changed = [_changed(catalog, change, lang) for change in each.changed]
    gone = [_bare(catalog, key, "gone", lang) for key in each.gone]
    new = [_bare(catalog, key, "new", lang) for key in each.new]
    return [*gone, *changed, *new]


def _changed(catalog: Catalog, change: Change, lang: Lang) -> _Line:
    at = change.cell
    return _Line(
        words(lang)("data.builds.changed"),
        change.key,
        _series(catalog, change.key[0], lang),
        place_name(catalog, change.key[1], lang),
        format_period(Period.parse(change.key[2]), lang),
        change.was,
        change.now,
        say(f"diff_kind_{change.kind.value}", lang),
        f"{at.file} {at.sheet}!{cell_name(at.row, at.column)}",
    )


def _bare(catalog: Catalog, key: Key, what: str, lang: Lang) -> _Line:
    return _Line(
        words(lang)(f"data.builds.{what}"),
        key,
        _series(catalog, key[0], lang),
        place_name(catalog, key[1], lang),
        format_period(Period.parse(key[2]), lang),
        None,
        None,
        "",
        "",
    )


def _series(catalog: Catalog, series: str, lang: Lang) -> str:
    """A series by name; one that the declarations of today no longer have, by id."""
    return catalog.series[series].name[lang] if series in catalog.series else series


def _title(catalog: Catalog, source: str, lang: Lang) -> str:
    return catalog.sources[source].title[lang] if source in catalog.sources else source


def _cells(line: _Line) -> tuple[Cell, ...]:
    was, now = format_exact(line.was), format_exact(line.now)
    return (
        Cell(line.what),
        Cell(line.place),
        Cell(line.series),
        Cell(line.period),
        Cell(was),
        Cell(now),
        Cell(line.why or DASH, note=line.cell),
    )


def _sheet(catalog: Catalog, difference: BuildDifference | None, title: str, lang: Lang) -> Sheet:
    sections = difference.sources if difference else ()
    rows: list[tuple[Value, ...]] = []
    for each in sections:
        action = say(f"diff_action_{each.action}", lang)
        rows += [
            (_title(catalog, each.source, lang), line.what, line.series, line.key[1], line.place, line.key[2],
             line.was, line.now, line.why or None, line.cell or None, action)
            for line in _lines(catalog, each, lang)
        ]  # fmt: skip
    return Sheet(
        title,
        tuple(words(lang)(f"data.builds.{name}") for name in _SHEET),
        tuple(rows),
        tuple(each.source for each in sections if each.source in catalog.sources),
    )
