"""One more project of so many tonnes: what it would do to every city's level. It decides nothing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, format_number, format_period, format_signed
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.dual_control.shared_rows import DualScene, Standing
from dashboard.views.links import Link
from dashboard.views.table import Cell, Column, TableView
from etl.assess.one_more_project import WithProject, one_more_project
from etl.errors import say
from etl.model.judged import Judged
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

PRESETS: Final = ("1000", "5000", "10000", "50000", "200000")
"""Tonnes of coal equivalent a year: thresholds of the energy reviews, and what large plants take."""
_DEFAULT: Final = "10000"

Pairs = tuple[Standing, WithProject | None, WithProject | None]


class ProjectView(Struct, frozen=True):
    """What one more project would do in every city.

    Attributes:
        presets: amounts to try, each an address; ``present`` is the one tried.
        form_address: where the form leads; it adds the amount typed.
        sentences: what would happen in the region in focus, and how many levels would turn.
        table: every city with and without it.
    """

    lang: str
    title: str
    note: str
    presets: tuple[Link, ...]
    present: str
    form_address: str
    sentences: tuple[str, ...]
    table: TableView


def build_project(scene: DualScene, selection: Selection) -> ProjectView | None:
    """The project in every city in turn; None where no city's energy and GDP are known.

    Args:
        scene: the period.
        selection: what the address says; its project is tried.
    """
    lang = selection.lang
    amount = selection.project or _DEFAULT
    tried = [_tried(scene, city, Decimal(amount)) for city in scene.everyone]
    known = [pair for pair in tried if pair[1] is not None or pair[2] is not None]
    if not known or scene.period is None:
        return None
    shown = format_number(int(amount))
    return ProjectView(
        lang=lang,
        title=words(lang)("dual.project.title", amount=shown),
        note=words(lang)("dual.project.note", period=format_period(scene.period, lang)),
        presets=tuple(
            Link(
                words(lang)("dual.project.amount", amount=format_number(int(one))),
                to_url(selection.to(project=one)),
            )
            for one in PRESETS
        ),
        present=to_url(selection.to(project=amount)),
        form_address=to_url(selection.to(project=None)),
        sentences=_sentences(scene, known, shown, lang),
        table=_table(known, shown, lang, focus=scene.focus),
    )


def _tried(scene: DualScene, city: Standing, amount: Decimal) -> Pairs:
    return (
        city,
        _with(scene, city.level, city.judged, amount),
        _with(scene, city.total_level, city.total_judged, amount),
    )


def _with(scene: DualScene, row: AssessmentRow | None, judged: Judged, amount: Decimal) -> WithProject | None:
    """A region's rate with the project; None where the assessment states no energy and GDP."""
    energy = judged.energy
    if row is None or row.required is None or scene.period is None or energy is None:
        return None
    if energy.gdp is None or energy.rate is None:
        return None
    return one_more_project(
        scene.catalog,
        indicator=row.indicator,
        rule=row.rule,
        period=scene.period,
        required=row.required,
        energy=energy,
        project_tce=amount,
    )


def _sentences(scene: DualScene, known: Sequence[Pairs], amount: str, lang: str) -> tuple[str, ...]:
    say_word = words(lang)
    own = next((pair for pair in known if pair[0].region == scene.focus.region), None)
    turned = [city.region.name[lang] for city, *effects in known if any(map(_turns, effects))]
    told = [
        say_word(
            "dual.project.focus",
            region=scene.focus.region.name[lang],
            amount=amount,
            subject=say_word(f"dual.subject.{name}"),
            before=f"{format_signed(effect.rate_before, 2)}%",
            after=f"{format_signed(effect.rate, 2)}%",
            level=_level_words(effect, lang),
        )
        for name, effect in zip(("intensity", "total"), own[1:] if own else (), strict=False)
        if effect is not None
    ]
    if turned:
        names = say_word("punctuation.list").join(turned)
        told.append(say_word("dual.project.turned", count=len(turned), names=names))
    else:
        told.append(say_word("dual.project.none_turned"))
    return tuple(told)


def _turns(effect: WithProject | None) -> bool:
    return effect is not None and effect.result is not effect.result_before


def _level_words(effect: WithProject, lang: str) -> str:
    before, after = (_word(result, lang) for result in (effect.result_before, effect.result))
    key = "level_turns" if _turns(effect) else "level_stays"
    return words(lang)(f"dual.project.{key}", before=before, after=after)


def _word(result: Result | None, lang: str) -> str:
    return DASH if result is None else say(f"result_{result}", lang)


def _table(known: Sequence[Pairs], amount: str, lang: str, *, focus: Standing) -> TableView:
    say_word = words(lang)
    heads = [
        (f"dual.project.{key}", name, is_numeric)
        for name in ("intensity", "total")
        for key, is_numeric in (("rate", True), ("headroom", True), ("level", False))
    ]
    columns = (
        Column(say_word("dual.table.region")),
        *(
            Column(say_word(key, subject=say_word(f"dual.subject.{name}")), numeric)
            for key, name, numeric in heads
        ),
    )
    rows = tuple(
        (Cell(city.region.name[lang]), *_cells(first, lang), *_cells(second, lang))
        for city, first, second in known
    )
    marked = frozenset(index for index, pair in enumerate(known) if pair[0].region == focus.region)
    caption = say_word("dual.project.caption", amount=amount)
    return TableView(caption, columns, rows, lang, notes=(say_word("dual.project.how"),), marked=marked)


def _cells(effect: WithProject | None, lang: str) -> tuple[Cell, ...]:
    """Rate, headroom and level, each without → with the project."""
    if effect is None:
        return Cell(DASH), Cell(DASH), Cell(DASH)
    rate = f"{format_signed(effect.rate_before, 2)} → {format_signed(effect.rate, 2)}%"
    room = f"{format_signed(effect.headroom_before, 1)} → {format_signed(effect.headroom, 1)}"
    after = effect.result or Result.UNASSESSED
    if not _turns(effect):
        return Cell(rate), Cell(room), Cell(_word(effect.result, lang), result=after)
    before = _word(effect.result_before, lang)
    return Cell(rate), Cell(room), Cell(f"{before} → {_word(effect.result, lang)}", result=after)
