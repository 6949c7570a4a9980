"""The declared versions of the barometer, and what a declaration may not be."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.model.period import Period
from etl.model.rule import BarometerAdoption, BarometerRule, LevelOrder
from etl.plain_values.fault import DeclarationError

ROOT = Path(__file__).parents[3]
RULES = ROOT / "data" / "catalog" / "rules" / "barometer"
TABLES = ROOT / "tests" / "data" / "methods"


def declaration_of(version: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((RULES / f"{version}.yaml").read_text(encoding="utf-8"))
    return content


def test_the_four_versions_are_declared_and_none_is_adopted() -> None:
    declared = {path.stem: BarometerRule.read(declaration_of(path.stem)) for path in RULES.glob("*")}
    assert set(declared) == {"ndrc_gap10", "ndrc_sign", "ndrc_double", "hangzhou_pp"}
    assert all(rule.id == name for name, rule in declared.items())
    assert not list((RULES.parent / "adoptions").glob("*"))


@pytest.mark.parametrize(
    ("table", "version", "pairs"),
    [
        ("anhui_barometer_2020Q1-3_cities", "ndrc_gap10", [("intensity_level", "light")]),
        (
            "guangdong_barometer_2021H1_cities",
            "ndrc_sign",
            [("intensity_level", "intensity_light"), ("total_level", "total_light")],
        ),
    ],
)
def test_lights_are_those_of_the_provincial_bulletins(
    table: str, version: str, pairs: list[tuple[str, str]]
) -> None:
    rule = BarometerRule.read(declaration_of(version))
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    seen = {(int(row[level]), row[light]) for row in rows for level, light in pairs}
    assert seen == {(level, rule.light_of(level).light.zh) for level in (1, 2, 3)}


def test_colour_of_level_2_in_2021_is_marked_unverified() -> None:
    rule = BarometerRule.read(declaration_of("ndrc_sign"))
    assert [light.mark for light in rule.lights] == [None, "unverified", None]


def test_worst_light_is_red_in_either_order() -> None:
    for path in RULES.glob("*.yaml"):
        rule = BarometerRule.read(declaration_of(path.stem))
        worst = 1 if rule.level_order is LevelOrder.WORST_FIRST else 3
        assert rule.light_of(worst).light["zh"] == "红"


def test_no_full_year_has_a_rule_in_any_version() -> None:
    for path in RULES.glob("*.yaml"):
        rule = BarometerRule.read(declaration_of(path.stem))
        assert all(period.kind != "year" for validity in rule.valid_for for period in validity.periods)


def test_the_rule_of_2020_is_in_force_for_the_period_of_its_bulletin_only() -> None:
    rule = BarometerRule.read(declaration_of("ndrc_gap10"))
    assert [str(p) for valid in rule.valid_for for p in valid.periods] == ["2020Q1-3", "2021Q1"]


def break_band(rule: dict[str, Any]) -> None:
    rule["intensity"]["by_period"][0]["bands"][1]["low_pp"] = "1.1"


def close_band(rule: dict[str, Any]) -> None:
    rule["intensity"]["by_period"][0]["bands"][2]["high_pp"] = "9"


def turn_order(rule: dict[str, Any]) -> None:
    rule["level_order"] = "worst_first"


def lose_light(rule: dict[str, Any]) -> None:
    rule["lights"].pop()


def add_key(rule: dict[str, Any]) -> None:
    rule["adopted"] = True


def judge_total_by_sign(rule: dict[str, Any]) -> None:
    rule["level_order"], rule["intensity"] = "worst_first", {"kind": "sign"}
    rule["total"] = {"kind": "sign"}


@pytest.mark.parametrize(
    ("breaks", "complaint"),
    [
        (break_band, "does not continue"),
        (close_band, "open end"),
        (turn_order, "cannot be worst_first"),
        (lose_light, "lights must name"),
        (add_key, "no key of this name"),
        (judge_total_by_sign, "no text states it"),
    ],
)
def test_broken_declaration_is_refused_with_its_reason(breaks: Any, complaint: str) -> None:
    rule = declaration_of("hangzhou_pp")
    BarometerRule.read(rule)
    breaks(rule)
    with pytest.raises(DeclarationError, match=complaint):
        BarometerRule.read(rule)


@pytest.mark.parametrize("people", [[], ["甲"], ["甲", "甲 "], ["甲", " "]])
def test_adoption_needs_two_different_people(people: list[str]) -> None:
    with pytest.raises(ValueError, match="two different people"):
        BarometerAdoption(
            version="ndrc_gap10",
            periods=(Period.parse("2023H1"),),
            region="210000",
            document="示例〔2023〕1号",
            date=date(2023, 3, 1),
            people=tuple(people),
        )
