"""Everything that is wrong with a declaration, each fault with its place; asked only where one is refused.

Reading stops at the first fault. A person who corrects a file wants to know all of them, so the value and
the types are walked side by side.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Literal, Union

from msgspec import Meta, Struct, ValidationError, convert, inspect

from etl.plain_values.fault import Fault
from etl.plain_values.read import read_own
from etl.plain_values.type_words import PLAIN, bounds_of, one_of, required_keys, words_of

Place = tuple[str | int, ...]
_LISTS: Final = (inspect.VarTupleType, inspect.FrozenSetType, inspect.ListType)


def find_faults(kind: Any, value: object, *, is_text: bool = False) -> tuple[Fault, ...]:
    """What is wrong with a value that should be of a type.

    Args:
        kind: the type.
        value: plain values.
        is_text: whether numbers and words like ``true`` come as text.
    """
    return tuple(_Walk(is_text).faults(inspect.type_info(kind), value, ()))


class _Walk(Struct, frozen=True):
    is_text: bool

    def faults(self, info: inspect.Type, value: Any, place: Place) -> Iterator[Fault]:
        """The faults of a value of a type at a place."""
        if isinstance(info, inspect.Metadata):
            yield from self.faults(info.type, value, place)
        elif isinstance(info, inspect.UnionType):
            yield from self._in_union(info, value, place)
        elif isinstance(info, inspect.StructType):
            yield from self._in_struct(info, value, place)
        elif isinstance(info, inspect.DictType) and isinstance(value, Mapping):
            yield from self._in_mapping(info, value, place)
        elif isinstance(info, (inspect.TupleType, *_LISTS)) and _fits_length(info, value):
            types = info.item_types if isinstance(info, inspect.TupleType) else [info.item_type] * len(value)
            for number, (item_type, item) in enumerate(zip(types, value, strict=True)):
                yield from self.faults(item_type, item, (*place, number))
        else:
            yield from self._of_word(info, value, place)

    def _in_union(self, info: inspect.UnionType, value: Any, place: Place) -> Iterator[Fault]:
        if value is None and info.includes_none:
            return
        others = [each for each in info.types if not isinstance(each, inspect.NoneType)]
        tagged = {each.tag: each for each in others if isinstance(each, inspect.StructType)}
        if len(others) == 1:
            yield from self.faults(others[0], value, place)
        elif len(tagged) < len(others):
            yield from self._of_word(info, value, place)
        elif any(isinstance(value, each.cls) for each in tagged.values()):
            return
        elif not isinstance(value, Mapping):
            yield Fault(place, value, "a mapping of keys")
        else:
            name = str(next(iter(tagged.values())).tag_field)
            told = [each for tag, each in tagged.items() if tag == value.get(name)]
            if told:
                yield from self.faults(told[0], value, place)
            else:
                known = one_of(tagged)
                yield Fault((*place, name), value.get(name), known, is_missing=name not in value)

    def _in_struct(self, info: inspect.StructType, value: Any, place: Place) -> Iterator[Fault]:
        if isinstance(value, info.cls):
            return
        if not isinstance(value, Mapping):
            yield Fault(place, value, f"a mapping with {', '.join(required_keys(info))}")
            return
        found = [*_unknown_keys(info, value, place), *self._in_fields(info, value, place)]
        yield from found or self._as_a_whole(info.cls, value, place)

    def _in_fields(self, info: inspect.StructType, value: Any, place: Place) -> Iterator[Fault]:
        for each in info.fields:
            at = (*place, each.encode_name)
            if each.encode_name in value:
                yield from self.faults(each.type, value[each.encode_name], at)
            elif each.required:
                yield Fault(at, None, words_of(each.type), is_missing=True)
        if info.tag_field in value and value[info.tag_field] != info.tag:
            yield Fault((*place, str(info.tag_field)), value[info.tag_field], str(info.tag))

    def _in_mapping(self, info: inspect.DictType, value: Any, place: Place) -> Iterator[Fault]:
        for key, item in value.items():
            yield from self.faults(info.key_type, key, (*place, key))
            yield from self.faults(info.value_type, item, (*place, key))

    def _of_word(self, info: inspect.Type, value: Any, place: Place) -> Iterator[Fault]:
        """The fault of a value that has no parts."""
        is_strict = not self.is_text or (isinstance(value, str) and value.lower() == "null")
        try:
            convert(value, _annotation(info), strict=is_strict, dec_hook=read_own)
        except ValidationError as error:
            expected = (
                str(error.__cause__ or error) if isinstance(info, inspect.CustomType) else words_of(info)
            )
            yield Fault(place, value, expected)

    def _as_a_whole(self, cls: Any, value: Any, place: Place) -> Iterator[Fault]:
        """The fault of values that are right one by one and do not go together."""
        try:
            convert(value, cls, strict=not self.is_text, dec_hook=read_own)
        except ValidationError as error:
            yield Fault(place, value, str(error.__cause__ or error))


def _unknown_keys(info: inspect.StructType, value: Any, place: Place) -> Iterator[Fault]:
    known = [*(each.encode_name for each in info.fields), *filter(None, (info.tag_field,))]
    for key, item in value.items():
        if key not in known:
            close = get_close_matches(str(key), known, 1)
            meant = f" (meant: {close[0]}?)" if close else ""
            yield Fault((*place, key), item, f"no key of this name{meant}", is_unknown_key=True)


def _fits_length(info: Any, value: Any) -> bool:
    """Whether a value is a list and as long as it must be, so that its items can be looked at."""
    if not isinstance(value, list | tuple | set | frozenset):
        return False
    if isinstance(info, inspect.TupleType):
        return len(value) == len(info.item_types)
    return (info.min_length or 0) <= len(value) <= (info.max_length or len(value))


def _annotation(info: Any) -> Any:
    """The type that a description describes."""
    if isinstance(info, inspect.CustomType | inspect.EnumType | inspect.StructType):
        return info.cls
    if isinstance(info, inspect.LiteralType):
        return Literal[info.values]
    if isinstance(info, inspect.TupleType):
        return tuple.__class_getitem__((Any,) * len(info.item_types))
    if isinstance(info, inspect.UnionType):
        return Union[tuple(map(_annotation, info.types))]  # noqa: UP007  of types known only here
    plain, _ = PLAIN.get(type(info), (tuple, ""))
    bounds = bounds_of(info)
    return Annotated[plain, Meta(**bounds)] if bounds else plain
