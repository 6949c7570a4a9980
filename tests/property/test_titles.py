"""The identity of stocks and flows, and the stock by its definition, for any register (methods §3)."""

import itertools
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.derive.title_course import histories_of
from etl.derive.titles import Cell, count_titles, month_of, years_after
from etl.model.title import Title, TitleEvent, TitleEventKind

COUNTIES = {"C1": ("C1", "X", "P"), "C2": ("C2", "X", "P"), "C3": ("C3", "Y", "P")}
FIRST = date(2018, 1, 1)
MONTHS = range(month_of(FIRST), month_of(date(2030, 1, 1)))
DAYS = st.integers(0, 3000).map(lambda days: FIRST + timedelta(days=days))
ENDING = (TitleEventKind.REVOKED, TitleEventKind.MERGED)


@st.composite
def careers(draw) -> tuple[list[Title], list[TitleEvent]]:
    """Firms with one title each, and any events, published at any time."""
    titles, events = [], []
    for number in range(draw(st.integers(1, 6))):
        firm, start = f"F{number}", draw(DAYS)
        region = draw(st.sampled_from(sorted(COUNTIES)))
        titles.append(Title(firm, "t", region, "34", start, years_after(start, 3), start))
        for kind in draw(st.lists(st.sampled_from(list(TitleEventKind)), max_size=4)):
            day = draw(DAYS)
            to = draw(st.sampled_from(sorted(COUNTIES)))
            goes = kind in (TitleEventKind.MOVED, TitleEventKind.RECODED)
            longer = years_after(day, 3) if kind is TitleEventKind.EXTENDED else None
            known = day + timedelta(days=draw(st.integers(0, 200)))
            events.append(TitleEvent(firm, "t", kind, day, longer, to if goes else None, known))
    return titles, events


def counted(titles, events, as_of=None):
    return count_titles(
        list(histories_of(titles, events, as_of)),
        MONTHS,
        within=lambda code: COUNTIES[code],
        by_industry=lambda code: code == "X",
        expiring_months=6,
        pending_months=12,
    )


@settings(max_examples=50)
@given(careers())
def test_every_stock_is_the_one_before_plus_inflows_minus_outflows(career) -> None:
    for months in counted(*career).values():
        ordered = [months[month] for month in MONTHS]
        assert all(month.identity_holds() for month in ordered)
        assert all(later.opening == earlier.closing for earlier, later in itertools.pairwise(ordered))


@settings(max_examples=50)
@given(careers(), DAYS)
def test_stock_is_what_its_definition_says(career, day) -> None:
    titles, events = career
    events = [event for event in events if event.kind is not TitleEventKind.RESTORED]
    month = month_of(day)
    last = date(month // 12 + (month % 12 == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    expected = sum(is_valid(title, events, last) for title in titles)
    found = counted(titles, events).get(Cell("P", "t"))
    assert (found[month].closing if found else 0) == expected


def is_valid(title: Title, events: list[TitleEvent], day: date) -> bool:
    """recognised ≤ day < end after extensions, and not revoked or merged by then."""
    own = [event for event in events if event.firm == title.firm and event.effective >= title.recognised]
    end = max([title.valid_to, *(e.valid_to for e in own if e.kind is TitleEventKind.EXTENDED)])
    gone = any(event.kind in ENDING and event.effective <= day for event in own)
    return title.recognised <= day < end and not gone


@settings(max_examples=50)
@given(careers())
def test_province_is_the_sum_of_its_cities_and_a_city_of_its_counties(career) -> None:
    cells = counted(*career)
    for whole, parts in (("P", ("X", "Y")), ("X", ("C1", "C2"))):
        for month in MONTHS:
            of_parts = sum(cells[Cell(p, "t")][month].closing for p in parts if Cell(p, "t") in cells)
            assert (cells[Cell(whole, "t")][month].closing if Cell(whole, "t") in cells else 0) == of_parts


@settings(max_examples=50)
@given(careers(), DAYS)
def test_what_was_published_later_changes_nothing_known_before(career, as_of) -> None:
    titles, events = career
    known = [e for e in events if e.known_from <= as_of]
    assert counted(titles, events, as_of) == counted([t for t in titles if t.known_from <= as_of], known)
