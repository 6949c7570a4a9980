"""Assessed amounts and yearly changes by the version of the plan: what is deducted, rounded, and compared."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.catalog.check import check_catalog
from etl.catalog.plans import with_plan_rules
from etl.derive.derive import derive_indicator
from etl.derive.dual_control import assessed_amount, yearly_change
from etl.errors import ProblemsFound
from etl.model.dual_control_formula import AssessedAmountFormula, YearlyChangeFormula
from etl.model.formula_text import formula_text, formula_with_numbers
from etl.model.period import Period
from etl.model.plan import Deducted, PlanRule
from etl.model.rounding import round_half_away
from tests import small

CITY, OTHER = "210100", "210300"


def a_plan(name, first, last, *deductions, base=2020, end=2025, gdp="gdp"):
    return PlanRule.read(
        {
            "id": name,
            "name": small.NAMED,
            "base": base,
            "end": end,
            "first_year": first,
            "last_year": last,
            "gdp": gdp,
            "valid_from": "2021",
            "documents": [{"number": "文号"}],
            "deductions": [
                {"id": series, "name": small.NAMED, "series": series, "deducted_from": subjects,
                 "counted_from_base": from_base, "document": {"number": "文号"}}
                for series, subjects, from_base in deductions
            ],
        }
    )  # fmt: skip


EARLY = a_plan(
    "early", 2021, 2023, ("feedstock", ["total", "intensity"], False), ("renewable", ["total"], True)
)
LATE = a_plan("late", 2024, 2025, ("nonfossil", ["total", "intensity"], False))
PLANS = (EARLY, LATE)
TOTAL = AssessedAmountFormula(amount="energy", deducted_from=Deducted.TOTAL, plans=PLANS)
ENERGY = small.figures(
    (CITY, "2020", 1000.0), (CITY, "2021", 1010.0), (CITY, "2022", 1020.0), (CITY, "2023", 1030.0),
    (CITY, "2024", 1040.0), (CITY, "2023Q1-3", 700.0), (CITY, "2024Q1-3", 707.0),
)  # fmt: skip
GDP = small.figures(
    (CITY, "2020", 2000.0), (CITY, "2021", 2100.0), (CITY, "2022", 2200.0), (CITY, "2023", 2300.0),
    (CITY, "2024", 2400.0),
)  # fmt: skip
INPUTS = {
    "energy": ENERGY,
    "gdp": GDP,
    "feedstock": small.figures(
        (CITY, "2020", 100.0), (CITY, "2021", 101.0), (CITY, "2022", 102.0), (CITY, "2023", 103.0)
    ),
    "renewable": small.figures((CITY, "2021", 10.0), (CITY, "2022", 20.0), (CITY, "2023", None)),
    "nonfossil": small.figures((CITY, "2023", 200.0), (CITY, "2024", 230.0)),
}


def rules_of(found):
    return {(row["region"], row["period"]): row["rule"] for row in small.rows_of(found)}


def change(**declared):
    return YearlyChangeFormula.read({"amount": "energy", "plans": PLANS, **declared})


def test_each_version_deducts_what_it_names_and_every_value_names_it():
    found = assessed_amount(TOTAL, INPUTS)

    assert small.values_of(found) == {
        (CITY, "2021"): 1010 - 101 - 10,
        (CITY, "2022"): 1020 - 102 - 20,
        (CITY, "2023"): None,  # the renewables of 2023 are not known: nor is what is left
        (CITY, "2023Q1-3"): None,
        (CITY, "2024"): 1040 - 230,
        (CITY, "2024Q1-3"): None,
    }
    assert set(rules_of(found).items()) >= {((CITY, "2022"), "early"), ((CITY, "2024"), "late")}


def test_renewables_are_deducted_from_the_total_alone():
    of_intensity = replace(TOTAL, deducted_from=Deducted.INTENSITY)

    assert small.values_of(assessed_amount(of_intensity, INPUTS))[CITY, "2022"] == 1020 - 102


def test_years_outside_every_version_are_not_assessed():
    assert (CITY, "2020") not in small.values_of(assessed_amount(TOTAL, INPUTS))


def test_what_counts_from_the_base_year_is_nothing_in_it():
    grown = small.values_of(yearly_change(change(deducted_from="total"), INPUTS))

    # 2021: 899 over 1000 − 100, and no renewables on top of 2020 in 2020 itself
    assert grown[CITY, "2021"] == pytest.approx((899 / 900 - 1) * 100)


def test_a_plan_whose_gdp_is_not_known_states_no_intensity_rather_than_the_growth_of_the_amount():
    without = a_plan("early", 2021, 2023, gdp=None)
    formula = YearlyChangeFormula(amount="energy", per_plan_gdp=True, plans=(without, LATE))

    found = small.values_of(yearly_change(formula, INPUTS))

    # 2024: 1040/2400 = 0.4333 over 1030/2300 = 0.4478
    assert found == {(CITY, "2024"): pytest.approx((0.4333 / 0.4478 - 1) * 100)}


def test_both_years_of_a_change_are_stated_by_the_version_of_the_later_one():
    grown = yearly_change(change(deducted_from="total"), INPUTS)

    # 2024 by the late version on both sides: 810 over 1030 − 200, not over what the early version left of
    # 2023
    assert small.values_of(grown)[CITY, "2024"] == pytest.approx((810 / 830 - 1) * 100)
    assert rules_of(grown)[CITY, "2024"] == "late"


def test_a_version_for_later_years_alters_no_earlier_value():
    alone = small.values_of(yearly_change(replace(change(deducted_from="total"), plans=(EARLY,)), INPUTS))
    both = small.values_of(yearly_change(change(deducted_from="total"), INPUTS))

    assert alone
    assert {key: value for key, value in both.items() if key in alone} == alone


def test_both_intensities_are_rounded_to_the_plans_decimals_before_they_are_divided():
    found = small.values_of(yearly_change(change(per_plan_gdp=True), INPUTS))

    # 1010/2100 = 0.48095… → 0.4810 over 1000/2000 = 0.5
    assert found[CITY, "2021"] == pytest.approx((0.4810 / 0.5 - 1) * 100)


def test_growth_of_an_amount_needs_no_plan_and_no_product():
    found = yearly_change(change(), INPUTS)

    assert small.values_of(found)[CITY, "2024Q1-3"] == pytest.approx(1.0)
    assert set(rules_of(found).values()) == {None}


def test_a_part_of_the_year_without_a_product_is_not_stated_at_all():
    assert (CITY, "2024Q1-3") not in small.values_of(yearly_change(change(per_plan_gdp=True), INPUTS))


def test_without_any_version_there_is_no_value():
    assert small.values_of(yearly_change(replace(change(per_plan_gdp=True), plans=()), INPUTS)) == {}


def change_by_hand(energy, gdp, energy_before, gdp_before):
    """Both intensities rounded to 4 decimals, then divided; None where the one before rounds to nothing."""
    now, before = (round_half_away(e / g, 4) for e, g in ((energy, gdp), (energy_before, gdp_before)))
    return None if before == 0 else (now / before - 1) * 100


@pytest.mark.parametrize(("decimals", "rounded"), [(4, "-2.77"), (9, "-2.78")])
def test_intensities_are_rounded_to_four_decimals_before_they_are_divided(decimals, rounded):
    # 0.54445 → 0.5445; 0.5445/0.5600 = 0.972321…, unrounded 0.54445/0.56 = 0.972232…
    energy = small.figures((CITY, "2021", 5444.5), (CITY, "2020", 5600.0))
    gdp = small.figures((CITY, "2021", 10000.0), (CITY, "2020", 10000.0))
    formula = change(per_plan_gdp=True, decimals=decimals)

    found = small.values_of(yearly_change(formula, {**INPUTS, "energy": energy, "gdp": gdp}))

    assert round_half_away(Decimal(repr(found[CITY, "2021"])), 2) == Decimal(rounded)


amounts = st.decimals(Decimal("0.01"), Decimal(30000), places=2, allow_nan=False, allow_infinity=False)


@given(known=st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_the_change_is_that_of_decimal_arithmetic(known):
    codes = [f"{210100 + at}" for at in range(len(known))]
    pairs = list(zip(codes, known, strict=True))
    energy = small.figures(
        *((c, y, float(v)) for c, (now, _, old, _) in pairs for y, v in (("2021", now), ("2020", old)))
    )
    gdp = small.figures(
        *((c, y, float(v)) for c, (_, now, _, old) in pairs for y, v in (("2021", now), ("2020", old)))
    )

    found = small.values_of(
        yearly_change(change(per_plan_gdp=True), {**INPUTS, "energy": energy, "gdp": gdp})
    )

    for code, (now, product, before, product_before) in pairs:
        exact = change_by_hand(now, product, before, product_before)
        if exact is None:
            assert found[code, "2021"] is None
        else:
            assert found[code, "2021"] == pytest.approx(float(exact), rel=1e-9, abs=1e-9)


def an_indicator(**more):
    return small.indicator(
        "change", {"kind": "yearly_change", "amount": "energy"}, published="stated", **more
    )


def test_a_published_rate_stands_and_only_gaps_are_computed():
    stated = small.figures((CITY, "2021", 9.0), (CITY, "2022", None))

    found = derive_indicator(an_indicator(), {"energy": ENERGY, "stated": stated})
    rows = {row["period"]: row for row in small.rows_of(found)}

    assert (rows["2021"]["value"], rows["2021"]["basis"]) == (9.0, "published")
    assert rows["2022"]["value"] == pytest.approx((1020 / 1010 - 1) * 100)
    assert rows["2022"]["basis"] == "computed"


def test_a_published_gap_keeps_its_reason_where_nothing_can_be_computed():
    stated = small.figures((CITY, "2019", None))

    found = derive_indicator(an_indicator(), {"energy": ENERGY, "stated": stated})
    rows = {row["period"]: row for row in small.rows_of(found)}

    assert (rows["2019"]["status"], rows["2019"]["reason"]) == ("missing", "not_published")


def test_nothing_is_computed_where_the_indicator_does_not_exist_but_a_published_figure_stands():
    energy = small.figures(
        *((code, year, value) for code in (CITY, OTHER) for year, value in (("2020", 1.0), ("2021", 2.0)))
    )
    stated = small.figures((OTHER, "2022", 5.0))
    cities = np.asarray([code == CITY for code in small.AXES.regions])

    found = small.values_of(derive_indicator(an_indicator(), {"energy": energy, "stated": stated}, cities))

    assert found == {(CITY, "2021"): 100.0, (OTHER, "2022"): 5.0}


# ── in words and numbers ───────────────────────────────────────────────────────────────────────────────
def test_the_formula_is_told_with_its_numbers_and_its_rounding():
    formula = change(per_plan_gdp=True, deducted_from=Deducted.INTENSITY)
    figures = {(name, Period.parse(year)): value for name, year, value in [
        ("energy", "2022", 1020.0), ("feedstock", "2022", 102.0), ("gdp", "2022", 2200.0),
        ("energy", "2021", 1010.0), ("feedstock", "2021", 101.0), ("gdp", "2021", 2100.0),
    ]}  # fmt: skip

    assert formula_text(formula) == (
        "(round((energy − Σ deductions[intensity]) / gdp[plan base-year prices], 4)"
        " ÷ the same of the year before − 1) × 100"
    )
    assert formula_with_numbers(formula, Period.parse("2022"), figures) == (
        "(round((1020 − 102) / 2200, 4) ÷ round((1010 − 101) / 2100, 4) − 1) × 100"
    )
    assert formula_with_numbers(
        TOTAL, Period.parse("2022"), {**figures, ("renewable", Period.parse("2022")): 20.0}
    ) == ("1020 − 102 − 20")


def test_a_year_without_a_version_reads_nothing():
    assert change(per_plan_gdp=True).reads(Period.parse("2019")) == ()
    assert formula_with_numbers(change(per_plan_gdp=True), Period.parse("2019"), {}) is None


# ── the declarations ───────────────────────────────────────────────────────────────────────────────────
def test_every_plan_of_the_shipped_catalogue_names_its_documents_and_no_year_has_two_versions(
    shipped_catalog,
):
    rules = shipped_catalog.plan_rules.values()

    assert all(rule.documents for rule in rules)
    assert [shipped_catalog.plan_rule(Period.of_year(year)).id for year in range(2006, 2031)] == (
        ["plan_11"] * 5
        + ["plan_12"] * 5
        + ["plan_13"] * 5
        + ["plan_14_2021"] * 3
        + ["plan_14_2024"] * 2
        + ["plan_15"] * 5
    )


@pytest.mark.parametrize(
    ("rule", "subject", "deducted"),
    [
        ("plan_13", "total", []),
        (
            "plan_14_2021",
            "total",
            ["发改环资〔2021〕1310号", "发改运行〔2022〕1258号", "发改环资〔2022〕803号"],
        ),
        ("plan_14_2021", "intensity", ["发改环资〔2021〕1310号", "发改环资〔2022〕803号"]),
        (
            "plan_14_2024",
            "intensity",
            ["发改环资〔2021〕1310号", "发改环资〔2024〕113号", "发改环资〔2022〕803号"],
        ),
    ],
)
def test_the_plans_deduct_what_their_documents_order(shipped_catalog, rule, subject, deducted):
    found = shipped_catalog.plan_rules[rule].deducted(subject)

    assert [each.document.number for each in found] == deducted
    assert all(
        each.document.mark == "unverified"
        for each in found
        if each.document.number != "发改环资〔2021〕1310号"
    )


def test_from_2026_the_regime_is_carbon_and_the_nations_number_is_only_a_line(shipped_catalog):
    assert shipped_catalog.plan_rules["plan_15"].regime == "carbon"
    assert shipped_catalog.targets_for("210000", "co2_intensity_cumulative_reduction") == ()
    lines = shipped_catalog.reference_targets("210000", "co2_intensity_cumulative_reduction")
    assert (100000, 2025, 2030, 17) in {(int(t.region), t.base, t.end, t.value) for t in lines}


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ((a_plan("a", 2021, 2023), a_plan("b", 2023, 2025)), "one version for every year"),
        ((a_plan("a", 2021, 2023, gdp="lost"),), "declared series or indicator"),
        ((a_plan("a", 2021, 2023, ("lost", ["total"], False)),), "declared series or indicator"),
    ],
)
def test_versions_that_overlap_or_name_nothing_are_refused(plans, expected):
    catalog = small.catalog(all_series=(small.series("gdp"),))
    catalog.plan_rules.update({plan.id: plan for plan in plans})

    with pytest.raises(ProblemsFound, match=expected):
        check_catalog(catalog)


@pytest.mark.parametrize("years", [(2020, 2023), (2021, 2026), (2023, 2021)])
def test_a_version_lies_within_its_plan(years):
    with pytest.raises(ValueError, match="within the plan"):
        a_plan("a", *years)


def test_nothing_is_deducted_twice():
    with pytest.raises(ValueError, match="deducted twice"):
        a_plan("a", 2021, 2023, ("x", ["total"], False), ("x", ["total"], True))


def test_only_formulas_that_ask_for_a_plan_get_one():
    plain = small.indicator("plain", {"kind": "yearly_change", "amount": "energy"})
    by_plan = small.indicator("by_plan", {"kind": "yearly_change", "amount": "energy", "per_plan_gdp": True})

    found = with_plan_rules({"plain": plain, "by_plan": by_plan}, {plan.id: plan for plan in PLANS})

    assert found["plain"].inputs() == ("energy",)
    assert found["by_plan"].inputs() == ("energy", "gdp")


def test_growth_over_a_plan_is_chained_like_a_reduction_with_the_other_sign():
    growth = small.figures((CITY, "2021", 2.0), (CITY, "2022", 3.0))
    plan = a_plan("plan_14", 2021, 2025)
    formula = {"kind": "chained_reduction", "change": "growth", "plans": (plan,)}
    fallen, risen = (
        small.values_of(
            derive_indicator(small.indicator("x", formula | {"states": states}), {"growth": growth})
        )
        for states in ("reduction", "growth")
    )

    assert risen[CITY, "2021/2022"] == pytest.approx(5.06)  # 1.02 × 1.03
    assert fallen[CITY, "2021/2022"] == pytest.approx(-5.06)
