"""What is written twice must say the same: schema and tables, words and codes, vocabulary and ENUMs."""

import json
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from etl.catalog.reading import read_yaml
from etl.challenge.challenge import CHECKS, STEPS
from etl.errors import say
from etl.model.challenge import Challenge
from etl.model.challenge_rule import ChallengeRule
from etl.model.tables import TABLES
from etl.model.vocabulary import (
    Basis,
    Bound,
    FlagStrength,
    MissingReason,
    Nature,
    Result,
    Status,
    TargetOrigin,
    UnassessedReason,
)
from etl.store.figure_rows import NARROW, OTHERWISE, STORED

ROOT = Path(__file__).parents[2]
ETL = ROOT / "etl"
MESSAGES = read_yaml(ETL / "messages.yaml")  # refuses a code that is given twice
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(ETL.rglob("*.py"))}
WORDS_OF = {
    "missing": MissingReason,
    "unassessed": UnassessedReason,
    "status": Status,
    "nature": Nature,
    "basis": Basis,
    "bound": Bound,
    "result": Result,
    "origin": TargetOrigin,
    "strength": FlagStrength,
}


def columns_of_schema(script="schema.sql"):
    """Columns by table as a script creates them."""
    text = re.sub(r"--[^\n]*", "", (ETL / "store" / script).read_text(encoding="utf-8"))
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\);", text, re.DOTALL)
    return {name: tuple(each.split()[0].strip('"') for each in body.split(",")) for name, body in tables}


def test_the_schema_creates_exactly_the_tables_of_the_contract():
    assert columns_of_schema() == {name: columns for name, columns in TABLES.items() if name not in NARROW}


def test_what_stands_behind_the_views_of_figures_has_exactly_the_columns_that_are_written():
    from_the_start = {  # the other one is added by the first figure that has something to tell there
        name: tuple(column for column in columns if column != OTHERWISE) for name, columns in STORED.items()
    }
    assert columns_of_schema("figures.sql") == from_the_start


def test_a_build_has_exactly_those_columns(tiny_build):
    assert {
        name: tuple(column for column, *_ in tiny_build.warehouse._ask(f"DESCRIBE {name}")) for name in TABLES
    } == TABLES


def fields_of(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_the_same_facts_in_both_languages(code):
    assert set(MESSAGES[code]) == {"zh", "en"}
    assert fields_of(MESSAGES[code]["zh"]) == fields_of(MESSAGES[code]["en"])
    assert all(sentence.strip() for sentence in MESSAGES[code].values())


def codes_written(pattern):
    return {code for text in SOURCES.values() for code in re.findall(pattern, text)}


def test_every_error_class_has_its_words():
    assert codes_written(r'code = "(\w+)"') <= set(MESSAGES)


def test_every_code_that_is_said_by_name_has_its_words():
    assert codes_written(r'(?<!\.)\bsay\(\s*"(\w+)"') <= set(MESSAGES)


def test_every_reason_of_a_reject_has_its_words():
    codes = codes_written(r'faults\.add\([^)]*?"([a-z_]+)"')

    assert {"unknown_region", "not_a_number", "wrong_unit", "no_such_level"} <= codes
    assert {f"reject_{code}" for code in codes} <= set(MESSAGES)


def kinds_of_rules():
    return get_args(ChallengeRule)


def test_every_kind_of_challenge_has_a_check_its_words_and_what_to_do():
    kinds = {rule.kind for rule in kinds_of_rules()}

    assert {"parts_against_whole", "growth_identity", "jump"} <= kinds
    assert kinds == {*CHECKS, *STEPS}
    assert {f"{what}_{kind}" for what in ("challenge", "action") for kind in kinds} <= set(MESSAGES)


@pytest.mark.parametrize(
    ("prefix", "word"), [(prefix, word.value) for prefix, words in WORDS_OF.items() for word in words]
)
def test_every_word_of_a_closed_vocabulary_is_said_in_both_languages(prefix, word):
    assert {say(f"{prefix}_{word}", lang) != "" for lang in ("zh", "en")} == {True}


def test_every_challenge_of_a_build_can_be_said(real_build):
    rows = real_build.warehouse.challenges()
    said = {
        say(f"challenge_{row.kind}", lang, **json.loads(row.facts)) for row in rows for lang in ("zh", "en")
    }

    assert len(said) > len({row.kind for row in rows})
    assert not any("{" in sentence or "nan" in sentence for sentence in said)


def test_every_enum_of_the_schema_is_filled_from_a_vocabulary_or_the_catalogue():
    text = "".join(
        (ETL / "store" / f"{name}.sql").read_text(encoding="utf-8") for name in ("schema", "figures")
    )
    writer = SOURCES[ETL / "store" / "write.py"] + SOURCES[ETL / "pipeline" / "warehouse.py"]

    assert {name for name in re.findall(r"\b(\w+_t)\b", text) if f'"{name}"' not in writer} == set()


def test_a_challenge_keeps_its_name_while_the_fact_stays():
    kept = Challenge("implausible", "challenge", "gdp", "210000", "2023", {"value": 1})
    again = Challenge("implausible", "challenge", "gdp", "210000", "2023", {"value": 2})

    assert kept.challenge_id == again.challenge_id
