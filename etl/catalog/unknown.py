"""Ids that a declaration names and that nobody declared."""

from collections.abc import Container, Iterable, Iterator

from etl.errors import CatalogError


def unknown_id(file: str, place: str, found: str, kind: str) -> CatalogError:
    """The problem of one such id.

    Args:
        file: the declaration that names it.
        place: where it stands there.
        found: the id.
        kind: what it should be the id of, such as ``series``.
    """
    return CatalogError(
        file=file,
        place=place,
        found=repr(found),
        expected=f"the id of a declared {kind}",
        action=f"Declare the {kind} or correct the id.",
    )


def unknown_ids(
    file: str, place: str, found: Iterable[str], known: Container[str], kind: str
) -> Iterator[CatalogError]:
    """A problem for each id that is not among those known; otherwise as :func:`unknown_id`."""
    return (unknown_id(file, place, name, kind) for name in found if name not in known)
