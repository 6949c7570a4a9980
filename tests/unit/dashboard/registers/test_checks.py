"""What an entry may not say: each fault by its field and code."""

import pytest

from dashboard.registers.bases import declared_bases
from dashboard.registers.checks import faults_of
from tests.small_case import instruments
from tests.small_register import TODAY, given, register


def found(**changes):
    return [(fault.field, fault.code) for fault in faults_of(register(), given(**changes), TODAY)]


def test_an_entry_that_says_what_is_asked_for_has_no_fault():
    assert found(answered="2026-02-27", amount="-1234.50", sort="praise", basis="环发〔2015〕169号") == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"subject": "  "}, ("subject", "missing")),
        ({"came": "2026-02-30"}, ("came", "not_a_date")),
        ({"came": "20260223"}, ("came", "not_a_date")),
        ({"came": "2026-W09-1"}, ("came", "not_a_date")),  # ISO 8601 reads it as the Monday 2026-02-23
        ({"amount": "约三百"}, ("amount", "not_a_number")),
        ({"amount": "1e9"}, ("amount", "not_a_number")),
        ({"sort": "表扬"}, ("sort", "not_a_choice")),
        ({"subject": "长" * 201}, ("subject", "too_long")),
        ({"answered": "2026-03-03"}, ("answered", "in_future")),
        ({"answered": "2026-02-22"}, ("answered", "before_start")),
        ({"basis": "辽宁省促进制造业高质量发展暂行规定（草案）"}, ("basis", "draft_basis")),
        ({"basis": "领导要求"}, ("basis", "no_document")),
        ({"colour": "红"}, ("colour", "unknown")),
    ],
)
def test_what_is_wrong_is_told_by_its_field(changes, fault):
    assert found(**changes) == [fault]


def test_a_name_that_is_sealed_stands_in_no_other_field():
    assert found(writer="王小二", subject="王小二反映路灯不亮") == [("subject", "names_complainant")]
    assert found(writer="王小二") == []


def test_a_fault_never_repeats_what_is_sealed():
    faults = faults_of(register(), given(writer="王" * 300), TODAY)

    assert [(fault.field, fault.code, fault.found) for fault in faults] == [("writer", "too_long", "")]


@pytest.mark.parametrize(
    ("basis", "came", "codes"),
    [  # 629号 ended by its own terms on 2021-12-31
        ("发改办环资〔2021〕629号", "2021-12-31", []),
        ("发改办环资〔2021〕629号", "2022-01-01", ["basis_not_in_force"]),
        ("发改办环资[2021] 629号，中发〔2021〕36号", "2022-01-04", ["basis_not_in_force"]),
        ("中发〔2021〕36号", "2022-01-04", []),
        ("《中华人民共和国节约能源法》第六条", "2022-01-04", []),
    ],
)
def test_a_document_whose_time_in_force_is_declared_is_a_basis_only_within_it(basis, came, codes):
    declared = declared_bases(instruments().values())

    faults = faults_of(register(), given(came=came, basis=basis), TODAY, declared)

    assert [fault.code for fault in faults] == codes
