"""How a region stands, family by family, in sentences; where nothing is public the sentence says so."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.spine import RegionRows, indicators_of_level, waiting_targets
from dashboard.views.targets import asked_in_words
from dashboard.views.verdict_details import robustness_of_red
from dashboard.views.verdict_sentences import sentence_of
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import FlagFamily, RegionLevel, Result, UnassessedReason
from etl.store.rows import AssessmentRow, ValueRow

_MOST: Final = 6
BEHIND: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.NOT_MET)
_PAGES: Final = {
    FlagFamily.ENERGY: "dual_control",
    FlagFamily.CARBON: "carbon",
    FlagFamily.SMES: "gradient",
}


Newest = Mapping[tuple[str, bool | None], Period]
"""The last period by indicator: of a verdict, else of a full year (False) or of a part of one (True)."""
_VERDICT: Final = None


class Statement(Struct, frozen=True):
    """One finding: its mark, the sentence, where its working stands, and of a red one how robust it is.

    Attributes:
        is_earlier: whether a finding on the same indicator of a later period stands above it.
    """

    result: Result
    reason: UnassessedReason | None
    text: str
    address: str
    robustness: str = ""
    is_earlier: bool = False


class FamilyVerdict(Struct, frozen=True):
    """What can be said of one family.

    Attributes:
        title: name of the family.
        result: the latest verdict given; ``unassessed`` where there is none.
        reason: why there is none.
        as_of: the period of that verdict, in words.
        statements: findings, the latest first.
        waiting: targets that no data exist for, in one sentence.
        address: the page that tells all of the family, at this region; empty where there is none.
        plan_result: the latest verdict on a plan, where ``result`` is a light: the light warns, the plan
            decides; None where nothing was decided on a plan.
        plan: the years of that verdict, in words.
    """

    title: str
    result: Result
    reason: UnassessedReason | None
    as_of: str
    statements: tuple[Statement, ...]
    waiting: str
    address: str = ""
    plan_result: Result | None = None
    plan: str = ""


class VerdictsView(Struct, frozen=True):
    """The verdicts of a region by family."""

    lang: str
    title: str
    families: tuple[FamilyVerdict, ...]


def build_verdicts_view(
    catalog: Catalog, region: Region, rows: RegionRows, selection: Selection
) -> VerdictsView:
    """The findings on a region, family by family.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
        selection: what the address says.
    """
    lang = selection.lang
    return VerdictsView(
        lang=lang,
        title=words(lang)("verdicts.title"),
        families=tuple(_family(catalog, region, rows, family, lang) for family in FlagFamily),
    )


def _family(
    catalog: Catalog, region: Region, rows: RegionRows, family: FlagFamily, lang: str
) -> FamilyVerdict:
    indicators = {one.id: one for one in indicators_of_level(catalog, region.level) if one.family is family}
    judged = [row for row in rows.assessments if row.indicator in indicators]
    said = sorted((row for row in judged if _says_something(row)), key=_latest_first, reverse=True)
    decided = [row for row in said if row.result != Result.UNASSESSED and not _is_stretch(row)]
    has_values = any(row.indicator in indicators and row.value is not None for row in rows.values)
    first = _leading(decided)
    plan = _of_plan(decided) if first is not None and first.kind.startswith("barometer") else None
    told = _told(said)
    newest = _newest(told)
    return FamilyVerdict(
        title=words(lang)(f"family.{family}"),
        result=Result(first.result) if first else Result.UNASSESSED,
        reason=None if first else _why_not(said, has_values, judged),
        as_of=words(lang)("verdicts.latest", period=format_period(Period.parse(first.period), lang))
        if first
        else "",
        statements=tuple(
            replace(
                _statement(catalog, indicators[row.indicator], row, rows.values, lang),
                is_earlier=_is_earlier(row, newest),
            )
            for row in told
        ),
        waiting=_waiting(catalog, indicators, judged, lang),
        address=_page_of(catalog, region, family, lang),
        plan_result=Result(plan.result) if plan else None,
        plan=_years_of(plan, lang) if plan else "",
    )


def behind_now(catalog: Catalog, region: Region, rows: RegionRows) -> tuple[AssessmentRow, ...]:
    """The latest finding on each indicator that names the region as behind, family by family.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
    """
    found: list[AssessmentRow] = []
    for family in FlagFamily:
        names = {one.id for one in indicators_of_level(catalog, region.level) if one.family is family}
        said = sorted(
            (row for row in rows.assessments if row.indicator in names and _says_something(row)),
            key=_latest_first,
            reverse=True,
        )
        newest = _newest(said)
        found += [
            row
            for row in said
            if row.result in BEHIND and not _is_stretch(row) and not _is_earlier(row, newest)
        ]
    return tuple(found)


def _is_stretch(row: AssessmentRow) -> bool:
    """A stretch target (激励目标) may be missed without anybody having failed."""
    return row.target_nature == "stretch"


def _page_of(catalog: Catalog, region: Region, family: FlagFamily, lang: str) -> str:
    """The page of a family looks at regions of the place; that of dual control at no county."""
    page = _PAGES.get(family)
    is_inside = catalog.descends_from(region, catalog.home.code) and region.level is not RegionLevel.UNIT
    if page is None or not is_inside or (page == "dual_control" and region.level is RegionLevel.COUNTY):
        return ""
    return to_url(Selection(page, "en" if lang == "en" else "zh", region=region.code))


def _says_something(row: AssessmentRow) -> bool:
    """A verdict, or a value that no verdict could be given on; a rule without data says nothing."""
    return row.result != Result.UNASSESSED or row.value is not None


def _told(said: Sequence[AssessmentRow]) -> list[AssessmentRow]:
    """What there is room for, the latest first: the newest verdict on every indicator.

    Then what room is left for: earlier verdicts, and of mere values the latest of each indicator.
    """
    seen: set[str] = set()
    worth: list[AssessmentRow] = []
    for row in said:
        if row.reason != UnassessedReason.NO_TARGET or row.indicator not in seen:
            worth.append(row)
        seen.add(row.indicator)
    newest = _newest(worth)
    ranks = {id(row): _rank(row, newest) for row in worth}
    room = max(_MOST, sum(rank == 0 for rank in ranks.values()))
    kept = {id(row) for row in sorted(worth, key=lambda row: ranks[id(row)])[:room]}
    return [row for row in worth if id(row) in kept]


def _rank(row: AssessmentRow, newest: Newest) -> int:
    if row.reason == UnassessedReason.NO_TARGET:
        return 2
    return int(_is_earlier(row, newest))


def _newest(rows: Sequence[AssessmentRow]) -> Newest:
    """By indicator the last verdict; and the last year, and part of one, that anything is said of."""
    found: dict[tuple[str, bool | None], Period] = {}
    for row in rows:
        period = Period.parse(row.period)
        keys: list[tuple[str, bool | None]] = [(row.indicator, _is_part(period))]
        if row.result != Result.UNASSESSED:
            keys.append((row.indicator, _VERDICT))
        for key in keys:
            found[key] = max(period, found.get(key, period))
    return found


def _is_earlier(row: AssessmentRow, newest: Newest) -> bool:
    """Whether a later period says as much of the indicator.

    What could not be judged hides no verdict; of what could not be judged no quarter hides a full year.
    """
    period = Period.parse(row.period)
    kind = _is_part(period) if row.result == Result.UNASSESSED else _VERDICT
    latest = newest.get((row.indicator, kind))
    return latest is not None and latest > period


def _is_part(period: Period) -> bool:
    return period.kind not in {PeriodKind.YEAR, PeriodKind.SPAN}


def _leading(decided: Sequence[AssessmentRow]) -> AssessmentRow | None:
    """The verdict that a family is summed up by: the light of the intensity, else the worst of the latest.

    A family with one target met and one missed in the same year is not called met.
    """
    if not decided:
        return None
    latest = decided[0]
    if latest.kind.startswith("barometer"):
        return latest
    return _worst_of_latest([row for row in decided if not row.kind.startswith("barometer")])


def _of_plan(decided: Sequence[AssessmentRow]) -> AssessmentRow | None:
    """The verdict on a plan of several years: the worst of the latest; None where there is none."""
    plans = [row for row in decided if row.target_base is not None and row.kind in {"target", "path"}]
    return _worst_of_latest(plans) if plans else None


def _years_of(plan: AssessmentRow, lang: str) -> str:
    return words(lang)("verdicts.plan", period=format_period(Period.parse(plan.period), lang))


def _worst_of_latest(rows: Sequence[AssessmentRow]) -> AssessmentRow:
    """Of rows, the latest first, those that end with the first; a miss among them before anything else."""
    end = Period.parse(rows[0].period).last_day
    of_then = [row for row in rows if Period.parse(row.period).last_day == end]
    return min(of_then, key=lambda row: row.result != Result.NOT_MET)


def _latest_first(row: AssessmentRow) -> tuple[Period, int, str]:
    intensity_first = -int("total" in row.facts)
    return (Period.parse(row.period), intensity_first, row.indicator)


def _why_not(
    said: Sequence[AssessmentRow], has_values: bool, judged: Sequence[AssessmentRow]
) -> UnassessedReason:
    """The reason of what has data; else no target where there are data, else no data."""
    reasons = [row.reason for row in said if row.reason]
    if reasons:
        return UnassessedReason(reasons[0])
    has_targets = any(row.target_value is not None for row in judged)
    return UnassessedReason.NO_TARGET if has_values and not has_targets else UnassessedReason.NO_DATA


def _waiting(
    catalog: Catalog, indicators: dict[str, Indicator], judged: Sequence[AssessmentRow], lang: str
) -> str:
    """All targets without a figure in one sentence, those of one indicator together."""
    by_indicator: dict[str, list[AssessmentRow]] = {}
    for row in waiting_targets(judged):
        by_indicator.setdefault(row.indicator, []).append(row)
    if not by_indicator:
        return ""
    say_word = words(lang)
    told = [
        say_word(
            "verdicts.waiting_item",
            indicator=indicators[name].name[lang],
            targets=asked_in_words(catalog, rows, lang),
        )
        for name, rows in by_indicator.items()
    ]
    return say_word("verdicts.waiting", count=len(told), items=say_word("list.semicolon").join(told))


# ── sentences ──────────────────────────────────────────────────────────────────────────────────────────
def _statement(
    catalog: Catalog, indicator: Indicator, row: AssessmentRow, values: Sequence[ValueRow], lang: str
) -> Statement:
    page = Selection("indicator", "en" if lang == "en" else "zh", indicator=indicator.id)
    text = sentence_of(catalog, indicator, row, values, lang)
    is_beyond = _is_stretch(row) and row.result == Result.NOT_MET
    return Statement(
        result=Result.UNASSESSED if is_beyond else Result(row.result),
        reason=UnassessedReason(row.reason) if row.reason else None,
        text=f"{text}{words(lang)('verdicts.stretch')}" if is_beyond else text,
        robustness="" if is_beyond else robustness_of_red(row.result, row.facts, lang),
        address=to_url(page.to(region=row.region, period=Period.parse(row.period))),
    )
