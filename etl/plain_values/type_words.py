"""What is expected where a type stands, in words."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import inspect

PLAIN: Final[dict[type, tuple[Any, str]]] = {
    inspect.IntType: (int, "a whole number"),
    inspect.FloatType: (float, "a number"),
    inspect.DecimalType: (Decimal, "a number"),
    inspect.StrType: (str, "a text"),
    inspect.BoolType: (bool, "true or false"),
    inspect.DateType: (date, "a date such as 2024-06-30"),
    inspect.NoneType: (None, "nothing"),
    inspect.DictType: (dict, "a mapping"),
    inspect.FrozenSetType: (frozenset, "a list"),
}
_BOUNDS: Final = {
    "gt": "above", "ge": "at least", "lt": "below", "le": "at most", "min_length": "of length at least",
    "max_length": "of length at most", "pattern": "of the form",
}  # fmt: skip


def required_keys(info: inspect.StructType) -> list[str]:
    """The keys that a mapping must have, the kind first."""
    tag = [str(info.tag_field)] if info.tag_field else []
    return tag + [each.encode_name for each in info.fields if each.required]


def bounds_of(info: Any) -> dict[str, Any]:
    """The bounds of a type: how they are called there → what they are."""
    bounds = {name: getattr(info, name, None) for name in _BOUNDS}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def words_of(info: Any) -> str:
    """What is expected where a type stands."""
    return _WORDS.get(type(info), _plain_words)(info)


def _plain_words(info: Any) -> str:
    _, plain = PLAIN.get(type(info), (None, "a list"))
    if isinstance(info, inspect.TupleType):
        return f"{plain} of {len(info.item_types)}"
    told = " and ".join(f"{_BOUNDS[name]} {bound}" for name, bound in bounds_of(info).items())
    return f"{plain} {told}".strip().replace("of length at least 1", "that is not empty")


def _union_words(info: inspect.UnionType) -> str:
    return " or ".join(words_of(each) for each in info.types if not isinstance(each, inspect.NoneType))


def one_of(values: Iterable[object]) -> str:
    """The known values."""
    known = [str(value) for value in values]
    return known[0] if len(known) == 1 else f"one of {', '.join(known)}"


_WORDS: Final[dict[type, Callable[[Any], str]]] = {
    inspect.Metadata: lambda info: words_of(info.type),
    inspect.UnionType: _union_words,
    inspect.EnumType: lambda info: one_of(each.value for each in info.cls),
    inspect.LiteralType: lambda info: one_of(info.values),
    inspect.StructType: lambda info: f"a mapping with {', '.join(required_keys(info))}",
    inspect.CustomType: lambda info: f"a {info.cls.__name__.lower()}",
}
