"""Registers in the store: every entry and change an event, all rows of a workbook or none, names sealed."""

import pytest
from sqlalchemy import select

from dashboard.operational.export import export_chain, verify_store
from dashboard.operational.tables import SEALED
from dashboard.registers.entry import ENTERED, Citation, Origin, subject_of
from dashboard.registers.refusal import FieldsRefused, RegisterRefused
from dashboard.registers.register_store import KeptRegisters
from dashboard.registers.requested_entry import Wanted
from etl.errors import UsageError
from tests.small_register import given, register

DECLARED = register()
NAME = "欧阳明月"
LIST = Origin(
    "名单.xlsx", "a" * 64, 3, Citation("某机关", "某名单", "2026-03-01", "https://example.invalid/list")
)


def wanted(number="", version=None, origin=Origin(), cells=None, **changes):  # noqa: B008  frozen
    return Wanted("210100", given(**changes), number, version, origin, cells)


@pytest.fixture
def kept(office):
    return KeptRegisters(office)


def written(kept, **changes):
    return kept.write(DECLARED, [wanted(**changes)], actor="an.ning").new[0]


def test_an_entry_is_told_again_from_its_events(kept):
    number = written(kept, sort="blame")
    kept.write(DECLARED, [wanted(number, 1, answered="2026-02-27")], actor="bai.he", reason="已答复")

    entry = kept.find("letters", number)

    assert number == "2026-0001"
    assert entry.fields == given(sort="blame", answered="2026-02-27")
    last = entry.steps[1]
    assert (last.actor, last.changed, last.reason) == ("bai.he", {"answered": "2026-02-27"}, "已答复")


def test_a_field_that_a_change_leaves_empty_is_cleared_and_the_chain_still_tells_what_it_was(kept):
    number = written(kept, sort="blame")
    kept.write(DECLARED, [wanted(number, 1, sort="")], actor="bai.he", reason="误填")

    entry = kept.find("letters", number)

    assert "sort" not in entry.fields
    assert entry.steps[0].changed["sort"] == "blame"
    assert entry.steps[1].changed == {"sort": ""}


def test_who_changes_what_somebody_changed_meanwhile_is_told_by_whom(kept):
    number = written(kept)
    kept.write(DECLARED, [wanted(number, 1, handler="水务局")], actor="bai.he", reason="改派")

    with pytest.raises(RegisterRefused) as refused:
        kept.write(DECLARED, [wanted(number, 1, handler="城管局")], actor="an.ning", reason="改派")

    assert (refused.value.code, refused.value.facts["who"]) == ("stale", "bai.he")
    assert kept.find("letters", number).fields["handler"] == "水务局"


def test_one_wrong_cell_and_no_row_of_the_workbook_is_written(kept):
    rows = [wanted(origin=LIST), wanted(origin=LIST, came="上周", cells={"came": "E4"})]

    with pytest.raises(FieldsRefused) as refused:
        kept.write(DECLARED, rows, actor="an.ning", file=("名单.xlsx", b"PK"))

    assert [(each.cell, each.fault.code) for each in refused.value.faults] == [("E4", "not_a_date")]
    assert kept.entries() == ()


def test_two_rows_that_name_the_same_entry_are_refused(kept):
    number = written(kept)

    with pytest.raises(FieldsRefused) as refused:
        kept.write(DECLARED, [wanted(number, subject="甲"), wanted(number, subject="乙")], actor="an.ning")

    assert [each.fault.code for each in refused.value.faults] == ["twice"]


def test_two_new_rows_about_the_same_item_are_refused_and_not_entered_twice(kept):
    declared = register(identified_by=["subject", "handler"])
    rows = [wanted(origin=LIST, cells={"subject": cell}) for cell in ("A4", "A5")]

    with pytest.raises(FieldsRefused) as refused:
        kept.write(declared, rows, actor="an.ning")

    (found,) = refused.value.faults
    assert (found.fault.field, found.fault.code, found.fault.found, found.cell) == (
        "subject", "repeated", "路灯不亮", "A5",
    )  # fmt: skip
    elsewhere = Wanted("210200", given(), "", None, LIST, None)
    kept.write(declared, [rows[0], elsewhere, wanted(origin=LIST, handler="水务局")], actor="an.ning")
    assert len(kept.entries()) == 3


def test_after_the_number_9999_of_a_year_comes_10000_and_then_the_next(kept):
    for number in ("2026-9999", "2026-10000"):
        with kept.office.acting() as act:
            act.record(
                ENTERED,
                actor="an.ning",
                subject=subject_of("letters", number),
                region="210100",
                fields=given(),
            )

    assert written(kept) == "2026-10001"


def test_the_next_edition_of_a_list_changes_its_entries_and_doubles_none(kept):
    declared = register(identified_by=["subject"])
    first = [wanted(origin=LIST, subject=name) for name in ("甲", "乙")]
    again = [wanted(origin=LIST, subject="甲"), wanted(origin=LIST, subject="乙", answered="2026-02-27"),
             wanted(origin=LIST, subject="丙")]  # fmt: skip

    kept.write(declared, first, actor="an.ning")
    told = kept.write(declared, again, actor="an.ning")

    assert (told.same, told.changed, told.new) == (("2026-0001",), ("2026-0002",), ("2026-0003",))
    assert kept.find("letters", "2026-0002").origin.citation.publisher == "某机关"


def test_a_form_that_repeats_an_entry_is_told_its_number(kept):
    declared = register(identified_by=["subject"])
    kept.write(declared, [wanted()], actor="an.ning")

    with pytest.raises(RegisterRefused) as refused:
        kept.write(declared, [wanted()], actor="bai.he")

    assert (refused.value.code, refused.value.facts) == ("exists", {"number": "2026-0001"})


def test_a_sealed_name_is_neither_in_the_chain_nor_readable_in_the_database(kept, tmp_path):
    number = written(kept, writer=NAME)

    export_chain(kept.office, tmp_path / "chain")

    exported = b"".join(path.read_bytes() for path in (tmp_path / "chain").rglob("*") if path.is_file())
    assert NAME.encode() not in exported
    assert number.encode() in exported
    with kept.office.reading() as connection:
        held = connection.execute(select(SEALED.c.content)).scalars().all()
    assert len(held) == 1
    assert NAME.encode() not in held[0]
    assert kept.find("letters", number).sealed == {"writer"}
    assert verify_store(kept.office, "en", None)[1]


def test_who_reads_a_sealed_name_says_why_and_stands_in_the_chain_first(kept):
    number = written(kept, writer=NAME)

    with pytest.raises(RegisterRefused):
        kept.read_identity(DECLARED, number, actor="an.ning", reason=" ")
    told = kept.read_identity(DECLARED, number, actor="an.ning", reason="回访核实")

    assert told == {"writer": NAME}
    entry = kept.find("letters", number)
    assert [(step.kind, step.actor, step.reason) for step in entry.steps[1:]] == [
        ("register_identity_read", "an.ning", "回访核实")
    ]
    assert entry.version == 1  # reading changes nothing


def test_a_change_that_leaves_the_name_empty_keeps_it(kept):
    number = written(kept, writer=NAME)
    kept.write(
        DECLARED, [wanted(number, 1, answered="2026-02-27", writer="")], actor="an.ning", reason="答复"
    )

    assert kept.read_identity(DECLARED, number, actor="an.ning", reason="回访") == {"writer": NAME}


def test_without_its_key_a_sealed_name_is_refused_readably(kept):
    number = written(kept, writer=NAME)
    kept.office.sealing_key.unlink()

    with pytest.raises(UsageError, match=r"sealed\.key"):
        kept.read_identity(DECLARED, number, actor="an.ning", reason="回访")
