"""Names of lists against firms of the register: proposals with scores; only a person makes a match of one.

A list names firms without their credit code, with brackets, blanks, old names and slips. Scores compare what
tells firms apart: legal forms and the names of places are taken off before.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from etl.model.title import MatchConfirmation

LEGAL_FORMS: Final = (
    "集团股份有限公司",
    "股份有限公司",
    "集团有限公司",
    "有限责任公司",
    "有限公司",
    "集团",
    "公司",
)
LEAST_SCORE: Final = 70.0
MOST_PROPOSALS: Final = 3


class KnownFirm(Struct, frozen=True):
    """A firm of the register under one of its names.

    Attributes:
        firm: its unified social credit code.
        region: code of the city or county that it is registered in.
    """

    firm: str
    name: str
    region: str


class ListedName(Struct, frozen=True):
    """A name as a list gives it; ``region`` is the list's own, if it gives one."""

    source: str
    name: str
    region: str | None


class Proposal(Struct, frozen=True):
    """A firm that a listed name may be.

    Attributes:
        score: similarity of the telling parts of the names, 0–100; 100 also where only form and place differ.
        identical: whether the names are letter for letter the same after blanks and widths are made alike.
    """

    listed: ListedName
    firm: KnownFirm
    score: float
    identical: bool


def normal_name(name: str) -> str:
    """A name without blanks, in half width, with one kind of brackets."""
    text = unicodedata.normalize("NFKC", name)
    return "".join(letter for letter in text if not letter.isspace()).replace("[", "(").replace("]", ")")


def telling_part(name: str, places: Iterable[str]) -> str:
    """The name without its legal form and the names of places before it; the whole if nothing is left."""
    text = normal_name(name)
    for form in LEGAL_FORMS:
        text = text.removesuffix(form)
    for place in sorted(places, key=len, reverse=True):
        text = text.removeprefix(place)
    bare = text.replace("(", "").replace(")", "")
    return bare or normal_name(name)


def propose_matches(
    listed: Sequence[ListedName], firms: Sequence[KnownFirm], places: Sequence[str]
) -> list[Proposal]:
    """For every listed name the most similar firms, best first; a name without any stays without proposals.

    Args:
        listed: names of lists.
        firms: firms of the register under all their names.
        places: names of places that say nothing about a firm (辽宁, 沈阳市, …).
    """
    parts = [telling_part(firm.name, places) for firm in firms]
    from rapidfuzz import fuzz, process  # noqa: PLC0415  most builds have no list to match

    proposals: list[Proposal] = []
    for name in listed:
        found = process.extract(
            telling_part(name.name, places), parts, scorer=fuzz.ratio, limit=MOST_PROPOSALS,
            score_cutoff=LEAST_SCORE,
        )  # fmt: skip
        proposals += [
            Proposal(name, firms[at], score, normal_name(firms[at].name) == normal_name(name.name))
            for _, score, at in found
        ]
    return proposals


def confirmed_firms(
    listed: Iterable[ListedName], firms: Sequence[KnownFirm], confirmations: Mapping[str, MatchConfirmation]
) -> dict[ListedName, str | None]:
    """The firm of every listed name that people confirmed; None where it is confirmed to be no known firm.

    A name that nobody confirmed is not in the answer, however similar it is. Identical names count only where
    a person confirmed that for the list, and only where one firm bears the name.
    """
    by_name: dict[str, set[str]] = {}
    for firm in firms:
        by_name.setdefault(normal_name(firm.name), set()).add(firm.firm)
    found: dict[ListedName, str | None] = {}
    for name in listed:
        confirmation = confirmations.get(name.source)
        if confirmation is None:
            continue
        pair = next(
            (p for p in confirmation.pairs if p.name == name.name and p.region in (None, name.region)), None
        )
        bearers = by_name.get(normal_name(name.name), set())
        if pair is not None:
            found[name] = pair.firm
        elif confirmation.identical_names and len(bearers) == 1:
            found[name] = next(iter(bearers))
    return found
