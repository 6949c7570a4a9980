"""Which entries of the catalogues a project falls under, and where industry and product leave that open.

The industry is declared by whoever wants the project, so it decides nothing alone: a product that points to
an entry under another industry, an industry too coarse to tell, or a word one sign off goes to a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from etl.assess.project import GateFinding, GateOutcome, Project
from etl.model.gate import Category, GateEntry, ProjectCatalogue

_NEAR_FROM: Final = 4
"""Shortest word that a word of one other sign is near to: 电解铜 is not 电解铝."""


def no_new_capacity(
    project: Project, catalogues: Iterable[ProjectCatalogue]
) -> tuple[ProjectCatalogue, GateEntry] | None:
    """The entry of severe overcapacity that a project adds capacity to (Art 13); None where there is none.

    Args:
        project: the project, as of the day of its decision.
        catalogues: all versions; those of the day count.
    """
    return next(
        (
            (catalogue, entry)
            for catalogue in catalogues
            if project.is_new and catalogue.is_in_force(project.day)
            for entry in catalogue.entries
            if entry.category is Category.NO_NEW_CAPACITY and matches(entry, project)
        ),
        None,
    )


def matches(entry: GateEntry, project: Project) -> bool:
    """Whether an entry is about a project: by its industry, its product and its size.

    An industry that is given by its division or group alone is the entry's where the product says so.
    """
    industry = not entry.industries or any(project.industry.startswith(code) for code in entry.industries)
    industry = industry or (is_coarse(entry, project) and says(entry.words, project))
    product = not entry.products or any(word in project.product for word in entry.products)
    return industry and product and _fits(entry, project)


def _fits(entry: GateEntry, project: Project) -> bool:
    """A size that is not stated, or in another unit, keeps the entry in view: a person must look."""
    bound = entry.capacity
    if bound is None or project.capacity is None or project.capacity_unit != bound.unit:
        return True
    return bound.holds(project.capacity)


def is_size_unknown(entry: GateEntry, project: Project) -> bool:
    """Whether the entry depends on a size that is not stated in its unit."""
    bound = entry.capacity
    return bound is not None and (project.capacity is None or project.capacity_unit != bound.unit)


def outcome_of(entry: GateEntry, project: Project) -> GateOutcome:
    """What follows from an entry that is about a project."""
    match entry.category:
        case Category.ELIMINATED:  # Art 12: no investment
            return GateOutcome.FORBIDDEN
        case Category.RESTRICTED:  # Art 12: nothing new; existing capacity may be upgraded within a term
            return GateOutcome.FORBIDDEN if project.is_new else GateOutcome.NEEDS_REVIEW
        case Category.NO_NEW_CAPACITY if project.is_new:
            return GateOutcome.NEEDS_REPLACEMENT if entry.with_replacement else GateOutcome.FORBIDDEN
        case Category.TWO_HIGH:
            return GateOutcome.NEEDS_REVIEW
        case _:
            return GateOutcome.ALLOWED


def doubts_of(
    project: Project,
    of_day: Iterable[ProjectCatalogue],
    listed: Sequence[tuple[ProjectCatalogue, GateEntry]],
) -> list[GateFinding]:
    """What has to be clarified before anybody can say that an entry is not about the project.

    Args:
        project: the project.
        of_day: the catalogues of its day.
        listed: the entries that are about it; they need no clarifying.
    """
    known = {(catalogue.id, entry.id) for catalogue, entry in listed}
    return [
        _doubt(code, project, catalogue, entry)
        for catalogue in of_day
        for entry in catalogue.entries
        if (catalogue.id, entry.id) not in known and outcome_of(entry, project) is not GateOutcome.ALLOWED
        for code in _open_between(entry, project)
    ]


def _open_between(entry: GateEntry, project: Project) -> Iterator[str]:
    if entry.category is Category.TWO_HIGH or not _fits(entry, project):
        return  # whole divisions, which every code names; or a size that the entry does not hold for
    if says(entry.words, project):
        yield "industry_disagrees"
    elif is_coarse(entry, project):
        yield "industry_coarse"
    elif any(_is_near(word, project.product) for word in (*entry.products, *entry.words)):
        yield "product_near"


def _doubt(code: str, project: Project, catalogue: ProjectCatalogue, entry: GateEntry) -> GateFinding:
    return GateFinding(
        code=code,
        outcome=GateOutcome.UNDETERMINED,
        document=catalogue.document.number,
        rule=catalogue.id,
        entry=entry.id,
        article=catalogue.article,
        is_verified=entry.mark is None and catalogue.document.mark is None,
        name=entry.name,
        facts={
            "product": project.product,
            "industry": project.industry,
            "industries": ", ".join(entry.industries),
        },
    )


def says(words: Iterable[str], project: Project) -> bool:
    """Whether the product names one of some words."""
    return any(word in project.product for word in words)


def is_coarse(entry: GateEntry, project: Project) -> bool:
    """Whether the industry is given by so few digits that the entry lies below it."""
    return any(code.startswith(project.industry) and code != project.industry for code in entry.industries)


def _is_near(word: str, product: str) -> bool:
    """Whether a part of the product is the word but for one sign."""
    if len(word) < _NEAR_FROM:
        return False
    parts = (product[at : at + len(word)] for at in range(len(product) - len(word) + 1))
    return any(sum(one != other for one, other in zip(word, part, strict=True)) == 1 for part in parts)
