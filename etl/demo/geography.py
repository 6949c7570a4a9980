"""Province, cities and counties as positions of arrays."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.vocabulary import RegionLevel

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]

SCOPE_WITHOUT_DALIAN = "LN-EXCL-DALIAN"
DALIAN = "210200"


class Geography(Struct, frozen=True):
    """The home province of a catalogue.

    Attributes:
        city_of: position of the city of each county.
        kinds: kind of each county.
        names: Chinese names by code.
    """

    province: str
    cities: tuple[str, ...]
    counties: tuple[str, ...]
    city_of: Positions
    kinds: tuple[str, ...]
    names: dict[str, str]

    @property
    def regions(self) -> tuple[str, ...]:
        """All codes in the order of published figures: province, cities, counties, the scope without 大连."""
        return (self.province, *self.cities, *self.counties, SCOPE_WITHOUT_DALIAN)

    def counties_of(self, city: str) -> tuple[str, ...]:
        """Codes of the counties of a city."""
        at = self.cities.index(city)
        return tuple(code for code, of in zip(self.counties, self.city_of, strict=True) if of == at)

    def by_city(self, counties: Numbers) -> Numbers:
        """Sums of the counties of each city, over the first axis."""
        sums = np.zeros((len(self.cities), *counties.shape[1:]))
        np.add.at(sums, self.city_of, counties)
        return sums

    def whole(self, counties: Numbers, residual: float = 0.0) -> Numbers:
        """Figures of all regions from those of the counties, each the sum of what lies below.

        Args:
            counties: whole numbers, one per county.
            residual: share by which the province differs from its cities.
        """
        cities = self.by_city(counties)
        province = np.floor(cities.sum() * (1 + residual) + 0.5)
        without_dalian = cities.sum() - cities[self.cities.index(DALIAN)]
        return np.concatenate([[province], cities, counties, [without_dalian]])


def geography_of(catalog: Catalog) -> Geography:
    """The home province of a catalogue with its cities and counties in the order of their codes."""
    home = catalog.home
    cities = tuple(sorted(city.code for city in catalog.children(home.code, RegionLevel.CITY)))
    counties = tuple(
        (county, at)
        for at, city in enumerate(cities)
        for county in sorted(catalog.children(city, RegionLevel.COUNTY), key=lambda region: region.code)
    )
    return Geography(
        province=home.code,
        cities=cities,
        counties=tuple(county.code for county, _ in counties),
        city_of=np.array([at for _, at in counties], dtype=np.int64),
        kinds=tuple(county.kind for county, _ in counties),
        names={code: region.name.zh for code, region in catalog.regions.items()},
    )
