"""A cast and a calendar for cases: who acts, on which days, and what each act says at least."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dashboard.cases.case import Act, Case, FrozenEvidence, Person
from etl.catalog.load import load_catalog
from etl.model.restriction import ActRule, Content, Instrument, Role

SHIPPED = Path(__file__).resolve().parents[1] / "data"
ANNE = Person("anne", frozenset({Role.REVIEWER}))
BOB = Person("bob", frozenset({Role.REVIEWER}))
CARL = Person("carl", frozenset({Role.DECIDER}))
DORA = Person("dora", frozenset({Role.DECIDER}))
REGION = Person("region-office", frozenset({Role.REGION}))
EVA = Person("eva", frozenset({Role.REVIEWER, Role.DECIDER}))
CAST = (ANNE, BOB, CARL, DORA, EVA, REGION)
EVIDENCE = FrozenEvidence("build", {"flag": "founding"})
START = date(2026, 3, 2)  # a Monday
SATURDAY = 5


@cache
def instruments() -> dict[str, Instrument]:
    return load_catalog(SHIPPED).instruments


class Weekdays:
    """Offices work from Monday to Friday; the days off of every year are known, but for ``unknown``."""

    def __init__(self, *unknown: int) -> None:
        self.unknown = unknown

    def __call__(self, day: date) -> bool:
        return day.weekday() < SATURDAY

    def unknown_from(self, first: date, last: date) -> date | None:
        years = [year for year in self.unknown if first.year <= year <= last.year]
        return max(first, date(min(years), 1, 1)) if years else None


weekdays = Weekdays()


def content_of(content: Content, on: date, chosen: str | None = None) -> str:
    values = {
        "text": "所述内容",
        "date": (on + timedelta(days=90)).isoformat(),
        "months": str(content.least),
        "choice": chosen if chosen in content.choices else content.choices[0] if content.choices else "",
        "attachment": "0" * 64,
    }
    return values[content.kind]


def act_of(
    rule: ActRule, by: Person, on: date, basis: str, chosen: str | None = None, **contents: str
) -> Act:
    said = {content.id: content_of(content, on, chosen) for content in rule.contents}
    document = "辽环函〔2026〕1号" if rule.has_document else None
    return Act(rule.id, by, on, basis, "依职权", said | contents, document)


def new_case(instrument: Instrument, evidence: FrozenEvidence = EVIDENCE) -> Case:
    return Case(instrument.id, "210100", evidence)
