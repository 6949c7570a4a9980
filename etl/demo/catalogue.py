"""The catalogue where it differs from the real one: sources, formats, targets, adoption."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from etl.catalog.catalog import Catalog
from etl.demo.declared import Declared, PlanTargets
from etl.demo.geography import DALIAN
from etl.demo.makes import SeriesRow
from etl.demo.tables import Words
from etl.demo.timetable import periods_of
from etl.model.period import MONTHS_IN_YEAR, Period

WATERMARK = {"zh": "演示数据，非真实数据", "en": "Demonstration data, not real"}
LICENCE = {"zh": "虚构数据，仅供演示", "en": "invented figures, for demonstration only"}
PEAK_PLAN = "碳达峰实施方案（演示文件）"
PEAK_PLAN_DAY = "2022-12-30"
ADOPTION_DOCUMENT = "演发改〔2021〕3号（演示文件）"
SCORING_DOCUMENT = "演发改〔2021〕4号（演示文件）"
REGISTERS = {
    "demo_enterprise_titles": ("企业梯度培育名单（演示）", "Register of titles (demonstration)"),
    "demo_enterprise_events": ("企业梯度培育变动（演示）", "Events of titles (demonstration)"),
    "demo_projects": ("投资项目台账（演示）", "Register of projects (demonstration)"),
}

# Parts of a year that a return reports, by the endings of their periods.
_ENDINGS = {
    "monthly": tuple(f"M01-{month:02d}" for month in range(2, MONTHS_IN_YEAR + 1)),
    "quarterly": ("Q1", "H1", "Q1-3"),
}
_DAYS_OF_GRACE = 5

Yaml = dict[str, Any]


def _stated(value: Any) -> Any:
    """Plain values without the keys that nothing stands at."""
    if isinstance(value, Mapping):
        return {key: _stated(item) for key, item in value.items() if item is not None}
    return [_stated(item) for item in value] if isinstance(value, list | tuple) else value


def deployment(catalog: Catalog) -> Yaml:
    """The deployment: the real one's home and regulation, its own name and watermark, no peers outside."""
    real = catalog.deployment
    return {
        "id": "liaoning_demonstration",
        "name": {"zh": f"{real.name.zh}（演示）", "en": f"{real.name.en} (demonstration)"},
        "home": real.home,
        "peers": "city",
        "regulation": real.regulation,
        "start_indicators": ["energy_intensity_change", *real.start_indicators],
        "watermark": WATERMARK,
    }


def sources(catalog: Catalog, declared: Declared) -> list[Yaml]:
    """The demonstration's sources; of the real ones those that deliver no figures (codes, boundaries)."""
    real = [
        _stated(source.plain()) for source in catalog.sources.values() if source.id not in catalog.formats
    ]
    returns = [_source(each.id, each.title.plain(), each.publisher.plain()) for each in
               declared.returns.values()]  # fmt: skip
    office = {
        "zh": "演示工业和信息化厅",
        "en": "Demonstration department of industry and information technology",
    }
    registers = [_source(name, {"zh": zh, "en": en}, office) for name, (zh, en) in REGISTERS.items()]
    return [*real, *returns, *registers]


def _source(name: str, title: Yaml, publisher: Yaml) -> Yaml:
    return {
        "id": name,
        "title": title,
        "publisher": publisher,
        "nature": "demonstration",
        "licence": LICENCE,
        "citation": {"zh": "演示数据生成器", "en": "Generator of the demonstration"},
        "caution": WATERMARK,
    }


def words_of(catalog: Catalog) -> Words:
    """How files of the demonstration spell series and units."""
    return Words(
        series={series.id: series.name.zh for series in catalog.series.values()},
        units={series.id: catalog.units[series.unit].sign.zh for series in catalog.series.values()},
    )


class Plan(NamedTuple):
    """A plan: its base year, its last year, the act that sets its targets in both languages, its day."""

    base: int
    end: int
    document: str
    document_en: str
    issued: str


PLAN_14 = Plan(2020, 2025, "演发〔2021〕1号（演示文件）", "Yanfa [2021] No. 1 (demonstration)", "2021-03-01")
PLAN_15 = Plan(2025, 2030, "演发〔2026〕1号（演示文件）", "Yanfa [2026] No. 1 (demonstration)", "2026-03-02")
PLAN_14_STRETCH = PLAN_14._replace(
    document="演发改〔2021〕2号（演示文件）激励目标",
    document_en="Yanfagai [2021] No. 2 (demonstration), stretch targets",
)
# Reductions and limits in per cent that hold for the province and every city alike.
_COMMON = (
    # intensity is binding, the total flexible (发改环资〔2021〕1310号)
    (PLAN_14, "energy_consumption_cumulative_growth", "at_most", 9, "expected"),
    (PLAN_15, "energy_consumption_cumulative_growth", "at_most", 8, "expected"),
    (PLAN_14, "co2_intensity_cumulative_reduction", "at_least", 18, "binding"),
    (PLAN_15, "co2_intensity_cumulative_reduction", "at_least", 17, "binding"),
    (PLAN_14, "industrial_va_energy_intensity_cumulative_reduction", "at_least", 13, "expected"),
)
# Levels in per cent that the province is to reach by the end of the 14th plan.
_LEVELS = (("nonfossil_energy_share", 11), ("numerical_control_rate", 70), ("high_end_equipment_share", 30))
# Levels in per cent that every city is to reach by then.
_CITY_LEVELS = (("numerical_control_rate", 70), ("digital_design_tool_rate", 85))
# Firms with a title that the province is to have by then; each city's own number stands with the city.
_HOME_FIRMS = (("srdi_sme_count", 600), ("innovative_sme_count", 1300))


def targets(declared: Declared, home: str) -> Iterator[Yaml]:
    """Targets of the 14th and 15th plan: the province's, each city's own, the stretch targets, the totals."""
    province = declared.province
    for region, own in ((home, province.home_target), *province.cities.items()):
        yield from _own_targets(region, own)
        for plan, indicator, comparator, value, nature in _COMMON:
            yield {**_target(region, indicator, plan, value), "comparator": comparator, "nature": nature}
    for indicator, value in _LEVELS:
        yield _level(home, indicator, value)
    for indicator, firms in _HOME_FIRMS:
        yield _level(home, indicator, firms) | {"unit": "firm"}
    for region, city in province.cities.items():
        for indicator, value in _CITY_LEVELS:
            yield _level(region, indicator, value)
        if city.srdi_smes is not None:
            yield _level(region, "srdi_sme_count", city.srdi_smes) | {"unit": "firm"}
    # One target that only expects, and one in a unit that the indicator is not stated in: neither decides.
    yield _level(DALIAN, "nonfossil_energy_share", 15) | {"comparator": "about"}
    yield _level(home, "crude_steel_output", 9_000_000) | {"comparator": "at_most", "unit": "tonne"}


def _level(region: str, indicator: str, value: float) -> Yaml:
    """An expected level at the end of the 14th plan."""
    target = _target(region, indicator, PLAN_14, value) | {"nature": "expected"}
    return {key: each for key, each in target.items() if key != "base"}


def peak_plans(declared: Declared, home: str) -> list[Yaml]:
    """Which regions have issued a plan for carbon peaking; the last city has not been collected."""
    cities = list(declared.province.cities)[:-1]
    rising = {city for city in cities if declared.province.cities[city].profile == "rising"}
    return [
        {"region": region, "issued": region not in rising, "source": PEAK_PLAN, "published": PEAK_PLAN_DAY}
        for region in (home, *cities)
    ]


def _own_targets(region: str, own: PlanTargets) -> Iterator[Yaml]:
    name = "energy_intensity_cumulative_reduction"
    if own.target_2025 is not None:
        yield _target(region, name, PLAN_14, own.target_2025)
    if own.stretch is not None:
        yield _target(region, name, PLAN_14_STRETCH, own.stretch) | {"nature": "stretch"}
    if own.target_2030 is not None:
        yield _target(region, name, PLAN_15, own.target_2030)


def _target(region: str, indicator: str, plan: Plan, value: float) -> Yaml:
    """One binding target in per cent, a minimum."""
    return {
        "region": region,
        "indicator": indicator,
        "base": plan.base,
        "end": plan.end,
        "comparator": "at_least",
        "value": str(value),
        "unit": "percent",
        "nature": "binding",
        "document": plan.document,
        "document_en": plan.document_en,
        "issued": plan.issued,
    }


def returns_due(declared: Declared, returns: Mapping[str, Sequence[SeriesRow]]) -> Iterator[Yaml]:
    """The calendar of the monthly and quarterly returns: which regions owe them, until which day."""
    for one in declared.returns.values():
        series = [row.series for row in returns[one.id] if row.levels == "all"]
        if one.periods not in _ENDINGS or not series:
            continue
        for level, name in (("city", "各市"), ("county", "各县（市、区）")):
            yield {
                "id": f"{one.id}_{level}",
                "name": {"zh": f"{name}{one.title.zh}", "en": f"{one.title.en}, by {level}"},
                "source": one.id,
                "series": series,
                "owed_by": level,
                "within_year": list(_ENDINGS[one.periods]),
                "first": f"{declared.province.returns_from}{_ENDINGS[one.periods][0]}",
                "last": str(list(periods_of(one, declared.province))[-1]),
                "due_days": one.lag_days + _DAYS_OF_GRACE,
            }


def scoring(catalog: Catalog, declared: Declared, home: str) -> Yaml:
    """The province's own table of scores: that of 2007 for the years whose national table is not public."""
    model = _stated(catalog.scoring_rules["energy_2007"].plain())
    return {
        **model,
        "id": "energy_demonstration",
        "name": {
            "zh": "节能目标责任评价考核（演示办法）",
            "en": "Assessment of energy saving (demonstration rule)",
        },
        "within": home,
        "first_year": declared.province.returns_from,
        "last_year": declared.province.last_month.end_year,
        "valid_from": "2021-03",
        "documents": [{"number": SCORING_DOCUMENT}],
        "veto": {"missed": ["annual"], "missed_at_end": ["cumulative"], "grade": "not_fulfilled"},
    }


def adoption(declared: Declared, home: str) -> list[Yaml]:
    """The act that adopts the rule of 2020 for every later period, entered by two people."""
    last = declared.province.last_month
    periods = [
        text
        for year in range(declared.province.returns_from, last.end_year + 1)
        for text in _period_texts(year)
        if Period.parse(text).last_day <= last.last_day
    ]
    return [
        {
            "version": "ndrc_gap10",
            "periods": periods,
            "region": home,
            "document": ADOPTION_DOCUMENT,
            "date": "2021-01-15",
            "people": ["演示经办人甲", "演示审核人乙"],
        }
    ]


def _period_texts(year: int) -> list[str]:
    """Quarters to date and the year, for which product and energy are reported."""
    return [f"{year}Q1", f"{year}H1", f"{year}Q1-3", f"{year}"]
