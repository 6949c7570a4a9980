"""YAML of declarations becomes plain values: what a word is follows YAML 1.1, save that dates stay text."""

import pytest
import yaml

from etl.catalog.strict_yaml import StrictLoader


def read(text):
    return yaml.load(text, Loader=StrictLoader)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("2020", 2020),
        ("1_000", 1000),
        ("0x1f", 31),
        ("-0.5", -0.5),
        ("1.5e+3", 1500.0),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("2020-12-31", "2020-12-31"),
        ("2020Q1-3", "2020Q1-3"),
        ("1e3", "1e3"),  # without a point and a sign it is a text in YAML 1.1
        ("'2020'", "2020"),
        ("!!str 2020", "2020"),
        ("全省", "全省"),
    ],
)
def test_a_word_is_what_the_specification_says(word, value):
    found = read(f"a: {word}\n")["a"]

    assert (found, type(found)) == (value, type(value))


def test_lists_and_mappings_nest_and_a_value_can_be_named_in_two_places():
    assert read("a: &one [1, {b: x}]\nc: *one\n2: {d: []}\n") == {
        "a": [1, {"b": "x"}],
        "c": [1, {"b": "x"}],
        2: {"d": []},
    }
    assert read("") is None


def test_a_value_that_many_places_name_is_made_once():
    nines = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))

    found = read("a0: &a0 [x]\n" + "".join(nines))["a29"]  # else 9 to the power of 29 lists

    assert [each is found[0] for each in found] == [True] * 9


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: {c: 1, c: 2}\n", "key 'c' is given twice"),
        ("1: a\n1: b\n", "key 1 is given twice"),
        ("a: &one [*one]\n", "a value holds itself"),
        ("a: !!python/name:os.system x\n", "could not determine a constructor"),
        ("a: !other 1\n", "could not determine a constructor"),
    ],
)
def test_what_would_surprise_is_refused(text, problem):
    with pytest.raises(yaml.constructor.ConstructorError, match=problem):
        read(text)
