"""Targets, adopted rules and reporting units that people changed: what, by which document, from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from dashboard.format import DASH, format_date
from dashboard.text import Lang, words
from dashboard.upkeep.declared_content import ADOPTION, TARGET, WHAT, Content, parts_of
from dashboard.views.challenge_words import place_name
from dashboard.views.quality.offered import OfferedTable
from dashboard.views.sheet import Sheet
from dashboard.views.system.people import sheet_of
from dashboard.views.system.words import time_text
from dashboard.views.table import Cell, Column, TableView
from etl.catalog.catalog import Catalog

if TYPE_CHECKING:  # with the store behind it, which a reader of a place where nobody acts never needs
    from dashboard.operational.proposals import Proposal

ACTS = "/act/declare"
_COLUMNS = ("what", "document", "effective", "proposed", "decided", "state")


class Declared(Struct, frozen=True):
    """A change, and whether the build in use holds it."""

    proposal: Proposal
    is_in_build: bool


class DeclaredView(Struct, frozen=True):
    """The changes, with the forms that the reader may fill in."""

    lang: Lang
    lead: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    table: OfferedTable


def build_declared(
    catalog: Catalog, found: Sequence[Declared] | None, lang: Lang, *, may_maintain: bool, sign_in: str = ""
) -> DeclaredView:
    """The changes that wait or were accepted, the latest first; None where the reader has no name."""
    say, tongue = words(lang), "" if lang == "zh" else f"?lang={lang}"
    links = tuple((say(f"declared.act.{what}"), f"{ACTS}/{what}{tongue}") for what in WHAT)
    lead = (say("declared.lead"), say("declared.rule"))
    if not found:
        empty = say("declared.sign_in" if found is None else "declared.none")
        link = (say("who.sign_in"), sign_in) if found is None else None
        offered = OfferedTable(lang, None, Sheet("", (), ()), empty, link)
        return DeclaredView(lang, lead, links if may_maintain else (), offered)
    table = TableView(
        say("declared.caption", count=len(found)),
        tuple(Column(say(f"declared.{name}")) for name in _COLUMNS),
        tuple(_row(catalog, one, lang, may_maintain=may_maintain) for one in found),
        lang,
    )
    offered = OfferedTable(lang, table, sheet_of(table))
    return DeclaredView(lang, lead, links if may_maintain else (), offered)


def _row(catalog: Catalog, one: Declared, lang: Lang, *, may_maintain: bool) -> tuple[Cell, ...]:
    say, proposal = words(lang), one.proposal
    what, content = parts_of(proposal)
    tongue = "" if lang == "zh" else f"?lang={lang}"
    waits = proposal.state == "open"
    address = f"{ACTS}/proposal/{proposal.id}{tongue}" if waits and may_maintain else None
    state = "waits" if waits else "in_build" if one.is_in_build else "next_build"
    return (
        Cell(change_text(catalog, what, content, lang), address, note=say(f"declared.kind.{what}")),
        Cell(str(content["document"])),
        Cell(format_date(date.fromisoformat(str(content["effective"])), lang)),
        Cell(proposal.proposed_by, note=time_text(proposal.proposed_at)),
        Cell(proposal.decided_by or DASH, note=time_text(proposal.decided_at) if proposal.decided_at else ""),
        Cell(say(f"declared.in.{state}")),
    )


def change_text(catalog: Catalog, what: str, content: Content, lang: Lang) -> str:
    """What is changed, in one sentence."""
    say = words(lang)
    if what == TARGET:
        region, indicator = str(content["region"]), catalog.indicators[str(content["indicator"])]
        base = say("declared.since_base", base=content["base"]) if content.get("base") else ""
        return say(
            "declared.target",
            region=place_name(catalog, region, lang),
            indicator=indicator.name[lang],
            base=base,
            end=content["end"],
            comparator=say(f"comparator.{content['comparator']}"),
            value=content["value"],
            unit=catalog.units[str(content["unit"])].sign[lang],
            nature=say(f"target_nature.{content['nature']}"),
        )
    if what == ADOPTION:
        rule = catalog.barometer_rules[str(content["version"])]
        where = place_name(catalog, str(content["region"]), lang)
        return say("declared.adoption", rule=rule.name[lang], region=where, periods=content["periods"])
    parent = place_name(catalog, str(content["parent"]), lang)
    return say("declared.unit", name=content[f"name_{lang}"], code=content["code"], parent=parent)
