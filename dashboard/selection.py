"""What decides what a page shows: its fields, what each may hold, and what is asked beside the view.

``SIDE`` names what a reader asks beside the view; only the panels that answer it are made anew for it.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict, replace

from dashboard.text import LANGS, Lang, words
from etl.errors import PeriodError, UsageError
from etl.model.period import Period

BAD_REQUEST: Final = 400
NOT_FOUND: Final = 404


class PagePath(Struct, frozen=True):
    """Where a page stands: its first segment, and the field that the second segment holds, if any."""

    head: str
    slot: str | None = None


PATHS: Final[Mapping[str, PagePath]] = {
    "overview": PagePath(""),
    "dual_control": PagePath("dual-control"),
    "carbon": PagePath("carbon"),
    "gradient": PagePath("gradient"),
    "industry": PagePath("industry"),
    "region": PagePath("region", "region"),
    "indicator": PagePath("indicator", "indicator"),
    "compare": PagePath("compare"),
    "cases": PagePath("cases", "case"),
    "restrictions": PagePath("restrictions"),
    "deadlines": PagePath("deadlines"),
    "case_notice": PagePath("case-notice", "case"),
    "projects": PagePath("projects"),
    "registers": PagePath("registers", "register"),
    "reports": PagePath("reports"),
    "data": PagePath("data", "section"),
    "articles": PagePath("articles", "article"),
    "system": PagePath("system", "part"),
    "brief": PagePath("brief", "of"),
}

_CODE = r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}"
_AMOUNT = r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?"
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "region": re.compile(_CODE),
    "parent": re.compile(_CODE),
    "indicator": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "inventory": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "article": re.compile(r"[1-9][0-9]?|annex_[1-9]"),
    "sort": re.compile(r"-?[a-z][a-z0-9_]{0,79}"),
    "rule": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "threshold": re.compile(r"(?:[1-9][0-9]?|0(?=\.))(?:\.[1-9])?"),
    "project": re.compile(r"[1-9][0-9]{0,7}"),
    "section": re.compile(r"coverage|calendar|challenges|revisions|rejects|sources|builds|declared|desk"),
    "part": re.compile(r"rights|services|sessions|chain|reads|builds|settings"),
    "level": re.compile(r"province|city|county|unit"),
    "due": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "series": re.compile(r"[a-z][a-z0-9_.]{0,79}"),
    "source": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "kind": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "builds": re.compile(rf"{_CODE},{_CODE}"),
    "start": re.compile(r"[1-9][0-9]{0,7}"),
    "peers": re.compile(rf"{_CODE}(?:,{_CODE}){{0,19}}"),
    "tier": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "find": re.compile(r"\S(?:.{0,38}\S)?"),
    "of": re.compile(r"[a-z][a-z_]{0,39}"),
    "case": re.compile(r"[0-9]{4}-[0-9]{4}"),
    "register": re.compile(r"[a-z][a-z0-9_]{0,79}"),
    "standing": re.compile(r"[a-z][a-z_]{0,39}"),
    "month": re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])"),
    "strength": re.compile(r"founding|warning"),
    "edition": re.compile(r"zh|en"),
    "issues": re.compile(r"[0-9a-f]{16},[0-9a-f]{16}"),
    "industry": re.compile(r"[0-9]{2,4}"),
    "product": re.compile(r"\S(?:.{0,98}\S)?"),
    "energy": re.compile(_AMOUNT),
    "electricity": re.compile(_AMOUNT),
    "coal": re.compile(_AMOUNT),
    "capacity": re.compile(_AMOUNT),
    "capacity_unit": re.compile(r"\S{1,20}"),
    "day": re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"),
    "upgrade": re.compile(r"yes"),
    "benchmark": re.compile(r"below|reached"),
    "exempt": re.compile(r"\S.{0,98}"),
}


SIDE: Final = ("why", "rule", "threshold", "project")
"""Fields that ask something beside the view: why a number is what it is, and what a change would do."""


class AddressError(UsageError):
    """An address that leads nowhere: ``reason`` (key below ``errors``), ``found``, ``status``."""

    def __init__(self, reason: str, *, found: str, status: int = BAD_REQUEST) -> None:
        self.reason = reason
        self.status = status
        super().__init__(found=found[:80])

    def say(self, lang: str) -> str:
        """The error as one readable paragraph."""
        return words(lang)(f"errors.{self.reason}", **self.facts)


class Figure(Struct, frozen=True):
    """One number: an indicator of a region in a period."""

    indicator: str
    region: str
    period: Period

    def __str__(self) -> str:
        return f"{self.indicator},{self.region},{self.period}"

    @classmethod
    def parse(cls, text: str) -> "Figure":
        """Read ``energy_intensity_change,210100,2023``.

        Raises:
            AddressError: it is not spelled so.
        """
        indicator, _, rest = text.partition(",")
        region, _, spelled = rest.partition(",")
        if not (_PATTERNS["indicator"].fullmatch(indicator) and _PATTERNS["region"].fullmatch(region)):
            raise AddressError("bad_value", found=f"why={text}")
        return cls(indicator, region, read_period("why", spelled))


class Selection(Struct, frozen=True):
    """Everything that decides what a page shows, apart from the build and the reader's rights.

    Attributes:
        page: key of ``PATHS``.
        lang: language of the words.
        region: code of the region looked at.
        indicator: id of the indicator looked at.
        period: period looked at; unset lets the page choose by coverage.
        parent: code of the region whose children the map draws.
        article: number of an article of the draft.
        inventory: named emission inventory; inventories disagree, so none is preferred silently.
        peers: codes of the regions compared, in the reader's order.
        sort: column that a table is sorted by, falling if it begins with ``-``.
        since: the earlier period that ``period`` is compared with.
        window: years of change that two states are compared over.
        why: the number whose working is open beside the page.
        rule: version of the barometer that a what-if tries.
        threshold: tolerance that a what-if tries, per cent of the target.
        project: yearly energy of one more project, tonnes of coal equivalent.
        tier: tier of enterprise titles looked at.
        find: words that a list is searched for.
        of: page that a one-page summary is made of.
        section: part of 数据: coverage, calendar, challenges, revisions, rejects, sources, builds, declared
            or desk.
        part: part of 系统: rights, services, sessions, chain, reads, builds or settings.
        level: level of the regions shown.
        due: id of a return of the calendar.
        series: id of a series, or of the indicator or return that a challenge is about.
        source: id of a source.
        kind: kind of a challenge or of a report, or the reason of a reject.
        builds: two builds to compare, the earlier first.
        start: how many rows of a long table come before the first shown.
        case: number of a case of restriction.
        register: id of a register.
        standing: how the entries shown stand towards their deadlines.
        month: month in which they had to be closed.
        strength: how far the flags shown may lead.
        edition: language of a report.
        issues: two archived reports to compare, the earlier first.
        industry: of a project to be checked: code of GB/T 4754.
        product: what it makes.
        energy, electricity, coal: its yearly use in tce, GWh and tonnes.
        capacity, capacity_unit: size of its equipment.
        day: day of the decision.
        upgrade: ``yes`` where it adds no capacity.
        benchmark: whether its efficiency lies below the 能效标杆水平 or reaches it.
        exempt: kind of exemption that it claims.
    """

    page: str
    lang: Lang = "zh"
    region: str | None = None
    indicator: str | None = None
    period: Period | None = None
    parent: str | None = None
    article: str | None = None
    inventory: str | None = None
    peers: tuple[str, ...] = ()
    sort: str | None = None
    since: Period | None = None
    window: Period | None = None
    why: Figure | None = None
    rule: str | None = None
    threshold: str | None = None
    project: str | None = None
    tier: str | None = None
    find: str | None = None
    of: str | None = None
    section: str | None = None
    part: str | None = None
    level: str | None = None
    due: str | None = None
    series: str | None = None
    source: str | None = None
    kind: str | None = None
    builds: tuple[str, ...] = ()
    start: str | None = None
    case: str | None = None
    register: str | None = None
    standing: str | None = None
    month: str | None = None
    strength: str | None = None
    edition: str | None = None
    issues: tuple[str, ...] = ()
    industry: str | None = None
    product: str | None = None
    energy: str | None = None
    electricity: str | None = None
    coal: str | None = None
    capacity: str | None = None
    capacity_unit: str | None = None
    day: str | None = None
    upgrade: str | None = None
    benchmark: str | None = None
    exempt: str | None = None

    def __post_init__(self) -> None:
        if self.page not in PATHS:
            raise AddressError("unknown_page", found=self.page, status=NOT_FOUND)
        if self.lang not in LANGS:
            raise AddressError("bad_value", found=f"lang={self.lang}")
        for name, value in asdict(self).items():  # most fields of most views are not given
            pattern = _PATTERNS.get(name) if value else None
            if pattern and not pattern.fullmatch(text := written(value)):
                raise AddressError("bad_value", found=f"{name}={text}")

    def to(self, **changes: Any) -> "Selection":
        """The same view with some fields changed, such as ``selection.to(period=None)``."""
        return replace(self, **changes)

    def beside(self, kept: Collection[str] = ()) -> "Selection":
        """The view without what is asked beside it, but for the fields ``kept``."""
        asked = {name: None for name in SIDE if name not in kept and getattr(self, name) is not None}
        return self.to(**asked) if asked else self

    def of_page(self) -> "Selection":
        """What decides the skeleton of a page: page, path and language."""
        slot = PATHS[self.page].slot
        return Selection(self.page, self.lang, **({slot: getattr(self, slot)} if slot else {}))


def written(value: Period | Figure | str | tuple[str, ...] | None) -> str:
    """A field as it stands in an address."""
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value) if value else ""


def read_period(name: str, text: str) -> Period:
    """The period of a field.

    Raises:
        AddressError: it is not written as one.
    """
    try:
        return Period.parse(text)
    except PeriodError as error:
        raise AddressError("bad_value", found=f"{name}={text}") from error
