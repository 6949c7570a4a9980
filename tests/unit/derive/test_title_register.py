"""Rows of the registers as titles and events; what cannot be read is handed back, never dropped."""

import json
from datetime import date

import pytest

from etl.derive.title_register import RegisterRow, read_register
from etl.model.title import TitleEventKind, TitleRule
from etl.model.title_rules import TitleRules

NAMED = {"zh": "名", "en": "name"}
RULE = TitleRule.read(
    {
        "id": "rule",
        "name": NAMED,
        "valid_from": "2022-08-01",
        "documents": ["文号"],
        "first_month": "2020M01",
        "tiers": [{"id": "srdi_sme", "name": NAMED, "words": ["专精特新"]}],
    }
)
RULES = TitleRules.of([RULE])
TITLE = {
    "credit_code": "91",
    "tier": "专精特新",
    "recognised": "2021-07-01",
    "valid_to": "2024-07-01",
    "industry": "34",
}
EVENT = {
    "credit_code": "91",
    "tier": "srdi_sme",
    "event": "extended",
    "date": "2024-07-01",
    "detail": "2027-07-01",
}


def row(register: str, fields: dict[str, str], region: str | None = "210102") -> RegisterRow:
    return RegisterRow(register, region, json.dumps(fields), date(2022, 1, 1))


HELD = row("enterprise_title", TITLE)


def test_title_is_read_with_its_own_day_of_publication() -> None:
    read = read_register([row("enterprise_title", TITLE | {"published": "2021-07-20"})], RULES)
    assert (read.titles[0].tier, read.titles[0].known_from) == ("srdi_sme", date(2021, 7, 20))


def test_title_without_an_end_holds_for_the_term_of_its_tier() -> None:
    read = read_register([row("enterprise_title", TITLE | {"valid_to": ""})], RULES)
    assert read.titles[0].valid_to == date(2024, 7, 1)


def test_extension_carries_its_new_end() -> None:
    assert read_register([HELD, row("enterprise_event", EVENT)], RULES).events[0].valid_to == date(2027, 7, 1)


def test_a_list_that_is_sent_again_and_says_the_same_is_no_contradiction() -> None:
    rows = [row("enterprise_title", TITLE), row("enterprise_title", TITLE)]
    assert read_register(rows, RULES).unreadable == []


def test_two_rows_of_one_day_that_disagree_on_a_title_are_not_both_taken() -> None:
    other = TITLE | {"valid_to": "2025-07-01"}
    read = read_register([row("enterprise_title", TITLE), row("enterprise_title", other)], RULES)
    assert [title.valid_to for title in read.titles] == [date(2024, 7, 1)]
    assert [(each.code, each.found) for each in read.unreadable] == [("title_twice", "91")]


def test_an_event_of_a_firm_without_that_title_is_named_and_not_lost() -> None:
    rows = [row("enterprise_title", TITLE), row("enterprise_event", EVENT | {"credit_code": "92"})]
    read = read_register(rows, RULES)
    assert read.events == []
    assert [(each.code, each.found) for each in read.unreadable] == [("event_without_title", "92")]


def test_move_written_at_both_ends_is_one_event_into_the_new_region() -> None:
    moved = EVENT | {"date": "2022-03-09", "detail": "210103"}
    rows = [
        HELD,
        row("enterprise_event", moved | {"event": "moved_out"}, "210102"),
        row("enterprise_event", moved | {"event": "moved_in"}, "210103"),
    ]
    events = read_register(rows, RULES).events
    assert [(event.kind, event.region) for event in events] == [(TitleEventKind.MOVED, "210103")]


def test_move_out_alone_leads_away_from_all_that_is_counted() -> None:
    events = read_register([HELD, row("enterprise_event", EVENT | {"event": "moved_out"})], RULES).events
    assert [(event.kind, event.region) for event in events] == [(TitleEventKind.MOVED, None)]


@pytest.mark.parametrize(
    ("register", "broken", "code"),
    [
        ("enterprise_title", {"tier": "独角兽"}, "unknown_tier"),
        ("enterprise_title", {"recognised": "去年"}, "not_a_date"),
        ("enterprise_title", {"recognised": "2023-W27-1"}, "not_a_date"),
        ("enterprise_title", {"credit_code": ""}, "no_credit_code"),
        ("enterprise_event", {"event": "vanished"}, "unknown_event"),
        ("enterprise_event", {"detail": ""}, "not_a_date"),
        ("title_list", {}, "name_not_confirmed"),
    ],
)
def test_row_that_cannot_be_read_is_handed_back_with_its_reason(register, broken, code) -> None:
    fields = (EVENT if register == "enterprise_event" else TITLE) | broken
    read = read_register([row(register, fields)], RULES)
    assert [each.code for each in read.unreadable] == [code]
    assert (read.titles, read.events) == ([], [])


def test_listed_name_becomes_a_title_of_the_firm_that_was_confirmed() -> None:
    listed = {"firm": "沈阳演示泵伐有限公司", "tier": "专精特新", "recognised": "2021-07-01"}
    read = read_register([row("title_list", listed)], RULES, lambda _: "91-1")
    assert [title.firm for title in read.titles] == ["91-1"]
