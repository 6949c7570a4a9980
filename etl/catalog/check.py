"""Cross-references of the catalogue: every id that a declaration names exists, and units fit."""

from collections.abc import Container, Iterator

from etl.catalog.breaks import check_breaks
from etl.catalog.catalog import Catalog, series_of_format
from etl.catalog.measures import check_measures
from etl.catalog.plans import check_plans
from etl.catalog.quality import check_quality
from etl.catalog.superiors import check_former_superiors, check_regions
from etl.catalog.unknown import unknown_id
from etl.catalog.versions import check_versions
from etl.errors import CatalogError, LiaoningError, ProblemsFound
from etl.model.format import Format
from etl.model.indicator import Indicator, ScoringAssessment
from etl.model.target import Target


def check_catalog(catalog: Catalog) -> None:
    """Refuse a catalogue with dangling references.

    Raises:
        ProblemsFound: every problem, each with its file and place.
    """
    unplaced: list[LiaoningError] = [
        *check_regions(catalog.regions),
        *check_former_superiors(catalog.regions),
    ]
    if unplaced:  # every other check asks where regions lie
        raise ProblemsFound(unplaced)
    problems: list[LiaoningError] = [
        *_deployment(catalog),
        *_series(catalog),
        *_formats(catalog),
        *_indicators(catalog),
        *check_targets(catalog),
        *_rules(catalog),
        *_registers(catalog),
        *check_measures(catalog),
        *check_plans(catalog),
        *check_quality(catalog),
        *check_breaks(catalog),
        *check_versions(catalog),
    ]
    if problems:
        raise ProblemsFound(problems)
    _ = catalog.indicators_in_order, catalog.unit_by_word  # raise on circles and on words of two units


def _named(
    file: str, place: str, found: str | None, known: Container[str], kind: str
) -> Iterator[CatalogError]:
    if found is not None and found not in known:
        yield unknown_id(file, place, found, kind)


def _deployment(catalog: Catalog) -> Iterator[CatalogError]:
    deployment = catalog.deployment
    yield from _named("deployment.yaml", "home", deployment.home, catalog.regions, "region")
    yield from _named(
        "deployment.yaml", "regulation", deployment.regulation, catalog.regulations, "regulation"
    )
    for name in deployment.start_indicators:
        yield from _named("deployment.yaml", "start_indicators", name, catalog.indicators, "indicator")


def _series(catalog: Catalog) -> Iterator[CatalogError]:
    for series in catalog.series.values():
        yield from _named("series", f"{series.id}.unit", series.unit, catalog.units, "unit")
        yield from _named("series", f"{series.id}.part_of", series.part_of, catalog.series, "series")
        if series.id in catalog.indicators:
            yield CatalogError(
                file="series",
                place=series.id,
                found="an indicator of the same id",
                expected="an id of its own, because formulas name both",
                action="Rename one of them.",
            )


def _formats(catalog: Catalog) -> Iterator[CatalogError]:
    for source, files in catalog.formats.items():
        for declared in files:
            file = f"formats/{source}/{declared.first_period}.yaml"
            yield from _named(file, "source", source, catalog.sources, "source")
            for series in series_of_format(declared.format):
                yield from _named(file, "series", series, catalog.series, "series")
            for unit in _units_of(declared.format):
                yield from _named(file, "unit", unit, catalog.units, "unit")
            for code in _regions_of_format(declared.format):
                yield from _named(file, "region.totals", code, catalog.regions, "region")


def _units_of(declared: Format) -> tuple[str, ...]:
    layout = declared.layout
    if layout.kind in ("table", "grid"):
        return tuple(column.unit for column in layout.columns if column.unit is not None)
    return (layout.unit.fixed,) if layout.kind == "long" and layout.unit.fixed else ()


def _regions_of_format(declared: Format) -> tuple[str, ...]:
    layout = declared.layout
    return tuple(layout.region.totals.values()) if layout.kind == "grid" else ()


def _indicators(catalog: Catalog) -> Iterator[CatalogError]:
    articles = {article.number for article in catalog.regulation.articles}
    for indicator in catalog.indicators.values():
        file = f"indicators/{indicator.id}.yaml"
        yield from _named(file, "unit", indicator.unit, catalog.units, "unit")
        for name in indicator.inputs():
            if name not in catalog.series and name not in catalog.indicators:
                yield unknown_id(file, "formula", name, "series or indicator")
        for article in indicator.articles:
            yield from _named(file, "articles", article, articles, "article")
        yield from _assessment(catalog, indicator, file)


def _registers(catalog: Catalog) -> Iterator[CatalogError]:
    articles = {article.number for article in catalog.regulation.articles}
    acts = {act.id for instrument in catalog.instruments.values() for act in instrument.acts}
    for register in catalog.registers.values():
        file = f"registers/{register.id}.yaml"
        yield from _named(file, "article", register.article, articles, "article")
        yield from _named(file, "case_act", register.case_act, acts, "act of an instrument")


def _assessment(catalog: Catalog, indicator: Indicator, file: str) -> Iterator[CatalogError]:
    assessed = indicator.assessment
    if assessed is None:
        return
    if assessed.kind == "task":
        yield from _named(file, "assessment.task", assessed.task, catalog.series, "series")
        return
    if assessed.kind != "scoring":
        yield from _named(file, "assessment.assessed", assessed.assessed, catalog.indicators, "indicator")
        yield from _named(file, "assessment.energy", assessed.energy, catalog.series, "series")
    if assessed.kind == "target":
        return
    if assessed.kind == "scoring":
        yield from _scoring(catalog, assessed, file)
        return
    yield from _named(file, "assessment.published_level", assessed.published_level, catalog.series, "series")
    yield from _named(
        file, "assessment.five_year_target", assessed.five_year_target, catalog.indicators, "indicator"
    )


def _scoring(catalog: Catalog, assessed: ScoringAssessment, file: str) -> Iterator[CatalogError]:
    for place, name in (("annual", assessed.annual), ("cumulative", assessed.cumulative)):
        yield from _named(file, f"assessment.{place}", name, catalog.indicators, "indicator")
    for part, series in assessed.given.items():
        yield from _named(file, f"assessment.given.{part}", series, catalog.series, "series")


def check_targets(catalog: Catalog) -> Iterator[CatalogError]:
    """What is wrong with the targets: dangling ids, years in the wrong order, impossible reductions."""
    for target in catalog.targets:
        place = f"{target.region} {target.indicator} {target.end}"
        yield from _named("targets", place, target.region, catalog.regions, "region")
        yield from _named("targets", place, target.indicator, catalog.indicators, "indicator")
        yield from _named("targets", place, target.unit, catalog.units, "unit")
        yield from _plan(catalog, target, place)


def _plan(catalog: Catalog, target: Target, place: str) -> Iterator[CatalogError]:
    """A plan has years, and no reduction reaches 100 %: progress could not be computed."""
    indicator = catalog.indicators.get(target.indicator)
    assessed = indicator.assessment if indicator else None
    if target.base is not None and target.base >= target.end:
        yield CatalogError(
            file="targets",
            place=place,
            found=f"base {target.base}, end {target.end}",
            expected="a base year before the end",
            action="Correct the years.",
        )
    if assessed is None or assessed.kind != "target" or assessed.progress != "logarithmic":
        return
    if assessed.as_reduction(target.value) >= 1:
        yield CatalogError(
            file="targets",
            place=place,
            found=f"{target.value} {target.unit}",
            expected="a reduction below 100 %" if assessed.counts == "reduction" else "a growth above −100 %",
            action="Correct the value.",
        )


def _rules(catalog: Catalog) -> Iterator[CatalogError]:
    for act in catalog.adoptions:
        yield from _named(
            "rules/adoptions", "version", act.version, catalog.barometer_rules, "barometer rule"
        )
        yield from _named("rules/adoptions", "region", act.region, catalog.regions, "region")
    for place in catalog.episode_places.values():
        for part in place.parts:
            yield from _named("episode_places.yaml", place.id, part.region, catalog.regions, "region")
    for rule in catalog.task_rules.values():
        file = f"rules/task/{rule.id}.yaml"
        yield from _named(file, "indicator", rule.indicator, catalog.indicators, "indicator")
