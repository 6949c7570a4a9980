"""Whom a challenge is put to: the region that owes the figures by a return, or else who publishes them.

A gap of a research inventory or of a provincial yearbook is nothing that a city could answer for.
"""

import json
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from dashboard.auth.person import EVERYWHERE, Grant, LiesWithin, Person
from dashboard.auth.rights import RIGHTS, Right
from etl.catalog.catalog import Catalog
from etl.store.rows import ChallengeRow


class Addressee(Struct, frozen=True):
    """Who answers for figures.

    Attributes:
        kind: ``region`` where a return makes the region owe them, else ``publisher``.
        region: the region whose figures they are.
        sources: ids of the sources that they come from.
    """

    kind: Literal["region", "publisher"]
    region: str
    sources: tuple[str, ...]


def addressee_of(catalog: Catalog, row: ChallengeRow) -> Addressee:
    """Whom a challenge is put to."""
    sources = _sources(catalog, row)
    series = _series(catalog, row.subject)
    owes = any(
        declared.source in sources
        and (row.subject == declared.id or not series.isdisjoint(declared.series))
        and row.region in catalog.owing(declared)
        for declared in catalog.returns.values()
    )
    return Addressee("region" if owes else "publisher", row.region, sources)


def _sources(catalog: Catalog, row: ChallengeRow) -> tuple[str, ...]:
    named = json.loads(row.facts).get("source")
    if named in catalog.sources:
        return (named,)
    if row.subject in catalog.returns:
        return (catalog.returns[row.subject].source,)
    if row.subject in catalog.indicators:
        return catalog.sources_of(row.subject)
    return catalog.sources_of_series(row.subject)


def _series(catalog: Catalog, subject: str) -> frozenset[str]:
    if subject in catalog.indicators:
        return frozenset(catalog.series_of(subject))
    return frozenset({subject})


def may_answer(person: Person, to: Addressee, lies_within: LiesWithin) -> bool:
    """Whether somebody speaks for whom a challenge is put to.

    For a region its own data officer, or that of the city above; for a publisher a data officer whose grant
    names the source, or somebody who reviews the whole and enters what the publisher wrote.
    """
    answering = [each for each in person.grants if Right.ANSWER_CHALLENGE in RIGHTS[each.role]]
    if to.kind == "region":
        return any(_speaks_for(each, to, lies_within) for each in answering)
    named = any(each.sources & frozenset(to.sources) for each in answering)
    return named or may_close(person, to.region, lies_within, of_whole=True)


def _speaks_for(grant: Grant, to: Addressee, lies_within: LiesWithin) -> bool:
    is_theirs = grant.region != EVERYWHERE and lies_within(to.region, grant.region)
    return is_theirs and (not grant.sources or bool(grant.sources & frozenset(to.sources)))


def may_close(person: Person, region: str, lies_within: LiesWithin, *, of_whole: bool = False) -> bool:
    """Whether somebody belongs to the superior body that closes challenges: no region judges itself."""
    return any(_lies_above(each, region, lies_within, of_whole) for each in _closing(person.grants))


def _closing(grants: Iterable[Grant]) -> list[Grant]:
    return [each for each in grants if Right.CLOSE_CHALLENGE in RIGHTS[each.role]]


def _lies_above(grant: Grant, region: str, lies_within: LiesWithin, of_whole: bool) -> bool:
    if grant.region == EVERYWHERE:
        return True
    return not of_whole and grant.region != region and lies_within(region, grant.region)
