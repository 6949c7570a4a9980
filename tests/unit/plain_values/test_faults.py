"""A declaration that is refused tells every fault: its place, what was found and what was expected."""

from decimal import Decimal
from typing import ClassVar, Literal, get_args, get_origin

import msgspec.inspect
import pytest
from msgspec import field
from msgspec.structs import fields

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Count, ExactShare, OneOrMore
from etl.model.period import Period
from etl.model.source import Published
from etl.model.vocabulary import Direction
from etl.plain_values.fault import DeclarationError
from etl.plain_values.read import read_as


class Square(Declaration, tag_field="kind", tag="square"):
    kind: ClassVar[Literal["square"]] = "square"
    side: Count


class Ring(Declaration, tag_field="kind", tag="ring"):
    kind: ClassVar[Literal["ring"]] = "ring"
    inner: Count
    outer: Count

    def __post_init__(self) -> None:
        if self.inner >= self.outer:
            msg = "the inner circle lies within the outer one"
            raise ValueError(msg)


class Drawing(Declaration):
    id: Identifier
    name: Bilingual | None = None
    shapes: OneOrMore[Square | Ring]
    way: Direction = Direction.NO_JUDGEMENT
    share: ExactShare | None = None
    issued: Published | None = None
    first: Period | None = None
    by_name: dict[Identifier, Count] = field(default_factory=dict)
    corner: tuple[float, float] | None = None


RIGHT = {"id": "plan", "shapes": [{"kind": "square", "side": 2}]}


def faults(kind, value, **how):
    with pytest.raises(DeclarationError) as refused:
        read_as(kind, value, **how)
    return [(each.dotted, each.told, each.expected) for each in refused.value.faults]


def test_what_is_right_is_read_with_periods_dates_and_exact_numbers():
    read = Drawing.read(
        {
            **RIGHT,
            "share": 0.1,
            "issued": 2024,
            "first": 2023,
            "by_name": {"first": 1, "second": 2},
            "corner": [1, 2],
        }
    )

    assert (read.share, read.issued, read.first) == (Decimal("0.1"), "2024", Period.parse("2023"))
    assert read.by_name == {"first": 1, "second": 2}
    assert read.corner == (1.0, 2.0)
    assert read.shapes[0].kind == "square"


def test_what_is_read_already_stays_as_it_is():
    read = Drawing.read(RIGHT)

    assert Drawing.read(read) is read
    assert Drawing.read({**RIGHT, "shapes": read.shapes}) == read


def test_a_declaration_as_plain_values_is_the_same_when_read_again():
    read = Drawing.read({**RIGHT, "share": "0.25", "by_name": {"first": 1}})

    assert Drawing.read(read.plain()) == read
    assert read.plain()["shapes"][0] == {"kind": "square", "side": 2}


def test_every_fault_is_told_unknown_names_first():
    wrong = {
        "id": "Plan",
        "name": {"zh": "图"},
        "shapes": [{"kind": "square", "side": 0}],
        "share": 2,
        "wy": "up",
    }

    assert faults(Drawing, wrong) == [
        ("wy", "'up'", "no key of this name (meant: way?)"),
        ("id", "'Plan'", r"a text of the form ^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?\Z"),
        ("name.en", "nothing", "a text that is not empty"),
        ("shapes.0.side", "0", "a whole number at least 1"),
        ("share", "2", "a number above 0 and below 1"),
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"shapes": []}, ("shapes", "a list of 0", "a list that is not empty")),
        ({"shapes": {"kind": "square"}}, ("shapes", "a mapping of 1 keys", "a list that is not empty")),
        ({"shapes": [{"side": 1}]}, ("shapes.0.kind", "nothing", "one of square, ring")),
        ({"shapes": [{"kind": "oval"}]}, ("shapes.0.kind", "'oval'", "one of square, ring")),
        (
            {"shapes": [{"kind": "ring", "inner": 1}]},
            ("shapes.0.outer", "nothing", "a whole number at least 1"),
        ),
        ({"shapes": [{"kind": ["ring"]}]}, ("shapes.0.kind", "a list of 1", "one of square, ring")),
        ({"shapes": [Square(side=1), 5]}, ("shapes.1", "5", "a mapping of keys")),
        ({"shapes": ["square"]}, ("shapes.0", "'square'", "a mapping of keys")),
        ({"name": "图"}, ("name", "'图'", "a mapping with zh, en")),
        (
            {"way": "up"},
            ("way", "'up'", "one of higher_is_better, lower_is_better, within_range, no_judgement"),
        ),
        ({"share": "NaN"}, ("share", "'NaN'", "a number above 0 and below 1")),
        ({"corner": [1]}, ("corner", "a list of 1", "a list of 2")),
        ({"corner": [1, "2"]}, ("corner.1", "'2'", "a number")),
        ({"by_name": {"first": 0}}, ("by_name.first", "0", "a whole number at least 1")),
    ],
)
def test_a_fault_is_told_with_place_and_expectation(wrong, told):
    assert faults(Drawing, RIGHT | wrong) == [told]


def test_values_that_do_not_go_together_are_told_where_they_stand():
    rings = [{"kind": "ring", "inner": 1, "outer": 2}, {"kind": "ring", "inner": 2, "outer": 2}]

    assert faults(Drawing, {**RIGHT, "shapes": rings}) == [
        ("shapes.1", "a mapping of 3 keys", "the inner circle lies within the outer one")
    ]


def test_what_is_no_date_or_period_says_what_one_looks_like():
    (issued, first) = faults(Drawing, {**RIGHT, "issued": "May 2024", "first": "2023Q5"})

    assert issued == ("issued", "'May 2024'", "'May 2024' is no date; expected YYYY, YYYY-MM or YYYY-MM-DD")
    assert first[:2] == ("first", "'2023Q5'")
    assert "2023Q1-3" in first[2]


def test_in_the_cells_of_a_table_numbers_are_text_and_the_word_null_is_no_absence():
    assert read_as(Square, {"side": "2"}, is_text=True) == Square(side=2)
    assert faults(Square, {"side": "2"}) == [("side", "'2'", "a whole number at least 1")]
    assert faults(Square, {"side": "two"}, is_text=True) == [("side", "'two'", "a whole number at least 1")]
    assert faults(Drawing, {**RIGHT, "corner": "null"}, is_text=True) == [("corner", "'null'", "a list of 2")]
    assert Bilingual.read({"zh": "null", "en": "Null"}, is_text=True).zh == "null"


def test_the_end_of_a_line_is_no_part_of_a_name():
    assert faults(Drawing, {**RIGHT, "id": "plan\n"})[0][0] == "id"


def test_a_list_of_declarations_is_read_whole_and_its_faults_are_numbered():
    assert read_as(tuple[Square, ...], [{"side": 1}]) == (Square(side=1),)
    assert [place for place, *_ in faults(tuple[Square, ...], [{"side": 1}, {}])] == ["1.side"]


def test_no_declaration_has_keys_of_a_type_of_its_own_which_would_stay_text():
    kinds = [Declaration]
    for kind in kinds:
        kinds += kind.__subclasses__()
    keys = [
        key
        for kind in kinds
        for each in fields(kind)
        for one in (each.type, *get_args(each.type))
        if get_origin(one) is dict
        for key in get_args(one)[:1]
    ]

    assert len(keys) > 10
    assert [key for key in keys if type(msgspec.inspect.type_info(key)) is msgspec.inspect.CustomType] == []
