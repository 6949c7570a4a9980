"""Where a region stands towards its peak, by named inventory: status, decoupling, drivers, plans issued."""

from collections.abc import Iterable
from typing import Final

from dashboard.format import DASH, format_number
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Figure, Paragraph, Parts, Trace
from dashboard.report.facts import facts_of
from dashboard.report.periods import parse
from dashboard.report.sentences import Fact
from etl.errors import say
from etl.model.period import PeriodKind
from etl.store.rows import FindingRow

_STATUSES: Final = ("not_peaked", "plateau", "rebounding", "peaked", "undetermined")
_PREFERRED: Final = ("co2_account_total", "co2_ceads_total", "co2_edgar_total")
_ELASTICITY_DECIMALS: Final = 2


def compose_peak(basis: Basis) -> list[Block]:
    """One inventory, the strongest that there is, in words; plans issued. Nothing where nothing was found."""
    told = [_status_of_home(basis), _statuses_of_cities(basis), _decoupling(basis), _drivers(basis)]
    paragraphs: list[Block] = [Paragraph(parts) for parts in (basis.say.joined(*told), plans(basis)) if parts]
    return paragraphs


def findings_of(basis: Basis, kind: str, region: str, subject: str = "") -> list[FindingRow]:
    """Findings of one kind about a region, the latest first; of one inventory if given."""
    found = [
        row
        for row in basis.rows.findings
        if row.kind == kind and row.region == region and subject in {"", row.subject}
    ]
    if kind == "peak_plan":
        return found
    return sorted(found, key=lambda row: parse(row.period).sort_key(), reverse=True)


def inventory(basis: Basis, kind: str, codes: Iterable[str]) -> str | None:
    """The strongest inventory by which anything was found about any of the regions."""
    wanted = set(codes)
    known = {row.subject for row in basis.rows.findings if row.kind == kind and row.region in wanted}
    return next((name for name in _PREFERRED if name in known), None)


def inventory_words(basis: Basis, subject: str) -> str:
    """The name of an inventory: its own where it is Latin or the report Chinese, else the indicator's."""
    own = basis.indicator(subject).inventory or ""
    if own and (own.isascii() or basis.lang == "zh"):
        return own
    return basis.within(subject)


def status_of(basis: Basis, subject: str, code: str) -> FindingRow | None:
    """The peak status of a region by one inventory."""
    return next(iter(findings_of(basis, "peak_status", code, subject)), None)


def status_words(basis: Basis, row: FindingRow) -> str:
    """A status in words; of a peak also whether it was proactive."""
    word = say(f"found_{row.result}", basis.lang)
    character = facts_of(row.facts).get("character")
    is_told = row.result == "peaked" and character in {"proactive", "passive"}
    return say(f"found_{character}", basis.lang) if is_told else word


def status_cells(basis: Basis, subject: str, code: str) -> Cell:
    """The peak status as a cell, with its last year; a dash where there is none."""
    row = status_of(basis, subject, code)
    if row is None:
        return Cell(DASH)
    return Cell(
        basis.say.text("peak.cell", status=status_words(basis, row), year=str(parse(row.period).end_year))
    )


def _status_of_home(basis: Basis) -> Parts:
    subject = inventory(basis, "peak_status", (basis.region.code,))
    row = status_of(basis, subject, basis.region.code) if subject else None
    if row is None:
        return ()
    facts = facts_of(row.facts)
    return basis.say(
        "peak.status",
        inventory=inventory_words(basis, row.subject),
        year=basis.when(row.period),
        region=basis.name(row.region),
        status=status_words(basis, row),
        maximum_year=str(facts["maximum_year"]),
    )


def _statuses_of_cities(basis: Basis) -> Parts:
    subject = inventory(basis, "peak_status", basis.codes)
    if subject is None:
        return ()
    by_status: dict[str, list[str]] = {status: [] for status in _STATUSES}
    known = 0
    for city in basis.cities:
        row = status_of(basis, subject, city.code)
        if row is not None:
            by_status[row.result].append(basis.name(city.code))
            known += 1
    items = [
        basis.say.counted("dual.level", names, len(basis.cities), level=say(f"found_{status}", basis.lang))
        for status, names in by_status.items()
        if names
    ]
    facts: dict[str, Fact] = {
        "inventory": inventory_words(basis, subject),
        "count": known,
        "of": len(basis.cities),
    }
    return basis.say("peak.cities", **facts, statuses=basis.say.separated(items))


def _decoupling(basis: Basis) -> Parts:
    """The latest stretch of several years, else the latest year."""
    subject = inventory(basis, "decoupling", (basis.region.code,))
    rows = findings_of(basis, "decoupling", basis.region.code, subject) if subject else []
    spans = [row for row in rows if parse(row.period).kind is PeriodKind.SPAN]
    row = next(iter(spans or rows), None)
    elasticity = facts_of(row.facts).get("elasticity") if row else None
    if row is None or elasticity is None:
        return ()
    trace = Trace("finding.elasticity", row.subject, row.region, row.period, elasticity)
    return basis.say(
        "peak.decoupling",
        period=basis.when(row.period),
        elasticity=Figure(format_number(elasticity, _ELASTICITY_DECIMALS), elasticity, (trace,)),
        state=say(f"found_{row.result}", basis.lang),
        inventory=inventory_words(basis, row.subject),
    )


def _drivers(basis: Basis) -> Parts:
    """What brought the change: population, product per head, energy per product, CO2 per energy."""
    subject = inventory(basis, "drivers", (basis.region.code,))
    rows = findings_of(basis, "drivers", basis.region.code, subject) if subject else []
    row = next((row for row in rows if "additive" in facts_of(row.facts)), None)
    if row is None:
        return ()
    facts = facts_of(row.facts)
    effects = sorted(facts["additive"].items(), key=lambda effect: -abs(effect[1]))
    items = [
        basis.say.turned(
            "peak.effect",
            amount,
            driver=say(f"driver_{name}", basis.lang),
            amount=_amount(basis, row, f"finding.additive.{name}", amount),
        )
        for name, amount in effects
    ]
    return basis.say.turned(
        "peak.drivers",
        facts["change"],
        period=basis.when(row.period),
        change=_amount(basis, row, "finding.change", facts["change"]),
        effects=basis.say.listed(items),
    )


def _amount(basis: Basis, row: FindingRow, column: str, amount: float) -> Figure:
    decimals = basis.indicator(row.subject).display.decimals
    trace = Trace(column, row.subject, row.region, row.period, amount)
    return basis.computed(amount, basis.unit_in_text(row.subject), decimals, (trace,))


def plans(basis: Basis) -> Parts:
    """Which regions have issued their plan for peaking, which have not, and of which nothing is known."""
    by_state: dict[str, list[str]] = {"issued": [], "not_issued": [], "not_collected": []}
    for row in basis.rows.findings:
        if row.kind == "peak_plan" and row.region in {basis.home.code, *basis.codes}:
            by_state[row.result].append(basis.name(row.region))
    if not any(by_state.values()):
        return ()
    items = [
        basis.say("peak.plan", state=say(f"found_{state}", basis.lang), count=len(names),
                  names=basis.say.listed(names))
        for state, names in by_state.items()
        if names
    ]  # fmt: skip
    return basis.say("peak.plans", states=basis.say.separated(items))
