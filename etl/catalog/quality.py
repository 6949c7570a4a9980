"""Cross-references of what is declared about quality: corrections, returns due, rules of challenges."""

from collections.abc import Iterator
from itertools import combinations

from etl.catalog.catalog import Catalog
from etl.catalog.unknown import unknown_ids
from etl.errors import CatalogError
from etl.model.challenge_rule import ChallengeRule
from etl.model.correction import Correction


def check_quality(catalog: Catalog) -> Iterator[CatalogError]:
    """Every id that these declarations name and that is not declared."""
    yield from _corrections(catalog)
    yield from _returns(catalog)
    for rule in catalog.challenge_rules.values():
        file = f"rules/challenge/{rule.id}.yaml"
        figures = {**catalog.series, **catalog.indicators}
        yield from unknown_ids(file, rule.kind, _figures_of(rule), figures, "series or indicator")


def _corrections(catalog: Catalog) -> Iterator[CatalogError]:
    for source, corrections in catalog.corrections.items():
        file = f"corrections/{source}.yaml"
        yield from unknown_ids(file, "name of the file", [source], catalog.sources, "source")
        for each in corrections:
            regions = [each.region, *([each.to_region] if each.to_region else [])]
            yield from unknown_ids(file, f"{each.id}.region", regions, catalog.regions, "region")
            yield from unknown_ids(file, f"{each.id}.series", [each.series], catalog.series, "series")
        for first, second in combinations(corrections, 2):
            if _same_figure(first, second):
                yield CatalogError(
                    file=file,
                    place=second.id,
                    found=f"a figure that {first.id} corrects too",
                    expected="one correction for one figure at a time",
                    action="End one of them, or name the file of each.",
                )


def _same_figure(first: Correction, second: Correction) -> bool:
    """Whether two corrections could hold for one cell on one day."""
    same = (first.series, first.region) == (second.series, second.region)
    one_file = None in (first.file, second.file) or first.file == second.file
    one_period = not set(first.periods).isdisjoint(second.periods)
    earlier, later = sorted((first, second), key=lambda each: each.reported.date)
    return same and one_file and one_period and (earlier.ended is None or later.reported.date < earlier.ended)


def _returns(catalog: Catalog) -> Iterator[CatalogError]:
    for each in catalog.returns.values():
        yield from unknown_ids("returns.yaml", f"{each.id}.source", [each.source], catalog.sources, "source")
        yield from unknown_ids("returns.yaml", f"{each.id}.series", each.series, catalog.series, "series")
        yield from unknown_ids("returns.yaml", f"{each.id}.exempt", each.exempt, catalog.regions, "region")


def _figures_of(rule: ChallengeRule) -> tuple[str, ...]:
    """Ids of series or indicators that a rule names."""
    match rule.kind:
        case "growth_identity":
            return (rule.intensity_change, rule.energy_growth, rule.real_growth)
        case "identical_ratios":
            return rule.bases
        case "series_break":
            return tuple(name for pair in rule.explained_by for name in (pair.level, pair.growth))
        case "small_denominator":
            return tuple(name for guard in rule.guards for name in (guard.indicator, guard.quantity))
        case _:
            return ()
