"""Restrictions in force on a day → payload. What is told was published when it was issued."""

from collections.abc import Callable, Sequence
from datetime import date

from dashboard.api import payloads
from dashboard.api.requests import RestrictionsAsked
from dashboard.cases.case import latest
from dashboard.cases.case_events import CaseFile
from dashboard.queries import Queries
from etl.catalog.catalog import Catalog
from etl.model.base import Bilingual

Published = Callable[[date], Sequence[CaseFile] | None]
"""Day → the cases by which approvals were restricted then; None where no register of cases is kept."""


def tell_restrictions(
    queries: Queries, asked: RestrictionsAsked, today: date, published: Published
) -> payloads.Restrictions:
    """Restrictions in force.

    Args:
        queries: the current build.
        asked: regions and day.
        today: the day, where the request names none.
        published: the register.

    Raises:
        UsageError: there is no such region.
    """
    catalog = queries.catalog
    regions = [catalog.region(code).code for code in asked.region]
    day = asked.day or today
    held = published(day)
    found = [
        file
        for file in held or ()
        if file.case.region in catalog.regions and (not regions or _binds_any(catalog, file, regions))
    ]
    shown = found[asked.offset : asked.offset + asked.limit]
    return payloads.Restrictions(
        build=queries.build_id,
        total=len(found),
        offset=asked.offset,
        rows=tuple(map(_restriction, shown)),
        day=day,
        known=held is not None,
    )


def _binds_any(catalog: Catalog, file: CaseFile, regions: Sequence[str]) -> bool:
    return any(catalog.descends_from(catalog.regions[code], file.case.region) for code in regions)


def _restriction(file: CaseFile) -> payloads.Restriction:
    case, instrument = file.case, file.instrument
    decided = latest(case.counted("decide"))
    return payloads.Restriction(
        case=file.number,
        binds=case.region,
        instrument=instrument.id,
        name=_two(instrument.name),
        restricts=_two(instrument.restricts),
        two_high_only=instrument.two_high_only,
        exemptions=tuple(map(_two, instrument.exemptions)),
        document=(decided.document or "") if decided else "",
        scope=decided.contents.get("scope", "") if decided else "",
        in_force_from=case.counted("issue")[0].on,
        last_day=case.expiry,
        state=case.state.value if case.state else "",
    )


def _two(words: Bilingual) -> payloads.Two:
    return payloads.Two(zh=words.zh, en=words.en)
