"""Names of standings, values of fields, faults and refusals of registers, in words."""

from datetime import date
from decimal import Decimal
from typing import Final

from dashboard import theme
from dashboard.format import DASH, format_date, format_exact, format_number
from dashboard.registers.refusal import CellFault, FieldsRefused, RegisterRefused
from dashboard.registers.standing import Followed, Rate, Standing
from dashboard.text import Lang, words
from dashboard.theme import Mark
from dashboard.views.cases.case_file import moment_text
from dashboard.views.cases.wording import due_day
from dashboard.views.table import Cell
from etl.model.register import NUMBER_HEADING, REGION_HEADING, FieldKind, Register, RegisterField

ROOT: Final = "/act/register"
MARKS: Final[dict[Standing, Mark]] = {
    Standing.OVERDUE: theme.LEVEL_1,
    Standing.UNDETERMINED: Mark("undetermined", fill="#C3C8CD", ink=theme.UNASSESSED.ink, shape="◇"),
    Standing.SOON: theme.LEVEL_2,
    Standing.OPEN: Mark("open", fill="#A3C1DE", ink=theme.DEEP_BLUE, shape="◆"),
    Standing.LATE: Mark("late", fill="#C3C8CD", ink=theme.QUIET_INK, shape="◐"),
    Standing.CLOSED: theme.LEVEL_3,
    Standing.NOTHING_DUE: theme.UNASSESSED,
}


def value_text(field: RegisterField, text: str, lang: Lang) -> str:
    """What a field says: a choice in words, a day and a figure as they are written here."""
    if not text:
        return DASH
    match field.kind:
        case FieldKind.CHOICE:
            return field.choices[text][lang] if text in field.choices else text
        case FieldKind.DATE:
            return format_date(date.fromisoformat(text), lang)
        case FieldKind.NUMBER:
            return format_exact(Decimal(text))
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.YEAR:
            return text


def field_title(field: RegisterField, lang: Lang) -> str:
    """The heading of a field, with its unit."""
    unit = words(lang)("register.unit", unit=field.unit[lang]) if field.unit else ""
    return f"{field.name[lang]}{unit}"


def standing_cell(each: Followed, today: date, lang: Lang) -> Cell:
    """How an entry stands: word, shape and colour, with the deadline that it is about."""
    say = words(lang)
    word = say(f"register.standing.{each.standing.value}")
    return Cell(word, mark=MARKS[each.standing], note=due_note(each, today, lang))


def due_note(each: Followed, today: date, lang: Lang) -> str:
    """The deadline that an entry's standing is about, such as ``办结：2026年3月2日（已逾期3天）``."""
    due, say = each.pressing, words(lang)
    if due is None:
        return ""
    rule = next(rule for rule in each.register.deadlines if rule.id == due.id)
    if due.due is None:
        return "" if due.met_on is None else format_date(due.met_on, lang)
    day = due_day(due.due, due.unknown_from, lang)
    left = due.days_left(today)
    if due.met_on is not None:
        return say("register.due.met", name=rule.name[lang], day=format_date(due.met_on, lang))
    if left < 0 and due.unknown_from is not None:
        return say("register.due.met", name=rule.name[lang], day=day)
    key = "over" if left < 0 else "today" if left == 0 else "left"
    return say(f"register.due.{key}", name=rule.name[lang], day=day, days=abs(left))


def rate_text(rate: Rate) -> str:
    """A completion rate in per cent; a dash where nothing was due."""
    return DASH if rate.percent is None else f"{format_number(rate.percent, 1)}%"


def refusal_text(refused: RegisterRefused, register: Register, lang: Lang) -> str:
    """Why nothing was written, in one paragraph that says what to do."""
    say = words(lang)
    if isinstance(refused, FieldsRefused):
        told = [_fault_text(each, register, lang) for each in refused.faults[:_SHOWN]]
        rest = len(refused.faults) - len(told)
        more = [say("register.refused.more", count=rest)] if rest else []
        return say("register.refused.fields", faults=say("list.semicolon").join([*told, *more]))
    facts = {name: moment_text(fact) if name == "at" else fact for name, fact in refused.facts.items()}
    return say(f"register.refused.{refused.code}", **facts)


_SHOWN: Final = 20


def _fault_text(each: CellFault, register: Register, lang: Lang) -> str:
    say = words(lang)
    fault = each.fault
    field = register.field(fault.field)
    own = {"region": REGION_HEADING, "number": NUMBER_HEADING}
    name = field.name[lang] if field else own.get(fault.field, fault.field)
    choices = field.choices.values() if field else ()
    known = say("list.comma").join(choice[lang] for choice in choices)
    where = say("register.refused.cell", cell=each.cell) if each.cell else ""
    return where + say(f"register.faults.{fault.code}", name=name, found=fault.found, known=known)
