"""Registers of what people do under the articles: declared fields, deadlines, when an entry counts as done.

A register is data: one declaration, no page and no code of its own. Entries are kept by people in the
operational store; the declaration says what an entry holds, who may see and keep it, and what is due.
"""

from enum import StrEnum
from typing import Final, Literal

from msgspec import field

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Count, OneOrMore
from etl.model.restriction import Mark

NUMBER_HEADING: Final = "登记号"
REGION_HEADING: Final = "行政区划代码"
"""The two columns of a register's workbook that stand before its fields."""


class FieldKind(StrEnum):
    """What a field holds."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"
    CHOICE = "choice"


class Audience(StrEnum):
    """Who may read the entries."""

    PUBLIC = "public"
    """Everybody: the document itself is published."""
    STAFF = "staff"
    """Whoever may read the case files of the entry's region."""
    SUPERIOR = "superior"
    """Of those, only who stands above the region: what it is about must not learn who spoke."""


class Origin(StrEnum):
    """Where entries come from."""

    ENTERED = "entered"
    """Kept here, by form or by workbook."""
    PUBLISHED = "published"
    """Taken over from the list of its publisher, by workbook with a citation; never typed, never derived."""


class RegisterField(Declaration):
    """One field of an entry.

    Attributes:
        choices: of a ``choice``: id → words.
        unit: of a ``number``: what is counted.
        is_protected: kept sealed; never listed, exported or told to programs, and each reading is recorded.
        in_list: whether it is a column of the list.
        is_basis: names what an act rests on; the draft is in force nowhere and can be no basis.
        in_force_on: of a basis: the date field whose day must lie in its time in force.
        hint: what to write, where the name does not say it.
    """

    id: Identifier
    name: Bilingual
    kind: FieldKind = FieldKind.LINE
    required: bool = False
    choices: dict[Identifier, Bilingual] = field(default_factory=dict)
    unit: Bilingual | None = None
    is_protected: bool = False
    in_list: bool = False
    is_basis: bool = False
    in_force_on: Identifier | None = None
    hint: Bilingual | None = None

    def __post_init__(self) -> None:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            msg = f"{self.id}: choices belong to the kind choice, and to no other"
            raise ValueError(msg)
        if self.is_protected and (self.in_list or self.kind not in {FieldKind.LINE, FieldKind.TEXT}):
            msg = f"{self.id}: what is protected is text and never stands in a list"
            raise ValueError(msg)


class RegisterDeadline(Declaration):
    """A day by which something is due; it begins with the day in one field and is met by the day in another.

    Attributes:
        starts_with: the date field that starts it.
        met_by: the date field that meets it.
        working_days, months: how long it is; neither where ``starts_with`` is itself the day it is due.
    """

    id: Identifier
    name: Bilingual
    starts_with: Identifier
    met_by: Identifier
    working_days: Count | None = None
    months: Count | None = None
    mark: Mark | None = None

    def __post_init__(self) -> None:
        if self.working_days is not None and self.months is not None:
            msg = f"{self.id}: give working_days or months, not both"
            raise ValueError(msg)


class Register(Declaration):
    """One register.

    Attributes:
        about: what it is for, in one sentence.
        article: the article of the draft that it belongs to.
        fields: what an entry holds, in the order of form and workbook.
        titled_by: the field that names an entry.
        identified_by: fields that no two entries of a region share; a row that repeats them is that entry.
        responsible: the field that says who has to act; None where the region itself has.
        deadlines: what is due; ``completion`` names the one that the completion rate counts.
        completion: id of a deadline: closed in time ÷ due (办结率＝按期办结÷应办结).
        audience: who may read it.
        kept_by: ``region`` where a region keeps its own entries, ``superior`` where who stands above does.
        origin: entered here, or taken over from a publisher.
        case_act: the act of a case (约谈, 通报) that is of the same kind, so that both are told together.
        lead_source: the source that a case is opened with where an entry becomes a lead (线索) of one.
        is_oversight: whether the overview of supervision and accountability counts it by region.
        note: what a reader must know of it.
    """

    id: Identifier
    name: Bilingual
    about: Bilingual
    article: str
    fields: OneOrMore[RegisterField]
    titled_by: Identifier
    identified_by: tuple[Identifier, ...] = ()
    responsible: Identifier | None = None
    deadlines: tuple[RegisterDeadline, ...] = ()
    completion: Identifier | None = None
    audience: Audience = Audience.STAFF
    kept_by: Literal["region", "superior"] = "region"
    origin: Origin = Origin.ENTERED
    case_act: Identifier | None = None
    lead_source: Identifier | None = None
    is_oversight: bool = False
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        self._names_lead_somewhere()
        self._deadlines_run_between_days()

    def _names_lead_somewhere(self) -> None:
        names = [field.id for field in self.fields]
        if len(names) != len(set(names)):
            msg = "a field stands twice in the register"
            raise ValueError(msg)
        headings = [NUMBER_HEADING, REGION_HEADING, *(field.name.zh for field in self.fields)]
        if len(headings) != len(set(headings)):
            msg = "two fields have the same name; their columns in a workbook could not be told apart"
            raise ValueError(msg)
        told = {field.id for field in self.fields if field.required and not field.is_protected}
        if not {self.titled_by, self.responsible or self.titled_by, *self.identified_by} <= told:
            msg = "titled_by, responsible and identified_by name required fields that are not protected"
            raise ValueError(msg)
        if self.completion is not None and self.completion not in {each.id for each in self.deadlines}:
            msg = f"completion: no deadline {self.completion}"
            raise ValueError(msg)

    def _deadlines_run_between_days(self) -> None:
        days = {field.id for field in self.fields if field.kind is FieldKind.DATE}
        named = {name for each in self.deadlines for name in (each.starts_with, each.met_by)}
        named |= {each.in_force_on for each in self.fields if each.in_force_on is not None}
        if unknown := named - days:
            msg = f"no such field of a date: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        if self.has_protected and self.audience is not Audience.SUPERIOR:
            msg = "a register with protected fields is read by superiors only"
            raise ValueError(msg)

    def field(self, name: str) -> RegisterField | None:
        """The field of an id; None where it has none."""
        return next((field for field in self.fields if field.id == name), None)

    @property
    def has_protected(self) -> bool:
        """Whether any field is sealed."""
        return any(field.is_protected for field in self.fields)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its workbook."""
        return (NUMBER_HEADING, REGION_HEADING, *(field.name.zh for field in self.fields))
