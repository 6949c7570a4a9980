"""The one door by which plain values become values of a type."""

from abc import ABCMeta
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import ValidationError, convert

from etl.plain_values.fault import DeclarationError, Fault


def read_as(kind: Any, value: object, *, is_text: bool = False) -> Any:
    """Plain values as what a type says: a declaration, a union of some, a tuple of them.

    A type of its own, such as ``Period``, is read by its ``read``, else by its constructor; but not where it
    is the key of a mapping: those stay as they are.

    Args:
        kind: the type.
        value: the plain values.
        is_text: whether numbers and words like ``true`` come as text, as in the cells of a table.

    Raises:
        DeclarationError: something is wrong with them; tells every fault.
    """
    try:
        read = convert(value, kind, strict=not is_text, dec_hook=read_own)
    except ValidationError as error:
        raise DeclarationError(_faults(kind, value, is_text) or (Fault((), value, str(error)),)) from error
    if is_text and _says_null(value) and (faults := _faults(kind, value, is_text)):
        raise DeclarationError(faults)
    return read


def _faults(kind: Any, value: object, is_text: bool) -> tuple[Fault, ...]:
    from etl.plain_values.find_faults import find_faults  # noqa: PLC0415  only where something is wrong

    return find_faults(kind, value, is_text=is_text)


def read_by(plain: type, read: Callable[[object], object]) -> Any:
    """A type for annotations: its values are of a plain type, and come out of a function.

    Args:
        plain: the type of the values.
        read: plain value → value; raises a ``ValueError`` that says what was expected.
    """
    kind = ABCMeta(read.__name__.strip("_"), (), {"read": staticmethod(read)})
    kind.register(plain)
    return kind


def read_own(kind: Any, value: object) -> Any:
    """A value of a type that is none of the plain ones.

    Raises:
        ValueError: it is no such value; says what was expected.
    """
    return getattr(kind, "read", kind)(value)


def _says_null(value: object) -> bool:
    """Whether a cell has the word ``null``, which is a text and never the absence of a value."""
    cells = value.values() if isinstance(value, Mapping) else ()
    return any(isinstance(cell, str) and cell.lower() == "null" for cell in cells)
