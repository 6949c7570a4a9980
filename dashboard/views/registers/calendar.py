"""Open deadlines of registers as entries of a calendar."""

from collections.abc import Iterable, Iterator

from dashboard.registers.standing import Followed
from dashboard.text import Lang, words
from dashboard.views.cases.calendar_file import CalendarEntry
from dashboard.views.registers.overview import responsible_name, title_of
from etl.catalog.catalog import Catalog


def register_entries(catalog: Catalog, followed: Iterable[Followed], lang: Lang) -> Iterator[CalendarEntry]:
    """What is open and due by a day; nothing that is sealed is part of an entry."""
    say = words(lang)
    for each in followed:
        due = each.pressing
        if not each.is_open or due is None or due.due is None:
            continue
        rule = next(rule for rule in each.register.deadlines if rule.id == due.id)
        yield CalendarEntry(
            id=f"{each.register.id}-{each.entry.number}-{due.id}",
            stamp=each.entry.last.at,
            due=due.due,
            summary=say("register.calendar.summary", title=title_of(each), name=rule.name[lang]),
            description=say(
                "register.calendar.described",
                register=each.register.name[lang],
                number=each.entry.number,
                who=responsible_name(catalog, each, lang),
            ),
        )
