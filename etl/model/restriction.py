"""Instruments of restriction: one declared table of acts each, and nothing that its text does not know.

An instrument is what a law or circular provides: which acts there are, in which state of a case each is
possible, who may do it, what it must contain, which terms bind it. A pure state machine
(``dashboard.cases.machine``) plays the table; what the table does not provide is refused. The draft
regulation is never a basis.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import field

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import Count, OneOrMore

Mark = Literal["unverified", "design"]


class CaseState(StrEnum):
    """Where a case stands. The words are those of 环发〔2015〕169号, where it has them."""

    LEAD = "lead"
    VERIFIED = "verified"
    NOTIFIED = "notified"
    PROPOSED = "proposed"
    DELIBERATED = "deliberated"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    ESCALATED = "escalated"
    CHECKED = "checked"
    LIFTED = "lifted"
    ENDED_BY_TERMS = "ended_by_terms"
    REJECTED = "rejected"
    CLOSED = "closed"


RESTRICTING = frozenset({CaseState.IN_FORCE, CaseState.EXTENDED, CaseState.ESCALATED, CaseState.CHECKED})
"""States in which approvals are restricted: until a person lifts it or confirms its end."""
ENDED = frozenset({CaseState.LIFTED, CaseState.ENDED_BY_TERMS, CaseState.REJECTED, CaseState.CLOSED})
"""States that nothing follows."""


class Role(StrEnum):
    """Who acts in a case. ``region`` is the officer of the region that the case is about."""

    REVIEWER = "reviewer"
    DECIDER = "decider"
    REGION = "region"


class Requirement(StrEnum):
    """What must hold before an act is possible. Each is one function of the state machine."""

    REPLY_HEARD = "reply_heard"
    """The region has replied, or its time to reply is over."""
    FOUNDING_FLAG = "founding_flag"
    """The evidence of the case holds a flag that may found a proposal."""
    TERM_EXPIRED = "term_expired"
    """The term has run out; nothing is lifted, checked or extended before."""
    CHECK_PASSED = "check_passed"
    CHECK_FAILED = "check_failed"
    """What the last on-site check found."""
    CHECK_RETURNED = "check_returned"
    """The deciders did not accept the last check."""
    NOT_YET_RETURNED = "not_yet_returned"
    """It was no re-check: returning again and again would be an extension that the text does not know."""
    NOT_YET_EXTENDED = "not_yet_extended"
    ALREADY_EXTENDED = "already_extended"
    """An extension is possible once."""
    END_REACHED = "end_reached"
    """The day that the decision names as its end is over."""


class Content(Declaration):
    """One thing that an act must say.

    Attributes:
        kind: ``text`` free words; ``date`` a day; ``months`` a term in whole months; ``choice`` one of
            ``choices``; ``attachment`` the hash of a stored document.
        least, most: bounds of ``months``, both included.
        after_act: whether a ``date`` must lie after the day of the act.
    """

    id: Identifier
    name: Bilingual
    kind: Literal["text", "date", "months", "choice", "attachment"] = "text"
    choices: tuple[Identifier, ...] = ()
    least: int | None = None
    most: int | None = None
    after_act: bool = False

    def __post_init__(self) -> None:
        if (self.kind == "choice") != bool(self.choices):
            msg = f"{self.id}: choices belong to the kind choice, and to no other"
            raise ValueError(msg)
        if (self.kind == "months") != (self.least is not None and self.most is not None):
            msg = f"{self.id}: a term in months needs least and most, and nothing else has them"
            raise ValueError(msg)


class ActRule(Declaration):
    """One row of the table: an act, and what it asks for.

    Attributes:
        from_states: states in which it is possible; empty for the act that opens a case.
        to_state: the state after it; None for an act beside the course (约谈, 通报, a reply …).
        outcomes: for an act whose content ``outcome`` decides: outcome → state, in place of ``to_state``.
        roles: who may do it.
        four_eyes: whether a second person of the same roles must confirm it before it counts.
        not_by: nobody who did or confirmed the latest of these acts may do or confirm this one.
        requires: what must hold.
        contents: what it must say.
        has_document: whether it needs a document number of its own (文号).
        mark: ``design`` where the text is silent and the step is this project's.
    """

    id: Identifier
    name: Bilingual
    from_states: tuple[CaseState, ...] = ()
    to_state: CaseState | None = None
    outcomes: dict[Identifier, CaseState] = field(default_factory=dict)
    roles: OneOrMore[Role]
    four_eyes: bool = False
    not_by: tuple[Identifier, ...] = ()
    requires: tuple[Requirement, ...] = ()
    contents: tuple[Content, ...] = ()
    has_document: bool = False
    mark: Mark | None = None

    def __post_init__(self) -> None:
        asked = {content.id: content.choices for content in self.contents}
        if self.outcomes and set(asked.get("outcome", ())) != set(self.outcomes):
            msg = (
                f"{self.id}: every outcome needs a choice of the content outcome, and every choice an outcome"
            )
            raise ValueError(msg)
        if self.outcomes and self.to_state is not None:
            msg = f"{self.id}: the state after it follows from its outcome or from to_state, not from both"
            raise ValueError(msg)

    @property
    def is_said_by_region(self) -> bool:
        """Whether the region only says something by it: no draft of others keeps it from being heard."""
        return set(self.roles) == {Role.REGION} and self.to_state is None and not self.four_eyes

    def state_after(self, before: CaseState | None, contents: dict[str, str]) -> CaseState:
        """The state that the act leads to; an act beside the course leaves it as it is."""
        after = self.outcomes.get(contents.get("outcome", ""), self.to_state) or before
        if after is None:  # the validators of the instrument see to it that the opening act has a state
            msg = f"{self.id} opens no case"
            raise ValueError(msg)
        return after


class DeadlineRule(Declaration):
    """A day by which something is due. A deadline that has passed is shown and chased; it moves no case.

    Attributes:
        starts_with: the act that starts it; ``expiry`` for the end of the term of the restriction.
        met_by: the acts that meet it.
        working_days, months: how long it is; exactly one is given. Months end on the corresponding day
            (民法典 第二百零二条); working days follow the yearly calendar of days off.
    """

    id: Identifier
    name: Bilingual
    starts_with: Identifier
    met_by: OneOrMore[Identifier]
    working_days: Count | None = None
    months: Count | None = None
    mark: Mark | None = None

    def __post_init__(self) -> None:
        if (self.working_days is None) == (self.months is None):
            msg = f"{self.id}: give working_days or months, one of them"
            raise ValueError(msg)


class LegalBasis(Declaration):
    """A document that an act may rest on, and when it is in force.

    Attributes:
        number: 文号.
        valid_from, valid_to: first and last day in force; ``valid_to`` None while it lasts.
        mark: ``unverified`` where no copy of the text could be compared.
    """

    number: Text
    title: Bilingual
    valid_from: date
    valid_to: date | None = None
    mark: Mark | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether an act of a day may rest on it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


EXPIRY = "expiry"


class Instrument(Declaration):
    """One instrument of restriction.

    Attributes:
        bases: the documents that its acts may rest on, each with its time in force.
        acts: the table, in the order in which a case runs.
        deadlines: what is due, and when.
        exemptions: kinds of projects that the restriction leaves free.
        restricts: what approving bodies no longer approve, in words.
        two_high_only: whether only projects of the “两高” sectors are restricted.
    """

    id: Identifier
    name: Bilingual
    restricts: Bilingual
    bases: OneOrMore[LegalBasis]
    acts: OneOrMore[ActRule]
    deadlines: tuple[DeadlineRule, ...] = ()
    exemptions: tuple[Bilingual, ...] = ()
    two_high_only: bool = False
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        names = [act.id for act in self.acts]
        if len(names) != len(set(names)):
            msg = "an act stands twice in the table"
            raise ValueError(msg)
        named = {name for act in self.acts for name in act.not_by}
        named |= {name for deadline in self.deadlines for name in (deadline.starts_with, *deadline.met_by)}
        if unknown := named - {*names, EXPIRY}:
            msg = f"no such act: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        openers = [act for act in self.acts if not act.from_states]
        if len(openers) != 1 or openers[0].to_state is None:
            msg = "exactly one act opens a case, and leads to a state"
            raise ValueError(msg)

    @property
    def opening(self) -> ActRule:
        """The act that opens a case."""
        return next(act for act in self.acts if not act.from_states)

    @property
    def ends_by_terms(self) -> bool:
        """Whether it ends on the day that its decision names; a person confirms that it did."""
        return any(Requirement.END_REACHED in act.requires for act in self.acts)

    def act(self, name: str) -> ActRule | None:
        """The row of an act; None where the text provides no such act."""
        return next((act for act in self.acts if act.id == name), None)

    def basis(self, number: str) -> LegalBasis | None:
        """The document of a number; None where it is no basis of this instrument."""
        return next((basis for basis in self.bases if basis.number == number), None)
