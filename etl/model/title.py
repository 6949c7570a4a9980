"""Titles of tiered cultivation (梯度培育): tiers, the register of titles and the events that change it.

Two registers hold them (methods §3): ``enterprise_title`` — one row per title recognised — and
``enterprise_event`` — one row per event after it. Their fields are those of :class:`Title` and
:class:`TitleEvent`; dates are ``YYYY-MM-DD``.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import astuple

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import Count, OneOrMore
from etl.model.period import Period
from etl.model.source import Published, known_from
from etl.plain_values.read import read_by

TITLE_REGISTER: Final = "enterprise_title"
EVENT_REGISTER: Final = "enterprise_event"
LIST_REGISTER: Final = "title_list"


class TitleEventKind(StrEnum):
    """What can happen to a title after its recognition."""

    EXTENDED = "extended"  # passed the review: valid for another term
    LAPSED = "lapsed"  # did not pass the review, or did not ask for it: ends when its term does
    REVOKED = "revoked"  # taken away for fraud, accident or dishonesty
    RESTORED = "restored"  # a revocation was taken back
    MOVED = "moved"  # the firm moved to another region
    RECODED = "recoded"  # the region of the firm got another code
    MERGED = "merged"  # the firm went into another one
    RENAMED = "renamed"  # changes nothing in the stock
    PROMOTED = "promoted"  # the firm got a title of a higher tier; changes nothing in the stock of this one


class TitleFlow(StrEnum):
    """Flows of a stock of titles, the inflows first."""

    RECOGNISED = "recognised"
    RESTORED = "restored"
    MOVED_IN = "moved_in"
    RECODED_IN = "recoded_in"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MOVED_OUT = "moved_out"
    RECODED_OUT = "recoded_out"
    MERGED = "merged"


INFLOWS: Final = (TitleFlow.RECOGNISED, TitleFlow.RESTORED, TitleFlow.MOVED_IN, TitleFlow.RECODED_IN)
OUTFLOWS: Final = tuple(flow for flow in TitleFlow if flow not in INFLOWS)


class TitleState(StrEnum):
    """How a title stands at the end of a month; the first two are in the stock."""

    VALID = "valid"
    EXPIRING = "expiring"  # valid, and ends soon
    REVIEW_PENDING = "review_pending"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    MERGED = "merged"
    MOVED_AWAY = "moved_away"  # into a region that is not counted


IN_STOCK: Final = frozenset({TitleState.VALID, TitleState.EXPIRING})


class TitleMeasure(StrEnum):
    """What an indicator counts of a tier."""

    VALID = "valid"
    GROSS = "gross"
    REVIEW_PENDING = "review_pending"
    EXPIRING = "expiring"


class Title(Struct, frozen=True):
    """One title as recognised.

    Attributes:
        firm: id of the firm (its unified social credit code).
        tier: id of the tier.
        region: code of the region that the firm was registered in.
        industry: GB/T 4754 division.
        recognised: first day of the title.
        valid_to: first day on which it is no longer valid, unless extended.
        known_from: day from which the recognition counts as known.
        is_listed: whether a list of names states it; its places are often coarser than the register has them.
        place: where its row stands; two rows that differ in nothing else state the same.
    """

    firm: str
    tier: str
    region: str
    industry: str | None
    recognised: date
    valid_to: date
    known_from: date
    is_listed: bool = False
    place: tuple[object, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Title) and self._statement() == other._statement()

    def __hash__(self) -> int:
        return hash(self._statement())

    def _statement(self) -> tuple[object, ...]:
        """What the row states, wherever it stands."""
        return astuple(self)[:-1]


class TitleEvent(Struct, frozen=True):
    """One event after the recognition.

    Attributes:
        tier: id of the tier; None where it concerns every title of the firm.
        effective: first day on which it holds.
        valid_to: of an extension, the new end.
        region: of a move or a new code, where the firm is from then on.
        known_from: day of publication; an earlier as-of build does not know the event.
    """

    firm: str
    tier: str | None
    kind: TitleEventKind
    effective: date
    valid_to: date | None
    region: str | None
    known_from: date


class StockMonth(Struct, frozen=True):
    """One month of one region and tier as it was written.

    Attributes:
        subject: id of the indicator of the stock.
        month: year × 12 + month − 1.
        counted: titles found valid firm by firm at its end; None where the firms were not looked at.
    """

    subject: str
    region: str
    period: str
    month: int
    opening: int
    inflow: int
    outflow: int
    closing: int
    counted: int | None = None


class TitleTier(Declaration):
    """One tier; the tiers are nested from the widest to the narrowest and are never added up.

    Attributes:
        words: how lists and registers call it.
        years: years for which a title is valid, and for which a passed review extends it.
        documents: what the tier rests on where that is not the document of the whole rule.
    """

    id: Identifier
    name: Bilingual
    words: tuple[str, ...] = ()
    years: Count = 3
    documents: tuple[str, ...] = ()


class TitleScope(Declaration):
    """A scope that leaves a region out, such as the province without 大连; never added to that region.

    Attributes:
        region: code of the reporting unit that carries the figure.
        within: region that is counted.
        without: region that is left out of it.
    """

    region: str
    within: str
    without: str


def _first_day(value: object) -> date:
    """A year alone is its first day: so it stands in the catalogues that builds were made by.

    Raises:
        ValueError: it is neither a year nor a day.
    """
    text = str(value)
    is_year = len(text) == len("2022") and text.isdecimal()
    try:
        return date.fromisoformat(f"{text}-01-01" if is_year else text)
    except ValueError:
        raise ValueError("a day such as 2022-06-01, or a year") from None


if TYPE_CHECKING:
    FirstDay = date
else:
    FirstDay = read_by(date, _first_day)
"""The day from which a declaration is in force."""


class TitleRule(Declaration):
    """One version of the tiers and of what is counted, in force from a day until the next version is.

    Attributes:
        valid_from: first day in force.
        issued: when the document was issued, where that is known; a build of an earlier day does not know it.
        documents: what the version rests on.
        tiers: widest first.
        first_month: first month for which stocks are stated; that of the earliest version counts.
        expiring_within_months: how soon a title must end to count as expiring.
        pending_up_to_months: how long after its end a title without a published review counts as pending
            [design]; then it counts as lapsed.
        suppress_up_to: cells of 1 … so many firms are not shown; None shows all.
        by_industry_levels: levels of regions whose flows are also told apart by industry.
    """

    id: Identifier
    name: Bilingual
    valid_from: FirstDay
    issued: Published | None = None
    documents: OneOrMore[str]
    tiers: OneOrMore[TitleTier]
    scopes: tuple[TitleScope, ...] = ()
    first_month: Period
    expiring_within_months: Count = 6
    pending_up_to_months: Count = 12
    suppress_up_to: Count | None = None
    by_industry_levels: tuple[Literal["province", "city", "county"], ...] = ("province", "city")
    mark: Literal["unverified", "design"] | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        if len({tier.id for tier in self.tiers}) < len(self.tiers):
            msg = "two tiers have the same id"
            raise ValueError(msg)

    @property
    def known_from(self) -> date:
        """The day from which the version counts as known."""
        return known_from(self.issued) if self.issued else self.valid_from

    def tier_of(self, word: str) -> TitleTier | None:
        """The tier that a register calls so, by its id or one of its words."""
        return next((tier for tier in self.tiers if word == tier.id or word in tier.words), None)

    def documents_of(self, tier: TitleTier) -> tuple[str, ...]:
        """What a tier rests on."""
        return tier.documents or self.documents


class ConfirmedMatch(Declaration):
    """A name in a list and the firm that a person confirmed it to be; None: no firm of the register."""

    name: Text
    region: str | None = None
    firm: str | None


class MatchConfirmation(Declaration):
    """What people confirmed about the names of one list. Without it no name of the list is matched.

    Attributes:
        source: id of the source of the list.
        by: who confirmed.
        date: when.
        identical_names: whether names that are letter for letter a name of the register are that firm.
        pairs: the names confirmed one by one.
    """

    source: Identifier
    by: Text
    date: Published
    identical_names: bool = False
    pairs: tuple[ConfirmedMatch, ...] = ()
