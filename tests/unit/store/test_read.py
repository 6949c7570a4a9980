"""A reader gets rows in one order however they were written, and a readable refusal of a bad build."""

from itertools import product

import duckdb
import pytest

from etl.errors import BuildError
from etl.model.tables import TABLES
from etl.pipeline.build import build
from etl.store.read import POINTER, WAREHOUSE, Warehouse, current_build_id, open_warehouse
from etl.store.write import WarehouseWriter
from tests.conftest import TINY

KEYS = {
    "series_t": ["gdp"],
    "region_t": ["210000"],
    "period_t": ["2023"],
    "unit_t": ["percent"],
    "source_t": ["bureau"],
    "indicator_t": ["gdp"],
}
COMMON = {"indicator": "gdp", "region": "210000", "period": "2023"}
# rows that agree in everything but what one of them is about
ASSESSMENTS = [
    COMMON
    | {"kind": "target", "result": "met", "target_end": 2025, "rule": rule, "target_document": document}
    for rule, document in product(["plan_14_2021", "plan_14_2024"], ["国发〔2021〕33号", "辽政发〔2021〕9号"])
]
FLAGS = [
    COMMON
    | {"flag_id": flag_id, "family": "carbon", "strength": "warning", "cause": "behind_path", "rule": rule}
    for flag_id, rule in product(["f1", "f2"], ["flags_2025", "flags_2026"])
]
CHALLENGES = [
    {"challenge_id": name, "kind": "jump", "severity": "note", "subject": "gdp", "region": "210000",
     "period": "2023", "facts": "{}"}
    for name in ("c1", "c2", "c3")
]  # fmt: skip
FINDINGS = [
    {
        "kind": "trend",
        "subject": "gdp",
        "region": "210000",
        "period": "2023",
        "result": result,
        "facts": facts,
    }
    for result, facts in product(["falling", "rising"], ['{"a": 1}', '{"a": 2}'])
]
QUESTIONS = {
    "assessment": (ASSESSMENTS, Warehouse.assessments),
    "flag": (FLAGS, Warehouse.flags),
    "challenge": (CHALLENGES, Warehouse.challenges),
    "finding": (FINDINGS, Warehouse.findings),
}


@pytest.mark.parametrize("table", QUESTIONS)
def test_the_order_of_answers_does_not_depend_on_the_order_of_writing(tmp_path, table):
    rows, question = QUESTIONS[table]
    answers = []
    for name, written in (("forth", rows), ("back", rows[::-1])):
        writer = WarehouseWriter(tmp_path / name)
        writer.create(KEYS)
        writer.insert_rows(table, written)
        writer.close()
        warehouse = Warehouse.of_file(name, tmp_path / name)
        answers.append(question(warehouse))
        warehouse.close()

    assert len(answers[0]) == len(rows)
    assert answers[0] == answers[1]


@pytest.fixture
def built(tmp_path):
    return tmp_path / build(TINY, tmp_path).build_id


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE build SET schema_version = 'older'",
        "ALTER TABLE build DROP COLUMN schema_version",
        "DROP TABLE build",
    ],
)
def test_a_build_with_other_tables_is_refused_with_what_to_do(built, change):
    with duckdb.connect(str(built / WAREHOUSE)) as connection:
        connection.execute(change)

    with pytest.raises(BuildError, match=r"made by another version of this program.*etl build"):
        open_warehouse(built.parent)


def test_a_question_that_the_file_cannot_answer_is_a_readable_error(built):
    with duckdb.connect(str(built / WAREHOUSE)) as connection:
        connection.execute("DROP TABLE peer")
    warehouse = open_warehouse(built.parent)

    with pytest.raises(BuildError, match=rf"Build {built.name} cannot be read: .*peer"):
        warehouse.peers()
    warehouse.close()


def test_every_build_says_with_which_tables_it_was_made(built):
    assert TABLES["build"][-1] == "schema_version"
    warehouse = open_warehouse(built.parent)
    assert warehouse.has_our_tables()
    warehouse.close()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "版本".encode("gb18030"), b"../elsewhere", b"one\ntwo"])
def test_a_damaged_pointer_is_named(tmp_path, content):
    (tmp_path / POINTER).write_bytes(content)

    with pytest.raises(BuildError, match=rf"{POINTER} names no build"):
        current_build_id(tmp_path)
