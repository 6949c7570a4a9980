"""Tasks of a year: met when all of it is done, and no verdict without a task, a figure or a rule."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.assess import assess_all
from etl.assess.evidence import Evidence
from etl.catalog.check import check_catalog
from etl.errors import ProblemsFound
from etl.flag.flags import raise_flags
from etl.model.assessment import IndicatorValue
from etl.model.flag import FlagRule
from etl.model.period import Period
from etl.model.task import TaskRule
from etl.model.vocabulary import Basis, Bound, FlagStrength, Nature, Result, Status, TargetOrigin
from tests import small

SHENYANG = "210100"
COMPLETION = small.indicator(
    "completion",
    {"kind": "series", "series": "completion_published"},
    family="energy",
    assessment={"kind": "task", "task": "task"},
)
RULE = TaskRule.read(
    {"id": "tasks_2011", "name": small.NAMED, "indicator": "completion", "first_year": 2011, "at_least": 100,
     "documents": [{"number": "工信部联产业〔2011〕46号"}], "valid_from": "2011"}
)  # fmt: skip
FLAGS = FlagRule.read(
    {"id": "flags", "name": small.NAMED, "valid_from": "2000", "causes": ["target_not_met"],
     "founding": ["energy", "own_target", "binding_target", "rule_in_force"]}
)  # fmt: skip


@pytest.fixture
def declared():
    catalog = small.catalog(indicators=(COMPLETION,), flag_rules=(FLAGS,))
    return replace(catalog, task_rules={RULE.id: RULE})


def assess(catalog, tasks, completions):
    kept = (Status.FINAL, None, Basis.PUBLISHED, Nature.OFFICIAL, Bound.EXACT)
    values = {
        (SHENYANG, Period.parse(year)): IndicatorValue(
            "completion", SHENYANG, Period.parse(year), value, *kept
        )
        for year, value in completions.items()
    }
    amounts = {"task": {(SHENYANG, Period.parse(year)): Decimal(task) for year, task in tasks.items()}}
    return list(assess_all(catalog, {"completion": values}, {}, Evidence(amounts=amounts)))


@pytest.mark.parametrize(
    ("year", "task", "completion", "expected"),
    [
        ("2012", 50, 100.0, ["met"]),
        ("2012", 50, 120.0, ["met"]),
        ("2012", 50, 99.99, ["not_met"]),
        ("2012", 50, None, ["no_data"]),
        ("2012", 0, None, ["no_target"]),
        ("2012", None, 80.0, ["no_target"]),
        ("2010", 50, 80.0, ["no_rule_in_force"]),
        ("2012Q1", 50, 20.0, []),  # a task is one of the year: a quarter is not late
    ],
)
def test_a_task_is_met_when_all_of_it_is_done_by_the_end_of_its_year(
    declared, year, task, completion, expected
):
    found = assess(
        declared, {} if task is None else {year: task}, {} if completion is None else {year: completion}
    )

    assert [a.verdict.reason or a.verdict.result for a in found] == expected


def test_a_verdict_on_a_task_cites_the_document_and_is_the_regions_own(declared):
    (found,) = assess(declared, {"2012": 50}, {"2012": 90.0})

    assert (found.rule, found.target_origin, found.gap) == ("tasks_2011", TargetOrigin.OWN, Decimal("-10.0"))
    assert found.target.document == "工信部联产业〔2011〕46号"
    assert found.facts["turn"] == {"up_to": "met", "up_at": 100.0, "up_by": 10.0}
    assert found.facts["task"] == 50.0


def test_a_missed_task_warns_until_the_next_year_is_completed_and_never_founds(declared):
    tasks = {"2012": 50, "2013": 50, "2014": 50, "2015": 50}
    found = assess(declared, tasks, {"2012": 90.0, "2013": 95.0, "2014": 100.0, "2015": 40.0})
    first, second = raise_flags(declared, found, ())

    assert [str(each.period) for each in first.course] == ["2012", "2013"]
    assert str(first.ended_in) == "2014"
    assert (second.ended_in, [str(each.period) for each in second.course]) == (None, ["2015"])
    assert {first.strength, second.strength} == {FlagStrength.WARNING}
    assert found[2].verdict.result is Result.MET


def test_a_task_of_no_declared_series_and_a_rule_of_no_indicator_are_refused(declared):
    wrong = replace(COMPLETION, assessment=replace(COMPLETION.assessment, task="nothing"))
    astray = replace(RULE, indicator="nobody")
    broken = replace(declared, indicators={"completion": wrong}, task_rules={RULE.id: astray})

    with pytest.raises(ProblemsFound) as refused:
        check_catalog(broken)
    told = str(refused.value)
    assert "assessment.task" in told
    assert "rules/task/tasks_2011.yaml" in told


def test_the_shipped_rule_names_what_sets_the_tasks(shipped_catalog):
    rule = shipped_catalog.task_rules["obsolete_capacity_2011"]
    judged = shipped_catalog.indicators[rule.indicator].assessment

    assert (judged.kind, judged.task, rule.at_least) == ("task", "obsolete_capacity_task", 100)
    assert [each.number for each in rule.documents] == ["工信部联产业〔2011〕46号", "国发〔2010〕7号"]
