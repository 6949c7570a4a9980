"""Regions of a deployment: who lies within whom, and which codes stood for whom."""

from functools import cached_property

from msgspec import Struct

from etl.errors import UsageError, told
from etl.model.due_return import DueReturn
from etl.model.region import Deployment, Region
from etl.model.vocabulary import RegionLevel


class RegionTree(Struct, frozen=True, dict=True):
    """The regions that a deployment declares, with the questions about their place in it."""

    deployment: Deployment
    regions: dict[str, Region]

    @cached_property
    def home(self) -> Region:
        """The region that the deployment serves."""
        return self.regions[self.deployment.home]

    def region(self, code: str) -> Region:
        """The region of a code.

        Raises:
            UsageError: there is no such region.
        """
        if code not in self.regions:
            raise UsageError(**told("unknown_code", region=code))
        return self.regions[code]

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        children: dict[str, list[Region]] = {}
        for region in self.regions.values():
            if region.parent is not None:
                children.setdefault(region.parent, []).append(region)
        return {code: tuple(regions) for code, regions in children.items()}

    def children(self, code: str, level: RegionLevel | None = None) -> tuple[Region, ...]:
        """Regions directly below, of one level if given."""
        below = self._children.get(code, ())
        return tuple(region for region in below if level is None or region.level is level)

    def descends_from(self, region: Region, ancestor: str) -> bool:
        """Whether a region lies within another, itself included."""
        at: Region | None = region
        while at is not None:
            if at.code == ancestor:
                return True
            at = self.regions[at.parent] if at.parent else None
        return False

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """The superior regions, nearest first."""
        found: list[Region] = []
        parent = self.regions[code].parent
        while parent is not None:
            found.append(self.regions[parent])
            parent = self.regions[parent].parent
        return tuple(found)

    def at_home(self, level: RegionLevel) -> tuple[Region, ...]:
        """The regions of a level within the home region, itself included."""
        home = self.deployment.home
        return tuple(
            region
            for region in self.regions.values()
            if region.level is level and self.descends_from(region, home)
        )

    def owing(self, declared: DueReturn) -> tuple[str, ...]:
        """Codes of the regions that owe a return."""
        regions = self.at_home(RegionLevel(declared.owed_by))
        return tuple(region.code for region in regions if region.code not in declared.exempt)

    @cached_property
    def region_by_code(self) -> dict[str, str]:
        """Today's code of every code that ever stood for a region: itself and its former codes."""
        codes = {code: code for code in self.regions}
        for region in self.regions.values():
            for former in region.former:
                codes.setdefault(former.code, region.code)
        return codes
