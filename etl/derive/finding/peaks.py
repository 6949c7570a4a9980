"""Peak status of every inventory and region, with the test that decided it (methods §2.1)."""

from etl.derive.finding.years import Years, crosses_break
from etl.derive.peak import PeakFinding, compute_peak_status
from etl.model.carbon import Inventory
from etl.model.finding import Finding, FindingKind


def find_peak_status(
    inventory: Inventory,
    region: str,
    *,
    is_inferred: bool,
    emissions: Years,
    real_gdp: Years,
    population: Years,
    breaks: tuple[int, ...],
) -> Finding:
    """Peak status as of the last observed year of one inventory.

    Args:
        inventory: which inventory, and whether purchased electricity is inside.
        region: code of the region.
        is_inferred: whether the inventory is scaled down from larger areas or estimated.
        emissions: by year, at least one.
        real_gdp: by year at constant prices.
        population: by year; left out where it crosses a break, because a fall across it is no evidence.
        breaks: first years of a new basis of the population.
    """
    maximum = max(year for year, value in emissions.items() if value == max(emissions.values()))
    comparable = not crosses_break(maximum, max(emissions), breaks)
    found = compute_peak_status(
        emissions,
        inventory=inventory.name,
        includes_purchased_electricity=inventory.purchased_electricity,
        is_inferred=is_inferred,
        real_gdp=real_gdp or None,
        population=population if population and comparable else None,
    )
    facts = peak_facts(found) | {
        "first_year": min(emissions),
        "observed_years": len(emissions),
        "population_crosses_break": not comparable,
    }
    return Finding(
        FindingKind.PEAK_STATUS, inventory.indicator, region, str(found.last_year), found.status.value, facts
    )


def peak_facts(found: PeakFinding) -> dict[str, object]:
    """The working of a peak status as codes and numbers."""
    test = found.test
    tested: dict[str, object] = {}
    if test is not None:
        tested = {
            "n": test.n,
            "s": test.s,
            "var_s": test.var_s,
            "z": test.z,
            "p_falling": test.p_falling,
            "p_rising": test.p_rising,
            "method": test.method.value,
        }
    return {
        "inventory": found.inventory,
        "includes_purchased_electricity": found.includes_purchased_electricity,
        "character": found.character.value if found.character else None,
        "rule": found.rule.value,
        "maximum_year": found.maximum_year,
        "maximum": found.maximum,
        "last_year": found.last_year,
        "last": found.last,
        "values_after": found.n_after,
        "missing_after": found.missing_after,
        "share_of_maximum": found.share_of_maximum,
        "test": tested or None,
        "sen_slope": found.sen_slope,
    }
