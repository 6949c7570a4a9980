"""项目核查: what the gate says of one project, in words, with the document of each finding."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import format_article, format_date, format_number
from dashboard.selection import AddressError, Selection
from dashboard.text import words
from dashboard.views.headroom import headroom_lines, latest_headroom
from etl.assess.gate import check_project
from etl.assess.project import GateFinding, GateOutcome, Project, RestrictionInForce
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.day import read_day
from etl.model.restriction import Instrument
from etl.store.rows import AssessmentRow

SHAPES: Final = {
    GateOutcome.FORBIDDEN: ("level-1", "■"),
    GateOutcome.NEEDS_REPLACEMENT: ("level-2", "▲"),
    GateOutcome.UNDETERMINED: ("unassessed", "○"),
    GateOutcome.NEEDS_REVIEW: ("level-2", "▲"),
    GateOutcome.ALLOWED: ("level-3", "●"),
}


class FindingLine(Struct, frozen=True):
    """One finding: what it says, what follows from it, what it rests on."""

    mark: str
    shape: str
    outcome: str
    says: str
    basis: str
    address: str | None = None


class CheckView(Struct, frozen=True):
    """What the gate says.

    Attributes:
        nothing: what is still to be filled in; empty where there is an answer.
        headline: the outcome in words, with its shape and mark.
        about: the project as it was understood.
        findings: the most severe first.
        lines: which restrictions are known, who reviews.
        headroom: what the target leaves, and of which period and sources; each line with where it leads.
        information: that the answer decides nothing.
    """

    lang: str
    nothing: str = ""
    mark: str = ""
    shape: str = ""
    headline: str = ""
    about: str = ""
    findings: tuple[FindingLine, ...] = ()
    lines: tuple[str, ...] = ()
    headroom: tuple[tuple[str, str | None], ...] = ()
    information: str = ""


def finding_sentence(found: GateFinding, lang: str) -> str:
    """What was found, in words."""
    return say(f"gate_{found.code}", lang, entry=found.name[lang] if found.name else "", **found.facts)


def project_of(selection: Selection, today: date) -> Project | None:
    """The project of the address; None while region, industry or product is missing.

    Raises:
        AddressError: the day is none of the calendar.
    """
    if not (selection.region and selection.industry and selection.product):
        return None
    try:
        day = read_day(selection.day) if selection.day else today
    except ValueError as error:
        raise AddressError("bad_value", found=f"day={selection.day}") from error
    return Project(
        region=selection.region,
        industry=selection.industry,
        product=selection.product,
        day=day,
        energy_tce=_amount(selection.energy),
        electricity_gwh=_amount(selection.electricity),
        coal_t=_amount(selection.coal),
        capacity=_amount(selection.capacity),
        capacity_unit=selection.capacity_unit,
        is_new=selection.upgrade is None,
        below_benchmark={"below": True, "reached": False}.get(selection.benchmark or ""),
        exempt_as=selection.exempt,
    )


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def build_check(
    catalog: Catalog,
    project: Project | None,
    restrictions: Sequence[RestrictionInForce] | None,
    assessments: Iterable[AssessmentRow],
    selection: Selection,
) -> CheckView:
    """What the gate says of the project of the address.

    Args:
        catalog: catalogues, thresholds, instruments.
        project: the project; None while it is incomplete.
        restrictions: those in force on its day; None where no cases are kept.
        assessments: verdicts of its region, for the headroom.
        selection: what the address says.
    """
    lang, say_word = selection.lang, words(selection.lang)
    if project is None:
        return CheckView(lang, nothing=say_word("projects.check.nothing"))
    room = latest_headroom(assessments)
    answer = check_project(
        project,
        catalog.project_catalogues.values(),
        catalog.review_rules.values(),
        restrictions or (),
        room.tce if room else None,
    )
    mark, shape = SHAPES[answer.outcome]
    lines = [say_word("projects.check.restrictions_unknown")] if restrictions is None else []
    if answer.review_level:
        lines.append(say_word(f"projects.check.review_{answer.review_level}"))
    if answer.with_carbon:
        lines.append(say_word("projects.check.with_carbon"))
    headroom = list(headroom_lines(catalog, room, selection))
    if answer.uses_headroom is not None:
        share = format_number(answer.uses_headroom * 100, 1)
        headroom.append((say_word("projects.check.uses", share=share), None))
    return CheckView(
        lang=lang,
        mark=mark,
        shape=shape,
        headline=say_word(f"projects.outcomes.{answer.outcome.value}"),
        about=say_word(
            "projects.check.about",
            region=catalog.region(project.region).name[lang],
            product=project.product,
            industry=project.industry,
            day=format_date(project.day, lang),
        ),
        findings=tuple(_finding(catalog, found, lang) for found in answer.findings),
        lines=tuple(lines),
        headroom=tuple(headroom),
        information=say_word("projects.check.information"),
    )


def _finding(catalog: Catalog, found: GateFinding, lang: str) -> FindingLine:
    say_word = words(lang)
    mark, shape = SHAPES[found.outcome]
    basis = [part for part in (found.document, _version(catalog, found, lang)) if part]
    if found.article:
        basis.append(say_word("projects.check.article", article=format_article(found.article, lang)))
    if not found.is_verified:
        basis.append(say_word("projects.check.unverified"))
    return FindingLine(
        mark=mark,
        shape=shape,
        outcome=say_word(f"projects.outcomes.{found.outcome.value}"),
        says=finding_sentence(found, lang),
        basis=say_word("list.semicolon").join(basis),
        address=to_url(Selection("restrictions", "en" if lang == "en" else "zh"))
        if found.rule in catalog.instruments
        else None,
    )


def _version(catalog: Catalog, found: GateFinding, lang: str) -> str:
    """The catalogue or rule of the day, by name."""
    rule: Instrument | None = catalog.instruments.get(found.rule)
    known = catalog.project_catalogues.get(found.rule) or catalog.review_rules.get(found.rule) or rule
    return known.name[lang] if known else ""
