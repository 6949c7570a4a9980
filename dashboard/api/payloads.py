"""What an answer says: payloads as models, so that the OpenAPI document cannot disagree with them."""

from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

Row = TypeVar("Row", bound=BaseModel)


class Told(BaseModel):
    """A payload."""

    model_config = ConfigDict(frozen=True)


class Two(Told):
    """Words in both languages."""

    zh: str
    en: str


class Build(Told):
    """The build that answers: every figure of one answer is of one build."""

    build: str
    as_of: date | None
    nature: str
    catalog_sha256: str
    inputs_sha256: str
    code_sha256: str


class Rows(Told, Generic[Row]):
    """Rows of an answer: ``total`` there are; those from ``offset`` on follow."""

    build: str
    total: int
    offset: int
    rows: tuple[Row, ...]


class Region(Told):
    """A region; ``code`` is GB/T 2260, or the id of a reporting unit without a code."""

    code: str
    name: Two
    level: str
    parent: str | None


class Indicator(Told):
    """An indicator; ``direction`` says which way is better."""

    id: str
    name: Two
    definition: Two
    unit: str
    direction: str
    articles: tuple[str, ...]


class Value(Told):
    """One figure; ``value`` is null exactly where ``status`` is ``missing``, and ``reason`` says why.

    ``is_challenged`` tells that a challenge on it, or on what it is computed from, is open.
    """

    indicator: str
    region: str
    period: str
    value: float | None
    unit: str
    status: str
    reason: str | None
    basis: str
    nature: str
    bound: str
    rule: str | None
    is_challenged: bool


class Assessment(Told):
    """One verdict; ``unassessed`` carries its reason and is neither good nor bad."""

    indicator: str
    region: str
    period: str
    kind: str
    result: str
    reason: str | None
    value: float | None
    rule: str | None
    target_value: float | None
    target_comparator: str | None
    target_origin: str | None
    target_document: str | None
    gap: float | None
    progress: float | None
    facts: dict[str, Any]


class Flag(Told):
    """One flag: computed, deciding nothing. ``strength`` is ``founding`` or ``warning``."""

    flag_id: str
    family: str
    strength: str
    cause: str
    indicator: str
    region: str
    first_period: str | None
    period: str
    ended_in: str | None
    rule: str
    facts: dict[str, Any]


class Finding(Told):
    """One thing that the gate found and the document that it rests on."""

    code: str
    outcome: str
    says: Two
    document: str
    rule: str
    entry: str | None
    article: str | None
    is_verified: bool


class HeadroomOrigin(Told):
    """The verdict that a headroom is reckoned from: it is of that period, not of the project's years.

    ``sources`` are the ids of the sources of its figures; ``nature`` says whether they are official.
    """

    indicator: str
    region: str
    period: str
    nature: str | None
    rule: str | None
    target_document: str | None
    sources: tuple[str, ...]


class ProjectAnswer(Told):
    """What the gate says. An answer is information for the approving body, which decides.

    ``headroom_tce`` is what the target of the latest judged period leaves, told by ``headroom_of``.
    """

    build: str
    day: date
    outcome: str
    findings: tuple[Finding, ...]
    review_level: str | None
    with_carbon: bool
    restrictions_known: bool
    headroom_tce: float | None
    uses_headroom: float | None
    headroom_of: HeadroomOrigin | None


class Restriction(Told):
    """A restriction of approvals that was in force on the day; a decision is published, so all of it is told.

    ``binds`` is the region it was decided for, with everything below it. ``last_day`` is the end of its term:
    a restriction under 环发〔2015〕169号 goes on after it until somebody decides.
    """

    case: str
    binds: str
    instrument: str
    name: Two
    restricts: Two
    two_high_only: bool
    exemptions: tuple[Two, ...]
    document: str
    scope: str
    in_force_from: date
    last_day: date | None
    state: str


class Restrictions(Rows[Restriction]):
    """Restrictions in force on ``day``; ``known`` is false where no register of them is kept."""

    day: date
    known: bool


class Refusal(Told):
    """Why a request was refused."""

    code: str
    message: str


class Error(Told):
    """The one shape of refusals."""

    error: Refusal
