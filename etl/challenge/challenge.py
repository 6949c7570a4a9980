"""The checks of a build, in one list."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.challenge.agreement import parts_against_whole, sources_disagree
from etl.challenge.coverage import regions_without_data
from etl.challenge.plausibility import growth_identity, implausible_values
from etl.frames import Frame
from etl.model.challenge import Challenge


def raise_challenges(catalog: Catalog, observations: Frame, values: Frame) -> tuple[Challenge, ...]:
    """Everything suspicious in the observations and values of a build, in a stable order."""

    def all_of_them() -> Iterator[Challenge]:
        yield from parts_against_whole(catalog, observations)
        yield from sources_disagree(catalog, observations)
        yield from regions_without_data(catalog, observations)
        yield from implausible_values(catalog, values)
        yield from growth_identity(values)

    return tuple(sorted(all_of_them(), key=lambda c: (c.kind, c.subject, c.region, c.period or "")))
