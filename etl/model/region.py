"""Regions: nation, provinces, cities, counties, and reporting units without a code."""

from datetime import date
from typing import Literal

from etl.model.base import Bilingual, Declaration
from etl.model.bounds import OneOrMore
from etl.model.vocabulary import RegionLevel


class FormerCode(Declaration):
    """An earlier code or name of a region (GB/T 2260 changes), so that old files still find it.

    Attributes:
        code: the former code; equal to today's where only the name changed.
        name: the former name.
        until: the year of the change.
        parent: code of the superior till then, where the region moved to another one.
        note: document or circumstance of the change.
    """

    code: str
    name: str
    until: int
    parent: str | None = None
    note: str = ""


class Region(Declaration):
    """A region as it is today, with its code history.

    Attributes:
        code: GB/T 2260 code, or the id of a reporting unit (such as ``LN-SHENFU``).
        name: full name in both languages.
        level: administrative level; ``unit`` has no code and no polygon.
        kind: finer type, such as ``district`` or ``autonomous_county``.
        parent: code of the superior region; None for the nation.
        aliases: other spellings found in files.
        label: longitude and latitude of the map label in degrees, if it has a polygon.
    """

    code: str
    name: Bilingual
    level: RegionLevel
    kind: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[FormerCode, ...] = ()
    label: tuple[float, float] | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    def parent_in(self, year: int) -> str | None:
        """The superior before the year in which the region moved, or today's."""
        moves = sorted((each for each in self.former if each.parent), key=lambda each: each.until)
        return next((each.parent for each in moves if year < each.until), self.parent)

    def moved_in(self, year: int) -> bool:
        """Whether it came to another superior within a year, whose figures may be of either."""
        return any(each.parent is not None and each.until == year for each in self.former)


class Deployment(Declaration):
    """What one installation is about: the home region and the choices of its first look.

    Attributes:
        id: name of the deployment, part of the build id.
        name: title of the product in this place.
        home: code of the region that the installation serves.
        peers: level whose regions stand beside the home region.
        regulation: id of the regulation whose articles are shown.
        start_indicators: indicators that the start page tries, in this order, choosing by coverage.
        watermark: words across every page, chart and report of invented data; None for real data.
    """

    id: str
    name: Bilingual
    home: str
    peers: RegionLevel = RegionLevel.PROVINCE
    regulation: str
    start_indicators: OneOrMore[str]
    watermark: Bilingual | None = None

    @property
    def nature(self) -> Literal["real", "demonstration"]:
        """Whether the data are real; what carries a watermark is not."""
        return "demonstration" if self.watermark else "real"
