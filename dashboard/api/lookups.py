"""Questions of other systems → payloads. Pure but for the build that is asked."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from dashboard.api import payloads
from dashboard.api.requests import FiguresAsked, FlagsAsked, Nothing, Page, ProjectAsked, RegionsAsked
from dashboard.queries import Queries
from dashboard.scoped_queries import not_yours
from dashboard.views.headroom import Headroom, latest_headroom
from dashboard.views.project_check import finding_sentence
from etl.assess.gate import check_project
from etl.assess.project import GateFinding, Project, RestrictionInForce
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.region import Region
from etl.store.rows import AssessmentRow, FlagRow, ValueRow

Told = TypeVar("Told", bound=payloads.Told)
Source = TypeVar("Source")
Restrictions = Callable[[str, date], Sequence[RestrictionInForce] | None]
"""Region and day → restrictions in force there; None where no register of cases is kept."""


def tell_build(queries: Queries, _: Nothing) -> payloads.Build:
    """The build that answers."""
    row = queries.build()
    return payloads.Build(
        build=row.build_id,
        as_of=row.as_of,
        nature=row.nature,
        catalog_sha256=row.catalog_sha256,
        inputs_sha256=row.inputs_sha256,
        code_sha256=row.code_sha256,
    )


def tell_regions(queries: Queries, asked: RegionsAsked) -> payloads.Rows[payloads.Region]:
    """Regions of the deployment.

    Raises:
        UsageError: there is no region of the code ``parent``.
    """
    catalog = queries.catalog
    below = catalog.children(catalog.region(asked.parent).code) if asked.parent else catalog.regions.values()
    found = [region for region in below if asked.level is None or region.level is asked.level]
    return _page(queries, asked, found, _region)


def tell_indicators(queries: Queries, asked: Page) -> payloads.Rows[payloads.Indicator]:
    """Indicators of the deployment."""
    return _page(queries, asked, list(queries.catalog.indicators.values()), _indicator)


def tell_values(queries: Queries, asked: FiguresAsked) -> payloads.Rows[payloads.Value]:
    """Figures; what is missing is told with its reason.

    Raises:
        UsageError: an indicator or region is not declared.
    """
    catalog = queries.catalog
    rows = queries.values(*_named(catalog, asked))
    return _page(queries, asked, rows, lambda row: _value(row, catalog))


def tell_assessments(queries: Queries, asked: FiguresAsked) -> payloads.Rows[payloads.Assessment]:
    """Verdicts. As :func:`tell_values` otherwise."""
    return _page(queries, asked, queries.assessments(*_named(queries.catalog, asked)), _assessment)


def tell_flags(queries: Queries, asked: FlagsAsked) -> payloads.Rows[payloads.Flag]:
    """Flags, latest first. As :func:`tell_values` otherwise."""
    regions = _regions(queries.catalog, asked.region) or None
    rows = [row for row in queries.flags(regions) if asked.ended or row.is_open]
    return _page(queries, asked, rows, _flag)


def tell_project(
    queries: Queries, asked: ProjectAsked, today: date, restrictions: Restrictions
) -> payloads.ProjectAnswer:
    """What may be done with a project.

    Args:
        queries: the current build.
        asked: the project.
        today: the day, where the request names none.
        restrictions: the register of restrictions in force.

    Raises:
        UsageError: there is no such region.
    """
    catalog = queries.catalog
    region = catalog.region(asked.region).code
    day = asked.day or today
    given = asked.model_dump(exclude={"day", "region"})
    in_force = restrictions(region, day)
    room = latest_headroom(queries.assessments(regions=[region]))
    answer = check_project(
        Project(region=region, day=day, **given),
        catalog.project_catalogues.values(),
        catalog.review_rules.values(),
        in_force or (),
        room.tce if room else None,
    )
    return payloads.ProjectAnswer(
        build=queries.build_id,
        day=day,
        outcome=answer.outcome.value,
        findings=tuple(_finding(each) for each in answer.findings),
        review_level=answer.review_level,
        with_carbon=answer.with_carbon,
        restrictions_known=in_force is not None,
        headroom_tce=None if answer.headroom_tce is None else float(answer.headroom_tce),
        uses_headroom=None if answer.uses_headroom is None else float(answer.uses_headroom),
        headroom_of=_headroom(catalog, room) if room else None,
    )


def _headroom(catalog: Catalog, room: Headroom) -> payloads.HeadroomOrigin:
    row = room.verdict
    return payloads.HeadroomOrigin(
        indicator=row.indicator,
        region=row.region,
        period=row.period,
        nature=row.nature,
        rule=row.rule,
        target_document=row.target_document,
        sources=catalog.sources_of(row.indicator),
    )


def _named(
    catalog: Catalog, asked: FiguresAsked
) -> tuple[list[str] | None, list[str] | None, list[str] | None]:
    indicators = [catalog.indicator(name).id for name in asked.indicator]
    return indicators or None, _regions(catalog, asked.region) or None, list(asked.period) or None


def _regions(catalog: Catalog, asked: Sequence[str]) -> list[str]:
    """The regions asked for.

    Raises:
        UsageError: one is not declared.
        AddressError: one is not the reader's; no rows at all would read as nothing found.
    """
    regions = [catalog.region(code).code for code in asked]
    for code in regions:
        if code in catalog.outside:
            raise not_yours(code)
    return regions


def _page(
    queries: Queries, asked: Page, rows: Sequence[Source], tell: Callable[[Source], Told]
) -> payloads.Rows[Told]:
    shown = rows[asked.offset : asked.offset + asked.limit]
    return payloads.Rows(
        build=queries.build_id, total=len(rows), offset=asked.offset, rows=tuple(tell(row) for row in shown)
    )


def _region(region: Region) -> payloads.Region:
    name = payloads.Two(zh=region.name.zh, en=region.name.en)
    return payloads.Region(code=region.code, name=name, level=region.level.value, parent=region.parent)


def _indicator(indicator: Indicator) -> payloads.Indicator:
    return payloads.Indicator(
        id=indicator.id,
        name=payloads.Two(zh=indicator.name.zh, en=indicator.name.en),
        definition=payloads.Two(zh=indicator.definition.zh, en=indicator.definition.en),
        unit=indicator.unit,
        direction=indicator.direction.value,
        articles=tuple(indicator.articles),
    )


def _value(row: ValueRow, catalog: Catalog) -> payloads.Value:
    return payloads.Value(unit=catalog.indicators[row.indicator].unit, **row._asdict())


def _assessment(row: AssessmentRow) -> payloads.Assessment:
    kept = {name: cell for name, cell in row._asdict().items() if name in payloads.Assessment.model_fields}
    return payloads.Assessment(**kept | {"facts": json.loads(row.facts)})


def _flag(row: FlagRow) -> payloads.Flag:
    return payloads.Flag(**row._asdict() | {"facts": json.loads(row.facts)})


def _finding(found: GateFinding) -> payloads.Finding:
    return payloads.Finding(
        code=found.code,
        outcome=found.outcome.value,
        says=payloads.Two(zh=finding_sentence(found, "zh"), en=finding_sentence(found, "en")),
        document=found.document,
        rule=found.rule,
        entry=found.entry,
        article=found.article,
        is_verified=found.is_verified,
    )
