"""Dual control of energy and, from 2026 on, of carbon beside each other: targets and what was reached."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from dashboard.format import DASH, decimals_of, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.dual_control.headline import reduction_words
from dashboard.views.explain import why_address
from dashboard.views.sheet import Sheet, Value
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.value_words import silent_words
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.plan import PlanRule
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel, Result, TargetOrigin, UnassessedReason
from etl.publish.verdict_lines import mark_words
from etl.store.rows import AssessmentRow

_REGIMES: Final = ("energy", "carbon")
_BESIDE: Final = frozenset({"stretch", "interim"})
_SPANS: Final = frozenset({"target", "path"})


class RegimeView(Struct, frozen=True):
    """The versions in order of their years, then the regions under each."""

    lang: str
    title: str
    note: str
    rules: TableView
    regions: TableView
    sheet: Sheet


class Bound(Struct, frozen=True):
    """What one plan binds: its rule, and the cumulative reduction that its regime judges."""

    rule: PlanRule
    indicator: Indicator

    @property
    def span(self) -> Period:
        """The years of the plan."""
        return Period.of_span(self.rule.base + 1, self.rule.end)


def cumulative_indicators(catalog: Catalog) -> dict[str, Indicator]:
    """The cumulative reduction of each regime: what a plan's target of it is judged by."""
    found: dict[str, Indicator] = {}
    for indicator in catalog.indicators.values():
        judged = indicator.assessment
        if judged is not None and judged.kind == "barometer" and judged.quantity == "intensity":
            named = catalog.indicators.get(judged.five_year_target or "")
            if named is not None:
                found["energy"] = named
        is_target = judged is not None and judged.kind == "target" and judged.progress == "logarithmic"
        if is_target and indicator.topic == "carbon":
            found["carbon"] = indicator
    return found


def build_regime(
    scene: CarbonScene, assessments: Sequence[AssessmentRow], selection: Selection, csv_address: str
) -> RegimeView | None:
    """The last two plans side by side; None where a deployment declares no regime of carbon.

    Args:
        scene: regions of the place.
        assessments: of both cumulative reductions, of the home region and its cities.
        selection: what the address says.
        csv_address: where the download is.
    """
    lang, indicators = selection.lang, cumulative_indicators(scene.catalog)
    rules = _latest_by_regime(scene.catalog)
    if set(_REGIMES) - set(rules) or set(_REGIMES) - set(indicators):
        return None
    energy, carbon = (rules[each] for each in _REGIMES)
    pairs = ((energy, "energy"), (energy, "carbon"), (carbon, "carbon"))
    bounds = tuple(Bound(rule, indicators[name]) for rule, name in pairs)
    regions = (scene.home, *scene.catalog.children(scene.home.code, RegionLevel.CITY))
    maker = _Maker(scene, assessments, selection)
    header = (words(lang)("carbon.regime.region"), *(maker.heading(bound) for bound in bounds))
    table = TableView(
        words(lang)("carbon.regime.caption"),
        tuple(Column(each) for each in header),
        tuple(
            (Cell(region.name[lang]), *(maker.cell(region, bound) for bound in bounds)) for region in regions
        ),
        lang,
        csv_address,
        maker.references(bounds[-1]),
    )
    sheet_header = (header[0], *(f"{one} {words(lang)(f'carbon.regime.{key}')}" for one in header[1:]
                                 for key in ("target", "reached", "verdict")))  # fmt: skip
    raw = tuple((region.name[lang], *(each for bound in bounds for each in maker.raw(region, bound)))
                for region in regions)  # fmt: skip
    return RegimeView(
        lang=lang,
        title=words(lang)("carbon.regime.title", year=carbon.first_year),
        note=carbon.note[lang] if carbon.note else "",
        rules=_rules(bounds, lang),
        regions=table,
        sheet=Sheet(table.caption, sheet_header, raw, scene.sources),
    )


def _latest_by_regime(catalog: Catalog) -> dict[str, PlanRule]:
    return {
        rule.regime: rule for rule in sorted(catalog.plan_rules.values(), key=lambda rule: rule.last_year)
    }


def _rules(bounds: Sequence[Bound], lang: str) -> TableView:
    say_word = words(lang)
    rules = tuple(dict.fromkeys(bound.rule for bound in bounds))
    keys = ("plan", "years", "bound", "documents")
    rows = tuple(
        (
            Cell(rule.name[lang]),
            Cell(format_period(Period.of_span(rule.base + 1, rule.end), lang)),
            Cell(say_word(f"carbon.regime.{rule.regime}")),
            Cell(_documents(rule, lang)),
        )
        for rule in rules
    )
    columns = tuple(Column(say_word(f"carbon.regime.{key}")) for key in keys)
    return TableView(say_word("carbon.regime.rules"), columns, rows, lang)


def _documents(rule: PlanRule, lang: str) -> str:
    told = (f"{each.number}{mark_words(each.mark, lang)}" for each in rule.documents)
    return say("list_comma", lang).join(told)


class _Maker:
    """Makes the cells of a region under a plan."""

    def __init__(
        self, scene: CarbonScene, assessments: Sequence[AssessmentRow], selection: Selection
    ) -> None:
        self._scene, self._selection, self._lang = scene, selection, selection.lang
        self._rows = [row for row in assessments if row.kind in _SPANS and row.target_nature not in _BESIDE]

    def heading(self, bound: Bound) -> str:
        """What a column is: years and indicator."""
        name = (bound.indicator.short_name or bound.indicator.name)[self._lang]
        return f"{format_period(bound.span, self._lang)} {name}"

    def cell(self, region: Region, bound: Bound) -> Cell:
        """What was reached against the target; or the target that stands with nothing reported yet."""
        target, note = self._target(region, bound)
        row = self._row(region, bound)
        if row is None or row.value is None:
            missing = silent_words(self._scene.catalog, region, self._lang)
            if region.code in self._scene.catalog.outside:
                return Cell(DASH, note=missing)
            if target == DASH:
                return Cell("", result=Result.UNASSESSED, reason=UnassessedReason.NO_TARGET, note=missing)
            said = words(self._lang)("carbon.regime.waiting", target=target)
            return Cell("", result=Result.UNASSESSED, reason=UnassessedReason.NO_DATA, note=f"{said}{note}")
        until = Period.parse(row.period)
        told = words(self._lang)(
            "carbon.regime.told",
            until=until.end_year,
            reached=reduction_words(row.value, self._lang),
            target=target,
        )
        why = why_address(self._selection, bound.indicator.id, region.code, row.period)
        reason = UnassessedReason(row.reason) if row.reason else None
        return Cell("", why, Result(row.result), f"{told}{note}", reason)

    def raw(self, region: Region, bound: Bound) -> tuple[Value, ...]:
        """Target, what was reached, verdict."""
        target, _ = self._scene.catalog.plan_target(region.code, bound.indicator.id, bound.span)
        row = self._row(region, bound)
        silent = silent_words(self._scene.catalog, region, self._lang)
        verdict = say(f"result_{row.result}", self._lang) if row else silent
        return (float(target.value) if target else None, row.value if row else None, verdict)

    def references(self, bound: Bound) -> tuple[str, ...]:
        """Targets of regions above the home region: lines to show, never its own number."""
        found = self._scene.catalog.reference_targets(self._scene.home.code, bound.indicator.id)
        return tuple(
            words(self._lang)(
                "carbon.regime.reference",
                region=self._scene.catalog.regions[each.region].name[self._lang],
                years=format_period(Period.of_span((each.base or each.end) + 1, each.end), self._lang),
                target=format_quantity(each.value, "%", self._lang, decimals_of(float(each.value))),
                document=each.document,
            )
            for each in found
            if each.base is not None
        )

    def _target(self, region: Region, bound: Bound) -> tuple[str, str]:
        target, origin = self._scene.catalog.plan_target(region.code, bound.indicator.id, bound.span)
        if target is None or origin is None:
            return DASH, ""
        text = format_quantity(target.value, "%", self._lang, decimals_of(float(target.value)))
        whose = "" if origin is TargetOrigin.OWN else say(f"origin_{origin}", self._lang)
        return text, words(self._lang)("value.scope", scope=whose) if whose else ""

    def _row(self, region: Region, bound: Bound) -> AssessmentRow | None:
        """The latest span of the plan that was judged or at least measured."""
        own = [
            row
            for row in self._rows
            if (row.region, row.indicator) == (region.code, bound.indicator.id)
            and Period.parse(row.period).start_year == bound.rule.base + 1
            and row.value is not None
        ]
        return max(own, key=lambda row: Period.parse(row.period).end_year, default=None)
