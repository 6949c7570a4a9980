"""Targets, adopted rules and reporting units, changed by two people with a document, from a day on.

    proposed → accepted by another person → a file laid over the catalogue of every later build

The catalogue that ships stays the base. What was judged before the day of a change is never touched, and a
build of an earlier day is made without it.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec.structs import replace
from sqlalchemy import Connection

from dashboard.auth.person import EVERYWHERE, LiesWithin, Person
from dashboard.auth.rights import RIGHTS, Right
from dashboard.operational import proposals
from dashboard.operational.errors import ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.upkeep.china_day import day_of
from dashboard.upkeep.declared_content import ADOPTION, TARGET, UNIT, WHAT, Content, parts_of
from etl.catalog.catalog import Catalog
from etl.catalog.check import check_targets
from etl.catalog.versions import contradict, what_it_binds
from etl.model.day import read_day
from etl.model.rule import BarometerAdoption
from etl.model.target import Target
from etl.plain_values.fault import DeclarationError

KIND: Final = "declaration"
_FOLDERS: Final = {TARGET: "targets", ADOPTION: "adoptions", UNIT: "regions"}
_CODE: Final = re.compile(r"[A-Z]{2}-[A-Z0-9-]{2,30}")
_HEADINGS: Final = (
    *("code", "name_zh", "name_en", "level", "kind", "parent", "aliases", "label_lon", "label_lat"),
    *("valid_from", "valid_to", "note"),
)
_EXPECTED: Final = ("someone", "someone else")  # two names, where only the rest is tried


def may_maintain(person: Person, region: str, lies_within: LiesWithin) -> bool:
    """Whether somebody belongs to a body above a region: none sets its own targets."""
    return any(
        grant.region == EVERYWHERE or (grant.region != region and lies_within(region, grant.region))
        for grant in person.grants
        if Right.MAINTAIN in RIGHTS[grant.role]
    )


def region_of(catalog: Catalog, what: str, content: Content) -> str:
    """The region that a change concerns: that of the target, the parent of a unit, or the whole."""
    if what == UNIT:
        return str(content["parent"])
    return str(content["region"]) if what == TARGET else catalog.home.code


def propose(act: Act, catalog: Catalog, *, actor: str, what: str, content: Content) -> Proposal:
    """Propose a change.

    Args:
        act: the transaction.
        catalog: of the build in use.
        actor: who proposes.
        what: one of :data:`WHAT`.
        content: its fields as texts; ``document`` (文号) and ``effective`` (ISO 8601) with every one.

    Raises:
        ActError: no document, a day that is over, or something that could not stand in the catalogue, as it
            is or as it will be with what was accepted meanwhile.
    """
    _refuse_unfit(catalog, what, content, day_of(act.moment), _accepted(act.connection))
    return proposals.propose(
        act, KIND, actor=actor, subject=_subject(what, content), facts={"what": what, **content}
    )


def accept(act: Act, catalog: Catalog, identifier: int, *, actor: str) -> Proposal:
    """Accept a change as the second person.

    Raises:
        ActError: one's own, decided meanwhile, or its day came before it was accepted.
    """
    found = proposals.find(act.connection, identifier)
    if found.kind != KIND:
        raise ActError("unknown_proposal", found=identifier)
    what, content = parts_of(found)
    _refuse_unfit(catalog, what, content, day_of(act.moment), _accepted(act.connection))
    return proposals.accept(act, identifier, actor=actor)


def _accepted(connection: Connection) -> tuple[tuple[str, Content], ...]:
    """Every change that stands: builds lay it over, whether or not one was made since."""
    return tuple(parts_of(each) for each in proposals.standing(connection, KIND) if each.state == "accepted")


def changes(connection: Connection) -> list[Proposal]:
    """Every change that waits or was accepted, the latest first."""
    return proposals.standing(connection, KIND)[::-1]


def materialise(folder: Path, accepted: list[Proposal]) -> None:
    """Write every accepted change where builds find it; what is there already stays as it is."""
    for proposal in accepted:
        path = folder / file_of(proposal)
        if proposal.state != "accepted" or path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}")
        draft.write_text(_text(proposal), encoding="utf-8")
        draft.replace(path)


def file_of(proposal: Proposal) -> Path:
    """The file of an accepted change, by the day of its acceptance and its number."""
    what, _ = parts_of(proposal)
    day = day_of(datetime.fromisoformat(proposal.decided_at or proposal.proposed_at))
    suffix = "csv" if what == UNIT else "yaml"
    return Path(_FOLDERS[what]) / f"{day.isoformat()}-{proposal.id:04d}.{suffix}"


def _text(proposal: Proposal) -> str:
    what, content = parts_of(proposal)
    people = (proposal.proposed_by, proposal.decided_by or "")
    if what == UNIT:
        return _csv(content)
    declared = _target(content, people) if what == TARGET else _adoption(content, people)
    return yaml.safe_dump([declared], allow_unicode=True, sort_keys=False)


def _subject(what: str, content: Content) -> str:
    names = {TARGET: ("region", "indicator"), ADOPTION: ("version",), UNIT: ("code",)}[what]
    return ":".join((what, *(str(content[name]) for name in names)))[:120]


# ── what could stand in the catalogue ──


def _refuse_unfit(
    catalog: Catalog, what: str, content: Content, today: date, accepted: Iterable[tuple[str, Content]]
) -> None:
    if what not in WHAT:
        raise ActError("unknown_choice")
    if not str(content.get("document", "")).strip():
        raise ActError("no_document")
    if _day(content) < today:
        raise ActError("effective_past")
    beside = [given for kind, given in accepted if kind == what]
    try:
        {TARGET: _check_target, ADOPTION: _check_adoption, UNIT: _check_unit}[what](catalog, content, beside)
    except DeclarationError as error:
        raise ActError("declaration_wrong", field=error.faults[0].dotted or what) from error


def _day(content: Content) -> date:
    try:
        return read_day(str(content.get("effective", "")))
    except ValueError as error:
        raise ActError("declaration_wrong", field="effective") from error


def _check_target(catalog: Catalog, content: Content, accepted: Iterable[Content]) -> None:
    target = Target.read(_target(content, _EXPECTED), is_text=True)
    if target.indicator not in catalog.indicators or target.region not in catalog.regions:
        raise ActError("unknown_choice")
    if next(check_targets(replace(catalog, targets=(target,))), None) is not None:
        raise ActError("declaration_wrong", field="base")
    expected = catalog.units[catalog.indicators[target.indicator].unit]
    if not catalog.units[target.unit].converts_to(expected):
        raise ActError("declaration_wrong", field="unit")
    known = (*catalog.targets, *(Target.read(_target(each, _EXPECTED), is_text=True) for each in accepted))
    for each in known:
        if what_it_binds(each) == what_it_binds(target):
            raise ActError("declared_twice", document=each.document)


def _check_adoption(catalog: Catalog, content: Content, accepted: Iterable[Content]) -> None:
    act = BarometerAdoption.read(_adoption(content, _EXPECTED))
    if act.version not in catalog.barometer_rules or act.region not in catalog.regions:
        raise ActError("unknown_choice")
    if any(period.last_day < act.date for period in act.periods):
        raise ActError("periods_past")
    known = (
        *catalog.adoptions,
        *(BarometerAdoption.read(_adoption(e, _EXPECTED)) for e in accepted),
    )
    for each in known:
        if contradict(each, act):
            raise ActError("declared_twice", document=each.document)


def _check_unit(catalog: Catalog, content: Content, accepted: Iterable[Content]) -> None:
    code, parent = str(content["code"]), str(content["parent"])
    if not _CODE.fullmatch(code):
        raise ActError("declaration_wrong", field="code")
    if code in catalog.regions or code in {str(each["code"]) for each in accepted}:
        raise ActError("name_taken", found=code)
    if parent not in catalog.regions or not str(content["name_zh"]).strip():
        raise ActError("declaration_wrong", field="name_zh")
    if not str(content["name_en"]).strip():
        raise ActError("declaration_wrong", field="name_en")


def _target(content: Content, people: tuple[str, ...]) -> dict[str, Any]:
    names = ("region", "indicator", "base", "end", "comparator", "value", "unit", "nature", "document")
    given = {name: str(content[name]) for name in names if str(content.get(name, ""))}
    return {**given, "effective": str(content["effective"]), "people": list(people)}


def _adoption(content: Content, people: tuple[str, ...]) -> dict[str, Any]:
    periods = [part.strip() for part in str(content["periods"]).replace("，", ",").split(",") if part.strip()]
    return {
        "version": str(content["version"]),
        "periods": periods,
        "region": str(content["region"]),
        "document": str(content["document"]),
        "date": str(content["effective"]),
        "people": list(people),
    }


def _csv(content: Content) -> str:
    row = {
        "code": content["code"],
        "name_zh": content["name_zh"],
        "name_en": content["name_en"],
        "level": "unit",
        "kind": "zone",
        "parent": content["parent"],
        "valid_from": content["effective"],
        "note": content["document"],
    }
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _HEADINGS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return stream.getvalue()
