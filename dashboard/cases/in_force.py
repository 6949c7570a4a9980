"""Restrictions in force as the project gate asks for them: by region and day."""

from collections.abc import Sequence
from datetime import date

from dashboard.cases.case import latest
from dashboard.cases.service import CaseDesk
from etl.assess.project import RestrictionInForce


def restrictions_in_force(desk: CaseDesk, region: str, day: date) -> Sequence[RestrictionInForce] | None:
    """What holds in a region on a day, its superiors included; None where no cases are kept.

    A decision is published, so this is told to everybody; the exemptions are in the instrument's own words.
    """
    found = desk.restricting_in(region, day)
    if found is None:
        return None
    return [
        RestrictionInForce(
            case=file.number,
            instrument=file.instrument.id,
            document=(decided.document or "") if (decided := latest(file.case.counted("decide"))) else "",
            two_high_only=file.instrument.two_high_only,
            exemptions=tuple(each.zh for each in file.instrument.exemptions),
            last_day=file.case.expiry,
            ends_by_terms=file.instrument.ends_by_terms,
        )
        for file in found
    ]
