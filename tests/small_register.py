"""A small register and entries of it: one date to be met, one name that is sealed."""

from datetime import date, timedelta

from dashboard.registers.entry import BY_FORM, ENTERED, Entry, Step
from etl.model.register import Register
from tests.small_case import weekdays

__all__ = ["weekdays"]

TODAY = date(2026, 3, 2)  # a Monday


def register(**changes) -> Register:
    declared = {
        "id": "letters",
        "name": {"zh": "来信", "en": "Letters"},
        "about": {"zh": "来信的办理。", "en": "How letters are handled."},
        "article": "22",
        "titled_by": "subject",
        "responsible": "handler",
        "audience": "superior",
        "kept_by": "superior",
        "completion": "answered",
        "fields": [
            {"id": "subject", "name": {"zh": "事项", "en": "Subject"}, "required": True, "in_list": True},
            {"id": "handler", "name": {"zh": "承办单位", "en": "Handler"}, "required": True},
            {"id": "came", "name": {"zh": "收到日期", "en": "Came"}, "kind": "date", "required": True},
            {"id": "answered", "name": {"zh": "答复日期", "en": "Answered"}, "kind": "date"},
            {"id": "amount", "name": {"zh": "金额", "en": "Amount"}, "kind": "number"},
            {"id": "sort", "name": {"zh": "类别", "en": "Sort"}, "kind": "choice",
             "choices": {"praise": {"zh": "表扬", "en": "Praise"}, "blame": {"zh": "批评", "en": "Blame"}}},
            {"id": "basis", "name": {"zh": "依据", "en": "Basis"}, "is_basis": True, "in_force_on": "came"},
            {"id": "writer", "name": {"zh": "写信人", "en": "Writer"}, "is_protected": True},
        ],
        "deadlines": [
            {"id": "answered", "name": {"zh": "答复", "en": "Answer"}, "starts_with": "came",
             "met_by": "answered", "working_days": 5},
        ],
    }  # fmt: skip
    return Register.read(declared | changes)


def given(**changes) -> dict[str, str]:
    return {"subject": "路灯不亮", "handler": "市政局", "came": "2026-02-23"} | changes


def entry(number: str = "2026-0001", region: str = "210100", **fields) -> Entry:
    said = {name: text for name, text in given(**fields).items() if text}
    step = Step(1, "0" * 64, "2026-03-02T01:00:00.000000Z", "an.ning", ENTERED, said, (), "", BY_FORM)
    return Entry("letters", number, region, said, frozenset(), (step,))


def days(count: int) -> str:
    return (TODAY + timedelta(days=count)).isoformat()
