"""What the pages of registers say: who is overdue, in which order, in which words; supervision."""

from datetime import date

import pytest

from dashboard.registers.standing import follow
from dashboard.selection import Selection
from dashboard.views.registers.entries import build_entries, build_rates, build_sheet
from dashboard.views.registers.oversight import build_oversight
from dashboard.views.registers.overview import build_pressing, build_register_list
from tests.small_register import TODAY, entry, register, weekdays

LATER = date(2026, 3, 10)
DECLARED = register()


def followed(*entries, today=LATER):
    return [follow(each, DECLARED, today, weekdays) for each in entries]


def at(lang="zh", **fields):
    return Selection("registers", lang, **fields)


@pytest.fixture
def catalog(shipped_catalog):
    return shipped_catalog


def test_who_is_overdue_most_stands_first_and_the_longest_overdue_item_too(catalog):
    found = followed(
        entry("2026-0001", handler="甲局", came="2026-02-26"),
        entry("2026-0002", handler="乙局", came="2026-02-23"),
        entry("2026-0003", handler="乙局", came="2026-02-24"),
        entry("2026-0004", handler="丙局", came="2026-03-09"),
        entry("2026-0005", handler="丁局", came="2026-02-23", answered="2026-02-27"),
    )

    view = build_pressing(catalog, found, LATER, is_signed_in=True, selection=at())

    assert view.lead == "截至2026年3月10日，有3件逾期未办，涉及2家：乙局2件、甲局1件。"
    assert [[cell.text for cell in row] for row in view.who.rows] == [
        ["乙局", "2", "8", "—"], ["甲局", "1", "5", "—"], ["丙局", "—", "—", "1"],
    ]  # fmt: skip
    assert [row[1].note for row in view.items.rows] == ["2026-0002", "2026-0003", "2026-0001", "2026-0004"]
    assert view.items.rows[0][-1].note == "答复：2026年3月2日，已逾期8天"


def test_without_anything_overdue_that_is_said_and_nothing_registered_is_not_called_good(catalog):
    calm = build_pressing(
        catalog,
        followed(entry(came="2026-02-23", answered="2026-02-27")),
        LATER,
        is_signed_in=True,
        selection=at(),
    )
    empty = build_pressing(catalog, [], LATER, is_signed_in=True, selection=at())

    assert "没有逾期未办" in calm.lead
    assert (calm.who, calm.items) == (None, None)
    assert "还没有任何事项" in empty.lead


def test_the_list_says_how_many_registers_a_reader_does_not_see(catalog):
    shown = [catalog.registers["circulars"]]

    view = build_register_list(catalog, shown, [], TODAY, at())

    assert len(view.table.rows) == 1
    assert f"另有{len(catalog.registers) - 1}本台账" in view.table.notes[-1]


def test_entries_are_chosen_by_place_standing_month_and_words(catalog):
    found = followed(
        entry("2026-0001", "210102", came="2026-02-23", subject="噪声"),
        entry("2026-0002", "210200", came="2026-01-05", subject="粉尘"),
        entry("2026-0003", "210200", came="2026-02-23", answered="2026-02-24"),
    )

    def shown(**fields):
        view = build_entries(
            catalog, DECLARED, found, LATER, selection=at(register="letters", **fields), csv_address=""
        )
        return [row[0].note for row in view.table.rows] if view.table else []

    assert shown() == [
        "2026-0002",
        "2026-0001",
        "2026-0003",
    ]  # the longest overdue first, what is closed last
    assert shown(parent="210100") == ["2026-0001"]  # a district counts with its city
    assert shown(standing="closed") == ["2026-0003"]
    assert shown(month="2026-01") == ["2026-0002"]
    assert shown(find="粉尘") == ["2026-0002"]
    assert shown(find="没有") == []


def test_the_download_holds_every_field_but_what_is_sealed(catalog):
    sheet = build_sheet(catalog, DECLARED, followed(entry(sort="blame", amount="12.5")), LATER, "zh")

    assert "写信人" not in sheet.header
    row = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert (row["事项"], row["类别"], row["金额"], row["进度"]) == ("路灯不亮", "批评", "12.5", "逾期未办")
    assert row["来源"] == "由an.ning填写"


def test_rates_stand_by_city_and_by_month_with_their_sum(catalog):
    found = followed(
        entry("2026-0001", "210102", came="2026-02-23", answered="2026-02-27"),
        entry("2026-0002", "210100", came="2026-02-23"),
        entry("2026-0003", "210200", came="2026-01-05", answered="2026-02-01"),
    )

    def rows(by):
        view = build_rates(catalog, DECLARED, found, LATER, selection=at(register="letters"), by=by)
        return [[cell.text for cell in row] for row in view.table.rows]

    assert rows("region") == [
        ["沈阳市", "2", "1", "0", "1", "50.0%"],
        ["大连市", "1", "0", "1", "0", "0.0%"],
        ["合计", "3", "1", "1", "1", "33.3%"],
    ]
    assert [row[0] for row in rows("month")] == ["2026年3月", "2026年1月", "合计"]


def test_supervision_is_counted_by_city_and_nothing_is_made_up(catalog):
    shown = [DECLARED]
    found = followed(entry("2026-0001", "210102"), entry("2026-0002", "210100"), entry("2026-0003", "210000"))

    view = build_oversight(catalog, shown, found, (), (), selection=at())
    none = build_oversight(catalog, shown, [], (), (), selection=at())

    assert [[cell.text for cell in row] for row in view.table.rows] == [
        ["省级", "1", "—", "—"], ["沈阳市", "2", "—", "—"], ["合计", "3", "—", "—"],
    ]  # fmt: skip
    assert none.table is None
    assert none.empty
