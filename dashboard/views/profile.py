"""The table of all indicators of a region, by topic, and what nobody has delivered."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.selection import Selection
from dashboard.shared_reads import Remembered, Same
from dashboard.text import words
from dashboard.views.profile_row import rows_of
from dashboard.views.sheet import Sheet, Value
from dashboard.views.spine import TOPICS, IndicatorLine, Spine, Uncollected
from dashboard.views.table import Column, TableView
from dashboard.views.targets import asked_in_words, cited_document, target_period
from dashboard.views.value_words import delivered_by, scope_of_figure, unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.region import Region
from etl.model.vocabulary import MissingReason, Result

_COLUMNS = ("indicator", "value", "change", "target", "gap", "verdict", "rank", "trend", "source")
_ASKING = frozenset({Result.NOT_MET, Result.LEVEL_1, Result.LEVEL_2})
_MOST_OPEN = 16
_NUMERIC = frozenset({"value", "change", "gap", "rank"})
_SHEET_COLUMNS = (
    "topic", "indicator", "id", "period", "value", "unit", "scope", "bound", "status", "basis", "nature",
    "change", "change_since", "target", "target_unit", "target_years", "target_origin", "target_document",
    "gap", "result", "reason", "rank", "rank_of", "source",
)  # fmt: skip


class WantedGroup(Struct, frozen=True):
    """Indicators that the same body would deliver, each with the targets that wait for it."""

    who: str
    items: str


class TopicBlock(Struct, frozen=True):
    """One topic: what there is, and what there is not.

    Attributes:
        told: how many indicators there are, and how many verdicts of which kind.
        is_open: whether it stands open at first sight; the others are folded.
    """

    title: str
    told: str
    is_open: bool
    table: TableView | None
    wanted_title: str
    wanted: tuple[WantedGroup, ...]


class ProfileView(Struct, frozen=True):
    """The indicators of a region.

    Attributes:
        title: name of the table.
        summary: how many indicators have data.
        blocks: the topics in order.
        csv_address: where the same figures can be downloaded.
        make_sheet: those figures for download, made when somebody downloads them.
        notes: how to read the table.
    """

    lang: str
    title: str
    summary: str
    blocks: tuple[TopicBlock, ...]
    csv_address: str
    make_sheet: Callable[[], Sheet]
    notes: tuple[str, ...]

    @property
    def sheet(self) -> Sheet:
        """The figures for download."""
        return self.make_sheet()


def build_profile_view(
    catalog: Catalog, region: Region, spine: Spine, selection: Selection, csv_address: str
) -> ProfileView:
    """The spine of a region in words.

    Args:
        catalog: the declarations.
        region: the region.
        spine: its indicators as facts.
        selection: what the address says.
        csv_address: where the CSV is.
    """
    lang = selection.lang
    say_word = words(lang)
    with_data = len(spine.all_lines())
    total = with_data + sum(map(len, spine.uncollected.values()))
    return ProfileView(
        lang=lang,
        title=say_word("profile.title", region=region.name[lang]),
        summary=say_word("profile.summary", total=total, with_data=with_data, without=total - with_data),
        blocks=_with_one_open(
            [block for topic in TOPICS if (block := _block(catalog, spine, topic, lang)) is not None]
        ),
        csv_address=csv_address,
        make_sheet=partial(_sheet, catalog, region, spine, lang),
        notes=tuple(say_word(f"profile.notes.{name}") for name in ("change", "rank", "target", "verdict")),
    )


def _with_one_open(blocks: Sequence[TopicBlock]) -> tuple[TopicBlock, ...]:
    """One topic at first sight, if it is not a long one: the first that asks for attention, else the fullest.

    What the others ask for stands in their lines, and verdict by verdict above the table.
    """
    if not blocks:
        return ()
    shown = next((block for block in blocks if block.is_open), max(blocks, key=_rows))
    return tuple(replace(block, is_open=block is shown and _rows(block) <= _MOST_OPEN) for block in blocks)


def _rows(block: TopicBlock) -> int:
    return len(block.table.rows) if block.table else 0


def _block(catalog: Catalog, spine: Spine, topic: str, lang: str) -> TopicBlock | None:
    lines, missing = spine.lines[topic], spine.uncollected[topic]
    if not lines and not missing:
        return None
    say_word = words(lang)
    rows = rows_of(catalog, lines, lang)
    title = say_word(f"topic.{topic}")
    results = [Result(line.assessment.result) for line in lines if line.assessment]
    return TopicBlock(
        title=title,
        told=_told(results, len(lines), len(missing), lang),
        is_open=not _ASKING.isdisjoint(results),
        table=TableView(title, _columns(lang), rows, lang) if rows else None,
        wanted_title=say_word("profile.wanted", count=len(missing)) if missing else "",
        wanted=_wanted(catalog, missing, lang),
    )


@cache
def _columns(lang: str) -> tuple[Column, ...]:
    return tuple(Column(words(lang)(f"profile.columns.{name}"), name in _NUMERIC) for name in _COLUMNS)


def _told(results: Sequence[Result], known: int, missing: int, lang: str) -> str:
    """``12项有数据，3项未采集；未达标2个``: what a reader would open the topic for."""
    say_word = words(lang)
    counts = [
        say_word("levels.count", level=say_word(f"result.{result}"), count=results.count(result))
        for result in dict.fromkeys(results)
        if result != Result.UNASSESSED
    ]
    told = say_word("profile.topic_told", known=known, missing=missing)
    return say_word("list.semicolon").join((told, *counts))


# ── what is not there ──────────────────────────────────────────────────────────────────────────────────
_MOST_LISTS: Final = 256
_LISTS: Final[Remembered[tuple[Same, str, tuple[str, ...]], tuple[WantedGroup, ...]]] = Remembered(
    _MOST_LISTS
)


def _wanted(catalog: Catalog, missing: Sequence[Uncollected], lang: str) -> tuple[WantedGroup, ...]:
    """Who would deliver what; where nothing waits for it, neighbours lack the same and it is said once."""
    if any(one.targets or one.reason != MissingReason.NOT_COLLECTED for one in missing):
        return _groups(catalog, missing, lang)
    key = (Same(catalog), lang, tuple([one.indicator.id for one in missing]))
    return _LISTS.get_or_make(key, lambda: _groups(catalog, missing, lang))


def _groups(catalog: Catalog, missing: Sequence[Uncollected], lang: str) -> tuple[WantedGroup, ...]:
    groups: dict[str, list[str]] = {}
    for one in missing:
        who = delivered_by(catalog, one.indicator, lang)
        groups.setdefault(who, []).append(_wanted_item(catalog, one, lang))
    say_word = words(lang)
    semicolon = say_word("list.semicolon")
    return tuple(
        WantedGroup(
            say_word("profile.wanted_from", who=who) if who else say_word("profile.wanted_public"),
            semicolon.join(items),
        )
        for who, items in groups.items()
    )


def _wanted_item(catalog: Catalog, one: Uncollected, lang: str) -> str:
    say_word = words(lang)
    asked = asked_in_words(catalog, one.targets, lang)
    told = [say_word("profile.target_waits", targets=asked)] if asked else []
    if one.reason != MissingReason.NOT_COLLECTED:
        told.append(say(f"missing_{one.reason}", lang))
    name = one.indicator.name[lang]
    return (
        say_word("profile.wanted_item", name=name, note=say_word("list.comma").join(told)) if told else name
    )


# ── download ───────────────────────────────────────────────────────────────────────────────────────────
def _sheet(catalog: Catalog, region: Region, spine: Spine, lang: str) -> Sheet:
    header = tuple(words(lang)(f"profile.csv.{name}") for name in _SHEET_COLUMNS)
    rows = [_sheet_row(catalog, topic, line, lang) for topic in TOPICS for line in spine.lines[topic]]
    missing: list[tuple[Value, ...]] = [
        (words(lang)(f"topic.{topic}"), one.indicator.name[lang], one.indicator.id, None, None,
         unit_sign(catalog, one.indicator, lang), None, None, say(f"missing_{one.reason}", lang))
        for topic in TOPICS for one in spine.uncollected[topic]
    ]  # fmt: skip
    padded = ((*row, *(None,) * (len(header) - len(row))) for row in missing)
    sources = dict.fromkeys(name for line in spine.all_lines() for name in line.sources)
    title = words(lang)("profile.title", region=region.name[lang])
    return Sheet(title, header, (*rows, *padded), tuple(sources))


def _sheet_row(catalog: Catalog, topic: str, line: IndicatorLine, lang: str) -> tuple[Value, ...]:
    value, row, rank = line.value, line.assessment, line.rank
    has_target = row is not None and row.target_value is not None
    unit = row.target_unit if row else None
    return (
        words(lang)(f"topic.{topic}"),
        line.indicator.name[lang],
        line.indicator.id,
        value.period,
        value.value,
        unit_sign(catalog, line.indicator, lang),
        scope_of_figure(catalog, value, lang) or None,
        say(f"bound_{value.bound}", lang),
        say(f"status_{value.status}", lang),
        say(f"basis_{value.basis}", lang),
        say(f"nature_{value.nature}", lang),
        line.change.difference if line.change else None,
        str(line.change.since) if line.change else None,
        row.target_value if row else None,
        catalog.units[unit].sign[lang] if unit else None,
        target_period(row, lang) if row and has_target else None,
        say(f"origin_{row.target_origin}", lang) if row and has_target else None,
        (cited_document(catalog, row.target_document, lang) or None) if row else None,
        row.ahead if row and row.result != Result.UNASSESSED else None,
        say(f"result_{row.result}", lang) if row else None,
        say(f"unassessed_{row.reason}", lang) if row and row.reason else None,
        rank.place if rank else None,
        rank.of if rank else None,
        "; ".join(catalog.sources[name].citation[lang] for name in line.sources),
    )
