"""The versions of the rule of titles in one hand, and their cross-references."""

from collections.abc import Iterator
from itertools import pairwise

from etl.catalog.catalog import Catalog
from etl.errors import CatalogError
from etl.model.title_rules import TitleRules


def title_rules(catalog: Catalog) -> TitleRules | None:
    """The versions in order; None where a deployment counts no titles."""
    return TitleRules.of(catalog.title_rules.values()) if catalog.title_rules else None


def counts_for(catalog: Catalog, rules: TitleRules, code: str) -> tuple[str, ...]:
    """Where a firm of a region counts: there, above up to home, and in scopes that do not leave it out."""
    path = [code, *(above.code for above in catalog.ancestors(code))]
    inside = [at for at in path if catalog.descends_from(catalog.regions[at], catalog.deployment.home)]
    scopes = [s.region for s in rules.scopes if s.within in path and s.without not in path]
    return (*inside, *scopes)


def check_title_versions(catalog: Catalog) -> Iterator[CatalogError]:
    """No day has two versions."""
    rules = title_rules(catalog)
    for earlier, later in pairwise(rules.versions if rules else ()):
        if earlier.valid_from == later.valid_from:
            yield CatalogError(
                file=f"rules/titles/{later.id}.yaml",
                place="valid_from",
                found=f"{later.valid_from}, as in {earlier.id}",
                expected="one version for every day",
                action="Let one of them begin on another day.",
            )
