"""The register of invented firms: their titles by tier, and what became of each title."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np
from msgspec import Struct, field

from etl.demo.chance import stream
from etl.demo.credit_code import demo_credit_code
from etl.demo.declared import Declared, RegisterWords, Tier
from etl.demo.geography import DALIAN, Geography, Numbers
from etl.demo.makes import TitlesMake
from etl.demo.timetable import data_date
from etl.model.period import Period

FIRMS = 1500
YEARS_VALID = 3
_REVIEW_LAG_DAYS = 75  # the list of reviewed firms appears after the titles have run out: review pending
_LIST_LAG_DAYS, _INCIDENT_LAG_DAYS = 20, 10
_INCIDENTS = ("revoked", "merged", "renamed", "moved")
_SHARE_EXTENDED, _SHARE_REVOKED, _SHARE_MOVED, _SHARE_RENAMED, _SHARE_MERGED = 0.74, 0.03, 0.05, 0.05, 0.02


class Firm(Struct, frozen=True):
    """One firm as first registered."""

    credit_code: str
    name: str
    county: str
    industry: str


class Title(Struct):
    """One title of a firm.

    Attributes:
        county: where the firm was registered when it was recognised.
        recognised: first day of the title.
        valid_to: day on which it runs out if nobody extends it.
        published: day of the list.
        batch: year and tier of the list.
    """

    firm: Firm
    tier: Tier
    county: str
    recognised: date
    valid_to: date
    published: date
    batch: str


class Event(Struct, frozen=True):
    """What happened to a title.

    Attributes:
        tier: the tier concerned; None where every title of the firm is.
        kind: extended, lapsed, revoked, moved_out, moved_in, renamed, merged or promoted.
        day: from when it holds.
        published: when it became known; a review is published after the day from which it holds.
        county: the county concerned: of a move the one left or entered.
        detail: new end of validity, new name, new tier, or the firm that took it over.
    """

    firm: Firm
    tier: Tier | None
    kind: str
    day: date
    published: date
    county: str
    detail: str = ""

    @property
    def tier_id(self) -> str:
        """Id of the tier, empty where every title is concerned."""
        return self.tier.id if self.tier else ""


class Incident(Struct, frozen=True):
    """The one thing that happens to a firm, if any: on ``day``, known ten days later.

    Attributes:
        kind: revoked, merged, renamed, moved, or none (then the day never comes).
        new_county: where a firm that moves goes.
    """

    firm: Firm
    kind: str
    day: date
    new_county: str

    def county_at(self, day: date) -> str:
        """Where the firm is registered on a day."""
        return self.new_county if self.kind == "moved" and day >= self.day else self.firm.county

    def ends(self, day: date) -> bool:
        """Whether the firm has nothing left to recognise or review on a day: merged, or in disgrace."""
        return self.kind in {"merged", "revoked"} and day >= self.day

    def events(self) -> Iterator[Event]:
        """The rows of the register; a move is written at both ends."""
        if self.kind == "none":
            return
        known, before = self.day + timedelta(days=_INCIDENT_LAG_DAYS), self.firm.county
        match self.kind:
            case "moved":
                yield Event(self.firm, None, "moved_out", self.day, known, before, self.new_county)
                yield Event(self.firm, None, "moved_in", self.day, known, self.new_county, before)
            case "revoked":
                yield Event(self.firm, None, "revoked", self.day, known, before, "提供虚假材料")
            case "merged":
                yield Event(self.firm, None, "merged", self.day, known, before, "被吸收合并")
            case "renamed":
                name = f"{self.firm.name.removesuffix('有限公司')}股份有限公司"
                yield Event(self.firm, None, "renamed", self.day, known, before, name)


class Register(Struct):
    """All firms, titles and events, in order of time."""

    geography: Geography
    firms: list[Firm] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def count(self, make: TitlesMake, period: Period) -> Numbers:
        """Titles by county: recognised to date (gross), newly recognised, or extended within the period."""
        first = date(period.start_year, period.start_month, 1)
        last = (period.end_year, period.end_month)
        counts = np.zeros(len(self.geography.counties))
        positions = _positions(self.geography.counties)
        for day, county in self._dated(make):
            if (day.year, day.month) <= last and (make.count == "to_date" or day >= first):
                counts[positions[county]] += 1
        return counts

    def _dated(self, make: TitlesMake) -> Iterator[tuple[date, str]]:
        if make.count == "extended":
            events = (event for event in self.events if event.kind == "extended")
            return ((event.day, event.county) for event in events if event.tier_id == make.tier)
        return ((t.recognised, t.county) for t in self.titles if t.tier.id == make.tier)


@cache
def _positions(counties: tuple[str, ...]) -> dict[str, int]:
    return {county: at for at, county in enumerate(counties)}


def build_register(declared: Declared, geography: Geography) -> Register:
    """All firms with their titles and what became of them by the data date."""
    chance = stream(declared.province.seed, "enterprises")
    register = Register(geography)
    until = data_date(declared.province)
    for number in range(FIRMS):
        firm = _firm(number, declared, geography, chance)
        register.firms.append(firm)
        _careers(firm, declared.words, until, register, chance)
    register.titles.sort(key=lambda title: (title.recognised, title.tier.id, title.firm.credit_code))
    register.events.sort(key=lambda event: (event.day, event.firm.credit_code, event.tier_id, event.kind))
    return register


def firm_name(number: int, words: RegisterWords, trade: str) -> str:
    """演示, two characters that no other firm has, a trade, 有限公司."""
    first, second = words.first_characters, words.second_characters
    return f"演示{first[number % len(first)]}{second[number // len(first) % len(second)]}{trade}有限公司"


def _firm(number: int, declared: Declared, geography: Geography, chance: np.random.Generator) -> Firm:
    sizes = np.array([declared.province.cities[city].gdp for city in geography.cities])
    city = geography.cities[int(chance.choice(len(sizes), p=sizes / sizes.sum()))]
    counties = geography.counties_of(city)
    industries = sorted(declared.words.trades)
    industry = industries[int(chance.integers(len(industries)))]
    trades = declared.words.trades[industry]
    name = firm_name(number, declared.words, trades[int(chance.integers(len(trades)))])
    return Firm(demo_credit_code(number), name, counties[int(chance.integers(len(counties)))], industry)


def _careers(
    firm: Firm, words: RegisterWords, until: date, register: Register, chance: np.random.Generator
) -> None:
    """The tiers that a firm climbs, what becomes of each title, and at most one incident of the firm."""
    earliest = words.tiers[0].first_year
    year = int(chance.integers(earliest, until.year + 1))
    incident = _incident(firm, until, register.geography, chance)
    lower: Title | None = None
    for tier in words.tiers:
        if chance.random() > tier.share:  # tiers are nested: who is not of this one is of none above
            break
        year = max(year, tier.first_year)
        recognised = date(year, tier.month, 1)
        known = recognised + timedelta(days=_LIST_LAG_DAYS)
        if known > until or incident.ends(recognised):
            break
        county, end = incident.county_at(recognised), _years_later(recognised, YEARS_VALID)
        title = Title(firm, tier, county, recognised, end, known, f"{year}年{tier.name.zh}")
        register.titles.append(title)
        if tier.registered:
            if lower is not None:
                promoted = Event(firm, lower.tier, "promoted", recognised, known, county, tier.id)
                register.events.append(promoted)
            _reviews(title, incident, until, register, chance)
            lower = title
        year += int(chance.integers(1, 3))
    if lower is not None and lower.recognised < incident.day:
        register.events.extend(incident.events())


def _incident(firm: Firm, until: date, geography: Geography, chance: np.random.Generator) -> Incident:
    """What may befall a firm: most are never heard of but for their titles."""
    drawn, borders = chance.random(), np.cumsum([_SHARE_REVOKED, _SHARE_MERGED, _SHARE_RENAMED, _SHARE_MOVED])
    days = (until - date(2019, 1, 1)).days - _INCIDENT_LAG_DAYS
    day = date(2019, 1, 1) + timedelta(days=int(chance.integers(0, days)))
    others = [county for county in geography.counties if county != firm.county]
    new = others[int(chance.integers(len(others)))]
    at = int(np.searchsorted(borders, drawn, side="right"))
    return Incident(firm, (*_INCIDENTS, "none")[at], day if at < len(_INCIDENTS) else date.max, new)


def _reviews(
    title: Title, incident: Incident, until: date, register: Register, chance: np.random.Generator
) -> None:
    """Every three years the title is extended or lapses; the list appears after the day on which it ends."""
    end = title.valid_to
    while end + timedelta(days=_REVIEW_LAG_DAYS) <= until and not incident.ends(end):
        known, county = end + timedelta(days=_REVIEW_LAG_DAYS), incident.county_at(end)
        if chance.random() > _SHARE_EXTENDED:
            register.events.append(Event(title.firm, title.tier, "lapsed", end, known, county))
            return
        end, held = _years_later(end, YEARS_VALID), end
        register.events.append(
            Event(title.firm, title.tier, "extended", held, known, county, end.isoformat())
        )


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def list_scope(title: Title, geography: Geography) -> str:
    """How the ministry's list counts it: 大连 apart from 辽宁; provincial lists know one scope."""
    if not title.tier.national:
        return "辽宁"
    return "大连" if title.county in geography.counties_of(DALIAN) else "辽宁（不含大连）"
